"""Acceptable substitutes: what answers, how it was reached, the faults of a declaration, and proposals."""

import sys
from collections.abc import Mapping
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import InputError
from leadmodel.records import (
    Answered,
    Reached,
    answers,
    check_substitutes,
    language_tag,
    proposed_substitutes,
    speaks,
)

TAGS = [
    "en",
    "en-GB",
    "de",
    "de-CH",
    "de-CH-1996",
    "gsw",
    "pt",
    "pt-BR",
    "pt-PT",
    "ca",
    "ca-ES",
    "es",
    "gl",
    "it",
]
HOUSE = {
    "pt-BR": ("pt-PT",),
    "pt-PT": ("pt-BR",),
    "ca": ("es", "fr"),
    "gl": ("pt-PT", "es"),
    "de-CH": ("gsw",),
}


@pytest.mark.parametrize(
    ("spoken", "wanted", "tag", "reached", "by"),
    [
        (("it-CH", "it"), "it-CH", "it-CH", Reached.EXACT, "it-CH"),
        (("it", "en"), "it-CH", "it", Reached.SHORTENED, "it-CH"),
        (("it-IT",), "it", "it-IT", Reached.MORE_EXACT, "it"),
        (("pt-PT",), "pt-BR", "pt-PT", Reached.SUBSTITUTE, "pt-PT"),
        (("pt",), "pt-BR", "pt", Reached.SHORTENED, "pt-BR"),
        # The substitutes are tried in the order in which they stand, and the wanted tag's own come before its stem's.
        (("fr", "es"), "ca", "es", Reached.SUBSTITUTE, "es"),
        (("fr-CH",), "ca-ES-valencia", "fr-CH", Reached.SUBSTITUTE, "fr"),
        (("gsw", "fr"), "de-CH-1996", "gsw", Reached.SUBSTITUTE, "gsw"),
        # A substitute is answered as any wanted tag is: shortened, or more exactly.
        (("pt",), "gl", "pt", Reached.SUBSTITUTE, "pt-PT"),
        (("es-MX",), "gl", "es-MX", Reached.SUBSTITUTE, "es"),
    ],
)
def test_an_answer_says_how_it_was_reached(
    spoken: tuple[str, ...], wanted: str, tag: str, reached: Reached, by: str
) -> None:
    assert answers(spoken, wanted, substitutes=HOUSE) == Answered(tag=tag, reached=reached, by=by)


def test_a_substitute_of_a_substitute_is_none() -> None:
    chain = {"gl": ("pt",), "pt": ("es",)}

    assert answers(("es",), "gl", substitutes=chain) is None
    assert answers(("es",), "pt", substitutes=chain) is not None


def test_what_is_more_exact_than_the_wanted_tag_lends_it_no_substitute() -> None:
    assert answers(("gsw",), "de", substitutes=HOUSE) is None
    assert answers((), "ca", substitutes=HOUSE) is None
    assert answers(("es",), "", substitutes=HOUSE) is None


@pytest.mark.statement("RT-05")
def test_without_a_declaration_french_does_not_stand_for_italian() -> None:
    assert answers(("fr-CH", "fr"), "it-CH") is None
    assert answers(("fr-CH", "fr"), "it-CH", substitutes=HOUSE) is None


def slow_answers(
    spoken: list[str], wanted: str, substitutes: Mapping[str, tuple[str, ...]]
) -> Answered | None:
    """All ways written out in their order over lists of subtags, and the first that is spoken."""

    def ways(of: str) -> list[tuple[str, Reached]]:
        parts = of.split("-")
        ends = range(len(parts), 0, -1)
        stems = [
            ("-".join(parts[:end]), Reached.EXACT if end == len(parts) else Reached.SHORTENED) for end in ends
        ]
        longer = sorted(tag for tag in spoken if tag.split("-")[: len(parts)] == parts and tag != of)
        return [*stems, *((tag, Reached.MORE_EXACT) for tag in longer)]

    order = [(tag, how, wanted) for tag, how in ways(wanted)]
    for stem, _ in ways(wanted):
        if wanted.startswith(stem):
            order += [
                (tag, Reached.SUBSTITUTE, by) for by in substitutes.get(stem, ()) for tag, _ in ways(by)
            ]
    return next((Answered(tag=tag, reached=how, by=by) for tag, how, by in order if tag in spoken), None)


