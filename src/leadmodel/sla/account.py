"""What used the time of a clock, stretch by stretch, so that a figure can be checked by eye."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from ..errors import InputError
from ..hours import Calendar, PartKind
from ..hours import explain as explain_hours
from ..hours.wording import exact_length, wall_time
from ..records.instants import from_micros, micros
from .marks import Action, Mark, Run, laps, reachable
from .timer import Timer
from .working import Working, working

__all__ = ["Account", "Stretch", "StretchKind", "account_of", "explain_timer"]


class StretchKind(StrEnum):
    """Whether a stretch used time: only what is counted did."""

    COUNTED = "counted"
    PAUSED = "paused"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A piece `[start, end)` of a clock's life; `name` says what closed it, such as `holiday: Christmas Day`."""

    start: datetime
    end: datetime
    kind: StretchKind
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One cycle, from its start or last reset, in stretches that meet end to end; those counted add up to `used`.

    As text it is for people: times on the clock of `zone`, one stretch a line.
    """

    number: int
    start: datetime
    end: datetime
    zone: str
    ending: Action | None
    used: timedelta
    stretches: tuple[Stretch, ...]

    def __str__(self) -> str:
        waited = self.end - self.start
        head = f"cycle {self.number}: {exact_length(self.used)} used of {exact_length(waited)}, times in {self.zone}"
        lines = [head]
        for each in self.stretches:
            span = f"{wall_time(each.start, self.zone)} to {wall_time(each.end, self.zone)}"
            what = each.name or str(each.kind)
            lines.append(f"  {span}  {exact_length(each.end - each.start):>12}  {what}")
        lines.append(f"  {wall_time(self.end, self.zone)} {_ENDINGS[self.ending]}")
        return "\n".join(lines)


_ENDINGS = {
    None: "as read",
    Action.STOP: "stopped",
    Action.CANCEL: "cancelled",
}


def explain_timer(
    timer: Timer,
    marks: Iterable[Mark],
    *,
    at: datetime,
    since: datetime | None = None,
    before: Calendar | None = None,
) -> tuple[Account, ...]:
    """What used the time of each cycle on the timer's basis, oldest first; the arguments are those of `read_timer`.

    >>> nine = datetime.fromisoformat("2026-10-26T09:00Z")
    >>> came = Mark(at=nine, action=Action.START, id="e1")
    >>> asked = Mark(at=nine + timedelta(minutes=20), action=Action.PAUSE, id="e2")
    >>> print(explain_timer(Timer(target="2h"), [came, asked], at=nine + timedelta(hours=1))[0])
    cycle 1: 20 min used of 1 h, times in UTC
      Mon 2026-10-26 09:00 to Mon 2026-10-26 09:20        20 min  counted
      Mon 2026-10-26 09:20 to Mon 2026-10-26 10:00        40 min  paused
      Mon 2026-10-26 10:00 as read

    Raises what `read_timer` raises.
    """
    if not isinstance(timer, Timer):
        raise InputError("timer", timer, "is not a Timer")
    at = reachable(at, "at")
    hours = working(timer.schedule, since, before)
    if timer.target is None:
        return ()
    basis = hours if timer.basis == "business" else None
    zone = "UTC" if timer.schedule is None else explain_hours(timer.schedule, at, at).zone
    return tuple(account_of(number, lap[-1], basis, zone) for number, lap in enumerate(laps(marks, at), 1))


def account_of(number: int, run: Run, basis: Working | None, zone: str) -> Account:
    """What used the time of one run."""
    stretches = tuple(_stretches(run, basis))
    counted = (each.end - each.start for each in stretches if each.kind is StretchKind.COUNTED)
    return Account(
        number=number,
        start=from_micros(run.start),
        end=from_micros(run.end),
        zone=zone,
        ending=run.ending,
        used=sum(counted, timedelta()),
        stretches=stretches,
    )


def _stretches(run: Run, basis: Working | None) -> Iterator[Stretch]:
    reached = run.start
    for first, last in run.spans:
        if reached < first:
            yield _stretch(reached, first, StretchKind.PAUSED)
        yield from _running(first, last, basis)
        reached = last
    if reached < run.end:
        yield _stretch(reached, run.end, StretchKind.PAUSED)


def _running(first: int, last: int, basis: Working | None) -> Iterator[Stretch]:
    if first == last:
        return
    if basis is None:
        yield _stretch(first, last, StretchKind.COUNTED)
        return
    for schedule, low, high in basis.parts(first, last):
        for part in explain_hours(schedule, from_micros(low), from_micros(high)).parts:
            if part.kind is PartKind.OPEN:
                yield _stretch(micros(part.start), micros(part.end), StretchKind.COUNTED)
            else:
                words = str(part.kind).replace("_", " ")
                name = f"{words}: {part.name}" if part.name else words
                yield Stretch(start=part.start, end=part.end, kind=StretchKind.CLOSED, name=name)


def _stretch(first: int, last: int, kind: StretchKind) -> Stretch:
    return Stretch(start=from_micros(first), end=from_micros(last), kind=kind)
