"""Leads by the day, the week or the month in which they were scored."""

from collections.abc import Iterable
from datetime import UTC, date, timedelta
from typing import Literal

from ..errors import InputError, hint
from ..records.zones import zone_named
from .judged import Judged

__all__ = ["Per", "by_period"]

Per = Literal["day", "week", "month"]
PERS = ("day", "week", "month")


def by_period(outcomes: Iterable[Judged], *, per: Per, zone: str) -> dict[date, list[Judged]]:
    """The leads of each period by its first day, in order of time; a week begins on Monday.

    A period in which no lead was scored is not there: on a day without leads nobody could have worked one.
    Raises `InputError` for another period, `TimeError` for a zone that is none.
    """
    if per not in PERS:
        raise InputError("per", per, f"is no period{hint(str(per), PERS)}")
    place = UTC if zone == "UTC" else zone_named(zone)
    found: dict[date, list[Judged]] = {}
    for each in outcomes:
        day = each.at.astimezone(place).date()
        if per == "week":
            day -= timedelta(days=day.weekday())
        elif per == "month":
            day = day.replace(day=1)
        found.setdefault(day, []).append(each)
    return {day: found[day] for day in sorted(found)}
