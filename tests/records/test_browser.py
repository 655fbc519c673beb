"""The header Accept-Language: read as RFC 9110 12.5.4 writes it, and whatever else a stranger sends is harmless."""

import re
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import InputError
from leadmodel.records import accept_language, language_tag


@pytest.mark.parametrize(
    ("header", "tags"),
    [
        ("it-CH, it;q=0.9, en;q=0.5", ("it-CH", "it", "en")),
        # The examples of RFC 9110 12.5.4 and of RFC 4647 2.3.
        ("da, en-gb;q=0.8, en;q=0.7", ("da", "en-GB", "en")),
        ("fr;q=0.3, en;q=0.8, de", ("de", "en", "fr")),
        # Empty elements of a list are passed over (RFC 9110 5.6.1.2); spaces and tabs may stand around commas and `;`.
        (",, it\t,\t , en ;\tq=0.5,", ("it", "en")),
        ("", ()),
        ("*", ()),
        ("de, *;q=0.5", ("de",)),
        ("en;Q=0.5, de;q=0.50, fr;q=0.501", ("fr", "en", "de")),
        ("en;q=0., de;q=1., fr;q=1.000, it;q=0.000", ("de", "fr")),
        # Refused once is refused, wherever it stands; what is more exact was not refused.
        ("en, de;q=0.5, EN;q=0, en-GB;q=0.1", ("de", "en-GB")),
        # Twice the same: the better quality counts.
        ("en;q=0.1, de;q=0.5, en;q=0.9", ("en", "de")),
        # Parts that cannot be read.
        ("en;q=1.001, de;q=2, fr;q=-1, it;q=.5, es;q=0.1234, pt;q=, nl;, ru;level=1, sv;q=0,5", ()),
        ("en;q=1;q=0.5, de;q =0.5, fr;q= 0.5, it;q=٠.٥, es;q=0.²", ()),
        ("xx, i-klingon, english, de--CH, it CH, pl", ("pl",)),
        ("zh_hant_tw", ("zh-Hant-TW",)),
    ],
)
def test_a_header_gives_the_tags_in_order_of_liking(header: str, tags: tuple[str, ...]) -> None:
    assert accept_language(header) == tags


@pytest.mark.statement("RT-05")
def test_the_default_of_an_italian_browser_in_switzerland_asks_for_italian() -> None:
    assert accept_language("it-CH,it;q=0.9,en-US;q=0.8,en;q=0.7,de-CH;q=0.6")[0] == "it-CH"


def test_a_header_beyond_any_browser_is_refused_without_showing_it() -> None:
    assert accept_language("en," * 2_730) == ("en",)

    with pytest.raises(InputError, match=r"longer than 8192 characters") as caught:
        accept_language("en," * 1_000_000)
    assert len(str(caught.value)) < 120


@pytest.mark.parametrize("value", [None, b"en", 5, ["en"]])
def test_what_is_no_text_is_refused(value: object) -> None:
    with pytest.raises(InputError, match=r"^header: .* is not the text of an Accept-Language header"):
        accept_language(value)  # type: ignore[arg-type]


ELEMENT = re.compile(
    r"[ \t]*(?P<range>[A-Za-z0-9_*-]+)[ \t]*(?:;[ \t]*[qQ]=(?P<q>0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)[ \t]*)?"
)


def slow_accept_language(header: str) -> tuple[str, ...]:
    """By the grammar of the RFC and exact fractions, one tag after the other: the best that is left, each time."""
    wishes: list[tuple[str, Fraction]] = []
    for element in header.split(","):
        match = ELEMENT.fullmatch(element)
        if match is None:
            continue
        try:
            tag = language_tag(match["range"])
        except InputError:
            continue
        quality = match["q"]
        wishes.append((tag, Fraction(1) if quality is None else Fraction(quality.removesuffix("."))))
    wishes = [(tag, q) for tag, q in wishes if (tag, Fraction(0)) not in wishes]
    ordered: list[str] = []
    while wishes:
        best = max(q for _, q in wishes)
        tag = next(tag for tag, q in wishes if q == best)
        ordered.append(tag)
        wishes = [wish for wish in wishes if wish[0] != tag]
    return tuple(ordered)


RANGES = st.sampled_from(
    ["it-CH", "it", "IT", "en", "en-gb", "de_CH", "zh-Hant-TW", "*", "xx", "x-y", "", "a b"]
)
WEIGHTS = st.sampled_from(
    [
        "",
        ";q=0",
        ";q=0.5",
        "; q=0.50",
        ";q=0.501",
        ";Q=1",
        ";q=1.0 ",
        ";q=1.1",
        ";q=",
        ";",
        ";q=0.",
        ";q=0;q=1",
    ]
)
ELEMENTS = st.builds(
    lambda blank, name, weight: blank + name + weight, st.sampled_from(["", " ", "\t"]), RANGES, WEIGHTS
)
HEADERS = st.lists(ELEMENTS, max_size=8).map(",".join)


@given(HEADERS | st.text(alphabet="itCHenq=;,.-_* \t015", max_size=60))
def test_the_answer_is_what_the_grammar_of_the_standard_gives(header: str) -> None:
    assert accept_language(header) == slow_accept_language(header)


@given(st.text(max_size=200))
def test_no_text_raises_and_every_tag_is_in_its_usual_form_once(header: str) -> None:
    tags = accept_language(header)

    assert len(set(tags)) == len(tags)
    assert [language_tag(tag) for tag in tags] == list(tags)
    assert accept_language(", ".join(tags)) == tags


@given(
    st.dictionaries(
        st.sampled_from(["it", "it-CH", "en", "de", "fr"]), st.integers(1, 999), min_size=1
    ).filter(lambda found: len(set(found.values())) == len(found)),
    st.randoms(use_true_random=False),
)
def test_with_different_qualities_the_order_of_the_header_does_not_matter(
    qualities: dict[str, int], dice: Random
) -> None:
    parts = [f"{tag};q=0.{quality:03}" for tag, quality in qualities.items()]
    dice.shuffle(parts)

    assert accept_language(",".join(parts)) == tuple(sorted(qualities, key=lambda tag: -qualities[tag]))
