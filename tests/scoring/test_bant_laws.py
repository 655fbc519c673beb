"""Laws of BANT over random models, answers and days, against counting by hand in fractions."""

import pickle
from datetime import timedelta
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from leadmodel.scoring.bant_card import BantCard, grade_bant, standing
from leadmodel.scoring.bant_sum import shares_of, total_of
from tests.scoring.bant_building import AT
from tests.scoring.bant_oracle import Plain, graded, points_of, shares
from tests.scoring.bant_worlds import NAMES, TODAY, answers, declared, models, told

SIZES = ("revenue", "budget_amount", "size")


def card(model: Plain, given_answers: Plain) -> BantCard:
    return grade_bant(told(given_answers), declared(model), at=AT)


def as_oracle(found: BantCard) -> Plain:
    return {
        "total": found.total_thousandths,
        "letter": found.letter,
        "number": found.number,
        "by": found.sized_by,
        "treatment": found.treatment,
        "known": found.known,
        "points": [line.points for line in found.lines],
        "least": found.least_thousandths,
        "most": found.most_thousandths,
    }


@given(models(), answers())
def test_a_card_is_what_counting_by_hand_gives(model: Plain, replies: Plain) -> None:
    found = card(model, replies)

    assert as_oracle(found) == graded(model, replies, TODAY)
    assert found.cell == (None if found.number is None else f"{found.letter}{found.number}")
    assert [line.element for line in found.lines] == list(model["elements"])
    assert found.asked == len(model["elements"])


@given(models(), answers())
def test_the_shares_are_those_of_the_largest_remainders_and_add_up_to_the_total(
    model: Plain, replies: Plain
) -> None:
    found = card(model, replies)
    given_shares = [line.share_thousandths for line in found.lines]

    assert given_shares == shares(model, replies, TODAY)
    assert sum(given_shares) == found.total_thousandths
    assert 0 <= found.total_thousandths <= 100_000


@given(st.lists(st.tuples(st.integers(1, 10**12), st.integers(0, 100)), max_size=9), st.integers(0, 10**12))
def test_shares_add_up_whatever_the_weights(parts: list[tuple[int, int]], unanswered: int) -> None:
    over = sum(weight for weight, _ in parts) + unanswered

    found = shares_of(parts, over)

    assert sum(found) == total_of(parts, over)
    assert all(share == 0 for share, (_, worth) in zip(found, parts, strict=True) if worth == 0)


@given(models(), answers(), st.integers(2, 1000))
def test_weights_count_by_their_share_alone(model: Plain, replies: Plain, times: int) -> None:
    heavier = {
        **model,
        "elements": {
            name: {**element, "weight": element["weight"] * times}
            for name, element in model["elements"].items()
        },
    }
    one, other = card(model, replies), card(heavier, replies)

    assert as_oracle(one) == as_oracle(other)
    assert [line.share_thousandths for line in one.lines] == [line.share_thousandths for line in other.lines]


@given(models(), answers(), answers())
def test_the_size_never_changes_the_letter_nor_an_answer_the_number(
    model: Plain, replies: Plain, others: Plain
) -> None:
    assume(not (replies.get("budget") == "none" and others.get("budget_amount")))
    mixed = {name: each for name, each in replies.items() if name not in SIZES}
    mixed |= {name: each for name, each in others.items() if name in SIZES}
    first, second, both = card(model, replies), card(model, others), card(model, mixed)

    assert (both.letter, both.total_thousandths, both.lines) == (
        first.letter,
        first.total_thousandths,
        first.lines,
    )
    assert (both.number, both.sized_by) == (second.number, second.sized_by)


