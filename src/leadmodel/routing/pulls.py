"""The daily pull: how many leads a rep takes from the outbound queues in a day, and whom to tell where it is amiss.

"The Measurable Lead Model" tells of a company whose outbound reps are to pull 10 to 15 leads a day: fewer and more both
gave fewer qualified meetings, and managers are alerted every day. A day is one in the rep's own zone; days on which the
rep does not work (leave, holidays, weekends) ask for none.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from ..errors import InputError, TimeError, UnknownNameError
from ..hours import Calendar, segments
from ..hours.calendar import table_over
from ..hours.wall import instant, local, zone_named
from ..records import Case, LeadId, RepId, iso, utc
from ..records.instants import from_micros, micros
from .desk import Desk
from .origins import Origin, assignments
from .roster import Rep

__all__ = [
    "MayPull",
    "PullAlert",
    "PullAlertCode",
    "PullAllowance",
    "PullDay",
    "PullPolicy",
    "may_pull",
    "pull_alerts",
    "pull_days",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class PullPolicy:
    """How many leads a rep is to pull on a day of work; both limits are within.

    >>> PullPolicy().at_least, PullPolicy().at_most
    (10, 15)

    Raises `InputError` for what is no whole number, for a limit below zero, and for a least above the most.
    """

    at_least: int = 10
    at_most: int = 15

    def __post_init__(self) -> None:
        for name in ("at_least", "at_most"):
            value = getattr(self, name)
            if type(value) is not int or value < 0:
                raise InputError(name, value, "is no count of leads, give a whole number from 0 on")
        if self.at_least > self.at_most:
            raise InputError("at_least", self.at_least, f"is above the most, {self.at_most}")


class PullAlertCode(StrEnum):
    """On which side of the limits a day lies."""

    UNDER = "under"
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class PullAlert:
    """What a manager is told of one day of a rep, once: `known_at` is since when it is so.

    Too few is known when the rep's work of the day is over, too many with the lead that is one too many.
    """

    rep: RepId
    manager: str | None
    date: date
    code: PullAlertCode
    pulled: int
    known_at: datetime
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PullDay:
    """One date of a rep, in the rep's own zone: what was pulled on it, by when in the day, and the alerts of it.

    `work_until` is the end of the last stretch of that date in which the rep works and is active; None is a day off,
    which asks for no pulls. A lead that is pulled twice on a day is one.
    """

    rep: RepId
    date: date
    work_until: datetime | None
    leads: tuple[LeadId, ...]
    alerts: tuple[PullAlert, ...] = ()

    @property
    def expected(self) -> bool:
        """Whether the rep is to pull leads on this day."""
        return self.work_until is not None

    @property
    def pulled(self) -> int:
        return len(self.leads)


class MayPull(StrEnum):
    """Why a rep may pull more leads now, or may not."""

    FREE = "free"
    NOT_ACTIVE = "not_active"
    DAY_OFF = "day_off"
    ENOUGH = "enough"
    NO_ROOM = "no_room"


@dataclass(frozen=True, slots=True, kw_only=True)
class PullAllowance:
    """How many more leads a rep may pull today, and how many are still to come until it is enough (`short`)."""

    rep: RepId
    date: date
    pulled: int
    may: int
    short: int
    code: MayPull
    says: str


def pull_days(
    cases: Iterable[Case], policy: PullPolicy, *, desk: Desk, since: datetime, at: datetime
) -> tuple[PullDay, ...]:
    """Each date of each rep, in the rep's own zone, from that of `since` to that of `at`.

    What happened after `at` is not known yet. Ordered by date, then by rep.

    >>> from datetime import timedelta
    >>> from leadmodel.hours import Hours, Week
    >>> from leadmodel.routing import open_desk
    >>> class House:
    ...     hours = (Hours(name="office", week=Week(mon=("09:00-17:00",))),)
    ...     holidays = ()
    >>> desk = open_desk([Rep(id="ann", zone="America/New_York", hours="office", languages=("en",))], House())
    >>> tuesday = datetime.fromisoformat("2026-11-10T10:00Z")
    >>> days = pull_days([], PullPolicy(), desk=desk, since=tuesday - timedelta(days=1), at=tuesday)
    >>> [(each.date.day, each.expected, [alert.says for alert in each.alerts]) for each in days]
    [(9, True, ['ann pulled 0 leads on 2026-11-09, at least 10 are expected']), (10, False, [])]

    Raises `TimeError` for a naive time, when `since` comes after `at`, and for years out of reach of the hours.
    """
    since, at = utc(since, "since"), utc(at, "at")
    if since > at:
        raise TimeError("since", iso(since), f"is after {iso(at)}")
    pulls = _pulls(cases, at)
    days = (
        _judged(rep, day, pulls.get(rep.id, ()), policy, desk.schedules[rep.id], at)
        for rep in desk.reps
        for day in _dates(rep, desk, since, at)
    )
    return tuple(sorted(days, key=lambda each: (each.date, each.rep)))


def pull_alerts(
    cases: Iterable[Case], policy: PullPolicy, *, desk: Desk, since: datetime, at: datetime
) -> tuple[PullAlert, ...]:
    """What came to be known after `since` and until `at`, in that order: asked again and again, each is told once.

    Raises what `pull_days` raises.
    """
    since, at = utc(since, "since"), utc(at, "at")
    told = (
        alert
        for day in pull_days(cases, policy, desk=desk, since=since, at=at)
        for alert in day.alerts
        if since < alert.known_at <= at
    )
    return tuple(sorted(told, key=lambda each: (each.known_at, each.rep, each.code)))


def may_pull(
    rep: RepId, policy: PullPolicy, *, desk: Desk, cases: Iterable[Case], at: datetime
) -> PullAllowance:
    """How many more leads a rep may pull on this day: up to the most of the policy, as far as there is room.

    A rep who is off today or not active may pull none.

    Raises `UnknownNameError` for a rep who is not on the desk, and what `pull_days` raises.
    """
    at = utc(at, "at")
    somebody = next((each for each in desk.reps if each.id == rep), None)
    if somebody is None:
        raise UnknownNameError("rep", rep, desk.schedules)
    (today,) = _dates(somebody, desk, at, at)
    day = _judged(somebody, today, _pulls(cases, at).get(rep, ()), policy, desk.schedules[rep], at)
    left = max(policy.at_most - day.pulled, 0)
    held = desk.load.get(rep, 0)
    room = left if somebody.capacity is None else max(somebody.capacity - held, 0)
    if not somebody.is_active(at):
        code, may, says = MayPull.NOT_ACTIVE, 0, "takes no leads at this time"
    elif not day.expected:
        code, may, says = MayPull.DAY_OFF, 0, "is off today"
    elif left == 0:
        code, may, says = MayPull.ENOUGH, 0, f"pulled {day.pulled} today, the most is {policy.at_most}"
    elif room == 0:
        code, may, says = MayPull.NO_ROOM, 0, f"holds {held} open leads of {somebody.capacity}"
    else:
        may = min(left, room)
        code, says = MayPull.FREE, f"pulled {day.pulled} today, may pull {may} more"
    short = max(policy.at_least - day.pulled, 0) if day.expected and code is not MayPull.NOT_ACTIVE else 0
    return PullAllowance(
        rep=rep, date=today, pulled=day.pulled, may=may, short=short, code=code, says=f"{rep} {says}"
    )


Pulls = tuple[tuple[datetime, LeadId], ...]


def _pulls(cases: Iterable[Case], at: datetime) -> dict[RepId, Pulls]:
    """What each rep pulled until an instant, in order."""
    found: dict[RepId, list[tuple[datetime, LeadId]]] = {}
    for case in cases:
        for each in assignments(case):
            if each.origin is Origin.SELF_ASSIGNED and each.at <= at:
                found.setdefault(each.rep, []).append((each.at, each.lead))
    return {rep: tuple(sorted(pulls)) for rep, pulls in found.items()}


def _dates(rep: Rep, desk: Desk, since: datetime, at: datetime) -> Iterator[date]:
    """The dates of a rep's zone from one instant to another; one that the zone skipped is none."""
    # Refuses what no zone can be asked about.
    table_over(desk.schedules[rep.id], micros(since), micros(at), "since", "at")
    first, last = local(since, rep.zone).date(), local(at, rep.zone).date()
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        start, end = _bounds(ordinal, rep)
        if start < end:
            yield date.fromordinal(ordinal)


