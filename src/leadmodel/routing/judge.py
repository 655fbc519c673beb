"""One rep as the router sees them for one lead: eligible, or the first reason why not, with the words for it."""

from datetime import date, datetime, timedelta

from ..errors import TimeError
from ..hours import TimeOff, is_open, next_open
from ..hours.wall import instant, local, zone_named
from ..records import spell
from ..records.instants import from_micros
from .asked import Asked
from .decision import Candidate, WhyNot
from .desk import Desk
from .ledger import Ledger
from .needs import Need, NeedKind, named_by
from .owed import told
from .pools import PoolPolicy
from .quota import Quota
from .roster import Rep
from .speech import can_answer, spoken_badly

__all__ = ["eligible_from", "judge", "judge_owner", "local_text", "on_leave", "responds_at", "unmet"]

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
#: Reasons that go by themselves.
ONLY_TIME = (WhyNot.NOT_ACTIVE, WhyNot.ON_LEAVE, WhyNot.ON_LEAVE_SOON, WhyNot.QUOTA, WhyNot.NOT_AT_WORK)


def judge(
    rep: Rep, asked: Asked, pool: PoolPolicy, needs: tuple[Need, ...], language: str, ledger: Ledger | None
) -> Candidate:
    """A rep for a lead of a pool: whether they could have it, and if not, the first thing in the way."""
    desk, at = asked.desk, asked.at
    responds = responds_at(rep, desk, at)
    held = desk.load.get(rep.id, 0)
    full = rep.capacity is not None and held >= rep.capacity
    patience = asked.routing.patience_of(pool)
    why_not: WhyNot | None = None
    if rep.id in asked.without:
        why_not, says = WhyNot.TRIED, "had this lead before"
    elif not pool.has(rep):
        why_not, says = WhyNot.NOT_IN_POOL, f"is in {', '.join(rep.pools)}, not in {pool.name}"
    elif rep.active_until is not None and rep.active_until <= at:
        why_not, says = WhyNot.NOT_ACTIVE, f"takes no more leads since {local_text(rep.active_until, rep)}"
    elif (missing := _first_unmet(rep, needs, asked, language)) is not None:
        why_not, says = missing
    elif rep.active_from is not None and at < rep.active_from:
        why_not, says = WhyNot.NOT_ACTIVE, f"takes leads from {local_text(rep.active_from, rep)}"
    elif (leave := on_leave(rep, at)) is not None:
        back = f", back at {local_text(responds, rep)}" if responds else ""
        why_not, says = WhyNot.ON_LEAVE, f"on {leave.reason}{back}"
    elif (soon := on_leave(rep, at, notice=pool.notice)) is not None:
        begins = local_text(_midnight(soon.start, rep), rep)
        why_not, says = WhyNot.ON_LEAVE_SOON, f"on {soon.reason} from {begins}, within {pool.leave_notice}"
    elif full:
        why_not, says = WhyNot.NO_ROOM, f"holds {held} open leads of {rep.capacity}"
    elif (spent := _spent(rep, desk, at)) is not None:
        why_not, says = WhyNot.QUOTA, f"has had {spent.leads} of {spent.leads} leads this {spent.per}"
        if spent.spread and spent.per != "day":
            why_not, says = WhyNot.QUOTA, f"has had the share so far of {spent.leads} leads a {spent.per}"
    elif responds is None:
        why_not, says = WhyNot.NOT_AT_WORK, "never at work again"
    elif responds - at > patience:
        within = pool.respond_within or asked.routing.respond_within
        late = f"in {spell(responds - at)}, later than {within}"
        why_not, says = WhyNot.NOT_AT_WORK, f"next at work {local_text(responds, rep)}, {late}"
    else:
        says = _seen(rep, asked, responds, ledger)
    only_time = why_not in ONLY_TIME and not full and responds is not None
    return _candidate(
        rep,
        asked,
        why_not,
        says,
        responds=responds,
        again=eligible_from(rep, desk, patience, at, quotas=rep.quotas, notice=pool.notice)
        if only_time
        else None,
        ledger=ledger,
    )


def judge_owner(rep: Rep, asked: Asked, *, anyway: bool) -> Candidate:
    """The owner of a lead: who they are is settled, so that only time can be in the way."""
    desk, at = asked.desk, asked.at
    responds = responds_at(rep, desk, at)
    why_not: WhyNot | None = None
    if rep.id in asked.without:
        why_not, says = WhyNot.TRIED, "had this lead before"
    elif not rep.is_active(at):
        why_not, says = WhyNot.NOT_ACTIVE, "takes no leads now"
    elif anyway:
        says = "is the owner"
    elif (leave := on_leave(rep, at)) is not None:
        back = f", back at {local_text(responds, rep)}" if responds else ""
        why_not, says = WhyNot.ON_LEAVE, f"is the owner, and on {leave.reason}{back}"
    elif responds is None:
        why_not, says = WhyNot.NOT_AT_WORK, "is the owner, and never at work again"
    elif responds - at > asked.routing.patience:
        when = f"{local_text(responds, rep)}, in {spell(responds - at)}"
        why_not, says = WhyNot.NOT_AT_WORK, f"is the owner, and next at work {when}"
    else:
        says = f"is the owner, {_at_work(rep, desk, at, responds)}"
    only_time = why_not in ONLY_TIME and responds is not None
    again = eligible_from(rep, desk, asked.routing.patience, at, quotas=()) if only_time else None
    return _candidate(rep, asked, why_not, says, responds=responds, again=again, ledger=None)


