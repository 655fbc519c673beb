"""How well a language is spoken: the levels of the CEFR in their order, and nothing in between."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import InputError
from leadmodel.records import Level, answers, language_level, spoken_at

LADDER = ["A1", "A2", "B1", "B2", "C1", "C2", "native"]


def test_the_levels_stand_in_the_order_of_the_framework_and_a_native_speaker_above() -> None:
    for one, other in product(LADDER, LADDER):
        assert Level(one).reaches(Level(other)) == (LADDER.index(one) >= LADDER.index(other))
        # Level is text too; that its order as text is the same keeps a table that sorts by it right.
        assert (Level(one) >= Level(other)) == Level(one).reaches(Level(other))


@pytest.mark.parametrize("text", [*LADDER, *map(str.lower, LADDER), "NATIVE", Level.B2])
def test_a_level_is_read_in_any_letter_case(text: str) -> None:
    assert language_level(text).casefold() == text.casefold()


@pytest.mark.parametrize("text", ["", "B", "B2+", "B3", " B2", "fluent", "mother tongue", None, 2, b"B2"])
def test_what_is_no_level_is_refused_with_the_choice(text: object) -> None:
    with pytest.raises(
        InputError, match=r"^languages: .* is not one of the levels A1, A2, .*, C2, native$"
    ) as caught:
        language_level(text, "languages")  # type: ignore[arg-type]
    assert caught.value.value is text


@given(st.text(max_size=8))
def test_any_text_is_a_level_or_an_input_error(text: str) -> None:
    try:
        level = language_level(text)
    except InputError:
        assert text.casefold() not in [name.casefold() for name in LADDER]
    else:
        assert level.casefold() == text.casefold()


SPOKEN = st.dictionaries(st.sampled_from(["it", "de-CH", "en", "fr"]), st.sampled_from(LADDER))


@given(SPOKEN, st.sampled_from(list(Level)))
def test_who_speaks_well_enough_at_a_level_does_at_every_lower_one(
    spoken: dict[str, str], least: Level
) -> None:
    enough = spoken_at(spoken, least)

    assert enough == tuple(
        sorted(tag for tag, level in spoken.items() if LADDER.index(level) >= LADDER.index(least))
    )
    for lower in list(Level)[: LADDER.index(least) + 1]:
        assert set(enough) <= set(spoken_at(spoken, lower))


def test_languages_that_are_spoken_well_enough_are_what_answers_takes() -> None:
    rep = {"IT_ch": "native", "fr": "B1"}

    assert answers(spoken_at(rep, Level.B2), "fr") is None
    assert answers(spoken_at(rep, Level.B1), "fr") is not None
    assert spoken_at(rep, Level.C2) == ("it-CH",)


@pytest.mark.parametrize("levels", [{"italian": "B2"}, {"xx": "B2"}, {"it": "good"}])
def test_a_tag_or_a_level_that_is_none_is_refused(levels: dict[str, str]) -> None:
    with pytest.raises(InputError, match=r"^levels: "):
        spoken_at(levels, Level.A1)


def test_the_least_level_may_be_a_name_and_is_refused_when_it_is_none() -> None:
    assert spoken_at({"it": "C1", "fr": "A1"}, "b2") == ("it",)
    with pytest.raises(InputError, match=r"^least: 'fluent' is not one of the levels"):
        spoken_at({"it": "C1"}, "fluent")
