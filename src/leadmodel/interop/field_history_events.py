"""From stays to our events: what each status means, who held the lead, why it was dispositioned.

An owner is assigned while the lead is with sales (Assigned, Working, Qualified); before and after, a change of owner is
kept among the owners' stays and is no event.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import takewhile

from ..errors import hint
from ..lifecycle.table import TABLE
from ..lifecycle.vocabulary import NEEDS_REASON, SHIPPED, Place
from ..records import Event, EventId, EventKind, LeadId, RepId, Stage, in_order, iso
from .field_history_plan import HistoryPlan
from .field_history_values import Began, FieldVisit, HistoryCode, HistoryFinding

__all__ = ["Lived", "events_of"]

HELD = (Stage.ASSIGNED, Stage.WORKING, Stage.QUALIFIED)


@dataclass(frozen=True, slots=True)
class Lived:
    """The stays of one record, by field."""

    lead: LeadId
    statuses: Sequence[FieldVisit]
    owners: Sequence[FieldVisit]
    reasons: Sequence[FieldVisit] = ()


@dataclass(slots=True)
class _Telling:
    lived: Lived
    plan: HistoryPlan
    stage: Stage | None = Stage.RAW
    holder: RepId | None = None
    events: list[Event] = field(default_factory=list)
    findings: list[HistoryFinding] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)

    def find(self, code: HistoryCode, why: str, at: datetime) -> None:
        self.findings.append(HistoryFinding(code=code, lead=self.lived.lead, why=why, at=at))

    def tell(self, kind: EventKind, at: datetime, *, rep: RepId | None, reason: str | None = None) -> None:
        number = sum(1 for _ in takewhile(lambda event: event.at == at, reversed(self.events)))
        name = EventId(f"{self.lived.lead}/{iso(at)}/{number}/{kind.value}")
        self.events.append(Event(id=name, lead=self.lived.lead, kind=kind, at=at, rep=rep, reason=reason))

    def owner(self, at: datetime) -> RepId | None:
        return self.plan.rep_of(_value_at(self.lived.owners, at))


def events_of(lived: Lived, plan: HistoryPlan) -> tuple[list[Event], list[HistoryFinding]]:
    """The events that a record's stays amount to, in time order, and what stood in the way of others."""
    telling = _Telling(lived, plan)
    passed_on = {visit.entered_at for visit in lived.owners[1:] if visit.began in (Began.CHANGED, Began.SEEN)}
    for at in sorted({visit.entered_at for visit in lived.statuses} | passed_on):
        entered = [visit for visit in lived.statuses if visit.entered_at == at]
        places = [_place(telling, visit, first=visit is lived.statuses[0]) for visit in entered]
        if at in passed_on:
            _pass_on(telling, at, places)
        for visit, place in zip(entered, places, strict=True):
            _enter(telling, visit, place)
    if [event.id for event in in_order(telling.events)] != [event.id for event in telling.events]:
        for at in sorted({event.at for event in telling.events}):
            together = [event for event in telling.events if event.at == at]
            if [*in_order(together)] != together:
                kinds = ", ".join(event.kind.value for event in together)
                why = f"moves at {iso(at)} count in another order than that of the history ({kinds})"
                telling.find(HistoryCode.ORDER_LOST, why, at)
    return telling.events, telling.findings


def _place(telling: _Telling, visit: FieldVisit, *, first: bool) -> Place | None:
    """Where the status puts the lead, if the vocabulary has one answer; with the reason that is told beside it."""
    if visit.value is None:
        if first:
            return Place(stage=Stage.RAW)
        telling.find(HistoryCode.UNKNOWN_STATUS, "the status was cleared", visit.entered_at)
        return None
    words = telling.plan.words
    if not words.knows(visit.value):
        if visit.value not in telling.unknown:
            telling.unknown.add(visit.value)
            near = hint(visit.value, (term.name for term in words.terms))
            why = f"vocabulary {words.name!r} has no word {visit.value!r}{near}"
            telling.find(HistoryCode.UNKNOWN_STATUS, why, visit.entered_at)
        return None
    reason = _reason(telling, visit.entered_at)
    facts = [SHIPPED[reason]] if reason is not None and reason in SHIPPED else []
    places = words.place_of(visit.value, facts)
    if places.several:
        stages = " or ".join(place.stage.value for place in places.all)
        why = f"{visit.value!r} may be {stages}"
        telling.find(HistoryCode.AMBIGUOUS_STATUS, why, visit.entered_at)
    return places.only


def _reason(telling: _Telling, at: datetime) -> str | None:
    return telling.plan.reason_of(_value_at(telling.lived.reasons, at))


def _pass_on(telling: _Telling, at: datetime, places: Sequence[Place | None]) -> None:
    """A change of owner while the lead is with sales, unless the status of the same instant says as much."""
    after = (places[-1].stage if places[-1] else None) if places else telling.stage
    if after not in HELD or any(place and place.by is EventKind.ASSIGNED for place in places):
        return
    rep = telling.owner(at)
    if rep is None:
        telling.find(HistoryCode.NO_REP, "passed on to nobody, or to a queue", at)
    elif rep != telling.holder:
        telling.tell(EventKind.ASSIGNED, at, rep=rep)
        telling.holder = rep
        if telling.stage is not None:
            telling.stage = TABLE[telling.stage].get(EventKind.ASSIGNED, telling.stage)


def _enter(telling: _Telling, visit: FieldVisit, place: Place | None) -> None:
    before, telling.stage = telling.stage, place.stage if place else None
    if place is None or place.stage is before or visit.began in (Began.CUT, Began.GAP):
        return
    at, kind = visit.entered_at, place.by
    if before is not None and (kind is None or TABLE[before].get(kind) is not place.stage):
        why = f"from {before.value} to {place.stage.value} ({visit.value!r}) there is no move"
        telling.find(HistoryCode.NO_WAY, why, at)
    if kind is None:
        return
    rep = telling.owner(at)
    if rep is None and kind in (EventKind.ASSIGNED, EventKind.TOUCHED):
        telling.find(
            HistoryCode.NO_REP, f"{visit.value!r} needs a rep, and nobody or a queue owns the lead", at
        )
        return
    reason = None
    if kind in NEEDS_REASON:
        reason = _reason(telling, at) or place.reason
        if reason is None:
            telling.find(HistoryCode.NO_REASON, f"{visit.value!r}, and no reason is told", at)
    if visit.began is Began.SEEN:
        telling.find(HistoryCode.SEEN, f"{visit.value!r} is known from a snapshot: this late at most", at)
    if kind is EventKind.ASSIGNED:
        telling.holder = rep
    telling.tell(
        kind, at, rep=rep if kind in (EventKind.ASSIGNED, EventKind.TOUCHED) else None, reason=reason
    )


def _value_at(visits: Sequence[FieldVisit], at: datetime) -> str | None:
    """The value after all that happened at an instant."""
    # A row may be older than its record; whoever had the record first is taken to have had it then.
    value = visits[0].value if visits and visits[0].began is Began.CREATED else None
    for visit in visits:
        if visit.entered_at > at:
            break
        value = visit.value
    return value
