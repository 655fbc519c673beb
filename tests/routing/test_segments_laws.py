"""What holds of every table and every deal: one segment for each figure, and the condition says the same."""

from contextlib import suppress
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.conditions import compile_condition
from leadmodel.errors import LeadModelError
from leadmodel.routing import (
    GTM_TABLE,
    Figure,
    GtmSegment,
    GtmTable,
    HandOff,
    Limits,
    Motion,
    check_gtm,
    gtm_segment,
    segment_when,
)
from tests.building import lead

FIELDS: dict[str, Any] = {"contract": "fields.size", "cycle": "fields.days", "team": "fields.people"}
ARGUMENTS = {"contract": "contract_size", "cycle": "cycle_days", "team": "team"}


def oracle(size: float | None, days: float | None, people: float | None) -> str | None:
    """The printed table, column by column."""
    if size is not None:
        return "sales_assisted" if size < 5_000 else "enterprise" if size > 100_000 else "inside"
    if days is not None:
        return "sales_assisted" if days < 30 else "enterprise" if days > 120 else "inside"
    if people is not None:
        return "sales_assisted" if people <= 1 else "enterprise" if people > 5 else "inside"
    return None


def near(*limits: int, least: int = 0) -> st.SearchStrategy[Any]:
    """Numbers on and around limits, whole and not."""
    whole = st.sampled_from([limit + step for limit in limits for step in (-1, 0, 1)]) | st.integers(
        least, 10**7
    )
    half = whole.map(lambda number: number + 0.5)
    exact = whole.map(lambda number: Decimal(number) + Decimal("0.01"))
    return (whole | half | exact).filter(lambda number: number >= least)


SIZES = st.none() | near(5_000, 100_000)
DAYS = st.none() | near(30, 120)
PEOPLE = st.none() | near(1, 5, least=1)


@given(SIZES, DAYS, PEOPLE)
@pytest.mark.statement("RT-20", "RT-21", "CF-19")
def test_the_segment_is_that_of_the_printed_table(size: Any, days: Any, people: Any) -> None:
    found = gtm_segment(contract_size=size, cycle_days=days, team=people)

    assert (found.segment and found.segment.name) == oracle(size, days, people)
    given_figures = [
        each for each, value in zip(Figure, (size, days, people), strict=True) if value is not None
    ]
    assert found.decided_by == next(iter(given_figures), None)
    assert set(found.missing) == set(Figure) - set(given_figures)
    # What disagrees alone would give another segment, and no other figure would.
    alone = {"contract": (size, None, None), "cycle": (None, days, None), "team": (None, None, people)}
    for figure in given_figures:
        other = oracle(*alone[figure]) != oracle(size, days, people)
        shared = figure is Figure.TEAM and people == 1 and found.segment is GTM_TABLE["inside"]
        assert (figure in found.disagree) == (other and not shared)


@st.composite
def tables(draw: st.DrawFn) -> GtmTable:
    """Proved tables of up to four segments, over one to three figures."""
    count = draw(st.integers(1, 4))
    columns: dict[Figure, list[Limits]] = {}
    for figure in Figure:
        if figure is not Figure.CONTRACT and draw(st.booleans()):
            continue
        numbers = draw(st.lists(st.integers(2, 40), min_size=count - 1, max_size=count - 1, unique=True))
        #: How two neighbours meet: the limit is the lower one's, the upper one's, or, in the team, that of both.
        meets = [draw(st.sampled_from("lub" if figure is Figure.TEAM else "lu")) for _ in numbers]
        lows: list[dict[str, int]] = [{}]
        highs: list[dict[str, int]] = []
        for number, meet in zip(sorted(numbers), meets, strict=True):
            highs.append({"below": number} if meet == "u" else {"at_most": number})
            lows.append({"above": number} if meet == "l" else {"at_least": number})
        highs.append({})
        columns[figure] = [Limits(**low, **high) for low, high in zip(lows, highs, strict=True)]
    return GtmTable(
        segments=tuple(
            GtmSegment(
                name=f"s{place}",
                hand_off=HandOff.NONE,
                motions=(Motion.INBOUND,),
                **{figure.value: column[place] for figure, column in columns.items()},  # type: ignore[arg-type]
            )
            for place in range(count)
        )
    )


