"""How much comes in while nobody works, and how much waiting there is to save."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..errors import InputError
from ..hours import Calendar, is_open
from ..records import Case, LeadKind, utc
from .survival import median

__all__ = ["OffHours", "off_hours", "waiting_saved"]

_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class OffHours:
    """Inbound leads by whether anybody worked when they came in; `share` is that of the others.

    The medians tell causes apart: if only what comes off hours waits, the hours are too short; if what comes within
    them waits as long, it is capacity or efficiency. They are from the capture to the first human touch, in calendar
    time; None where nobody was answered.
    """

    within: int
    off: int
    share: float | None
    response_within: timedelta | None
    response_off: timedelta | None


def off_hours(cases: Iterable[Case], *, hours: Calendar, at: datetime) -> OffHours:
    """How many of the inbound leads that came in by an instant did so outside the hours of a team.

    Source: "The Measurable Lead Model" asks whether it is 5% or 20%. Raises `TimeError` for a naive `at`.

    >>> from leadmodel.hours import always_open
    >>> off_hours([], hours=always_open("UTC"), at=datetime.fromisoformat("2026-11-06T09:00Z")).share is None
    True
    """
    at = utc(at, "at")
    counted = {True: 0, False: 0}
    answers: dict[bool, list[int]] = {True: [], False: []}
    for case in cases:
        captured = case.lead.captured_at
        if case.lead.kind is not LeadKind.INBOUND or captured > at:
            continue
        within = is_open(hours, captured)
        counted[within] += 1
        touched = case.cycles[0].first_touch_at if case.cycles else None
        if touched is not None and touched <= at:
            answers[within].append((touched - captured) // _MICROSECOND)
    leads = counted[True] + counted[False]
    return OffHours(
        within=counted[True],
        off=counted[False],
        share=counted[False] / leads if leads else None,
        response_within=_length(median(answers[True])),
        response_off=_length(median(answers[False])),
    )


def waiting_saved(leads_a_week: int, sooner: timedelta) -> timedelta:
    """How much less time all leads of a year (52 weeks) wait when each is answered so much sooner.

    >>> waiting_saved(1_000, timedelta(hours=1)) // timedelta(hours=1)
    52000

    Source: "Nailing Speed to Lead", which rounds it to 50,000. Raises `InputError` for a number below zero.
    """
    if leads_a_week < 0:
        raise InputError("leads_a_week", leads_a_week, "is below zero")
    return 52 * leads_a_week * sooner


def _length(micros: int | None) -> timedelta | None:
    return None if micros is None else micros * _MICROSECOND
