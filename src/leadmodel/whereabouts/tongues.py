"""In which languages a prospect may be answered: those of the profile, else of the browser, else of the country.

>>> from datetime import datetime, UTC
>>> lead = Lead(id="L1", captured_at=datetime(2026, 11, 6, tzinfo=UTC), source="form", country="CH")
>>> preferred_languages(lead, header="it-CH, it;q=0.9").tags
('it-CH', 'it')
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ..errors import InputError
from ..records.browser import accept_language
from ..records.frozen import FrozenMap
from ..records.languages import language_tag
from ..records.lead import Lead
from .evidence import Confidence

__all__ = ["LanguageSource", "Preferred", "preferred_languages"]

_NONE: Mapping[str, Sequence[str]] = FrozenMap()


class LanguageSource(StrEnum):
    """What the languages rest on, the best first."""

    PROFILE = "profile"
    BROWSER = "browser"
    COUNTRY = "country"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferred:
    """The tags in order of liking, what they rest on, and how far to trust them; no tags and None when unknown."""

    tags: tuple[str, ...] = ()
    source: LanguageSource | None = None
    confidence: Confidence | None = None


def preferred_languages(
    lead: Lead, *, header: str | None = None, by_country: Mapping[str, Sequence[str]] = _NONE
) -> Preferred:
    """The languages in which to answer, from the best source that names any.

    The languages of the profile are `stated`. Those of the browser's `Accept-Language` header are `likely`: a default
    that few people change, on a machine that may be a colleague's. Those of the country are `possible`, and come from
    what the house has declared, which `country_languages` may have proposed. Sources are not mixed: where the browser
    asks for Italian, that the country speaks German too adds nothing.

    >>> from datetime import datetime, UTC
    >>> lead = Lead(id="L1", captured_at=datetime(2026, 11, 6, tzinfo=UTC), source="form", country="CH")
    >>> found = preferred_languages(lead, header="*", by_country={"CH": ["de-CH", "fr-CH", "it-CH"]})
    >>> found.tags, found.source.value, found.confidence.value
    (('de-CH', 'fr-CH', 'it-CH'), 'country', 'possible')

    Raises `InputError` as `accept_language` does, and for a declared language of the lead's country that is none.
    """
    if lead.languages:
        return Preferred(
            tags=tuple(dict.fromkeys(lead.languages)),
            source=LanguageSource.PROFILE,
            confidence=Confidence.STATED,
        )
    asked = () if header is None else accept_language(header)
    if asked:
        return Preferred(tags=asked, source=LanguageSource.BROWSER, confidence=Confidence.LIKELY)
    declared = by_country.get(lead.country, ()) if lead.country is not None else ()
    if isinstance(declared, str):
        raise InputError("by_country", declared, "is one text, give the tags of a country in a list")
    tags = tuple(dict.fromkeys(language_tag(tag, "by_country") for tag in declared))
    if not tags:
        return Preferred()
    return Preferred(tags=tags, source=LanguageSource.COUNTRY, confidence=Confidence.POSSIBLE)
