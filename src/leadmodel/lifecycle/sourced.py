"""What those who develop leads have sourced, and what became of it, although others own the opportunities.

The inputs of their pay, in the order of "The Measurable Lead Model": meetings, pipeline, and what of it was won.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ..records import Case, Cycle, Event, EventKind, FrozenMap, Note, RepId, Stage, utc
from .ownership import Ownership, Role, owners

__all__ = ["Sourced", "sourced"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sourced:
    """The figures of one rep over a period.

    `pipeline_created` are the cycles that were qualified in it; `won_of_created` and `lost_of_created` are what has
    become of just these, and `conversion` is the won part of them: the cohort by the date on which it was created.
    `closed_won` is what was won in the period, whenever it was created. `also` counts other notes.
    """

    rep: RepId
    meetings_booked: int
    meetings_completed: int
    pipeline_created: int
    won_of_created: int
    lost_of_created: int
    closed_won: int
    also: Mapping[str, int] = field(default_factory=FrozenMap)

    @property
    def conversion(self) -> float | None:
        """Which part of the pipeline that was created in the period is won by now; None of nothing."""
        return self.won_of_created / self.pipeline_created if self.pipeline_created else None


def sourced(
    cases: Iterable[Case],
    *,
    since: datetime,
    until: datetime,
    at: datetime,
    roles: Mapping[RepId, Role] | None = None,
    also: Iterable[str] = (),
) -> tuple[Sourced, ...]:
    """What each rep sourced in `[since, until)`, and what had become of it at an instant; sorted by rep.

    A cycle belongs to whoever had it last in development before it was qualified; one that nobody developed belongs to
    nobody here. A meeting counts once, whatever often it was moved, for whoever booked it: the rep of the note, or who
    developed the lead then. A note of `also` counts for its rep in the same way. What happened after `at` is left out.

    Raises `TimeError` for a naive time.
    """
    since, until, at = utc(since, "since"), utc(until, "until"), utc(at, "at")
    names = tuple(dict.fromkeys(also))
    counts: dict[RepId, dict[str, int]] = {}

    def count(rep: RepId | None, what: str) -> None:
        if rep is not None:
            row = counts.setdefault(rep, {})
            row[what] = row.get(what, 0) + 1

    for case in cases:
        held = owners(case, roles=roles, at=at)
        for cycle in (each.as_of(at) for each in case.cycles if each.assigned_at <= at):
            for what in _of_cycle(cycle, since, until):
                count(_developer(held, cycle.number, cycle.qualified_at or cycle.assigned_at), what)
        booked: dict[str, RepId | None] = {}
        completed: set[str] = set()
        for event in case.history:
            if event.at > at or event.kind is not EventKind.NOTED or event.id in case.refused:
                continue
            within = since <= event.at < until
            meeting = event.subject or event.id
            if event.activity == Note.MEETING_BOOKED and meeting not in booked:
                booked[meeting] = _credit(held, event)
                if within:
                    count(booked[meeting], "booked")
            elif event.activity == Note.MEETING_COMPLETED and meeting not in completed:
                completed.add(meeting)
                if within:
                    count(booked.get(meeting) or _credit(held, event, by_note=False), "completed")
            elif event.activity in names and within:
                count(_credit(held, event), f"also {event.activity}")
    return tuple(_figures(rep, counts[rep], names) for rep in sorted(counts))


def _of_cycle(cycle: Cycle, since: datetime, until: datetime) -> list[str]:
    found = []
    if cycle.qualified_at is not None and since <= cycle.qualified_at < until:
        found.append("created")
        if cycle.outcome is Stage.WON:
            found.append("won")
        elif cycle.outcome is not Stage.QUALIFIED:
            found.append("lost")
    if cycle.outcome is Stage.WON and cycle.outcome_at is not None and since <= cycle.outcome_at < until:
        found.append("closed")
    return found


def _credit(held: Ownership, event: Event, *, by_note: bool = True) -> RepId | None:
    if by_note and event.rep is not None:
        return event.rep
    cycles = [tenure.cycle for tenure in held.tenures if tenure.since <= event.at]
    return _developer(held, cycles[-1], event.at) if cycles else None


def _developer(held: Ownership, cycle: int, at: datetime) -> RepId | None:
    """Who had the lead last in development, in a cycle and by an instant."""
    found = None
    for tenure in held.tenures:
        if tenure.role is Role.DEVELOPMENT and tenure.cycle == cycle and tenure.since <= at:
            found = tenure.rep
    return found


def _figures(rep: RepId, row: Mapping[str, int], names: tuple[str, ...]) -> Sourced:
    return Sourced(
        rep=rep,
        meetings_booked=row.get("booked", 0),
        meetings_completed=row.get("completed", 0),
        pipeline_created=row.get("created", 0),
        won_of_created=row.get("won", 0),
        lost_of_created=row.get("lost", 0),
        closed_won=row.get("closed", 0),
        also=FrozenMap({name: row.get(f"also {name}", 0) for name in names}),
    )
