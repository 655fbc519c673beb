"""What each stretch of a range is, and who or what is to thank for it."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

from ..records.instants import from_micros
from .calendar import Calendar, known_over
from .combined import Combined, Operation
from .dated import Break, DatedShift
from .days import TimeOff
from .intervals import Interval, intersect, subtract
from .overlay import Overlay
from .plan import placed
from .recurring import Recurring, recurring_spans
from .schedule import Schedule, day_of, holiday_spans, time_off_spans
from .wall import zone_named
from .week import WEEKDAYS

__all__ = ["PartKind", "Stretch", "stretches"]


class PartKind(StrEnum):
    """What a stretch of a timeline is."""

    OPEN = "open"
    CLOSED = "closed"
    BREAK = "break"
    HOLIDAY = "holiday"
    TIME_OFF = "time_off"


#: What is shown where several hold; what is open is open, and a holiday would have closed anyway.
_ORDER = (PartKind.CLOSED, PartKind.BREAK, PartKind.TIME_OFF, PartKind.HOLIDAY, PartKind.OPEN)

_Layer = tuple[PartKind, Interval, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A part of a range in microseconds, what it is, and the names of what made it so."""

    start: int
    end: int
    kind: PartKind
    names: tuple[str, ...]


def stretches(hours: Calendar, low: int, high: int) -> list[Stretch]:
    """The range cut into stretches that meet end to end; neighbours that look alike are one."""
    opened = known_over(hours, low, high).between(low, high)
    layers = sorted(_layers(hours, low, high), key=_rank)
    gifts = [layer for layer in layers if layer[0] is PartKind.OPEN]
    closed = layers[: len(layers) - len(gifts)]
    named = [(PartKind.OPEN, span, name) for kind, gift, name in gifts for span in intersect([gift], opened)]
    return _painted(low, high, [*closed, *((PartKind.OPEN, span, "") for span in opened), *named])


def _layers(hours: Calendar, low: int, high: int) -> Iterable[_Layer]:
    """The reasons for closed time, and the named ones for open time, which count as far as it is open."""
    # A local date may lie a day beside the date in UTC, and the zones that jumped over a date one more.
    first, last = from_micros(low).date() - timedelta(2), from_micros(high).date() + timedelta(2)
    if isinstance(hours, Schedule):
        return _of_schedule(hours, low, high, first, last)
    if isinstance(hours, Overlay):
        zone = zone_named(hours.base._zone() if hours.zone is None else hours.zone)
        return [*_layers(hours.base, low, high), *_away(hours.time_off, hours.recurring, zone, first, last)]
    if isinstance(hours, Combined):
        return _of_combined(hours, low, high)
    return []


def _rank(layer: _Layer) -> tuple[int, Interval, str]:
    """Names come in the order of what they stand for, whoever listed it."""
    kind, span, name = layer
    return _ORDER.index(kind), span, name


def _of_schedule(schedule: Schedule, low: int, high: int, first: date, last: date) -> list[_Layer]:
    zone = zone_named(schedule.zone)
    layers = _away(schedule.time_off, schedule.recurring, zone, first, last)
    layers += [(PartKind.HOLIDAY, *day) for day in holiday_spans(schedule.holidays, zone, first, last)]
    for shift in schedule.shifts:
        if first <= shift.date <= last:
            layers += _of_shift(shift, schedule, zone)
    if schedule.breaks:
        whole = known_over(replace(schedule, breaks=()), low, high).between(low, high)
        taken = subtract(whole, known_over(schedule, low, high).between(low, high))
        for each in schedule.breaks:
            spans = (
                span
                for ordinal in _days(each, first, last)
                for span in placed(ordinal, day_of(each.hours), zone)
            )
            layers += [(PartKind.BREAK, cut, each.name) for span in spans for cut in intersect([span], taken)]
    return layers


