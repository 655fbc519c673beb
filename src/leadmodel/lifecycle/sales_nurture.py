"""Holding a lead that fits: a disposition and a follow-up that is planned, instead of leaving it in Working."""

from datetime import UTC, datetime

from ..errors import InputError, NoTransitionError
from ..records import Event, EventId, EventKind, Note, Working, iso, utc
from .moves import nurture
from .reasons import Reason

__all__ = ["hold"]

#: "The Measurable Lead Model" speaks of holding a lead for three to six months.
_LEAST, _MOST = 3, 6


def hold(
    lead: Working, *, until: datetime, reason: Reason, at: datetime, least: int = _LEAST, most: int = _MOST
) -> tuple[Event, Event]:
    """The two events of a sales nurture: the disposition, and the follow-up of the rep who holds the lead now.

    `until` lies three to six calendar months ahead, counted on the clocks of `at`; a house may say otherwise. Their ids
    are the same however often one asks.

    >>> nine = datetime.fromisoformat("2026-11-06T09:00Z")
    >>> working = Working(lead="L1", cycle=1, owner="ann", assigned_at=nine, worked_at=nine)
    >>> later = Reason(code="sales_nurture", disposition="nurture", says="Asked to be called again in spring")
    >>> nurtured, planned = hold(working, until=datetime.fromisoformat("2027-03-01T09:00Z"), reason=later, at=nine)
    >>> nurtured.kind.value, planned.activity, planned.rep, planned.planned_from.isoformat()
    ('nurtured', 'follow_up', 'ann', '2027-03-01T09:00:00+00:00')

    Raises `InputError` for a hold that is shorter or longer, `NoTransitionError` for a reason that is none for nurture
    or means that nobody answered, `TimeError` for a naive time and for one before the work began.
    """
    nurture(lead, reason=reason, at=at)
    if reason.abandoned is not None:
        why = f"reason {reason.code!r} says that nobody answered, and a lead that is held has"
        raise NoTransitionError(lead.stage, "nurtured", ("nurtured",), why=why)
    until = utc(until, "until")
    if not _ahead(at, least) <= until <= _ahead(at, most):
        raise InputError("until", iso(until), f"is not {least} to {most} months after {iso(at)}")
    name = f"{lead.lead}/{lead.cycle}/sales-nurture"
    nurtured = Event(
        id=EventId(name),
        lead=lead.lead,
        kind=EventKind.NURTURED,
        at=at,
        rep=lead.owner,
        reason=reason.code,
    )
    planned = Event(
        id=EventId(f"{name}/follow-up"),
        lead=lead.lead,
        kind=EventKind.NOTED,
        at=at,
        rep=lead.owner,
        activity=Note.FOLLOW_UP.value,
        planned_from=until,
    )
    return nurtured, planned


def _ahead(at: datetime, months: int) -> datetime:
    """The same day and time so many months on, or the last day of a month that is too short."""
    year, month = divmod(at.year * 12 + at.month - 1 + months, 12)
    for day in (at.day, 30, 29, 28):
        try:
            return at.replace(year=year, month=month + 1, day=min(day, at.day)).astimezone(UTC)
        except ValueError:
            continue
    raise InputError("until", months, f"months after {iso(at)} lie beyond the calendar")
