"""The agreement between the teams: its parts, what is missing, and how it stands on a day."""

import pickle
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.conditions import Condition
from leadmodel.errors import DefinitionError, InputError, TimeError
from leadmodel.model import LeadModel
from leadmodel.process import (
    Acceptance,
    Alignment,
    Definition,
    Goal,
    NurtureTrack,
    Responsibility,
    missing_parts,
    standing,
)
from tests.building import house, points, scoring
from tests.process.worlds import AGREED, SEVEN

RULED = scoring(fit=(points("vp", Condition(field="lead.title", mentions=("vp",)), 20),))

#: The ten parts, each with what takes it away, and where it is then missed.
TEN: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "purpose": ({"purpose": " "}, {}, "$.alignment.purpose"),
    "definitions": ({"definitions": ()}, {}, "$.alignment.definitions"),
    "the scoring model": ({}, {"scoring": scoring()}, "$.scoring"),
    "the response process and timeline": ({}, {"sla": ()}, "$.sla"),
    "the nurturing program": ({"nurturing": ""}, {}, "$.alignment.nurturing"),
    "metrics and goals": ({"goals": ()}, {}, "$.alignment.goals"),
    "responsibilities": ({"responsibilities": ()}, {"process": None}, "$.alignment.responsibilities"),
    "a review period": ({"review_every": None}, {}, "$.alignment.review_every"),
    "the term": ({"starts_on": None, "ends_on": None}, {}, "$.alignment.starts_on"),
    "acceptance": ({"accepted": AGREED.accepted[:1]}, {}, "$.alignment.accepted"),
}
BESIDES: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "priority of lead sources": ({"source_priority": ()}, {}, "$.alignment.source_priority"),
    "the recycling rule": ({"recycling": ""}, {}, "$.alignment.recycling"),
    "where collateral is": ({"collateral": ""}, {}, "$.alignment.collateral"),
    "details of nurture": ({"nurture": ()}, {}, "$.alignment.nurture"),
}


def agreed(*taken: str, complete: bool = False) -> LeadModel:
    """A model in which these parts are missing."""
    without: dict[str, Any] = {}
    changed: dict[str, Any] = {"scoring": RULED, "process": SEVEN}
    for name in taken:
        here, elsewhere, _ = (TEN | BESIDES)[name]
        without |= here
        changed |= elsewhere
    return house(alignment=replace(AGREED, complete=complete, **without), **changed)


def faults(make: Callable[[], object]) -> list[str]:
    with pytest.raises(DefinitionError) as caught:
        make()
    return [str(finding) for finding in caught.value.findings]


# --------------------------------------------------------------------------------------------------- what is missing


@pytest.mark.statement("SL-19")
def test_the_agreement_has_ten_parts_and_each_is_missed() -> None:
    assert len(TEN) == 10
    assert missing_parts(agreed()) == ()
    assert [each.path for each in missing_parts(agreed(*TEN))] == [path for _, _, path in TEN.values()]


@pytest.mark.statement("SL-20")
def test_and_it_says_four_things_besides() -> None:
    assert [each.path for each in missing_parts(agreed(*BESIDES))] == [
        path for _, _, path in BESIDES.values()
    ]


@given(st.lists(st.sampled_from([*TEN, *BESIDES]), unique=True))
def test_just_what_was_taken_away_is_missing_and_a_complete_agreement_is_refused_without_it(
    taken: list[str],
) -> None:
    expected = [path for name, (_, _, path) in (TEN | BESIDES).items() if name in taken]

    assert [each.path for each in missing_parts(agreed(*taken))] == expected
    if taken:
        told = faults(lambda: agreed(*taken, complete=True))
        assert [each.partition(": ")[0] for each in told] == expected
    else:
        assert agreed(complete=True).alignment == replace(AGREED, complete=True)


def test_a_process_with_owners_says_who_is_responsible() -> None:
    bare = replace(AGREED, responsibilities=())

    assert missing_parts(house(alignment=bare, scoring=RULED, process=SEVEN)) == ()
    assert [each.path for each in missing_parts(house(alignment=bare, scoring=RULED))] == [
        "$.alignment.responsibilities"
    ]


