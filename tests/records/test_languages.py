"""Language tags, and who can answer whom: lookup and filtering as RFC 4647 describes them."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import InputError
from leadmodel.records import language_tag, speaks

TAGS = [
    "en",
    "en-GB",
    "en-US",
    "de",
    "de-CH",
    "de-CH-1996",
    "de-Latn-DE",
    "fr",
    "fr-CH",
    "it",
    "it-CH",
    "zh-Hant-TW",
]


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("IT-ch", "it-CH"),
        ("it_CH", "it-CH"),
        ("en", "en"),
        ("ZH-hant-tw", "zh-Hant-TW"),
        ("SR-LATN-rs", "sr-Latn-RS"),
        ("GSW-ch", "gsw-CH"),
        ("es-419", "es-419"),
        ("sl-ROZAJ", "sl-rozaj"),
    ],
)
def test_a_tag_gets_its_usual_letter_case(text: str, tag: str) -> None:
    assert language_tag(text) == tag


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "i",
        "it-",
        "-CH",
        "it--CH",
        "italian!",
        "it CH",
        "été",
        "1t",
        "it-waytoolong",
        "english",
        "ıt",
    ],
)
def test_what_is_no_tag_is_refused_by_the_name_of_its_argument(text: str) -> None:
    with pytest.raises(
        InputError, match=r"^languages: .* is not a language tag such as 'it' or 'it-CH'"
    ) as caught:
        language_tag(text, "languages")

    assert (caught.value.argument, caught.value.value) == ("languages", text)


def test_two_letters_that_are_no_language_are_refused() -> None:
    with pytest.raises(InputError, match=r"'xx-CH' names no language of ISO 639"):
        language_tag("xx-CH")


@given(st.text(max_size=12) | st.from_regex(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,9}){0,3}", fullmatch=True))
def test_any_text_is_a_tag_or_an_input_error_and_a_tag_stays_as_it_is(text: str) -> None:
    try:
        tag = language_tag(text)
    except InputError:
        return
    assert language_tag(tag) == tag
    assert tag.lower() == text.replace("_", "-").lower()


@pytest.mark.parametrize(
    ("spoken", "wanted", "answer"),
    [
        # Lookup, RFC 4647 3.4: the wanted range is shortened from the right until something fits.
        (("zh-Hant-TW", "zh-Hant", "zh"), "zh-Hant-TW", "zh-Hant-TW"),
        (("zh-Hant", "zh"), "zh-Hant-TW", "zh-Hant"),
        (("zh", "en"), "zh-Hant-TW", "zh"),
        (("de", "en"), "de-CH-1996", "de"),
        (("it", "en"), "it-CH", "it"),
        # Filtering, RFC 4647 3.3.1: a range is met by a tag that begins with it, at a hyphen.
        (("de-CH", "de-CH-1996"), "de", "de-CH"),
        (("it-IT",), "it", "it-IT"),
        (("de-Latn-DE",), "de-Latn", "de-Latn-DE"),
        # Neither.
        (("de-DE",), "de-CH", None),
        (("pt-PT",), "pt-BR", None),
        (("fr", "de"), "it-CH", None),
        (("den",), "de", None),
        (("de-Deva",), "de-De", None),
        ((), "en", None),
        (("en",), "", None),
    ],
)
def test_a_rep_answers_in_the_tag_that_lookup_or_filtering_finds(
    spoken: tuple[str, ...], wanted: str, answer: str | None
) -> None:
    assert speaks(spoken, wanted) == answer


def test_a_swiss_rep_who_speaks_french_does_not_answer_an_italian_from_switzerland() -> None:
    assert speaks(("fr-CH", "fr"), "it-CH") is None
    assert speaks(("en", "it"), "it-CH") == "it"


def slow_speaks(spoken: list[str], wanted: str) -> str | None:
    """Over lists of subtags: first the longest spoken prefix, then the first in the alphabet that is longer."""
    parts = wanted.split("-")
    prefixes = [tag for tag in spoken if tag.split("-") == parts[: tag.count("-") + 1]]
    if prefixes:
        return max(prefixes, key=len)
    longer = [tag for tag in spoken if tag.split("-")[: len(parts)] == parts]
    return min(longer, default=None)


@given(st.lists(st.sampled_from(TAGS), unique=True), st.sampled_from(TAGS), st.randoms(use_true_random=False))
def test_the_answer_is_what_a_search_over_subtags_finds_in_any_order(
    spoken: list[str], wanted: str, dice: Random
) -> None:
    answer = slow_speaks(spoken, wanted)
    assert speaks(spoken, wanted) == answer

    dice.shuffle(spoken)
    assert speaks(iter(spoken), wanted) == answer