def _bounds(ordinal: int, rep: Rep) -> tuple[int, int]:
    zone = zone_named(rep.zone)
    return instant(ordinal, 0, zone), instant(ordinal + 1, 0, zone)


def _judged(rep: Rep, day: date, pulls: Pulls, policy: PullPolicy, hours: Calendar, at: datetime) -> PullDay:
    start, end = map(from_micros, _bounds(day.toordinal(), rep))
    work_until = _work_until(rep, hours, start, end)
    first: dict[LeadId, datetime] = {}
    for when, lead in pulls:
        if start <= when < end:
            first.setdefault(lead, when)
    times = list(first.values())
    alerts = []
    if work_until is not None and work_until <= at:
        # Pulled on the stroke of the closing is pulled in time.
        count = sum(when <= work_until for when in times)
        if count < policy.at_least:
            alerts.append(_alert(rep, day, PullAlertCode.UNDER, count, work_until, policy))
    if len(times) > policy.at_most:
        alerts.append(_alert(rep, day, PullAlertCode.OVER, policy.at_most + 1, times[policy.at_most], policy))
    alerts.sort(key=lambda each: (each.known_at, each.code))
    return PullDay(rep=rep.id, date=day, work_until=work_until, leads=tuple(first), alerts=tuple(alerts))


def _work_until(rep: Rep, hours: Calendar, start: datetime, end: datetime) -> datetime | None:
    """When the work of a rep ends that lies in a time, as far as the rep is active; None for no work at all."""
    if rep.active_from is not None:
        start = max(start, rep.active_from)
    if rep.active_until is not None:
        end = min(end, rep.active_until)
    worked = segments(hours, start, end) if start < end else ()
    return worked[-1].end if worked else None


def _alert(
    rep: Rep, day: date, code: PullAlertCode, count: int, known_at: datetime, policy: PullPolicy
) -> PullAlert:
    limit = f"at least {policy.at_least}" if code is PullAlertCode.UNDER else f"at most {policy.at_most}"
    return PullAlert(
        rep=rep.id,
        manager=rep.manager,
        date=day,
        code=code,
        pulled=count,
        known_at=known_at,
        says=f"{rep.id} pulled {count} lead{'s' * (count != 1)} on {day.isoformat()}, {limit} are expected",
    )
