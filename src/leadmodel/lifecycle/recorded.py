"""When a history was written down: what was known at an instant, and what came late, twice, or contradicts itself.

Events count by when they happened (`at`); `recorded_at` says since when anybody could know. Three rules follow:

- late: an event that was written down after a later one takes its place in the order, and everything after it is read
  anew; `late_events` lists it with the case without it and with it;
- duplicate: the same id with the same content is one event, known since it was first written down; `repeats` counts;
- contradictory: the same id with other content stops a replay, because one of the two is wrong and nobody here can
  know which; `contradictions` lists every such id with all its versions, to be put right at the source.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..errors import InputError
from ..records import Case, Event, EventId, Lead, first_told, in_order, utc
from .reasons import HasReasons
from .replay import Replay, replay

__all__ = [
    "Contradiction",
    "LateEvent",
    "Repeat",
    "as_known",
    "contradictions",
    "late_events",
    "repeats",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat:
    """An event that was told more than once; it counts once, as it was first written down."""

    event: Event
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """One id and the different things that are told under it, the first to be written down first."""

    id: EventId
    versions: tuple[Event, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LateEvent:
    """An event that was written down after a later one; the case as known then, `without` it and `known` with it."""

    event: Event
    without: Case
    known: Case

    @property
    def late_by(self) -> timedelta:
        """From when it happened until it was written down."""
        return self.event.known_at - self.event.at

    @property
    def changed(self) -> bool:
        """Whether anything was read differently for it: the state, a cycle, a visit, or what else is refused."""
        others = tuple(each for each in self.known.refused if each != self.event.id)
        before, after = self.without, self.known
        return (before.state, before.cycles, before.visits, before.refused) != (
            after.state,
            after.cycles,
            after.visits,
            others,
        )


def as_known(
    lead: Lead, events: Iterable[Event], model: HasReasons, *, at: datetime, trust: bool = False
) -> Replay:
    """The replay of what had been written down by an instant: what a report of that day rested on.

    >>> from datetime import UTC
    >>> from ..records import EventKind
    >>> def hour(number): return datetime(2026, 11, 6, number, tzinfo=UTC)
    >>> lead = Lead(id="L1", captured_at=hour(9), source="form")
    >>> class House:
    ...     reasons = ()
    >>> given = Event(id="e1", lead="L1", kind=EventKind.ASSIGNED, at=hour(9), rep="ann", recorded_at=hour(12))
    >>> [as_known(lead, [given], House(), at=hour(each)).case.state.stage.value for each in (10, 12)]
    ['raw', 'assigned']

    Raises `TimeError` for a naive `at`, and what `replay` raises.
    """
    at = utc(at, "at")
    return replay(lead, [event for event in events if event.known_at <= at], model, trust=trust)


def late_events(
    lead: Lead, events: Iterable[Event], model: HasReasons, *, trust: bool = False
) -> tuple[LateEvent, ...]:
    """Every event of a lead that was written down after a later one, in the order in which they count.

    Each is looked at as of when it was written down: two replays of what was known then. Raises what `replay` raises.
    """
    history = replay(lead, events, model, trust=trust).case.history
    found: list[LateEvent] = []
    soonest: datetime | None = None
    for event in reversed(history):
        known_at = event.known_at
        if soonest is not None and soonest < known_at:
            known = [each for each in history if each.known_at <= known_at]
            rest = [each for each in known if each is not event]
            found.append(
                LateEvent(
                    event=event,
                    without=replay(lead, rest, model, trust=trust).case,
                    known=replay(lead, known, model, trust=trust).case,
                )
            )
        soonest = known_at if soonest is None else min(soonest, known_at)
    return tuple(reversed(found))


def repeats(events: Iterable[Event]) -> tuple[Repeat, ...]:
    """Every event that is told more than once and always the same, by id; events of many leads may come together."""
    again = [told for told in _by_id(events).values() if len(told) > 1]
    same = [(versions, len(told)) for told in again if len(versions := _versions(told)) == 1]
    return tuple(Repeat(event=versions[0], times=times) for versions, times in same)


def contradictions(events: Iterable[Event]) -> tuple[Contradiction, ...]:
    """Every id under which different things are told, in the order of the ids, with each version once."""
    found = []
    for name, told in _by_id(events).items():
        versions = _versions(told)
        if len(versions) > 1:
            found.append(Contradiction(id=name, versions=versions))
    return tuple(found)


def _by_id(events: Iterable[Event]) -> dict[EventId, list[Event]]:
    told: dict[EventId, list[Event]] = {}
    for event in events:
        if not isinstance(event, Event):
            raise InputError("events", event, "is not an Event")
        told.setdefault(event.id, []).append(event)
    return dict(sorted(told.items()))


def _versions(told: list[Event]) -> tuple[Event, ...]:
    """What is told, each version once and as it was first written down."""
    versions: list[Event] = []
    for event in told:
        for place, version in enumerate(versions):
            first = first_told(version, event)
            if first is not None:
                versions[place] = first
                break
        else:
            versions.append(event)
    # Whatever order they came in: by when they were written down, and then by what they say.
    return tuple(sorted(in_order(versions), key=lambda each: (each.known_at, repr(each))))
