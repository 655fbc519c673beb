"""The evidence that a lead brings with it, and what comes with the form: where is the prospect?

>>> from datetime import datetime, UTC
>>> lead = Lead(id="L1", captured_at=datetime(2026, 11, 6, tzinfo=UTC), source="form", country="ES")
>>> whereabouts(lead).zones
('Europe/Madrid', 'Africa/Ceuta', 'Atlantic/Canary')
"""

from ..records.lead import Lead
from .coordinates import Coordinates, coordinates_evidence
from .evidence import Confidence, Evidence, Source
from .phone import phone_evidence
from .places import zones_of_country
from .weighing import Whereabouts, weigh

__all__ = ["whereabouts"]


def whereabouts(
    lead: Lead, *, phone: str | None = None, coordinates: Coordinates | None = None
) -> Whereabouts:
    """The zones in which the prospect may be, and the evidence for each.

    The zone of the profile is what the prospect has stated. The country of the profile leaves all its zones open and
    is `likely`; so are coordinates and the number of a fixed line, every other number is `possible`. Languages say
    nothing of a zone.

    >>> from datetime import datetime, UTC
    >>> lead = Lead(id="L1", captured_at=datetime(2026, 11, 6, tzinfo=UTC), source="form", country="US")
    >>> place = whereabouts(lead, phone="+1 415 555 2671")
    >>> place.zones, place.confidence.value
    (('America/Los_Angeles',), 'possible')
    >>> len(place.heard(Confidence.LIKELY).zones)
    29

    A phone number without the prefix of its country is read as one of the lead's country. Raises `InputError` as
    `phone_evidence` and `coordinates_evidence` do, which need the extras `phone` and `geo`.
    """
    pieces: list[Evidence] = []
    if lead.zone is not None:
        pieces.append(
            Evidence(
                source=Source.ZONE,
                confidence=Confidence.STATED,
                zones=(lead.zone,),
                found="the zone of the profile",
            )
        )
    if phone is not None:
        pieces.append(phone_evidence(phone, country=lead.country))
    if coordinates is not None:
        pieces.append(coordinates_evidence(coordinates))
    if lead.country is not None:
        zones = zones_of_country(lead.country)
        unknown = "" if zones else ", of which no zone is known"
        pieces.append(
            Evidence(
                source=Source.COUNTRY,
                confidence=Confidence.LIKELY,
                zones=zones,
                found=f"country {lead.country}{unknown}",
            )
        )
    return weigh(pieces)
