"""Who is at work as of an instant, and until when; a later instant costs only whoever has changed by then."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from ..errors import TimeError
from ..hours import Calendar, is_open, next_close, next_open
from ..hours.wall import instant, local, zone_named
from ..records.instants import from_micros
from .roster import Rep
from .weights import next_change

__all__ = ["NEVER", "Attendance", "Presence", "attendance_at", "midnight", "presence", "ready_for"]

NEVER = datetime.max.replace(tzinfo=UTC)


class Presence(NamedTuple):
    """One rep: until when this holds, whether they are at work, when they are next, and what keeps leads away.

    `responds` is `NEVER` for somebody who is never at work again, and says nothing of somebody who is at work now.
    """

    until: datetime
    at_work: bool
    responds: datetime
    on_leave: bool
    active: bool


class Attendance:
    """Everybody on a desk, in the order of its reps, as of the instants from `since` until `until`."""

    __slots__ = ("presences", "since", "until")

    def __init__(self, presences: tuple[Presence, ...], since: datetime) -> None:
        self.presences = presences
        self.since = since
        self.until = min((each.until for each in presences), default=NEVER)


def attendance_at(
    reps: tuple[Rep, ...], schedules: Mapping[str, Calendar], at: datetime, known: object
) -> Attendance:
    """The attendance at an instant, from the one that is known if that helps."""
    if not isinstance(known, Attendance) or at < known.since:
        return Attendance(tuple([presence(rep, schedules[rep.id], at) for rep in reps]), at)
    if at < known.until:
        return known
    return Attendance(
        tuple(
            [
                seen if at < seen.until else presence(rep, schedules[rep.id], at)
                for rep, seen in zip(reps, known.presences, strict=True)
            ]
        ),
        at,
    )


def presence(rep: Rep, schedule: Calendar, at: datetime) -> Presence:
    """What time says of one rep at an instant."""
    until = NEVER
    at_work = is_open(schedule, at)
    responds = NEVER
    try:
        if at_work:
            responds = at
            until = next_close(schedule, at)
        else:
            until = responds = next_open(schedule, at)
    except TimeError:
        # Nothing changes any more within the years in which it is searched; looked at again after one of them.
        until = at + timedelta(days=365)
    active = rep.is_active(at)
    for edge in (rep.active_from, rep.active_until):
        if edge is not None and at < edge:
            until = min(until, edge)
    leave_now = False
    if rep.leave:
        today = local(at, rep.zone).date()
        for off in rep.leave:
            if not off.whole_days:
                continue
            if off.start <= today < off.end:
                leave_now = True
                until = min(until, midnight(off.end, rep.zone))
            elif today < off.start:
                until = min(until, midnight(off.start, rep.zone))
    return Presence(until, at_work, responds, leave_now, active)


def ready_for(
    rep: Rep,
    seen: Presence,
    held: int,
    given: Mapping[str, int],
    at: datetime,
    patience: timedelta,
    notice: int = 0,
) -> tuple[bool, datetime]:
    """Whether a rep may have a lead that asks for nothing, and until when that is so if they get none.

    `notice` is for how many days before leave they get none.
    """
    until = seen.until
    spent = leaves_soon = False
    if notice and rep.leave:
        today = local(at, rep.zone).date()
        for off in rep.leave:
            if off.whole_days and today < off.start:
                if off.start.toordinal() - today.toordinal() <= notice:
                    leaves_soon = True
                else:
                    until = min(until, midnight(off.start - timedelta(days=notice), rep.zone))
    if rep.quotas:
        today = local(at, rep.zone).date()
        spent = any(quota.free_from(given, today) != today for quota in rep.quotas)
        until = min(until, midnight(today + timedelta(days=1), rep.zone))
    change = next_change(rep.weight, at)
    if change is not None:
        until = min(until, change)
    soon = seen.at_work
    if not seen.at_work and seen.responds != NEVER:
        soon = seen.responds - at <= patience
        if not soon:
            until = min(until, seen.responds - patience)
    full = rep.capacity is not None and held >= rep.capacity
    return soon and seen.active and not seen.on_leave and not leaves_soon and not spent and not full, until


def midnight(day: date, zone: str) -> datetime:
    """The instant at which a date begins in a zone."""
    return from_micros(instant(day.toordinal(), 0, zone_named(zone)))
