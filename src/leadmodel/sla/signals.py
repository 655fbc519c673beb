"""The story of a lead as its clocks hear it: what happened when, and who held it meanwhile.

Events that were refused are left out, so nothing here has to know which moves are legal.
"""

from typing import NamedTuple

from ..hours.wall import FIRST_INSTANT, LAST_INSTANT
from ..records import Case, Event, EventId, EventKind, RepId
from ..records.instants import EPOCH, from_micros, micros
from .marks import reachable
from .triggers import Moment

__all__ = ["Signal", "Stint", "Story", "story_of"]


class Signal(NamedTuple):
    """One moment; `name` is the activity, the note or the reason. The capture is no event, and its `id` is empty."""

    at: int
    moment: Moment
    id: EventId
    event: Event | None
    name: str | None = None
    by_owner: bool = False


class Stint(NamedTuple):
    """Since when a rep held the lead."""

    since: int
    owner: RepId


class Story(NamedTuple):
    """The moments in the order in which they count, who held the lead from when, and when each cycle began."""

    signals: tuple[Signal, ...]
    stints: tuple[Stint, ...]
    begun: tuple[int, ...]


_DISPOSED = {
    EventKind.QUALIFIED: Moment.QUALIFIED,
    EventKind.NURTURED: Moment.NURTURED,
    EventKind.UNQUALIFIED: Moment.UNQUALIFIED,
    EventKind.WON: Moment.WON,
}
#: Bound once: looking up a member of an enumeration costs more than the comparison that it is for.
_ASSIGNED, _TOUCHED = EventKind.ASSIGNED, EventKind.TOUCHED
_ACTIVITY, _NOTED = EventKind.ACTIVITY, EventKind.NOTED


def story_of(case: Case) -> Story:
    """The story of a case.

    Raises `TimeError` for an instant outside the years 1900 to 2999.
    """
    found: list[Signal] = []
    stints: list[Stint] = []
    refused = case.refused
    # A cycle begins with the first assignment on its instant; whatever assigns the lead after that passes it on.
    begun = tuple([micros(cycle.assigned_at) for cycle in case.cycles])
    cycle = 0
    owner: RepId | None = None
    worked = False
    for event in case.history:
        if refused and event.id in refused:
            continue
        kind = event.kind
        gap = event.at - EPOCH
        at = (gap.days * 86_400 + gap.seconds) * 1_000_000 + gap.microseconds
        if kind is _ACTIVITY:
            found.append(Signal(at, Moment.ACTIVITY, event.id, event, event.activity))
        elif kind is _NOTED:
            found.append(Signal(at, Moment.NOTED, event.id, event, event.activity))
        elif kind is _TOUCHED:
            if event.automatic:
                continue
            own = event.rep == owner
            found.append(Signal(at, Moment.TOUCHED, event.id, event, None, own))
            if own and not worked:
                worked = True
                found.append(Signal(at, Moment.WORKED, event.id, event))
        elif kind is _ASSIGNED and event.rep is not None:
            if cycle < len(begun) and begun[cycle] == at:
                cycle += 1
                worked = False
                found.append(Signal(at, Moment.ASSIGNED, event.id, event))
            elif event.rep == owner:
                continue
            else:
                found.append(Signal(at, Moment.REASSIGNED, event.id, event))
            owner = event.rep
            stints.append(Stint(at, owner))
        else:
            moment = _DISPOSED[kind]
            found.append(Signal(at, moment, event.id, event, event.reason))
            if moment is not Moment.QUALIFIED:
                # Nobody owes anything until the next cycle begins; who held it last is still who is asked about it.
                worked = True
    captured = micros(case.lead.captured_at)
    place = next((place for place, signal in enumerate(found) if signal.at >= captured), len(found))
    found.insert(place, Signal(captured, Moment.CAPTURED, EventId(""), None))
    for end in (found[0].at, found[-1].at):
        if not FIRST_INSTANT <= end <= LAST_INSTANT:
            reachable(from_micros(end), "at")
    return Story(tuple(found), tuple(stints), begun)
