"""A BANT model is proved when it is built: every fault at once, each with its path; and it comes from a document."""

import json
import re
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from leadmodel.errors import DefinitionError, InputError, LeadModelError
from leadmodel.scoring.bant_answers import Need, Size
from leadmodel.scoring.bant_card import grade_bant
from leadmodel.scoring.bant_fields import BantFields, BantWord
from leadmodel.scoring.bant_model import (
    AuthorityPoints,
    BantModel,
    BudgetPoints,
    CompellingEventPoints,
    LetterBand,
    NeedPoints,
    SizeBand,
    TimeBand,
    TimePoints,
    TitleBand,
    TitlePoints,
)
from leadmodel.scoring.bant_points import words_of
from leadmodel.scoring.bant_shipped import bant_matrix
from leadmodel.scoring.treatments import Treatment, Treatments
from tests.scoring.bant_building import AT, MODEL, tiny
from tests.scoring.bant_oracle import Plain
from tests.scoring.bant_worlds import answers, declared, models, told

ADAPTER = TypeAdapter(BantModel)
FIELDS = TypeAdapter(BantFields)


def faults(**changes: Any) -> list[str]:
    with pytest.raises(DefinitionError) as caught:
        tiny(**changes)
    assert str(caught.value).startswith("the BANT model has ")
    return [str(finding) for finding in caught.value.findings]


def budget(**changes: Any) -> BudgetPoints:
    return BudgetPoints(**{"weight": 1, "available": 100, "will_be_provided": 50, "none": 0} | changes)


def title(*bands: TitleBand, weight: int = 1) -> TitlePoints:
    return TitlePoints(weight=weight, bands=bands)


def months(*bands: TimeBand, weight: int = 1) -> TimePoints:
    return TimePoints(weight=weight, bands=bands)


def letters(*limits: Any) -> tuple[LetterBand, ...]:
    return tuple(
        LetterBand(letter=letter, at_least=limit) for letter, limit in zip("ABCDE", limits, strict=False)
    )


# ------------------------------------------------------------------------------------------------------------- faults


