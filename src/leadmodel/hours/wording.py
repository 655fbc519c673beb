"""Times and lengths as the timelines write them: exact, and the same in every locale."""

from datetime import datetime, timedelta

from .wall import local
from .week import WEEKDAYS

__all__ = ["exact_length", "wall_time"]


def wall_time(value: datetime, zone: str) -> str:
    """What the clocks of a zone show, with the day of the week.

    >>> wall_time(datetime.fromisoformat("2026-10-30T19:05Z"), "America/New_York")
    'Fri 2026-10-30 15:05'
    """
    wall = local(value, zone)
    # Not `%a`: the name of a day must not depend on the locale of the machine.
    weekday = WEEKDAYS[wall.weekday()].capitalize()
    time = wall.time().isoformat("auto" if wall.second or wall.microsecond else "minutes")
    return f"{weekday} {wall.date().isoformat()} {time}"


def exact_length(value: timedelta) -> str:
    """A length to the microsecond, so that the parts of a timeline can be added up by eye.

    >>> exact_length(timedelta(hours=1, seconds=2))
    '1 h 2 s'
    """
    minutes, seconds = divmod(value.days * 86_400 + value.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    fraction = f".{value.microseconds:06}" if value.microseconds else ""
    words = [f"{hours} h"] * bool(hours) + [f"{minutes} min"] * bool(minutes)
    words += [f"{seconds}{fraction} s"] * bool(seconds or fraction)
    return " ".join(words) or "0 min"