def _of_shift(shift: DatedShift, schedule: Schedule, zone: ZoneInfo) -> list[_Layer]:
    """What the week would have opened on the date, and what is open instead."""
    ordinal = shift.date.toordinal()
    usual = day_of(getattr(schedule.week, WEEKDAYS[shift.date.weekday()]))
    layers: list[_Layer] = [(PartKind.CLOSED, span, shift.name) for span in placed(ordinal, usual, zone)]
    return layers + [(PartKind.OPEN, span, shift.name) for span in placed(ordinal, day_of(shift.hours), zone)]


def _days(each: Break, first: date, last: date) -> Iterable[int]:
    """The dates of a break, by ordinal."""
    if each.date is not None:
        return [each.date.toordinal()] if first <= each.date <= last else []
    wanted = [WEEKDAYS.index(day) for day in each.days]
    return (day for day in range(first.toordinal(), last.toordinal() + 1) if (day - 1) % 7 in wanted)


def _away(
    time_off: tuple[TimeOff, ...], recurring: tuple[Recurring, ...], zone: ZoneInfo, first: date, last: date
) -> list[_Layer]:
    layers: list[_Layer] = [(PartKind.TIME_OFF, *off) for off in time_off_spans(time_off, zone, first, last)]
    for each in recurring:
        kind = PartKind.HOLIDAY if each.kind == "holiday" else PartKind.TIME_OFF
        layers += [(kind, span, each.name) for span in recurring_spans(each, zone, first, last)]
    return layers


def _of_combined(hours: Combined, low: int, high: int) -> Iterable[_Layer]:
    parts = [stretches(part, low, high) for part in hours.parts]
    begins = [[stretch.start for stretch in part] for part in parts]
    cuts = sorted({low, high, *(start for part in begins for start in part)})
    for start, end in pairwise(cuts):
        looks = [part[bisect_right(begin, start) - 1] for part, begin in zip(parts, begins, strict=True)]
        kind, names = _decided(hours.operation, looks)
        for name in names or ("",):
            yield kind, (start, end), name


def _decided(operation: Operation, looks: list[Stretch]) -> tuple[PartKind, tuple[str, ...]]:
    """What the parts make of one stretch together."""
    opened = [look for look in looks if look.kind is PartKind.OPEN]
    closed = [look for look in looks if look.kind is not PartKind.OPEN]
    if operation is Operation.DIFFERENCE:
        if looks[0].kind is not PartKind.OPEN:
            return looks[0].kind, looks[0].names
        if len(opened) > 1:
            return PartKind.CLOSED, _names(opened[1:])
        return PartKind.OPEN, looks[0].names
    if not closed or (opened and operation is Operation.UNION):
        return PartKind.OPEN, _names(opened)
    kind = max((look.kind for look in closed), key=_ORDER.index)
    return kind, _names(look for look in closed if look.kind is kind)


def _names(looks: Iterable[Stretch]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for look in looks for name in look.names))


def _painted(low: int, high: int, layers: list[_Layer]) -> list[Stretch]:
    """Closed time with the layers painted over it, later ones on top; neighbours that look alike are one."""
    inside = [
        (kind, (max(a, low), min(b, high)), name)
        for kind, (a, b), name in layers
        if a < high and low < b and a < b
    ]
    cuts = sorted({low, high, *(edge for _, span, _ in inside for edge in span)})
    looks: list[tuple[PartKind, tuple[str, ...]]] = [(PartKind.CLOSED, ())] * (len(cuts) - 1)
    for kind, (first, last), name in inside:
        for index in range(bisect_left(cuts, first), bisect_left(cuts, last)):
            under, names = looks[index]
            # Two holidays on one date, or overlapping leave: both are the reason.
            kept = names if kind is under else ()
            looks[index] = (kind, kept if name in kept or not name else (*kept, name))
    parts: list[Stretch] = []
    begin = 0
    for index in range(1, len(cuts)):
        if index == len(looks) or looks[index] != looks[begin]:
            kind, names = looks[begin]
            parts.append(Stretch(start=cuts[begin], end=cuts[index], kind=kind, names=names))
            begin = index
    return parts