@given(models(), answers(), st.data())
def test_an_answer_to_an_open_question_never_takes_anything_away(
    model: Plain, replies: Plain, data: st.DataObject
) -> None:
    model = {**model, "unanswered": "adds_nothing", "last_letter_for": []}
    open_names = [name for name in ("budget", "need", "compelling_event") if name not in replies]
    assume(open_names)
    name = data.draw(st.sampled_from(open_names))
    answer = data.draw(st.sampled_from(NAMES[name]))
    assume(not (answer == "none" and replies.get("budget_amount")))
    before, after = card(model, replies), card(model, {**replies, name: answer})
    letters = [letter for letter, _ in model["letters"]]

    assert after.total_thousandths >= before.total_thousandths
    assert letters.index(after.letter) <= letters.index(before.letter)
    assert before.least_thousandths <= after.least_thousandths
    assert after.most_thousandths <= before.most_thousandths


@given(models(), answers())
def test_left_out_an_open_question_makes_no_difference(model: Plain, replies: Plain) -> None:
    model = {**model, "unanswered": "left_out"}
    found = card(model, replies)
    answered = [line.element.value for line in found.lines if line.points is not None]
    assume(answered)
    asked_less = {**model, "elements": {name: model["elements"][name] for name in answered}}
    if "need" not in answered:
        asked_less["last_letter_for"] = []
    # The best that is left may be below a letter; then it is no model.
    best = sum(each["weight"] * max(points_of(each)) for each in asked_less["elements"].values())
    weight = sum(each["weight"] for each in asked_less["elements"].values())
    assume(all(least is None or least * weight <= best for _, least in model["letters"]))

    other = card(asked_less, replies)

    assert (other.total_thousandths, other.letter) == (found.total_thousandths, found.letter)


@given(models(), answers(), st.data())
def test_more_points_for_an_answer_never_lower_a_total(
    model: Plain, replies: Plain, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(sorted(model["elements"])))
    element = model["elements"][name]
    kind = "bands" if "bands" in element else "answers"
    place = data.draw(st.integers(0, len(element[kind]) - 1))
    known, worth = element[kind][place]
    more = data.draw(st.integers(worth, 100))
    raised = {**element, kind: [*element[kind][:place], (known, more), *element[kind][place + 1 :]]}
    richer = {**model, "elements": {**model["elements"], name: raised}}

    assert card(richer, replies).total_thousandths >= card(model, replies).total_thousandths


@given(models(), answers(), st.integers(0, 400))
def test_time_alone_brings_a_date_nearer_until_it_has_passed(model: Plain, replies: Plain, days: int) -> None:
    """A date that is nearer is in the same band or an earlier one, and a date that has passed stays so."""
    now = card(model, replies)
    later = grade_bant(told(replies), declared(model), at=AT + timedelta(days=days))

    for before, after in zip(now.lines, later.lines, strict=True):
        if before.state == "passed":
            assert after == before
        elif before.choice != after.choice:
            names = [name for name, _ in _bands(model, before.element.value)]
            assert after.choice is None or names.index(after.choice) < names.index(str(before.choice))


def _bands(model: Plain, name: str) -> list[tuple[str, int]]:
    weighed = next(each for each in declared(model).weighed if each.element == name)
    return [(choice.name, choice.points) for choice in weighed.choices]


@given(models(), st.lists(answers(), max_size=5), st.randoms(use_true_random=False))
def test_standing_sorts_by_cell_and_the_order_of_the_cards_makes_no_difference(
    model: Plain, several: list[Plain], chance: Any
) -> None:
    house = declared(model)
    cards = [card(model, each) for each in several]
    shuffled = list(cards)
    chance.shuffle(shuffled)
    ranked = sorted(cards, key=lambda each: standing(each, house))

    assert [standing(each, house) for each in sorted(shuffled, key=lambda each: standing(each, house))] == [
        standing(each, house) for each in ranked
    ]
    places = [house.cells.index(each.cell) for each in ranked if each.cell is not None]
    assert places == sorted(places)


@given(models(), answers())
def test_a_model_that_travelled_to_another_process_grades_the_same(model: Plain, replies: Plain) -> None:
    house = declared(model)
    first = grade_bant(told(replies), house, at=AT)
    moved = pickle.loads(pickle.dumps(house))

    assert moved == house
    assert hash(moved) == hash(house)
    assert grade_bant(pickle.loads(pickle.dumps(told(replies))), moved, at=AT) == first
    assert pickle.loads(pickle.dumps(first)) == first
