"""The answers of a lead: names, figures, contradictions; and how many months are left until a date."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import InputError, LeadModelError
from leadmodel.scoring.bant_answers import Authority, Bant, Budget, Need
from leadmodel.scoring.bant_time import PASSED, months_left
from tests.scoring.bant_oracle import Plain, months_until, told_authority
from tests.scoring.bant_worlds import answers, told


@given(answers())
def test_answers_that_agree_are_taken_and_plain_names_become_members(replies: Plain) -> None:
    bant = told(replies)

    for name, value in replies.items():
        assert getattr(bant, name) == value
    assert told({name: str(value) if name == "need" else value for name, value in replies.items()}) == bant
    assert isinstance(bant.budget, Budget | None)
    assert isinstance(bant.need, Need | None)


def test_nothing_is_known_of_somebody_who_told_nothing() -> None:
    assert {getattr(Bant(), name) for name in Bant.__slots__} == {None}
    assert Bant().authority_known is None


# ---------------------------------------------------------------------------------------------------------- authority


@pytest.mark.statement("BM-02", "SC-25")
@pytest.mark.parametrize("decides", [True, False, None])
@pytest.mark.parametrize("influences", [True, False, None])
def test_two_questions_come_to_one_word_and_the_highest_counts(
    decides: bool | None, influences: bool | None
) -> None:
    bant = Bant(decision_maker=decides, influencer=influences)

    assert bant.authority_known == told_authority({"decision_maker": decides, "influencer": influences})


@pytest.mark.parametrize("word", list(Authority))
@pytest.mark.parametrize("decides", [True, False, None])
@pytest.mark.parametrize("influences", [True, False, None])
def test_a_word_stands_unless_an_answer_contradicts_it(
    word: Authority, decides: bool | None, influences: bool | None
) -> None:
    """A decision maker decides, an influencer influences and no more; whoever stands below does neither."""
    impossible = {
        "decision_maker": decides is False,
        "influencer": decides is True or influences is False,
    }.get(word, decides is True or influences is True)

    if impossible:
        with pytest.raises(InputError, match=f"contradicts authority '{word}'") as caught:
            Bant(authority=word, decision_maker=decides, influencer=influences)
        assert caught.value.argument in ("decision_maker", "influencer")
    else:
        assert Bant(authority=word, decision_maker=decides, influencer=influences).authority_known is word


# -------------------------------------------------------------------------------------------------- what is no answer


@pytest.mark.parametrize(
    ("replies", "says"),
    [
        ({"budget": "availible"}, "budget: 'availible' is not one of the names, did you mean 'available'"),
        ({"budget": True}, "budget: True is not one of the names"),
        ({"need": ""}, "need: '' is not one of the names"),
        ({"title": 7}, "title: 7 is not text"),
        ({"problem": b"slow"}, "problem: b'slow' is not text"),
        ({"decision_maker": "yes"}, "decision_maker: 'yes' is neither True nor False"),
        ({"influencer": 1}, "influencer: 1 is neither True nor False"),
        ({"decides_on": "2026-11-30"}, "decides_on: '2026-11-30' is no date"),
        ({"said_on": datetime(2026, 11, 6, tzinfo=UTC)}, "said_on: .* is no date"),
        ({"revenue": 1.5}, "revenue: 1.5 is no whole number"),
        ({"revenue": True}, "revenue: True is no whole number"),
        ({"budget_amount": -1}, "budget_amount: -1 is below zero"),
        ({"decides_in": -1}, "decides_in: -1 is below zero"),
        ({"activates_in": 1201}, "activates_in: 1201 is more than 1200 months"),
        ({"budget": "none", "budget_amount": 5}, "budget_amount: 5 contradicts budget 'none'"),
        ({"decides_on": date(2027, 1, 1), "decides_in": 3}, "decides_in: 3 stands beside decides_on"),
        ({"activates_on": date(2027, 1, 1), "activates_in": 0}, "activates_in: 0 stands beside activates_on"),
    ],
)
def test_what_is_no_answer_is_an_error_that_says_what_is_expected(replies: Plain, says: str) -> None:
    with pytest.raises(InputError, match=says):
        told(replies)


def test_no_budget_and_an_amount_of_zero_agree() -> None:
    assert Bant(budget=Budget.NONE, budget_amount=0).budget_amount == 0
    assert Bant(decides_in=0, activates_in=1200).activates_in == 1200


anything = (
    st.none()
    | st.booleans()
    | st.integers(-3, 2000)
    | st.floats()
    | st.text(max_size=4)
    | st.dates()
    | st.datetimes()
)


@given(st.dictionaries(st.sampled_from(sorted(Bant.__dataclass_fields__)), anything))
def test_whatever_is_told_only_documented_errors_escape(replies: dict[str, Any]) -> None:
    with suppress(LeadModelError):
        assert told(replies).authority_known in (None, *Authority)


# -------------------------------------------------------------------------------------------------------- months left

days = st.dates(date(1999, 1, 1), date(2031, 12, 31))
ends = st.sampled_from(
    [date(y, m, d) for y in (2026, 2027, 2028) for m, d in ((1, 31), (2, 28), (3, 1), (4, 30))]
)


@given(days | ends | st.just(date(2028, 2, 29)), st.one_of(st.integers(-40, 900).map(timedelta)))
def test_the_months_left_are_the_fewest_that_reach_the_date(today: date, gap: timedelta) -> None:
    found = months_left(today + gap, None, None, today=today)

    assert (None if found == PASSED else found) == months_until(today, today + gap)


@given(days | ends, st.integers(0, 1200), days | ends)
def test_months_that_were_told_count_from_the_day_on_which_they_were(
    said: date, months: int, today: date
) -> None:
    found = months_left(None, months, said, today=today)

    assert (None if found == PASSED else found) == months_until(today, said + relativedelta(months=months))
    assert months_left(None, months, None, today=today) == months
    if today == said:
        assert found == months


@pytest.mark.parametrize(
    ("today", "day", "left"),
    [
        ("2026-08-31", "2026-11-30", 3),
        ("2026-11-30", "2027-02-28", 3),
        ("2027-11-30", "2028-02-29", 3),
        ("2026-02-28", "2026-03-31", 2),
        ("2026-11-06", "2026-11-06", 0),
        ("2026-11-06", "2026-11-07", 1),
        ("9999-01-31", "9999-12-31", 11),
    ],
)
def test_the_ends_of_months(today: str, day: str, left: int) -> None:
    assert months_left(date.fromisoformat(day), None, None, today=date.fromisoformat(today)) == left


def test_months_may_reach_beyond_the_calendar() -> None:
    last = date(9999, 12, 31)

    assert months_left(None, 1200, last, today=last) == 1200
    assert months_left(None, 1, last, today=last) == 1
    assert months_left(None, None, last, today=last) is None