def test_a_model_without_an_agreement_lacks_the_whole() -> None:
    assert [str(each) for each in missing_parts(house())] == ["$.alignment: is missing, nothing is agreed"]
    assert len(missing_parts(house(alignment=Alignment()))) == 13  # all but the promises, which the house has


# ---------------------------------------------------------------------------------------------------- shared targets


@pytest.mark.statement("MISC-02")
def test_a_goal_is_one_line_for_both_teams_and_pay_may_hang_on_it() -> None:
    bookings = next(goal for goal in AGREED.goals if goal.measure == "bookings")

    assert bookings.pays == AGREED.teams == ("marketing", "sales")
    # Neither can have a target of its own for the same measure.
    assert faults(
        lambda: replace(AGREED, goals=(bookings, replace(bookings, at_least=1, pays=("sales",))))
    ) == ["$.goals[1].measure: measure 'bookings' is named twice"]


@given(st.integers(-5, 5) | st.none(), st.integers(-5, 5) | st.none(), st.integers(-6, 6))
def test_a_goal_is_met_on_its_bounds_and_between_them(
    least: int | None, most: int | None, value: int
) -> None:
    goal = Goal(measure="m", at_least=least, at_most=most)

    assert goal.met(value) == (
        value in range(-6 if least is None else least, 7 if most is None else most + 1)
    )


# ----------------------------------------------------------------------------------------------------------- its faults


def test_everything_that_makes_no_sense_is_told_at_once() -> None:
    assert faults(
        lambda: Alignment(
            teams=("marketing", "sales", "sales"),
            definitions=(Definition(term="lead", says=""), Definition(term="lead", says="x")),
            source_priority=("form", "form", ""),
            nurture=(
                NurtureTrack(name="cold", after=("3mo", "1mo", "5d", "soon")),
                NurtureTrack(name="", after=()),
            ),
            goals=(
                Goal(measure="a"),
                Goal(measure="b", at_least=5, at_most=4, pays=("saels",)),
                Goal(measure="c", at_least=float("nan")),
            ),
            responsibilities=(
                Responsibility(team="support", does=()),
                Responsibility(team="sales", does=("", "x")),
            ),
            review_every="36h",
            starts_on=date(2026, 2, 1),
            ends_on=date(2026, 1, 1),
            accepted=(
                Acceptance(team="sales", by="", on=date(2026, 1, 1)),
                Acceptance(team="sales", by="Sam", on=date(2026, 1, 1)),
            ),
            zone="Mars",
        )
    ) == [
        "$.teams[2]: team 'sales' is named twice",
        "$.definitions[1].term: term 'lead' is named twice",
        "$.definitions[0].says: is empty, say what 'lead' means",
        "$.source_priority[1]: source 'form' is named twice",
        "$.source_priority[2]: is empty, a source needs a name",
        "$.nurture[1].name: is empty, a track needs a name",
        "$.nurture[0].after[1]: '1mo' is not behind the '3mo' before it",
        "$.nurture[0].after[3]: 'soon' is not a length of time such as '24h', '5d' or '3mo'",
        "$.nurture[1].after: is empty, say when the track gets in touch",
        "$.goals[0]: 'a' has no target, give at_least or at_most",
        "$.goals[1].at_most: 4 is below at_least, 5",
        "$.goals[1].pays[0]: unknown team 'saels', did you mean 'sales'?",
        "$.goals[2].at_least: nan is no target that can be met",
        "$.responsibilities[0].team: unknown team 'support', expected one of marketing, sales",
        "$.responsibilities[0].does: is empty, say what 'support' does",
        "$.responsibilities[1].does[0]: is empty, a duty needs a name",
        "$.review_every: '36h' is not a number of days or months, such as '90d' or '3mo'",
        "$.ends_on: 2026-01-01 is before the start on 2026-02-01",
        "$.zone: 'Mars' is not a time zone",
        "$.accepted[1].team: team 'sales' is named twice",
        "$.accepted[0].by: is empty, say who has agreed",
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Alignment(goals="ab"),  # type: ignore[arg-type]
        lambda: Alignment(teams="marketing"),  # type: ignore[arg-type]
        lambda: Alignment(purpose=None),  # type: ignore[arg-type]
        lambda: Alignment(review_every=3, zone=None),  # type: ignore[arg-type]
        lambda: Definition(term=5, says="x"),  # type: ignore[arg-type]
        lambda: Responsibility(team=None, does=()),  # type: ignore[arg-type]
        lambda: NurtureTrack(name=b"a", after=()),  # type: ignore[arg-type]
        lambda: Alignment(starts_on=datetime(2026, 1, 1)),
        lambda: Acceptance(team="a", by="b", on="2026-01-01"),  # type: ignore[arg-type]
        lambda: Goal(measure="a", at_least="5"),  # type: ignore[arg-type]
        lambda: Goal(measure="a", at_least=True),
        lambda: NurtureTrack(name="a", after="1mo"),  # type: ignore[arg-type]
    ],
)
def test_what_is_of_another_kind_altogether_is_an_input_error(wrong: Callable[[], object]) -> None:
    with pytest.raises(InputError):
        wrong()


