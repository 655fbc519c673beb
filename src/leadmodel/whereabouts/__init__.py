"""Where a prospect is and how to speak with them: from evidence, as a set, never a guess passed off as a fact."""

from .agreeing import clocks_agree
from .asked import LocalTimes, at_work, local_times, zone_if_sure
from .coordinates import Coordinates, coordinates_evidence
from .evidence import Confidence, Evidence, Source
from .gather import whereabouts
from .phone import phone_evidence
from .places import one_zone, zones_of_country
from .spoken_in import country_languages
from .tongues import LanguageSource, Preferred, preferred_languages
from .weighing import Reading, Whereabouts, weigh

__all__ = [
    "Confidence",
    "Coordinates",
    "Evidence",
    "LanguageSource",
    "LocalTimes",
    "Preferred",
    "Reading",
    "Source",
    "Whereabouts",
    "at_work",
    "clocks_agree",
    "coordinates_evidence",
    "country_languages",
    "local_times",
    "one_zone",
    "phone_evidence",
    "preferred_languages",
    "weigh",
    "whereabouts",
    "zone_if_sure",
    "zones_of_country",
]