MAPPINGS = st.dictionaries(
    st.sampled_from(TAGS), st.lists(st.sampled_from(TAGS), max_size=3, unique=True).map(tuple), max_size=5
)


@given(
    st.lists(st.sampled_from(TAGS), unique=True),
    st.sampled_from(TAGS),
    MAPPINGS,
    st.randoms(use_true_random=False),
)
def test_the_answer_is_the_first_of_all_ways_in_any_order_of_what_is_spoken(
    spoken: list[str], wanted: str, substitutes: dict[str, tuple[str, ...]], dice: Random
) -> None:
    answer = answers(spoken, wanted, substitutes=substitutes)
    assert answer == slow_answers(spoken, wanted, substitutes)

    dice.shuffle(spoken)
    assert answers(iter(spoken), wanted, substitutes=substitutes) == answer


@given(st.lists(st.sampled_from(TAGS), unique=True), st.sampled_from(TAGS), MAPPINGS)
def test_a_declaration_never_takes_an_answer_away(
    spoken: list[str], wanted: str, substitutes: dict[str, tuple[str, ...]]
) -> None:
    plain = answers(spoken, wanted)

    assert (plain and plain.tag) == speaks(spoken, wanted)
    if plain is not None:
        assert plain.reached is not Reached.SUBSTITUTE
        assert answers(spoken, wanted, substitutes=substitutes) == plain


# ------------------------------------------------------------------------------------------------------- the faults


def faults(substitutes: Mapping[str, object]) -> list[str]:
    return [str(each) for each in check_substitutes(substitutes, "$.substitutes")]  # type: ignore[arg-type]


def test_a_sound_declaration_has_no_fault_also_where_two_stand_for_each_other() -> None:
    assert faults(HOUSE) == []


@pytest.mark.parametrize(
    ("substitutes", "expected"),
    [
        ({"ca": ("ca",)}, ["$.substitutes['ca'][0]: 'ca' would stand for itself"]),
        ({"ca": ("es", "fr", "es")}, ["$.substitutes['ca'][2]: 'es' is named twice"]),
        (
            {"de-CH": ("de",)},
            ["$.substitutes['de-CH'][0]: 'de' answers 'de-CH' as it is, it needs no substitute"],
        ),
        (
            {"de": ("de-CH",)},
            ["$.substitutes['de'][0]: 'de-CH' answers 'de' as it is, it needs no substitute"],
        ),
        ({"ca": ()}, ["$.substitutes['ca']: names no substitute, give one or leave the line out"]),
        ({"ca": "es"}, ["$.substitutes['ca']: is one text, give a list of tags such as ['es']"]),
        ({"PT_br": ("pt-PT",)}, ["$.substitutes['PT_br']: 'PT_br' is written 'pt-BR'"]),
        ({"ca": ("ES",)}, ["$.substitutes['ca'][0]: 'ES' is written 'es'"]),
        (
            {"catalan": ("es", 5)},
            [
                "$.substitutes['catalan']: language: 'catalan' is not a language tag such as 'it' or 'it-CH'",
                "$.substitutes['catalan'][1]: 5 is not a language tag such as 'it' or 'it-CH'",
            ],
        ),
    ],
)
def test_every_fault_is_named_with_its_place(substitutes: dict[str, object], expected: list[str]) -> None:
    assert faults(substitutes) == expected