def unmet(rep: Rep, need: Need, asked: Asked, language: str) -> WhyNot | None:
    """The code of a need that a rep does not meet."""
    lead = asked.lead
    if need.of is NeedKind.LANGUAGE:
        able = can_answer(rep, language, asked.routing.substitutes, need.fluency)
        return None if able else WhyNot.LANGUAGE
    if need.of is NeedKind.TERRITORY:
        return WhyNot.TERRITORY if lead.country is not None and lead.country not in rep.territories else None
    name = named_by(need, lead)
    if name is None:
        return None
    if need.of is NeedKind.ROLE:
        return None if rep.role == name else WhyNot.ROLE
    return None if rep.skills.get(name, 0) >= need.level else WhyNot.SKILL


def _first_unmet(rep: Rep, needs: tuple[Need, ...], asked: Asked, language: str) -> tuple[WhyNot, str] | None:
    for need in needs:
        code = unmet(rep, need, asked, language)
        if code is None:
            continue
        if code is WhyNot.LANGUAGE:
            level = spoken_badly(rep, language, need, asked.routing.substitutes)
            if level is not None:
                return code, f"speaks {language} at {level}, not {need.fluency}"
            return code, f"does not speak {language}, only {', '.join(rep.languages)}"
        if code is WhyNot.TERRITORY:
            return code, f"does not cover {asked.lead.country}"
        name = str(named_by(need, asked.lead))
        if code is WhyNot.ROLE:
            return code, f"is {rep.role or 'of no role'}, not {name}"
        has = rep.skills.get(name)
        return code, f"has no {name}" if has is None else f"has {name} at level {has}, not {need.level}"
    return None


def responds_at(rep: Rep, desk: Desk, at: datetime) -> datetime | None:
    """When a rep is at work next, now if they are; None when the search for it finds nothing."""
    try:
        return next_open(desk.schedules[rep.id], at)
    except TimeError:
        return None


def on_leave(rep: Rep, at: datetime, *, notice: int = 0) -> TimeOff | None:
    """The leave of whole days that a rep is on, or goes on within so many days."""
    if not rep.leave:
        return None
    today = local(at, rep.zone).date()
    return next(
        (
            off
            for off in rep.leave
            if off.whole_days and off.start.toordinal() - today.toordinal() <= notice and today < off.end
        ),
        None,
    )


def _spent(rep: Rep, desk: Desk, at: datetime) -> Quota | None:
    """The first quota that has nothing left at an instant."""
    if not rep.quotas:
        return None
    today = local(at, rep.zone).date()
    given = desk.given.get(rep.id, {})
    return next((quota for quota in rep.quotas if quota.free_from(given, today) != today), None)


def eligible_from(
    rep: Rep, desk: Desk, patience: timedelta, at: datetime, *, quotas: tuple[Quota, ...], notice: int = 0
) -> datetime | None:
    """The first instant at which time is not in the way: active, not on leave, within quotas, at work soon enough.

    A leave that begins within so many days (`notice`) is in the way already.

    Each look goes on to the earliest instant that one of them allows, until none goes any further.
    """
    since = at if rep.active_from is None else max(at, rep.active_from)
    given = desk.given.get(rep.id, {})
    while True:
        # Leave for many years is leave for ever, as it is to whoever asks when the rep is back.
        if responds_at(rep, desk, since) is None:
            return None
        free = since
        today = local(free, rep.zone).date()
        open_date = max((quota.free_from(given, today) for quota in quotas), default=today)
        if open_date > today:
            free = _midnight(open_date, rep)
        while (leave := on_leave(rep, free, notice=notice)) is not None:
            free = _midnight(leave.end, rep)
        responds = responds_at(rep, desk, free)
        if responds is None or (rep.active_until is not None and free >= rep.active_until):
            return None
        free = max(free, responds - patience)
        if free == since:
            return since
        since = free


def _midnight(day: date, rep: Rep) -> datetime:
    return from_micros(instant(day.toordinal(), 0, zone_named(rep.zone)))


def _seen(rep: Rep, asked: Asked, responds: datetime, ledger: Ledger | None) -> str:
    desk, country = asked.desk, asked.lead.country
    area = (
        f"{'covers' if country in rep.territories else 'does not cover'} {country}"
        if country
        else "no country given"
    )
    held, turn = desk.load.get(rep.id, 0), desk.last_turn.get(rep.id)
    last = f"last turn {local_text(turn, rep)}" if turn else "no turn yet"
    owed = f", {told(ledger, rep.id)}" if ledger is not None else ""
    work = _at_work(rep, desk, asked.at, responds)
    return f"{work}, {area}, {held} open lead{'s' * (held != 1)}, {last}{owed}"


def _at_work(rep: Rep, desk: Desk, at: datetime, responds: datetime) -> str:
    now = is_open(desk.schedules[rep.id], at)
    return "at work now" if now else f"next at work {local_text(responds, rep)}"


def _candidate(
    rep: Rep,
    asked: Asked,
    why_not: WhyNot | None,
    says: str,
    *,
    responds: datetime | None,
    again: datetime | None,
    ledger: Ledger | None,
) -> Candidate:
    desk, country = asked.desk, asked.lead.country
    return Candidate(
        rep=rep.id,
        eligible=why_not is None,
        why_not=why_not or WhyNot.OUTRANKED,
        says=says,
        can_respond_at=responds,
        ask_again_at=again,
        covers_territory=country is not None and country in rep.territories,
        open_leads=desk.load.get(rep.id, 0),
        last_turn=desk.last_turn.get(rep.id),
        lag=None if ledger is None else ledger.lag(rep.id),
    )


def local_text(value: datetime, rep: Rep) -> str:
    """Such as `Mon 09 Nov 08:00`: in English on every machine, so that a decision is the same everywhere."""
    there = local(value, rep.zone)
    return f"{DAYS[there.weekday()]} {there.day:02} {MONTHS[there.month - 1]} {there:%H:%M}"