def test_every_fault_is_told_at_once_with_its_path() -> None:
    assert faults(
        budget=budget(weight=0, available=101, none=-1),
        title=title(TitleBand(mentions=("vp", "!"), points=100), TitleBand(mentions=("SVP, VP",), points=50)),
        decision=months(TimeBand(points=100), TimeBand(within_months=3, points=0)),
        letters=(LetterBand(letter="A", at_least=50), LetterBand(letter="A")),
        sizes=(SizeBand(number=1), SizeBand(number=1, at_least=5, said=(Size.SMALL, Size.SMALL))),
        unsized=7,
        last_letter_for=(Need.STUDENT, Need.STUDENT),
        zone="Europe/Zurch",
        treatments=Treatments(sales=("A1", "A2"), rest=Treatment.NURTURE),
    ) == [
        "$.budget.weight: 0 is no whole number from 1 on; leave out the table for 0",
        "$.budget.available: 101 is no whole number from 0 to 100",
        "$.budget.none: -1 is no whole number from 0 to 100",
        "$.title.bands[0].mentions[1]: '!' has no word in it, give letters or digits",
        "$.title.bands[1].mentions: the last band takes the rest, leave out mentions",
        "$.title.bands[1].mentions[0]: 'SVP, VP' finds nothing new, 'vp' in bands[0] comes before it",
        "$.decision.bands[0]: only the last band may leave out within_months",
        "$.decision.bands[1].within_months: the last band takes the rest, leave out within_months",
        "$.letters[1].letter: letter 'A' is declared twice",
        "$.sizes[1].number: number 1 is declared twice",
        "$.sizes[0]: only the last number may leave out at_least",
        "$.sizes[1].at_least: the last number takes the rest, leave out at_least",
        "$.unsized: 7 is none of the numbers 1, 1",
        "$.sizes[1].said[1]: number 1 has 'small' already",
        "$.sizes: no number is called large, medium, microscopic, and size_by asks for the word",
        "$.last_letter_for[1]: 'student' is named twice",
        "$.zone: 'Europe/Zurch' is not a time zone, did you mean 'Europe/Zurich'?",
        "$.treatments.sales[1]: unknown cell 'A2', expected one of A1",
    ]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"budget": None, "need": None}, "$: weighs nothing, give a table for one of budget, authority"),
        ({"budget": budget(weight=-1)}, "$.budget.weight: -1 is no whole number from 1 on"),
        ({"budget": budget(weight=1.5)}, "$.budget.weight: 1.5 is no whole number from 1 on"),
        ({"budget": budget(weight=True)}, "$.budget.weight: True is no whole number from 1 on"),
        ({"budget": budget(none="0")}, "$.budget.none: '0' is no whole number from 0 to 100"),
        ({"budget": budget(none=None)}, "$.budget.none: None is no whole number from 0 to 100"),
        ({"title": title()}, "$.title.bands: is empty, give at least one"),
        ({"title": title(TitleBand(points=1), TitleBand(points=0))}, "$.title.bands[0]: only the last band may"),
        ({"title": title(TitleBand(points=101))}, "$.title.bands[0].points: 101 is no whole number"),
        ({"decision": months()}, "$.decision.bands: is empty, give at least one"),
        (
            {"activation": months(*(TimeBand(within_months=n, points=1) for n in (3, 3)), TimeBand(points=0))},
            "$.activation.bands[1].within_months: 3 is not above the 3 of the band before it",
        ),
        (
            {"decision": months(TimeBand(within_months=-1, points=1), TimeBand(points=0))},
            "$.decision.bands[0].within_months: -1 is no whole number from 0 on",
        ),
        (
            {"decision": months(*(TimeBand(within_months=n, points=n) for n in range(12)), TimeBand(points=12))},
            "$.decision.bands: gives more than 12 different points",
        ),
        ({"letters": ()}, "$.letters: is empty, give at least one letter"),
        ({"letters": letters(50, 50, None)}, "$.letters[1].at_least: 50 is not below the 50 of the letter"),
        ({"letters": letters(101, None)}, "$.letters[0].at_least: 101 is not from 1 to 100"),
        ({"letters": letters(0, None)}, "$.letters[0].at_least: 0 is not from 1 to 100"),
        ({"letters": letters(50.5, None)}, "$.letters[0].at_least: 50.5 is no whole number"),
        ({"letters": letters(50, 20)}, "$.letters[1].at_least: the last letter takes the rest"),
        ({"letters": (LetterBand(letter=" "),)}, "$.letters[0].letter: ' ' is no letter"),
        ({"letters": (LetterBand(letter=[]),)}, "$.letters[0].letter: [] is no letter"),  # type: ignore[arg-type]
        ({"sizes": ()}, "$.sizes: is empty, give at least one number"),
        ({"sizes": (SizeBand(number="1"),)}, "$.sizes[0].number: '1' is no whole number"),  # type: ignore[arg-type]
        ({"size_by": ()}, "$.size_by: is empty, say which answers give the number"),
        ({"size_by": ("revenue", "revenue")}, "$.size_by[1]: 'revenue' is named twice"),
        ({"unsized": True}, "$.unsized: True is none of the numbers 1, 2"),
        ({"need": None, "last_letter_for": ("student",)}, "$.last_letter_for: asks about the need, and $.need has"),
        ({"unanswered": "ignored"}, "$.unanswered: 'ignored' is not one of adds_nothing, left_out"),
        ({"zone": 1}, "$.zone: 1 is not the name of a time zone"),
        ({"treatments": Treatments(sales=("A9",), rest=Treatment.NURTURE)}, "$.treatments.sales[0]: unknown cell 'A9'"),
        ({"treatments": Treatments(sales=("A1",))}, "$.treatments.rest: is missing, and no treatment lists A2, B1, B2"),
    ],
)  # fmt: skip
def test_a_fault_has_its_path_and_says_what_would_be_right(changes: dict[str, Any], says: str) -> None:
    found = faults(**changes)

    assert [each for each in found if each.startswith(says)], found


def test_where_only_a_word_gives_the_number_every_number_needs_one() -> None:
    sizes = (SizeBand(number=1, at_least=5, said=tuple(Size)), SizeBand(number=2))

    assert faults(sizes=sizes, size_by=("size",)) == [
        "$.sizes[1].said: is empty, and nothing but a word gives the number"
    ]
    assert tiny(sizes=sizes).cells == ("A1", "A2", "B1", "B2")


def test_a_word_for_a_size_may_be_missing_where_nobody_asks_for_words() -> None:
    assert tiny(sizes=(SizeBand(number=1, at_least=5), SizeBand(number=2)), size_by=("revenue",)).size_by


def test_a_letter_that_no_answers_reach_is_a_fault_with_the_most_that_they_reach() -> None:
    poor = budget(weight=2, available=70)

    assert faults(budget=poor, letters=letters(81, None)) == [
        "$.letters[0].at_least: 81 is out of reach, the best answers give 80.000"
    ]
    assert tiny(budget=poor, letters=letters(80, None)).cells


def test_a_title_is_found_by_whole_words_and_a_wider_phrase_may_come_later() -> None:
    bands = title(
        TitleBand(mentions=("vice president",), points=90),
        TitleBand(mentions=("president", "chief"), points=100),
        TitleBand(points=0),
    )
    places = [
        bands.place_of(each)
        for each in ("Vice-President, Sales", "PRESIDENT", "vice  president", "Presidential aide", "", "!")
    ]

    assert places == [0, 1, 0, 2, 2, 2]
    assert faults(title=title(*reversed(bands.bands[:2]), bands.bands[2])) == [
        "$.title.bands[1].mentions[0]: 'vice president' finds nothing new, 'president' in bands[0] comes before it"
    ]


