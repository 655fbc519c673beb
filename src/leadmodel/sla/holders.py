"""Who held a lead while a clock ran, and so whose working hours measure it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from ..errors import InputError, UnknownNameError
from ..hours import Calendar, HolidayList, Hours, schedule_in
from ..records import Lead, RepId
from ..records.instants import micros
from .marks import reachable
from .policy import HasSla, HoursOf
from .signals import Stint
from .working import Working

__all__ = ["EarlierHours", "Holders", "holders_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierHours:
    """The working hours that counted until they were edited: the desk's as they were, and the model's.

    Time up to `until` is measured by these, time from it on by today's, so what was decided before stands.

    Raises `TimeError` for a naive `until`, and `InputError` for schedules that are none.
    """

    until: datetime
    schedules: Mapping[str, Calendar]
    model: HasSla | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "until", reachable(self.until, "until"))
        if not isinstance(self.schedules, Mapping):
            raise InputError("schedules", self.schedules, "is not a mapping of reps to their working time")


class Holders(NamedTuple):
    """Who held a lead from when, in one cycle of a clock; the first held it from the start, or got it later."""

    stints: tuple[Stint, ...]

    def at(self, instant: int) -> tuple[RepId | None, tuple[RepId, ...]]:
        """Who held the lead at an instant, and who had before, each once and in the order in which they got it."""
        if len(self.stints) == 1:
            stint = self.stints[0]
            return (stint.owner, ()) if stint.since <= instant else (None, ())
        owners = [stint.owner for stint in self.stints if stint.since <= instant]
        if not owners:
            return None, ()
        *before, owner = owners
        return owner, tuple(dict.fromkeys(each for each in before if each != owner))

    def working(
        self,
        hours: HoursOf,
        lead: Lead,
        model: HasSla,
        schedules: Mapping[str, Calendar],
        earlier: EarlierHours | None,
        start: int,
    ) -> Working | None:
        """The hours that count from the start of a cycle on; None where not all of them are known."""
        if earlier is None and hours.of == "rep" and len(self.stints) == 1:
            only = schedules.get(self.stints[0].owner)
            return None if only is None else Working(only)
        if hours.of == "rep":
            today = [schedules.get(stint.owner) for stint in self.stints]
            before = [earlier.schedules.get(stint.owner) for stint in self.stints] if earlier else today
        else:
            today = [_declared(hours, lead, model)]
            before = [_declared(hours, lead, earlier.model or model)] if earlier else today
        if not today:
            return None
        seams = [stint.since for stint in self.stints[1:]] if hours.of == "rep" else []
        edited = None if earlier is None else micros(earlier.until)
        parts = list(_parts(today, before, seams, edited, start))
        known = [(until, calendar) for until, calendar in parts if calendar is not None]
        if len(known) < len(parts):
            return None
        return Working(known[-1][1], tuple((until, calendar) for until, calendar in known[:-1]))


#: Later than any instant: what counts last counts for good.
FOREVER = 1 << 62


def _parts(
    today: list[Calendar | None],
    before: list[Calendar | None],
    seams: list[int],
    edited: int | None,
    since: int,
) -> Iterator[tuple[int, Calendar | None]]:
    """Until when each calendar counts; those that count for no time at all are left out."""
    for place, until in enumerate((*seams, FOREVER)):
        if edited is not None and since < min(edited, until):
            since = min(edited, until)
            yield since, before[place]
        if since < until:
            since = until
            yield until, today[place]


def holders_of(owner: RepId | None, stints: tuple[Stint, ...], start: int, end: int) -> Holders:
    """Who held the lead between two instants: the owner whose clock it is, or whoever had it then.

    Nobody has a lead that is not assigned yet; whoever gets it first is taken for all of the time until then.
    """
    if owner is not None:
        return Holders((Stint(start, owner),))
    first = 0
    for place, stint in enumerate(stints):
        if stint.since <= start:
            first = place
    return Holders(tuple(stint for stint in stints[first:] if stint.since <= end))


def _declared(hours: HoursOf, lead: Lead, model: HasSla) -> Calendar | None:
    zone = lead.zone if hours.of == "lead" else hours.zone
    if zone is None or hours.pattern is None:
        return None
    return schedule_in(_named(hours.pattern, model.hours), zone, _days(hours, model))


def _days(hours: HoursOf, model: HasSla) -> HolidayList | None:
    return None if hours.holidays is None else _listed(hours.holidays, model.holidays)


def _named(name: str, declared: tuple[Hours, ...]) -> Hours:
    for each in declared:
        if each.name == name:
            return each
    raise UnknownNameError("hours", name, [each.name for each in declared])


def _listed(name: str, declared: tuple[HolidayList, ...]) -> HolidayList:
    for each in declared:
        if each.name == name:
            return each
    raise UnknownNameError("holidays", name, [each.name for each in declared])