VALUES = st.integers(1, 42) | st.integers(2, 84).map(lambda number: number / 2)


@given(tables(), st.data())
def test_the_condition_of_each_segment_answers_as_the_table_does(
    table: GtmTable, data: st.DataObject
) -> None:
    goes_by = [figure.value for figure in Figure if table.segments[0].limits(figure) is not None]
    asked = data.draw(st.lists(st.sampled_from(goes_by), min_size=1, unique=True))
    values = {figure: data.draw(VALUES) for figure in asked if data.draw(st.booleans())}
    someone = lead(fields={FIELDS[figure].removeprefix("fields."): value for figure, value in values.items()})
    figures: dict[str, Any] = {ARGUMENTS[figure]: value for figure, value in values.items()}
    fields = {figure: FIELDS[figure] for figure in asked}
    found = gtm_segment(table=table, **figures).segment

    for each in table.segments:
        when = segment_when(each.name, table=table, **fields)
        answer = compile_condition(when)(someone, None)
        assert answer is (None if found is None else each is found)


@given(SIZES, DAYS, PEOPLE)
def test_the_conditions_of_the_shipped_table_answer_as_it_does(size: Any, days: Any, people: Any) -> None:
    values = {"size": size, "days": days, "people": people}
    someone = lead(fields={name: value for name, value in values.items() if value is not None})
    expected = oracle(size, days, people)

    for each in GTM_TABLE.segments:
        answer = compile_condition(segment_when(each.name, **FIELDS))(someone, None)
        assert answer is (None if expected is None else each.name == expected)


LIMITS = st.builds(
    lambda low, high: Limits(**low, **high),
    st.sampled_from([{}, {"at_least": 3}, {"above": 3}, {"at_least": 5}, {"above": 5}]),
    st.sampled_from([{}, {"at_most": 6}, {"below": 6}, {"at_most": 8}, {"below": 8}]),
)
LOWEST = st.sampled_from(
    [Limits(below=5), Limits(at_most=5), Limits(below=3), Limits(at_most=3), Limits(below=6)]
)


@given(st.lists(LIMITS | LOWEST, min_size=1, max_size=3))
def test_a_table_without_findings_has_one_segment_for_every_number_and_no_other_has(
    columns: list[Limits],
) -> None:
    """Counted number by number, over halves, thirds and what lies around the limits."""
    segments = tuple(
        GtmSegment(name=f"s{place}", contract=each, hand_off=HandOff.NONE, motions=(Motion.INBOUND,))
        for place, each in enumerate(columns)
    )
    probes = [Fraction(number, 6) for number in range(-6, 72)]
    belongs = [[place for place, each in enumerate(columns) if number in each] for number in probes]  # type: ignore[operator]
    sound = all(len(each) == 1 for each in belongs) and belongs == sorted(belongs)

    assert (list(check_gtm(segments, "$")) == []) == sound


@given(
    st.tuples(
        *[st.none() | st.floats() | st.integers() | st.text(max_size=3) | st.booleans() | st.decimals()] * 3
    )
)
def test_only_errors_of_the_package_escape(figures: tuple[Any, Any, Any]) -> None:
    with suppress(LeadModelError):
        gtm_segment(contract_size=figures[0], cycle_days=figures[1], team=figures[2])


@given(st.tuples(*[st.none() | st.sampled_from(("fields.size", "", "x"))] * 3), st.text(max_size=8))
def test_only_errors_of_the_package_escape_from_conditions(fields: tuple[Any, Any, Any], name: str) -> None:
    for segment in (name, "inside"):
        with suppress(LeadModelError):
            segment_when(segment, contract=fields[0], cycle=fields[1], team=fields[2])