def test_letter_case_in_other_alphabets_makes_no_difference_either() -> None:
    assert words_of("Straße") == words_of("STRASSE")
    assert words_of("ДИРЕКТОР") in words_of("Генеральный директор")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"letters": "AB"}, "letters: 'AB' is not a list of LetterBand"),
        ({"letters": ("A",)}, "letters: 'A' is not a LetterBand"),
        ({"letters": None}, "letters: None is not a list of LetterBand"),
        ({"sizes": (1,)}, "sizes: 1 is not a SizeBand"),
        ({"treatments": None}, "treatments: None is not Treatments"),
        ({"budget": NeedPoints}, "budget: .* is not BudgetPoints"),
        ({"decision": title()}, "decision: .* is not TimePoints"),
        ({"size_by": "revenue"}, "size_by: 'revenue' is not a list of str"),
        ({"size_by": ("turnover",)}, "size_by: 'turnover' is not one of the names"),
        ({"last_letter_for": ("studnt",)}, "did you mean 'student'"),
    ],
)
def test_parts_of_another_kind_are_an_error(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError, match=says):
        tiny(**changes)


@pytest.mark.parametrize(
    ("build", "says"),
    [
        (lambda: TitleBand(mentions="vp", points=1), "mentions: 'vp' is not a list of str"),  # type: ignore[arg-type]
        (lambda: TitleBand(mentions=(1,), points=1), "mentions: 1 is not a str"),  # type: ignore[arg-type]
        (lambda: TitlePoints(weight=1, bands=(TimeBand(points=1),)), "is not a TitleBand"),  # type: ignore[arg-type]
        (lambda: TimePoints(weight=1, bands=TimeBand(points=1)), "is not a list of TimeBand"),  # type: ignore[arg-type]
        (lambda: SizeBand(number=1, said=("big",)), "said: 'big' is not one of the names"),  # type: ignore[arg-type]
    ],
)
def test_a_table_of_another_kind_is_an_error(build: Any, says: str) -> None:
    with pytest.raises(InputError, match=re.escape(says)):
        build()


@pytest.mark.parametrize(
    "table",
    [BudgetPoints, AuthorityPoints, NeedPoints, CompellingEventPoints],
    ids=lambda table: table.__name__,
)
def test_a_table_asks_for_points_of_every_answer_in_their_order(table: Any) -> None:
    element = next(each for each in bant_matrix().weighed if isinstance(each.table, table))
    module = vars(__import__("leadmodel.scoring.bant_answers", fromlist=["Bant"]))
    names = module[table.__name__.removesuffix("Points")]

    assert [choice.name for choice in element.choices] == [each.value for each in names]


anything = (
    st.none()
    | st.booleans()
    | st.integers(-3, 200)
    | st.text(max_size=3)
    | st.lists(st.text(max_size=2), max_size=2)
    | st.sampled_from(
        (MODEL.letters, MODEL.sizes, MODEL.treatments, MODEL.budget, MODEL.title, MODEL.decision)
    )
)


@given(st.dictionaries(st.sampled_from(sorted(BantModel.__dataclass_fields__)), anything, max_size=4))
def test_whatever_a_model_is_given_only_documented_errors_escape(changes: dict[str, Any]) -> None:
    with suppress(LeadModelError):
        grade_bant(told({}), tiny(**changes), at=AT)


@given(st.dictionaries(st.sampled_from(("weight", "available", "none", "will_be_provided")), anything))
def test_whatever_a_table_is_given_only_documented_errors_escape(changes: dict[str, Any]) -> None:
    with suppress(LeadModelError):
        grade_bant(told({"budget": "none"}), tiny(budget=budget(**changes)), at=AT)


# ----------------------------------------------------------------------------------------------------------- documents


@given(models(), answers())
def test_a_model_comes_back_from_a_document_as_it_was(plain: Plain, replies: Plain) -> None:
    model = declared(plain)
    back = ADAPTER.validate_json(ADAPTER.dump_json(model, exclude_defaults=True), strict=True)

    assert back == model
    assert grade_bant(told(replies), back, at=AT) == grade_bant(told(replies), model, at=AT)


def test_the_shipped_models_come_back_from_a_document_and_have_a_schema() -> None:
    for model in (MODEL, bant_matrix(sizes=3, reading="rank"), replace(MODEL, zone="Europe/Zurich")):
        assert ADAPTER.validate_python(json.loads(ADAPTER.dump_json(model))) == model
    assert set(ADAPTER.json_schema()["required"]) == {"letters", "sizes", "treatments"}


def test_a_mapping_of_fields_comes_back_from_a_document() -> None:
    mapping = BantFields(budget="fields.b", words=(BantWord(answer="budget", says="Yes", means="available"),))

    assert FIELDS.validate_json(FIELDS.dump_json(mapping, exclude_defaults=True), strict=True) == mapping
