"""A score that is kept up to date event by event, equal at any instant to scoring the whole history anew.

Each event goes to the rules that ask for it and to no other, in whatever order events arrive; the rest of the history
is not looked at again.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..errors import InputError, TimeError
from ..records import Case, Event, EventId, Lead, iso, utc
from ..records.instants import micros
from .asked import Done, asked_of, done_of
from .causes import Placing, placing
from .forgetting import forget_measure, forget_rule
from .rules import HasScoring, Scoring
from .scorecard import Scorecard
from .scorer import compile_scoring
from .trails import Trail, Trails, trails_of, worth_at

__all__ = ["Running"]


class _Sorted:
    """Slots for what is derived: no fields, so they are neither compared, shown, pickled nor dumped."""

    __slots__ = ("kept_ids", "kept_trails")
    kept_trails: Any
    kept_ids: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Running(_Sorted):
    """What is kept of a lead's history to score it at any instant, as plain data; `start` begins one.

    `rules` and `measures` hold, by their place in the model, the activities that can still count and numbers for those
    that were forgotten. Two that were told the same are equal, whatever the order.

    >>> from datetime import UTC, timedelta
    >>> from leadmodel.records import EventKind
    >>> from leadmodel.scoring import BehaviourRule, LevelBand, GradeBand
    >>> class House:
    ...     scoring = Scoring(
    ...         fit=(),
    ...         behaviour=(BehaviourRule(id="page", activity="page", points=5, at_most=3, within="30d"),),
    ...         grades=(GradeBand(grade="A"),),
    ...         levels=(LevelBand(level=1),),
    ...         sales_ready=(),
    ...     )
    >>> noon = datetime(2026, 11, 6, 12, tzinfo=UTC)
    >>> running = Running.start(Lead(id="L1", captured_at=noon, source="form"), House())
    >>> page = Event(id="e1", lead="L1", kind=EventKind.ACTIVITY, at=noon, activity="page")
    >>> running = running.add(page).add(page)
    >>> running.points(at=noon), running.points(at=noon + timedelta(days=30))
    ((0, 5), (0, 0))
    """

    lead: Lead
    scoring: Scoring
    rules: tuple[tuple[int, Trail], ...] = ()
    measures: tuple[tuple[int, Trail], ...] = ()
    forgotten_before: datetime | None = None

    @classmethod
    def start(cls, subject: Case | Lead, model: HasScoring) -> "Running":
        """A lead that has done nothing yet, or a case with all that it has."""
        if isinstance(subject, Lead):
            return cls(lead=subject, scoring=model.scoring)
        trails = trails_of(subject, asked_of(model.scoring))
        return cls(
            lead=subject.lead,
            scoring=model.scoring,
            rules=tuple(sorted(trails.rules.items())),
            measures=tuple(sorted(trails.measures.items())),
        )

    def add(self, event: Event) -> "Running":
        """With one event more, early or late; the same for one that it has, or that no rule asks for.

        Raises `InputError` for an event of another lead, and for one that contradicts what was told under its id;
        `TimeError` for one before all that was forgotten, because nobody knows any more whether it counts.
        """
        if event.lead != self.lead.id:
            raise InputError("event", event.lead, f"is another lead, this is {self.lead.id!r}")
        done = done_of(event)
        if done is None:
            return self
        trails, ids = self._trails(), self._ids()
        known = ids.get(done.id)
        if known is not None:
            if known != done:
                raise InputError("event", done.id, f"was told before as {known!r}, and now as {done!r}")
            return self
        grown = trails.with_done(done)
        if grown is trails:
            return self
        self._check(event.at, "event")
        return self._with(grown, {**ids, done.id: done}, self.forgotten_before)

    def points(self, *, at: datetime) -> tuple[int, int]:
        """Fit and score in whole points as of an instant."""
        return self._trails().whole(self._instant(at))

    def placing(self, *, at: datetime) -> Placing:
        """The same with grade, level and label."""
        return placing(self._trails(), *self.points(at=at))

    def card(self, *, at: datetime) -> Scorecard:
        """The card that `score` gives for the whole history, with all its lines."""
        when = self._instant(at)
        trails, scoring = self._trails(), self.scoring
        answers = trails.answers(when)
        asked = len(scoring.fit)
        counted = [worth_at(rule, trails.rules.get(rule.place, Trail()), when) for rule in trails.asked.rules]
        stands = self.placing(at=at)
        return Scorecard(
            lead=self.lead.id,
            at=utc(at, "at"),
            fit=stands.fit,
            grade=stands.grade,
            score=stands.score,
            level=stands.level,
            label=stands.label,
            sales_ready=stands.sales_ready,
            treatment=scoring.treatment_of(stands.label),
            known=sum(answer is not None for answer in answers[:asked]),
            asked=asked,
            lines=compile_scoring(scoring).account.lines(answers, counted),
        )

    def forget(self, *, before: datetime) -> "Running":
        """Without what no instant from `before` on needs; from then on nothing earlier is asked or told.

        An activity before that instant goes as soon as its points can never change again: it has left the window of
        the rule, it has faded to what stays, or enough later ones count in its place. Numbers are left for what still
        counts. Every figure from `before` on stays as it is. Raises `TimeError` for an instant before the last one.
        """
        until = self._instant(before, "before")
        trails = self._trails()
        rules = {
            place: forget_rule(trails.asked.rules[place], trail, until)
            for place, trail in trails.rules.items()
        }
        measures = {
            place: forget_measure(trails.asked.measures[place], trail, until)
            for place, trail in trails.measures.items()
        }
        kept = {done.id: done for trail in (*rules.values(), *measures.values()) for done in trail.done}
        return self._with(trails.with_trails(rules, measures), kept, utc(before, "before"))

    @property
    def kept(self) -> int:
        """How many activities are kept one by one."""
        return len(self._ids())

    def _with(self, trails: Trails, ids: dict[EventId, Done], before: datetime | None) -> "Running":
        new = Running(
            lead=self.lead,
            scoring=self.scoring,
            rules=tuple(sorted(trails.rules.items())),
            measures=tuple(sorted(trails.measures.items())),
            forgotten_before=before,
        )
        object.__setattr__(new, "kept_trails", trails)
        object.__setattr__(new, "kept_ids", ids)
        return new

    def _trails(self) -> Trails:
        found: Trails | None = getattr(self, "kept_trails", None)
        if found is None:
            found = Trails(asked_of(self.scoring), self.lead, True, dict(self.rules), dict(self.measures))
            object.__setattr__(self, "kept_trails", found)
        return found

    def _ids(self) -> dict[EventId, Done]:
        found: dict[EventId, Done] | None = getattr(self, "kept_ids", None)
        if found is None:
            found = {done.id: done for _, trail in (*self.rules, *self.measures) for done in trail.done}
            object.__setattr__(self, "kept_ids", found)
        return found

    def _instant(self, at: datetime, argument: str = "at") -> int:
        at = utc(at, argument)
        self._check(at, argument)
        return micros(at)

    def _check(self, at: datetime, argument: str) -> None:
        if self.forgotten_before is not None and at < self.forgotten_before:
            raise TimeError(
                argument,
                iso(at),
                f"is before {iso(self.forgotten_before)}, of which the past is forgotten; start from the history",
            )
