"""The zone at a point on the map, by the library `tzfpy` (the extra `geo`), which asks no network."""

from dataclasses import dataclass
from math import asin, atan2, cos, degrees, isfinite, pi, radians, sin

from ..errors import InputError
from .evidence import Confidence, Evidence, Source
from .places import zones_that_exist

__all__ = ["Coordinates", "coordinates_evidence"]

EARTH_KM = 6_371.0
#: Half of the way around the earth is everywhere; a point that is off by more than this says nothing of a zone.
FARTHEST_KM = 1_000.0
BEARINGS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Coordinates:
    """A point in degrees north and east (WGS 84), and by how many kilometres it may be off.

    >>> Coordinates(latitude=46.95, longitude=7.44).within_km
    1.0

    A browser tells the distance with the point; a place found from a network address is off by 50 km and more. Raises
    `InputError` for what is no such number: latitude -90 to 90, longitude -180 to 180, a distance of 0 to 1,000.
    """

    latitude: float
    longitude: float
    within_km: float = 1.0

    def __post_init__(self) -> None:
        for argument, low, high in (
            ("latitude", -90.0, 90.0),
            ("longitude", -180.0, 180.0),
            ("within_km", 0.0, FARTHEST_KM),
        ):
            value: object = getattr(self, argument)
            if isinstance(value, bool) or not isinstance(value, int | float):
                raise InputError(argument, value, f"is not a number from {low:g} to {high:g}")
            if not isfinite(value) or not low <= value <= high:
                raise InputError(argument, value, f"is not a number from {low:g} to {high:g}")
            object.__setattr__(self, argument, float(value))


def coordinates_evidence(point: Coordinates) -> Evidence:
    """The zones at a point and around it, at half and at the whole of the distance by which it may be off.

    >>> berne = Coordinates(latitude=46.95, longitude=7.44)
    >>> coordinates_evidence(berne).zones
    ('Europe/Zurich',)
    >>> coordinates_evidence(Coordinates(latitude=47.55, longitude=7.59, within_km=10)).zones  # Basel
    ('Europe/Zurich', 'Europe/Berlin', 'Europe/Paris')

    The borders of the library are simplified by some hundred metres, so a distance of less than 1 km is taken for
    one. Sixteen bearings are looked at: a corner of a zone between them is missed. Where two countries claim a
    place there are two zones. The open sea tells nothing: nobody writes from there, and latitude 0 and longitude 0
    is what broken programs send. The point is not in the result.

    Raises `InputError` for what are no `Coordinates`, and when the library is not installed.
    """
    try:
        from tzfpy import get_tzs
    except ImportError:
        raise InputError("coordinates", "…", "needs the library `tzfpy`, install leadmodel[geo]") from None
    if not isinstance(point, Coordinates):
        raise InputError("coordinates", point, "are not Coordinates(latitude=…, longitude=…)")
    radius = max(point.within_km, 1.0)
    found: set[str] = set()
    for latitude, longitude in _around(point, radius):
        found.update(get_tzs(longitude, latitude))
    zones = zones_that_exist(zone for zone in found if not zone.startswith("Etc/"))
    return Evidence(
        source=Source.COORDINATES,
        confidence=Confidence.LIKELY,
        zones=zones,
        found=f"a point within {radius:g} km" if zones else "a point in the open sea",
    )


def _around(point: Coordinates, radius: float) -> list[tuple[float, float]]:
    """The point, and points on two circles around it on a sphere, as degrees north and east."""
    places = [(point.latitude, point.longitude)]
    latitude, longitude = radians(point.latitude), radians(point.longitude)
    for distance in (radius / 2 / EARTH_KM, radius / EARTH_KM):
        for step in range(BEARINGS):
            bearing = 2 * pi * step / BEARINGS
            north = asin(
                max(
                    -1.0,
                    min(1.0, sin(latitude) * cos(distance) + cos(latitude) * sin(distance) * cos(bearing)),
                )
            )
            east = longitude + atan2(
                sin(bearing) * sin(distance) * cos(latitude), cos(distance) - sin(latitude) * sin(north)
            )
            places.append((degrees(north), (degrees(east) + 180) % 360 - 180))
    return places