def test_an_agreement_is_a_value() -> None:
    listed = replace(AGREED, goals=list(AGREED.goals), teams=["marketing", "sales"])  # type: ignore[arg-type]

    assert listed == AGREED == pickle.loads(pickle.dumps(AGREED))
    assert hash(listed) == hash(AGREED)


# ------------------------------------------------------------------------------------------------------- how it stands

TODAY = datetime(2026, 11, 21, 12, tzinfo=UTC)


def test_a_review_that_is_overdue_is_told_as_of_the_instant() -> None:
    def late(day: date) -> int:
        return standing(AGREED, at=datetime(day.year, day.month, day.day, 12, tzinfo=UTC)).review_late_by

    stands = standing(AGREED, at=TODAY)
    # Last reviewed on the 31st of August; November has thirty days.
    assert (stands.review_due, stands.review_late_by) == (date(2026, 11, 30), 0)
    assert (late(date(2026, 11, 30)), late(date(2026, 12, 1)), late(date(2027, 1, 1))) == (0, 1, 32)
    # Before that review was held the one before it was due, three months after the start.
    assert standing(AGREED, at=datetime(2026, 8, 1, tzinfo=UTC)).review_due == date(2026, 4, 1)


@pytest.mark.parametrize(
    ("changes", "in_force", "begun", "over", "waiting"),
    [
        ({}, True, True, False, ()),
        ({"starts_on": date(2026, 11, 21)}, True, True, False, ()),
        ({"starts_on": date(2026, 11, 22)}, False, False, False, ()),
        ({"starts_on": None, "ends_on": None}, False, False, False, ()),
        ({"ends_on": date(2026, 11, 21)}, True, True, False, ()),
        ({"ends_on": date(2026, 11, 20)}, False, True, True, ()),
        ({"ends_on": None}, True, True, False, ()),
        ({"accepted": AGREED.accepted[1:]}, False, True, False, ("marketing",)),
        ({"accepted": ()}, False, True, False, ("marketing", "sales")),
        (
            {"accepted": (AGREED.accepted[0], replace(AGREED.accepted[1], on=date(2026, 11, 22)))},
            False,
            True,
            False,
            ("sales",),
        ),
    ],
)
def test_it_is_in_force_within_its_term_once_every_team_has_accepted(
    changes: dict[str, Any], in_force: bool, begun: bool, over: bool, waiting: tuple[str, ...]
) -> None:
    stands = standing(replace(AGREED, **changes), at=TODAY)

    assert (stands.in_force, stands.begun, stands.over, stands.waiting_for) == (
        in_force,
        begun,
        over,
        waiting,
    )


def test_the_day_is_that_of_its_zone() -> None:
    evening = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    ends = replace(AGREED, ends_on=date(2026, 12, 31))

    assert standing(ends, at=evening).in_force
    assert not standing(replace(ends, zone="Europe/Zurich"), at=evening).in_force
    with pytest.raises(TimeError, match="no time zone"):
        standing(AGREED, at=datetime(2026, 1, 1))


@given(st.dates(date(2024, 1, 1), date(2030, 1, 1)), st.integers(1, 40), st.integers(0, 2000))
def test_days_of_lateness_are_counted_one_by_one(start: date, every: int, passed: int) -> None:
    ours = Alignment(starts_on=start, review_every=f"{every}d")
    day, late = start, 0
    for number in range(passed):
        day += timedelta(days=1)
        late += number >= every

    assert standing(ours, at=datetime(day.year, day.month, day.day, tzinfo=UTC)).review_late_by == late
