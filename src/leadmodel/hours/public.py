"""Public holidays by country, from the `holidays` library (the extra `holidays`)."""

from collections.abc import Iterable

from ..errors import InputError, UnknownNameError
from .days import Holiday, HolidayList
from .wall import FIRST_YEAR, LAST_YEAR, zone_named

__all__ = ["public_holidays"]


def public_holidays(
    country: str,
    years: Iterable[int],
    *,
    subdivision: str | None = None,
    zone: str | None = None,
    name: str | None = None,
) -> HolidayList:
    """The public holidays of a country or a part of it, by ISO 3166 codes, in some years.

    >>> england = public_holidays("GB", [2026], subdivision="ENG")
    >>> [day.date.isoformat() for day in england.days if "Boxing" in day.name]
    ['2026-12-26', '2026-12-28']

    The list is plain data: it does not change when the library is updated, until it is made anew. `zone` goes into
    every holiday, for those who observe the days of another place; a day that has two names bears both. Raises
    `UnknownNameError` for a country or subdivision that the library does not have, with the nearest, and
    `InputError` for a year outside of 1900 to 2999 or when the library is not installed.
    """
    try:
        from holidays import country_holidays, list_supported_countries
    except ImportError:
        expected = "needs the library `holidays`, install leadmodel[holidays]"
        raise InputError("country", country, expected) from None
    if zone is not None:
        zone_named(zone)
    wanted = sorted(set(years))
    for year in wanted:
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise InputError("years", year, f"is not a year from {FIRST_YEAR} to {LAST_YEAR}")
    places = list_supported_countries()
    if country not in places:
        raise UnknownNameError("country", country, places)
    if subdivision is not None and subdivision not in places[country]:
        raise UnknownNameError(f"subdivision of {country}", subdivision, places[country])
    found = country_holidays(country, subdiv=subdivision, years=wanted, expand=False) if wanted else {}
    days = tuple(Holiday(date=day, name=title, zone=zone) for day, title in sorted(found.items()))
    return HolidayList(name=name or "-".join(filter(None, (country, subdivision))), days=days)
