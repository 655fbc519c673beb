"""Where a lead stands at an instant: which stage, in whose hands, and when a person last did something about it.

>>> from leadmodel.records import Lead, Raw
>>> captured = datetime.fromisoformat("2026-11-02T09:00Z")
>>> lead = Lead(id="L1", captured_at=captured, source="form")
>>> standing(Case(lead=lead, history=(), state=Raw(lead="L1", since=captured)), at=captured).stage
<Stage.RAW: 'raw'>
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from ..records import Case, Event, EventKind, RepId, Stage, utc
from .moves import entered_at

__all__ = ["Standing", "notes_between", "standing"]


#: Bound once: looking up a member of an enumeration costs more than the comparison that it is for.
_NOTED = EventKind.NOTED


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A stage with its cycle (0 before the first) and since when; `owner` is None where nobody holds the lead.

    `last_touch_at` is the last human touch since the lead came to that stage, by any rep.
    """

    stage: Stage
    cycle: int
    since: datetime
    owner: RepId | None = None
    last_touch_at: datetime | None = None


def standing(case: Case, *, at: datetime) -> Standing | None:
    """How a case stood at an instant, with what happened on it; None before the lead was captured.

    Raises `TimeError` for a naive `at`.
    """
    at = utc(at, "at")
    if case.visits:
        visit = next((each for each in reversed(case.visits) if each.entered_at <= at), None)
        if visit is None:
            return None
        stage, cycle, since, owner = visit.stage, visit.cycle, visit.entered_at, visit.owner
    else:
        # A case that somebody put together without its visits: it stands where its state says.
        state = case.state
        stage, cycle, since = state.stage, getattr(state, "cycle", 0), entered_at(state)
        owner = getattr(state, "owner", None)
        if since > at:
            return None
    touched = passed_to = None
    refused = frozenset(case.refused)
    for event in reversed(case.history):
        if event.at < since:
            break
        if event.at > at or event.id in refused:
            continue
        if event.kind is EventKind.TOUCHED and not event.automatic:
            touched = touched or event.at
        elif event.kind is EventKind.ASSIGNED:
            passed_to = passed_to or event.rep
    return Standing(
        stage=stage,
        cycle=cycle,
        since=since,
        owner=passed_to or owner if owner is not None else None,
        last_touch_at=touched,
    )


def notes_between(
    case: Case, names: Collection[str], start: datetime | None, end: datetime
) -> tuple[Event, ...]:
    """What was noted of a lead under one of these names from a start to an end, both included; in order."""
    notes = [event for event in case.history if event.kind is _NOTED]
    if not notes:
        # As with most leads: measures ask this of every one of them.
        return ()
    refused = frozenset(case.refused)
    return tuple(
        event
        for event in notes
        if event.activity in names and event.id not in refused
        if event.at <= end and (start is None or start <= event.at)
    )
