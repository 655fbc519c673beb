"""What a lead would come to if something about it were otherwise, or if it did more."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from ..errors import UnknownNameError
from ..records import Case, Company, Event, EventId, EventKind, Lead, Raw, in_order, utc
from ..scoring import HasScoring, Scorecard, Scoring
from .carded import card_of, lead_of
from .changed_lines import LineChange, changed_lines
from .reach import scoring_of

__all__ = ["WhatIf", "what_if"]

_OF_LEAD = frozenset(each.name for each in fields(Lead)) - {"id"}
#: A company has a name too, and the name of a lead is its own.
_OF_COMPANY = frozenset(each.name for each in fields(Company)) - {"name"}


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """A card before and after a change of the lead, and the lines that give other points."""

    before: Scorecard
    after: Scorecard
    lines: tuple[LineChange, ...]

    def __str__(self) -> str:
        was, now = self.before, self.after
        head = f"{was.label} to {now.label}" if was.label != now.label else f"stays in {now.label}"
        head += f": fit {was.fit} to {now.fit}, score {was.score} to {now.score}"
        return "\n".join([head, *(f"  {line}" for line in self.lines)])


def what_if(
    case: Case | Lead,
    model: HasScoring | Scoring,
    *,
    at: datetime,
    did: Iterable[str | Event] = (),
    **changes: Any,
) -> WhatIf:
    """The card as of `at`, and the card of the same lead with other fields and further activities.

    >>> from leadmodel.conditions import field
    >>> from leadmodel.scoring import BehaviourRule, FitRule, GradeBand, LevelBand
    >>> scoring = Scoring(
    ...     fit=(FitRule(id="large", when=field("company.employees") >= 1000, points=20),),
    ...     behaviour=(BehaviourRule(id="demo", activity="demo_requested", points=30),),
    ...     grades=(GradeBand(grade="A", at_least=20), GradeBand(grade="B")),
    ...     levels=(LevelBand(level=1, at_least=30), LevelBand(level=2)),
    ...     sales_ready=("A1",),
    ... )
    >>> noon = datetime.fromisoformat("2026-11-06T12:00Z")
    >>> lead = Lead(id="L1", captured_at=noon, source="form")
    >>> print(what_if(lead, scoring, at=noon, employees=2000, did=["demo_requested"]))
    B2 to A1: fit 0 to 20, score 0 to 30
      +20 large: 0 before, 20 after (company.employees is at least 1000)
      +30 demo: 0 before, 30 after (demo requested)

    Changes are fields of the lead, `employees`, `revenue` and `industry` of its company, and `fields`, which go on top
    of those of the house that the lead has. `did` names activities, done at `at`, or holds events. Raises
    `UnknownNameError` for what is no field, and what `Lead` and `Event` raise for a value.
    """
    at, scoring = utc(at, "at"), scoring_of(model)
    before = card_of(case, scoring, at)
    lead = _changed(lead_of(case), changes)
    further = [
        _event(each, lead, at, place) if isinstance(each, str) else each for place, each in enumerate(did)
    ]
    changed: Case | Lead = lead
    if isinstance(case, Case):
        changed = replace(case, lead=lead, history=tuple(in_order((*case.history, *further))))
    elif further:
        # Of a bare lead nobody knows what it has done; of this one it is known from here on.
        state = Raw(lead=lead.id, since=lead.captured_at)
        changed = Case(lead=lead, history=tuple(in_order(further)), state=state)
    after = card_of(changed, scoring, at)
    return WhatIf(before=before, after=after, lines=changed_lines(before, after))


def _changed(lead: Lead, changes: Mapping[str, Any]) -> Lead:
    own: dict[str, Any] = {}
    of_company: dict[str, Any] = {}
    for name, value in changes.items():
        if name in _OF_COMPANY:
            of_company[name] = value
        elif name == "fields":
            own[name] = {**lead.fields, **value}
        elif name in _OF_LEAD:
            own[name] = value
        else:
            raise UnknownNameError("field", name, _OF_LEAD | _OF_COMPANY)
    if of_company:
        own["company"] = replace(own.get("company", lead.company), **of_company)
    return replace(lead, **own)


def _event(activity: str, lead: Lead, at: datetime, place: int) -> Event:
    told = EventId(f"what_if/{place}/{activity}")
    return Event(id=told, lead=lead.id, kind=EventKind.ACTIVITY, at=at, activity=activity)
