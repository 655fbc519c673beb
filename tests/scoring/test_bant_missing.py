"""What would bring a lead to a cell: against every combination of answers, and by grading the changed ones again."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import InputError, TimeError, UnknownNameError
from leadmodel.scoring.bant_answers import Bant, Need
from leadmodel.scoring.bant_card import grade_bant
from leadmodel.scoring.bant_missing import BantWay, what_is_missing
from leadmodel.scoring.bant_model import BudgetPoints, LetterBand, NeedPoints
from leadmodel.scoring.bant_points import Element
from leadmodel.scoring.bant_shipped import bant_matrix
from tests.scoring.bant_building import AT, tiny
from tests.scoring.bant_oracle import Plain, points_of, ways
from tests.scoring.bant_worlds import NAMES, TODAY, answers, declared, models, told

#: Small enough to try every combination, with answers that are worth the same.
small_models = models(most=4, most_bands=3, worth=(0, 50, 100))


def targets_of(data: st.DataObject, model: Plain) -> set[str]:
    return data.draw(st.sets(st.sampled_from(sorted(model["treatments"])), min_size=1, max_size=3))


def names_of(model: Plain, element: str) -> list[str]:
    if element == "size":
        return [str(number) for number, _, _ in model["sizes"]]
    weighed = next(each for each in declared(model).weighed if each.element == element)
    return [choice.name for choice in weighed.choices]


def as_oracle(model: Plain, way: BantWay) -> tuple[str, int, list[tuple[int, int]]]:
    order = [*model["elements"], "size"]
    changes = [
        (order.index(each.element), names_of(model, each.element).index(each.after)) for each in way.changes
    ]
    return way.cell, way.total_thousandths, changes


def changed(model: Plain, replies: Plain, way: BantWay) -> Plain:
    """The answers as they would be: said in the way that a lead would say them."""
    after = dict(replies)

    def instead(*gone: str, **given: Any) -> None:
        for name in gone:
            after.pop(name, None)
        after.update(given)

    for change in way.changes:
        name, element = change.element.value, model["elements"].get(change.element.value)
        place = names_of(model, name).index(change.after)
        if name == "size":
            _, at_least, said = model["sizes"][place]
            by = model["size_by"][0]
            instead("revenue", "budget_amount", "size", **{by: said[0] if by == "size" else at_least or 0})
        elif name == "authority":
            instead("decision_maker", "influencer", authority=change.after)
        elif name == "title":
            mentions = element["bands"][place][0]
            instead(title=mentions[0] if mentions else "astronaut")
        elif name in ("decision", "activation"):
            verb = "decides" if name == "decision" else "activates"
            limits = [limit for limit, _ in element["bands"]]
            months = limits[place] if limits[place] is not None else max([-1, *limits[:-1]]) + 1
            # Months that are told today, whenever the others were.
            instead(f"{verb}_on", f"{verb}_in", **{f"{verb}_on": _ahead(months)})
        else:
            instead(**{name: change.after})
    return after


def _ahead(months: int) -> Any:
    year, month = divmod(TODAY.year * 12 + TODAY.month - 1 + months, 12)
    return TODAY.replace(year=year, month=month + 1)


@given(small_models, answers(), st.data())
def test_the_ways_are_those_of_trying_every_combination_in_the_documented_order(
    model: Plain, replies: Plain, data: st.DataObject
) -> None:
    here = grade_bant(told(replies), declared(model), at=AT).cell
    elsewhere = sorted({*model["treatments"]} - {here})
    targets = data.draw(st.sets(st.sampled_from(elsewhere or [here]), min_size=1, max_size=3))

    found = what_is_missing(told(replies), declared(model), target=targets, at=AT)

    assert [as_oracle(model, way) for way in found] == ways(model, replies, TODAY, targets)


@given(models(), answers(), st.data())
def test_a_lead_that_takes_a_way_is_in_the_cell_with_the_total_that_was_told(
    model: Plain, replies: Plain, data: st.DataObject
) -> None:
    targets = targets_of(data, model)

    for way in what_is_missing(told(replies), declared(model), target=targets, at=AT, at_most=5):
        after = changed(model, replies, way)
        if after.get("budget") == "none" and after.get("budget_amount"):
            # Elements are changed one by one, and these two then contradict each other.
            continue
        card = grade_bant(told(after), declared(model), at=AT)

        assert way.cell in targets
        assert (card.cell, card.total_thousandths) == (way.cell, way.total_thousandths)


@given(small_models, answers(), st.data())
def test_a_cut_list_is_the_beginning_of_the_whole_one_and_the_order_of_targets_makes_no_difference(
    model: Plain, replies: Plain, data: st.DataObject
) -> None:
    targets, house = sorted(targets_of(data, model)), declared(model)
    most = data.draw(st.integers(1, 4))
    whole = what_is_missing(told(replies), house, target=targets, at=AT)

    assert (
        what_is_missing(told(replies), house, target=reversed(targets), at=AT, at_most=most) == whole[:most]
    )


@given(models(), answers())
def test_nothing_has_to_change_for_the_cell_that_a_lead_is_in(model: Plain, replies: Plain) -> None:
    card = grade_bant(told(replies), declared(model), at=AT)
    if card.cell is not None:
        found = what_is_missing(told(replies), declared(model), target=card.cell, at=AT)

        assert found == (BantWay(cell=card.cell, total_thousandths=card.total_thousandths, changes=()),)
        assert str(found[0]).endswith("nothing has to change")


def test_asking_comes_before_turning_an_answer_over() -> None:
    replies = {"title": "Director", "authority": "influencer", "decides_in": 9, "revenue": 300_000}

    found = what_is_missing(told({"budget": "will_be_provided"} | replies), bant_matrix(), target="B2", at=AT)

    unknown = [all(change.before is None for change in way.changes) for way in found]
    assert unknown == sorted(unknown, reverse=True)
    assert [str(way) for way in found] == [
        "B2 with 43.500 points: compelling_event unknown -> official_project",
        "B2 with 48.500 points: need unknown -> problem_to_solve",
        "B2 with 41.500 points: authority influencer -> decision_maker",
        "B2 with 46.000 points: budget will_be_provided -> available",
        "B2 with 47.500 points: decision within 12 months -> within 3 months",
    ]


def test_a_job_seeker_has_to_become_something_else_first() -> None:
    replies = {"budget": "available", "authority": "decision_maker", "title": "VP", "size": "large"}

    found = what_is_missing(told({"need": "job_seeker"} | replies), bant_matrix(), target="A1", at=AT)

    assert found
    assert all(any(change.element is Element.NEED for change in way.changes) for way in found)


def test_a_size_that_was_only_assumed_is_asked_for_and_not_turned_over() -> None:
    (way,) = what_is_missing(told({"budget": "available"}), tiny(unsized=2), target="A1", at=AT)

    assert str(way) == "A1 with 50.000 points: size unknown -> 1"


def test_the_ways_that_move_the_total_least_come_first_up_or_down() -> None:
    three = (LetterBand(letter="A", at_least=75), LetterBand(letter="B", at_least=50), LetterBand(letter="C"))
    model = tiny(budget=BudgetPoints(weight=1, available=100, will_be_provided=60, none=0), letters=three)
    lead = told({"budget": "will_be_provided", "need": "researching", "size": "large"})

    assert [str(way) for way in what_is_missing(lead, model, target=("C1", "A1"), at=AT)] == [
        "A1 with 75.000 points: budget will_be_provided -> available",
        "A1 with 80.000 points: need researching -> problem_to_solve",
        "C1 with 30.000 points: need researching -> job_seeker",
        "C1 with 25.000 points: budget will_be_provided -> none",
    ]


def test_an_answer_that_takes_the_last_letter_is_another_than_one_of_the_same_points() -> None:
    points = {"problem_to_solve": 100, "researching": 0, "job_seeker": 0, "student": 0, "selling_to_you": 0}
    model = tiny(need=NeedPoints(weight=1, **points), last_letter_for=(Need.STUDENT,))
    lead = told({"budget": "available", "size": "large"})

    first, *_ = what_is_missing(lead, model, target="B1", at=AT)

    assert str(first) == "B1 with 50.000 points: need unknown -> student"


def test_no_way_is_an_empty_answer() -> None:
    """With one letter for every answer, no answer leads to a size that nobody told and that cannot be told."""
    plain: Plain = {
        "elements": {"need": {"weight": 1, "answers": [(name, 100) for name in NAMES["need"]]}},
        "letters": [("A", 100), ("B", None)],
        "sizes": [(1, None, ("large", "medium", "small", "microscopic"))],
        "treatments": {"A1": "sales", "B1": "nurture"},
        "size_by": ["size"],
        "unsized": None,
        "last_letter_for": [],
        "unanswered": "adds_nothing",
    }

    assert points_of(plain["elements"]["need"]) == [100] * 5
    assert what_is_missing(told({"need": "student"}), declared(plain), target="B1", at=AT) == ()


@pytest.mark.parametrize(
    ("changes", "error", "says"),
    [
        ({"target": "b2"}, UnknownNameError, "unknown cell 'b2', did you mean 'B2'"),
        ({"target": ()}, InputError, "is empty, name at least one cell"),
        ({"target": (1,)}, InputError, "target: 1 is no cell"),
        ({"target": 1}, InputError, "target: 1 is no cell"),
        ({"at_most": 0}, InputError, "at_most: 0 is below 1"),
        ({"at": AT.replace(tzinfo=None)}, TimeError, "has no time zone"),
    ],
)
def test_a_broken_question_is_an_error_that_says_so(
    changes: dict[str, Any], error: type[Exception], says: str
) -> None:
    asked: dict[str, Any] = {"target": "B2", "at": AT} | changes

    with pytest.raises(error, match=says):
        what_is_missing(Bant(), bant_matrix(), **asked)
