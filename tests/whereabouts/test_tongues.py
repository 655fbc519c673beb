"""In which languages to answer: the profile, else the browser, else what is declared for the country."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import InputError
from leadmodel.records import accept_language, answers, language_tag
from leadmodel.whereabouts import (
    Confidence,
    LanguageSource,
    Preferred,
    country_languages,
    preferred_languages,
)

from .worlds import lead

DECLARED = {"CH": ("de-CH", "fr-CH", "IT_ch"), "BE": ()}


@pytest.mark.statement("RT-05")
def test_an_italian_browser_beats_the_languages_of_switzerland() -> None:
    found = preferred_languages(lead(country="CH"), header="it-CH,it;q=0.9,en;q=0.5", by_country=DECLARED)

    assert found == Preferred(
        tags=("it-CH", "it", "en"), source=LanguageSource.BROWSER, confidence=Confidence.LIKELY
    )
    assert answers(("fr", "fr-CH"), found.tags[0]) is None
    assert answers(("it",), found.tags[0]) is not None


def test_what_the_profile_says_beats_the_browser_and_the_country_is_the_last_resort() -> None:
    profile = preferred_languages(
        lead(country="CH", languages=("it", "it", "en")), header="de", by_country=DECLARED
    )
    country = preferred_languages(lead(country="CH"), header="*, xx", by_country=DECLARED)

    assert profile == Preferred(
        tags=("it", "en"), source=LanguageSource.PROFILE, confidence=Confidence.STATED
    )
    assert country == Preferred(
        tags=("de-CH", "fr-CH", "it-CH"), source=LanguageSource.COUNTRY, confidence=Confidence.POSSIBLE
    )


def test_what_nobody_declared_is_unknown() -> None:
    assert preferred_languages(lead()) == Preferred()
    assert preferred_languages(lead(country="CH"), header="") == Preferred()
    assert preferred_languages(lead(country="BE"), by_country=DECLARED) == Preferred()
    assert preferred_languages(lead(), by_country=DECLARED) == Preferred()


@given(
    st.none() | st.sampled_from(["CH", "BE", "FR"]),
    st.lists(st.sampled_from(["it", "en-GB", "de"]), max_size=2),
    st.none() | st.text(alphabet="itdeq=;0.5,*", max_size=20),
)
def test_the_best_source_that_names_any_language_is_the_only_one(
    country: str | None, languages: list[str], header: str | None
) -> None:
    found = preferred_languages(
        lead(country=country, languages=tuple(languages)), header=header, by_country=DECLARED
    )
    sources = [
        (LanguageSource.PROFILE, set(languages)),
        (LanguageSource.BROWSER, set(accept_language(header or ""))),
        (LanguageSource.COUNTRY, {language_tag(tag) for tag in DECLARED.get(country or "", ())}),
    ]
    telling = [(source, tags) for source, tags in sources if tags]

    assert (found.source, set(found.tags)) == (telling[0] if telling else (None, set()))
    assert (found.confidence is None) == (found.tags == ())


@pytest.mark.parametrize("declared", [{"CH": ["german"]}, {"CH": ["xx"]}, {"CH": "de"}])
def test_a_declared_language_that_is_none_is_refused(declared: dict[str, list[str]]) -> None:
    with pytest.raises(InputError, match=r"^by_country: "):
        preferred_languages(lead(country="CH"), by_country=declared)


# -------------------------------------------------------------------------------------------------------- proposals


@pytest.fixture(scope="module")
def _lang() -> None:
    pytest.importorskip("language_data", reason="the extra `lang` is not installed")


@pytest.mark.usefixtures("_lang")
def test_the_languages_of_switzerland_stand_in_the_order_of_their_speakers() -> None:
    proposed = country_languages(["ch", "IT"], least_percent=15)

    assert proposed["CH"][0] == "de-CH"
    assert {"fr-CH", "it-CH"} <= set(proposed["CH"])
    assert proposed["IT"][0] == "it-IT"
    assert preferred_languages(lead(country="IT"), by_country=proposed).tags == proposed["IT"]


@pytest.mark.usefixtures("_lang")
@given(st.lists(st.sampled_from(["CH", "BE", "US", "IN", "BR", "ZZ"]), max_size=4), st.integers(1, 100))
def test_every_language_with_enough_speakers_is_proposed_and_no_other(
    countries: list[str], percent: int
) -> None:
    population = pytest.importorskip("language_data.population_data").LANGUAGE_SPEAKING_POPULATION
    proposed = country_languages(countries, least_percent=percent)

    assert set(proposed) == set(countries) - {"ZZ"}
    for country, tags in proposed.items():
        speakers = {tag: count for tag, count in population.items() if tag.split("-")[-1] == country}
        most = max(speakers.values())
        assert set(tags) == {tag for tag, count in speakers.items() if count / most >= percent / 100}
        assert [speakers[tag] for tag in tags] == sorted((speakers[tag] for tag in tags), reverse=True)


@pytest.mark.usefixtures("_lang")
def test_every_country_that_is_counted_can_be_declared() -> None:
    population = pytest.importorskip("language_data.population_data").LANGUAGE_SPEAKING_POPULATION
    codes = {tag.rpartition("-")[2] for tag in population} & {
        one + other for one in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" for other in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    }
    proposed = country_languages(codes, least_percent=1)

    assert set(proposed) == codes
    for country in proposed:
        assert preferred_languages(lead(country=country), by_country=proposed).tags == proposed[country]


@pytest.mark.usefixtures("_lang")
@pytest.mark.parametrize("percent", [0, 101, True, 10.0, "10"])
def test_a_percentage_that_is_none_is_refused(percent: object) -> None:
    with pytest.raises(InputError, match=r"^least_percent: .* is not a whole number from 1 to 100"):
        country_languages(["CH"], least_percent=percent)  # type: ignore[arg-type]
    with pytest.raises(InputError, match=r"^countries: 'CHE' is not a country code"):
        country_languages(["CHE"], least_percent=10)


def test_without_the_library_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "language_data", None)
    monkeypatch.delitem(sys.modules, "language_data.population_data", raising=False)

    with pytest.raises(InputError, match=r"install leadmodel\[lang\]"):
        country_languages(["CH"], least_percent=10)