@given(MAPPINGS)
def test_where_there_is_no_fault_every_substitute_is_of_use(substitutes: dict[str, tuple[str, ...]]) -> None:
    if faults(substitutes):
        return
    for wanted, others in substitutes.items():
        for other in others:
            found = answers((other,), wanted, substitutes=substitutes)
            assert found is not None
            assert found.reached is Reached.SUBSTITUTE


@given(
    st.dictionaries(
        st.text(max_size=8), st.lists(st.text(max_size=8) | st.none() | st.integers(), max_size=3)
    )
)
def test_any_declaration_gives_findings_and_never_raises(substitutes: dict[str, object]) -> None:
    assert all(text.startswith("$.substitutes[") for text in faults(substitutes))


# -------------------------------------------------------------------------------------------------------- proposals


@pytest.fixture
def tag_distance() -> object:
    return pytest.importorskip("langcodes", reason="the extra `lang` is not installed").tag_distance


@pytest.mark.usefixtures("tag_distance")
def test_what_is_proposed_is_near_and_needed() -> None:
    proposed = proposed_substitutes(["de", "pt-PT", "es", "fr"], ["de-CH", "pt-BR", "ca", "it"], within=20)

    assert proposed == {"pt-BR": ("pt-PT",), "ca": ("es",)}
    assert faults(proposed) == []


@pytest.mark.usefixtures("tag_distance")
def test_a_wanted_language_with_nothing_near_gets_no_stand_in() -> None:
    """The library's own `closest_match` gives `und` here, which every rep would seem to lack."""
    assert proposed_substitutes(["fr", "en"], ["de-CH"], within=20) == {}
    assert proposed_substitutes([], ["de-CH"], within=134) == {}


@given(
    st.lists(st.sampled_from(TAGS), unique=True, max_size=6),
    st.lists(st.sampled_from(TAGS), unique=True, max_size=4),
    st.integers(0, 134),
)
def test_proposals_are_all_that_is_near_the_nearest_first(
    spoken: list[str], wanted: list[str], within: int
) -> None:
    langcodes = pytest.importorskip("langcodes", reason="the extra `lang` is not installed")
    proposed = proposed_substitutes(spoken, wanted, within=within)

    assert faults(proposed) == []
    for want in wanted:
        near = [
            tag
            for tag in spoken
            if answers((tag,), want) is None and langcodes.tag_distance(want, tag) <= within
        ]
        listed: list[str] = []
        while near:
            nearest = min((langcodes.tag_distance(want, tag), tag) for tag in near)[1]
            near.remove(nearest)
            listed.append(nearest)
        assert proposed.get(want, ()) == tuple(listed)


@pytest.mark.parametrize("within", [-1, 135, True, 5.0, "5", None])
@pytest.mark.usefixtures("tag_distance")
def test_a_distance_that_is_none_is_refused(within: object) -> None:
    with pytest.raises(InputError, match=r"is not a distance, give a whole number from 0 to 134"):
        proposed_substitutes(["es"], ["ca"], within=within)  # type: ignore[arg-type]


@pytest.mark.usefixtures("tag_distance")
@pytest.mark.parametrize("bad", ["xx", "de-12", "de-a", ""])
def test_a_tag_that_cannot_be_compared_is_refused(bad: str) -> None:
    with pytest.raises(InputError, match=r"cannot be compared|is not a language tag|names no language"):
        proposed_substitutes(["it"], [bad], within=5)


@given(st.text(max_size=10) | st.from_regex(r"[a-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}", fullmatch=True))
def test_only_an_input_error_escapes(text: str) -> None:
    pytest.importorskip("langcodes", reason="the extra `lang` is not installed")
    try:
        proposed = proposed_substitutes(["en"], [text], within=134)
    except InputError:
        return
    assert set(proposed) <= {language_tag(text)}


def test_without_the_library_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "langcodes", None)

    with pytest.raises(InputError, match=r"needs the library `langcodes`, install leadmodel\[lang\]"):
        proposed_substitutes(["es"], ["ca"], within=20)
