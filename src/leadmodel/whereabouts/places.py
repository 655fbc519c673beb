"""Zones by country, and zones that are one under two names, as the package `tzdata` has them.

What is read are the tables `zone.tab` and `tzdata.zi` of the same release from which `zoneinfo` takes a zone that
the machine does not have; they are read once, as `zoneinfo` reads a zone.
"""

from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from ..errors import InputError, TimeError
from ..records.frozen import FrozenMap
from ..records.zones import zone_named

__all__ = ["in_table_order", "known_zone", "one_zone", "zones_of_country", "zones_that_exist"]


def zones_of_country(country: str) -> tuple[str, ...]:
    """The zones of a country by its ISO 3166 code, the most populous first; none for a code that is in no table.

    >>> zones_of_country("CH"), zones_of_country("ES")
    (('Europe/Zurich',), ('Europe/Madrid', 'Africa/Ceuta', 'Atlantic/Canary'))
    >>> zones_of_country("UK")
    ()
    """
    zones: tuple[str, ...] = _by_country().get(country, ())
    return zones


def one_zone(name: str) -> str:
    """One name for all the names of a zone: two zones are the same when it is.

    >>> one_zone("US/Pacific"), one_zone("America/Los_Angeles")
    ('America/Los_Angeles', 'America/Los_Angeles')

    The tz database has one zone where clocks have agreed since 1970, so Oslo's is Berlin's.
    """
    one: str = _links().get(name, name)
    return one


def in_table_order(zones: Iterable[str]) -> tuple[str, ...]:
    """Each zone once, in the order of `zone.tab`; those that are not in it follow in the order of the alphabet.

    >>> in_table_order(["America/Chicago", "UTC", "America/New_York"])
    ('America/New_York', 'America/Chicago', 'UTC')
    """
    order = _order()
    last = len(order)
    return tuple(sorted(set(zones), key=lambda zone: (order.get(zone, last), zone)))


@lru_cache(maxsize=1024)
def known_zone(name: str) -> ZoneInfo:
    """The zone of that name, kept: `zoneinfo` forgets all but eight, and a country may have 29 to read again.

    >>> known_zone("Europe/Zurich").key
    'Europe/Zurich'

    Raises `TimeError` for a name that is none.
    """
    return zone_named(name)


def zones_that_exist(zones: Iterable[str]) -> tuple[str, ...]:
    """Those of some names that are zones here: the data of another library may be of an older or newer release.

    >>> zones_that_exist(["Etc/Unknown", "Europe/Zurich"])
    ('Europe/Zurich',)
    """
    return in_table_order(zone for zone in zones if _exists(zone))


def _exists(name: str) -> bool:
    try:
        known_zone(name)
    except TimeError:
        return False
    return True


def _table(name: str) -> Iterable[list[str]]:
    try:
        text = files("tzdata").joinpath("zoneinfo", name).read_text("utf-8")
    except (ModuleNotFoundError, FileNotFoundError):
        raise InputError(
            "zones", name, "is read from the package `tzdata`, which has to be installed"
        ) from None
    return (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))


@cache
def _by_country() -> FrozenMap[tuple[str, ...]]:
    zones: dict[str, tuple[str, ...]] = {}
    for country, _, zone, *_ in _table("zone.tab"):
        zones[country] = (*zones.get(country, ()), zone)
    return FrozenMap(zones)


@cache
def _order() -> FrozenMap[int]:
    return FrozenMap({row[2]: place for place, row in enumerate(_table("zone.tab"))})


@cache
def _links() -> FrozenMap[str]:
    links: dict[str, str] = {}
    for (line,) in _table("tzdata.zi"):
        if line.startswith("L "):
            _, target, name = line.split()
            links[name] = target
    return FrozenMap(links)
