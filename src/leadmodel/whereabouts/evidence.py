"""One piece of evidence of where a prospect is: what it rests on, the zones that it leaves open, how far to trust it.

>>> told = Evidence(source=Source.ZONE, confidence=Confidence.STATED, zones=("Europe/Zurich",), found="the zone")
>>> told.confidence.reaches(Confidence.LIKELY)
True
"""

from dataclasses import dataclass
from enum import StrEnum

from ..errors import InputError
from ..records.names import named
from .places import in_table_order, known_zone

__all__ = ["Confidence", "Evidence", "Source"]


class Confidence(StrEnum):
    """How far something can be relied on, the least first.

    `possible`: it may well be otherwise, as with a mobile number, which travels. `likely`: wrong only now and then, as
    with the country of a profile. `stated`: the prospect has said so.
    """

    POSSIBLE = "possible"
    LIKELY = "likely"
    STATED = "stated"

    def reaches(self, least: "Confidence") -> bool:
        """Whether this is as good as that, or better."""
        return _RANKS[self] >= _RANKS[least]


_RANKS = {confidence: rank for rank, confidence in enumerate(Confidence)}


class Source(StrEnum):
    """What a piece of evidence rests on, in the order in which it is listed."""

    ZONE = "zone"
    PHONE = "phone"
    COORDINATES = "coordinates"
    COUNTRY = "country"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The zones that one source leaves open; `found` says in words what was seen, without the value itself.

    No zones at all: the source was looked at and tells nothing. Zones stand in the order of the table `zone.tab` of
    the tz database, where the most populous of a country come first. Raises `TimeError` for a zone that is none, and
    `InputError` for an unknown source or confidence.
    """

    source: Source
    confidence: Confidence
    zones: tuple[str, ...] = ()
    found: str

    def __post_init__(self) -> None:
        freeze = object.__setattr__
        freeze(self, "source", named(Source, self.source, "source"))
        freeze(self, "confidence", named(Confidence, self.confidence, "confidence"))
        if isinstance(self.zones, str):
            raise InputError("zones", self.zones, "is one text, give the names of zones in a list")
        for zone in self.zones:
            known_zone(zone)
        freeze(self, "zones", in_table_order(self.zones))
