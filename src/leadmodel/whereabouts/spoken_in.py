"""The languages of countries as Unicode CLDR counts their speakers, by the library `language_data` (extra `lang`)."""

from collections.abc import Iterable

from ..errors import InputError
from ..records.frozen import FrozenMap
from ..records.languages import language_tag
from ..records.lead import country_code

__all__ = ["country_languages"]


def country_languages(countries: Iterable[str], *, least_percent: int) -> FrozenMap[tuple[str, ...]]:
    """For each country the languages that are spoken there, most speakers first, to be read and then declared.

    >>> country_languages(["CH"], least_percent=15)
    FrozenMap({'CH': ('de-CH', 'gsw-CH', 'en-CH', 'fr-CH', 'it-CH')})

    `least_percent` is of the speakers of the language that most people there speak, 1 to 100. Who speaks a language
    as a second one counts too, which brings English to the top in some countries: strike out what the house does not
    want before it goes into the document. A country of which nothing is known is left out.

    Raises `InputError` for what is no country code, for a percentage that is none, and when the library is not
    installed.
    """
    try:
        from language_data.population_data import LANGUAGE_SPEAKING_POPULATION
    except ImportError:
        expected = "needs the library `language_data`, install leadmodel[lang]"
        raise InputError("countries", countries, expected) from None
    if type(least_percent) is not int or not 1 <= least_percent <= 100:
        raise InputError("least_percent", least_percent, "is not a whole number from 1 to 100")
    codes = sorted({country_code(country, "countries") for country in countries})
    speakers: dict[str, list[tuple[int, str]]] = {code: [] for code in codes}
    for tag, count in LANGUAGE_SPEAKING_POPULATION.items():
        country = tag.rpartition("-")[2]
        if country in speakers:
            speakers[country].append((-count, language_tag(tag)))
    return FrozenMap(
        {
            code: tuple(tag for count, tag in sorted(found) if count * 100 <= min(found)[0] * least_percent)
            for code, found in speakers.items()
            if found
        }
    )
