"""A declared pattern put in a place: the schedule that it makes in one zone, with one list of holidays.

>>> from leadmodel.hours import Hours, Week
>>> office = Hours(name="office", week=Week(mon=["09:00-17:00"]))
>>> schedule_in(office, "Europe/London") is schedule_in(office, "Europe/London")
True
"""

from .days import Holiday, HolidayList
from .schedule import Schedule
from .week import Hours

__all__ = ["schedule_in"]


def schedule_in(hours: Hours, zone: str, holidays: HolidayList | None = None) -> Schedule:
    """The schedule of a pattern in a zone; kept with the pattern, so that all who work by it share one table.

    Raises `TimeError` for a zone that is none.
    """
    kept = hours.kept
    where = (zone, None if holidays is None else holidays.name)
    found = kept.get(where)
    if found is not None and found[0] is holidays and isinstance(found[1], Schedule):
        return found[1]
    days: tuple[Holiday, ...] = () if holidays is None else holidays.days
    schedule = Schedule(
        week=hours.week,
        zone=zone,
        holidays=days,
        breaks=hours.breaks,
        shifts=hours.shifts,
        recurring=hours.recurring,
    )
    kept[where] = (holidays, schedule)
    return schedule
