"""What a lead still lacks for a cell of the matrix: what to ask for, and what it would have to do."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from ..errors import InputError, UnknownNameError
from ..records import Case, Lead, utc
from ..records.instants import micros
from .asked import asked_of
from .causes import Placing, placing
from .lines import Outcome
from .nearest import (
    BEYOND,
    Answer,
    Doing,
    doing_of,
    done_again,
    fewest_answers,
    fewest_doings,
    most_of,
)
from .points import Points, in_points
from .rules import FitRule, HasScoring
from .trails import Trails, trails_of

__all__ = ["Change", "ChangeKind", "Missing", "MissingCode", "MissingSet", "Obstacle", "missing_for"]


class ChangeKind(StrEnum):
    """What has to become of a lead."""

    ASK = "ask"
    """It is not known whether the rule matches: ask for it, and the answer has to be the one given."""
    FIT = "fit"
    """It is known that the rule does not match, and it would have to."""
    DO = "do"
    """The lead does something so many times more, now, each time with something else."""


class MissingCode(StrEnum):
    """Whether and how the cell can be reached."""

    THERE = "there"
    """The lead is in the cell already, or in one that is better."""
    REACHABLE = "reachable"
    CAPPED = "capped"
    """A bound of the whole fit or score lies below what the cell needs."""
    OUT_OF_REACH = "out_of_reach"
    """All rules together, within their limits, do not give enough."""
    TOO_FAR = "too_far"
    """It takes more changes than were allowed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change. `what` is the id of a fit rule or the name of an activity, which is done `times` times more.

    `points` is what its rules gain by it, before the bounds of groups and of the whole. `answer` is what the rule has
    to find, None for an activity.
    """

    kind: ChangeKind
    what: str
    times: int
    points: Points
    answer: Outcome | None = None

    def __str__(self) -> str:
        if self.kind is ChangeKind.DO:
            return f"{self.points:+} {self.what} {self.times} times more"
        doubt = "ask for" if self.kind is ChangeKind.ASK else "would have to be:"
        no = "" if self.answer is Outcome.MATCH else " not"
        return f"{self.points:+} {doubt}{no} {self.what}"


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingSet:
    """Changes that together bring the lead to where it `reaches`; no fewer do."""

    changes: tuple[Change, ...]
    reaches: Placing

    @property
    def size(self) -> int:
        """How many changes there are, an activity counted as often as it is to be done."""
        return sum(change.times for change in self.changes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """Why a part does not come up to what the cell needs; `at_most` is what it can come to."""

    part: Literal["fit", "score"]
    code: MissingCode
    needed: int
    at_most: Points

    def __str__(self) -> str:
        return f"the {self.part} can come to {self.at_most} at most, and {self.needed} are needed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """What is missing for a cell: the nearest `sets` of changes, best first, or the `obstacles`."""

    label: str
    at: datetime
    now: Placing
    code: MissingCode
    sets: tuple[MissingSet, ...]
    obstacles: tuple[Obstacle, ...]


def missing_for(
    case: Case | Lead,
    model: HasScoring,
    label: str,
    *,
    at: datetime,
    without: Iterable[str] = (),
    most: int = 3,
    within: int = 20,
) -> Missing:
    """The fewest changes that bring a lead to a cell at least as good as `label` in both grade and level, as of `at`.

    >>> from datetime import UTC
    >>> from leadmodel.conditions import Condition
    >>> from leadmodel.scoring import BehaviourRule, FitRule, LevelBand, GradeBand, Scoring
    >>> class House:
    ...     scoring = Scoring(
    ...         fit=(FitRule(id="vp", when=Condition(field="lead.title", mentions=("vp",)), points=20),),
    ...         behaviour=(
    ...             BehaviourRule(id="demo", activity="demo_requested", points=30, at_most=1),
    ...             BehaviourRule(id="page", activity="page_viewed", points=5),
    ...         ),
    ...         grades=(GradeBand(grade="A", at_least=20), GradeBand(grade="B")),
    ...         levels=(LevelBand(level=1, at_least=40), LevelBand(level=2)),
    ...         sales_ready=("A1",),
    ...     )
    >>> lead = Lead(id="L1", captured_at=datetime(2026, 11, 6, tzinfo=UTC), source="form")
    >>> missing = missing_for(lead, House(), "A1", at=datetime(2026, 11, 7, tzinfo=UTC))
    >>> [str(change) for change in missing.sets[0].changes]
    ['+20 ask for vp', '+30 demo_requested 1 times more', '+10 page_viewed 2 times more']

    Sets of as few changes are ordered by how many of them are known to be otherwise today (what is unknown can be asked
    for), then by points, then by the order of rules and names; the first `most` are given. A way `without` some rules
    or activities may be asked for. Fit rules are taken one by one: that one answer may rule out another is for the
    reader to see. Rules that ask for profile and activities at once, or that are known to match, are left as they are.
    What is to be done is as fresh as can be and as much as its rules ask for; a lead of which nobody knows what it has
    done is taken to have done nothing. Raises `UnknownNameError` for a label that the model does not give,
    `InputError` for `most` below 1 and `within` below 0, `TimeError` for a naive `at`.
    """
    scoring = model.scoring
    if label not in scoring.labels():
        raise UnknownNameError("label", label, scoring.labels())
    if most < 1:
        raise InputError("most", most, "is below 1, ask for one set at least")
    if within < 0:
        raise InputError("within", within, "is below 0, say how many changes there may be")
    at = utc(at, "at")
    here = micros(at)
    trails = trails_of(case, asked_of(scoring), until=here)
    trails = trails if trails.known else Trails(trails.asked, trails.lead, True, {}, {})
    search = _Search(trails, here, label, frozenset(without), most)
    obstacles = tuple(search.obstacles())
    sets = () if obstacles else tuple(search.sets(within))
    if obstacles:
        code = obstacles[0].code
    elif not sets:
        code = MissingCode.TOO_FAR
    else:
        code = MissingCode.REACHABLE if sets[0].changes else MissingCode.THERE
    now = placing(trails, *trails.whole(here))
    return Missing(
        label=label,
        at=at,
        now=now,
        code=code,
        sets=sets if code is MissingCode.REACHABLE else (),
        obstacles=obstacles,
    )


class _Search:
    """One question: what there is to change, and what is needed."""

    def __init__(self, trails: Trails, at: int, label: str, without: frozenset[str], most: int) -> None:
        self.trails, self.at, self.most = trails, at, most
        scoring, asked = trails.asked.scoring, trails.asked
        cells = [(grade, level) for grade in scoring.grades for level in scoring.levels]
        grade, level = cells[scoring.labels().index(label)]
        self.needed = (grade.at_least, level.at_least)
        self.need = [-BEYOND if each is None else each * 1000 for each in self.needed]
        self.rules = [each for each in asked.fixed if isinstance(each.rule, FitRule)]
        #: The answers that are not given today and would gain, and what they are.
        self.answers: list[Answer] = []
        self.wanted: dict[int, Outcome] = {}
        for place, (each, answer) in enumerate(zip(asked.fixed, trails.fixed, strict=True)):
            better = max(each.yes, each.no if answer is None else -BEYOND)
            gain = better - each.worth(answer)
            if gain > 0 and each.rule.id not in without:
                self.answers.append(Answer(place, each.group, gain, answer is False))
                self.wanted[place] = Outcome.MATCH if better == each.yes else Outcome.NO_MATCH
        names = {*asked.rules_of, *asked.measures_of} - without
        doings = [doing_of(trails, at, name) for name in sorted(names)]
        self.doings = [each for each in doings if each.gains or asked.measuring(each.activity)]

    def obstacles(self) -> Iterator[Obstacle]:
        """Why no number of changes will do."""
        asked = self.trails.asked
        sums = self.trails.by_group(self.at)
        slack: list[list[tuple[int, int]]] = [[], []]
        for each in asked.moving:
            slack[each.part].append((each.group, max(each.yes, each.no, 0) - min(each.yes, each.no, 0)))
        gains = [
            [(each.group, each.gain) for each in self.answers],
            [(group, room) for doing in self.doings for group, _, room in doing.gains],
        ]
        parts: tuple[Literal["fit", "score"], ...] = ("fit", "score")
        for place, name in enumerate(parts):
            part, needed = asked.parts[place], self.needed[place]
            reachable = most_of(part, sums[place], [*gains[place], *slack[place]])
            if needed is not None and reachable < self.need[place]:
                capped = part.cap is not None and part.cap < self.need[place]
                yield Obstacle(
                    part=name,
                    code=MissingCode.CAPPED if capped else MissingCode.OUT_OF_REACH,
                    needed=needed,
                    at_most=in_points(reachable),
                )

    def sets(self, within: int) -> Iterator[MissingSet]:
        """The best sets of as few changes as will do."""
        moving_fit = any(each.part == 0 for each in self.trails.asked.moving)
        fit = self.trails.asked.parts[0]
        best: list[tuple[int, int, tuple[int, ...], tuple[int, ...], Trails]] = []
        size = within
        for times in range(within + 1):
            if times > size:
                break
            # Where doing changes the fit, which of as many activities are best cannot be told by the score.
            most = BEYOND if moving_fit else self.most
            doings = fewest_doings(self.trails, self.at, self.doings, self.need[1], most=most, size=times)
            for done, after in doings:
                answers = fewest_answers(
                    fit, after.by_group(self.at)[0], self.answers, self.need[0], self.most
                )
                for answered in answers:
                    changes = len(answered.picks) + times
                    if changes < size:
                        best, size = [], changes
                    if changes == size:
                        less = answered.less + done.less
                        best.append((answered.known, less, answered.picks, done.picks, after))
            if doings and not moving_fit:
                break
        best.sort(key=lambda found: found[:4])
        for _, _, picked, picked_doings, after in best[: self.most]:
            yield self._set(picked, picked_doings, after)

    def _set(self, answered: tuple[int, ...], done: tuple[int, ...], after: Trails) -> MissingSet:
        fit, score = after.by_group(self.at)
        changes = []
        for pick in answered:
            answer = self.answers[pick]
            fit[answer.group] += answer.gain
            changes.append(
                Change(
                    kind=ChangeKind.FIT if answer.known else ChangeKind.ASK,
                    what=self.trails.asked.fixed[answer.place].rule.id,
                    times=1,
                    points=in_points(answer.gain),
                    answer=self.wanted[answer.place],
                )
            )
        changes += [self._doing(self.doings[pick], done.count(pick)) for pick in sorted(set(done))]
        parts = self.trails.asked.parts
        reached = parts[0].total(fit) // 1000, parts[1].total(score) // 1000
        return MissingSet(changes=tuple(changes), reaches=placing(after, *reached))

    def _doing(self, doing: Doing, times: int) -> Change:
        alone = self.trails
        for before in range(times):
            alone = done_again(alone, doing, self.at, before)
        gained = alone.earned(self.at) - self.trails.earned(self.at)
        return Change(kind=ChangeKind.DO, what=doing.activity, times=times, points=in_points(gained))
