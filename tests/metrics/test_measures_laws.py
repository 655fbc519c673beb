"""The measures of random cases, computed a second time from a table of rounds with Polars."""

import statistics
from datetime import timedelta
from fractions import Fraction
from typing import Any, Literal

import polars as pl
from hypothesis import example, given
from hypothesis import strategies as st

from leadmodel.metrics import Measures, measure, median, median_with_waiting
from leadmodel.records import Case
from leadmodel.routing import open_desk
from tests.building import case_of, house, lead, rep
from tests.stories import LONGEST_WAIT, MINUTE, Life, answered, credited, events_of, instant, lives, worked
from tests.walking import Worker
from tests.walking import worked as worked_minutes

HOURS = {"ann": ("America/New_York", "office"), "bob": ("Europe/London", "lunch")}
WORKERS = {
    name: Worker(zone=zone, hours=hours, away=[], holidays=[]) for name, (zone, hours) in HOURS.items()
}
#: `cid` is not on the desk, and so has no business time.
DESK = open_desk([rep(name, zone=zone, hours=hours) for name, (zone, hours) in HOURS.items()], house())
Grouping = Literal["rep", "source", "all"]
GROUPINGS: tuple[Grouping, ...] = ("rep", "source", "all")
SCHEMA = {
    "source": pl.String,
    "rep": pl.String,
    "inbound": pl.Boolean,
    "ending": pl.String,
    "worked": pl.Boolean,
    "touched": pl.Boolean,
    "response": pl.Int64,
    "business": pl.Int64,
    "waited": pl.Int64,
}


@st.composite
def crowds(draw: st.DrawFn) -> list[Life]:
    return [draw(lives(f"L{number}")) for number in range(draw(st.integers(0, 5)))]


def cases(crowd: list[Life]) -> list[Case]:
    return [case_of(lead(life.lead, source=life.source, kind=life.kind), *events_of(life)) for life in crowd]


def table(crowd: list[Life], now: int) -> pl.DataFrame:
    rows: list[dict[str, Any]] = []
    for life in crowd:
        for each in life.rounds:
            touch, worker = answered(each), WORKERS.get(credited(each))
            rows.append(
                {
                    "source": life.source,
                    "rep": credited(each),
                    "inbound": life.inbound,
                    "ending": each.ending or "open",
                    "worked": worked(each) is not None,
                    "touched": touch is not None,
                    "response": None if touch is None else touch - each.assigned,
                    "business": None
                    if touch is None or worker is None
                    else worked_minutes(worker, instant(each.assigned), instant(touch)) // MINUTE,
                    "waited": now - each.assigned,
                }
            )
    return pl.DataFrame(rows, schema=SCHEMA)


def expected(name: str, rounds: pl.DataFrame) -> dict[str, Any]:
    def many(condition: pl.Expr) -> int:
        return rounds.filter(condition).height

    bypassed, done = pl.col("ending") == "bypassed", pl.col("worked")
    qualified = pl.col("ending").is_in(["qualified", "won", "lost"])
    waiting = ~pl.col("touched") & ~done & ~bypassed
    fresh = rounds.filter("inbound")
    replies = fresh.filter(pl.col("touched") & ~bypassed)
    middle = replies.select(pl.col("response").median(), pl.col("business").median()).row(0)
    return {
        "name": name,
        "assigned": rounds.height,
        "worked": many(done),
        "bypassed": many(bypassed),
        "waiting": many(waiting),
        "picked_up": many(done | bypassed),
        "pick_up_rate": fresh.filter(done | bypassed).height / fresh.height if fresh.height else None,
        "qualified": many(qualified),
        "qualified_rate": many(qualified) / many(done) if many(done) else None,
        "nurture": many(pl.col("ending").is_in(["nurture", "lost", "bypassed"])),
        "unqualified": many(pl.col("ending") == "unqualified"),
        "won": many(pl.col("ending") == "won"),
        "answered": replies.height,
        "response": None if middle[0] is None else timedelta(minutes=middle[0]),
        "response_business": None if middle[1] is None else timedelta(minutes=middle[1]),
        "response_with_waiting": half_answered(
            replies["response"].to_list(), fresh.filter(waiting)["waited"].to_list()
        ),
    }


def half_answered(replies: list[int], waits: list[int]) -> timedelta | None:
    found = kaplan_meier(replies, waits)
    return None if found is None else found * MINUTE


def kaplan_meier(replies: list[int], waits: list[int]) -> int | None:
    """The textbook's product, exactly: at each time with d answers among n still waiting, times (1 - d/n)."""
    surviving = Fraction(1)
    for time in sorted(set(replies)):
        at_risk = sum(other >= time for other in replies + waits)
        surviving *= 1 - Fraction(replies.count(time), at_risk)
        if surviving <= Fraction(1, 2):
            return time
    return None


def seen(measures: Measures) -> dict[str, Any]:
    return {name: getattr(measures, name) for name in Measures.__slots__}


@given(crowds(), st.sampled_from(GROUPINGS), st.integers(0, LONGEST_WAIT))
def test_the_measures_are_those_of_a_table_of_rounds(crowd: list[Life], by: Grouping, later: int) -> None:
    moments = [each.ended or each.assigned for life in crowd for each in life.rounds]
    now = max(moments, default=0) + LONGEST_WAIT + later
    rounds = table(crowd, now)

    found = measure(cases(crowd), by=by, at=instant(now), schedules=DESK.schedules)

    if by == "all":
        groups = {"all": rounds} if rounds.height else {}
    else:
        groups = {str(name): rounds.filter(pl.col(by) == name) for name in sorted(set(rounds[by]))}
    assert [seen(each) for each in found] == [expected(name, groups[name]) for name in sorted(groups)]


@given(crowds(), st.randoms(use_true_random=False))
def test_the_order_of_the_cases_does_not_matter(crowd: list[Life], chance: Any) -> None:
    told = cases(crowd)
    shuffled = list(told)
    chance.shuffle(shuffled)
    at = instant(10**6)

    for by in GROUPINGS:
        assert measure(shuffled, by=by, at=at) == measure(told, by=by, at=at)


@given(crowds())
def test_the_parts_add_up_to_the_whole(crowd: list[Life]) -> None:
    told, at = cases(crowd), instant(10**6)
    whole = measure(told, by="all", at=at)
    counted = (
        "assigned",
        "worked",
        "bypassed",
        "waiting",
        "picked_up",
        "qualified",
        "nurture",
        "won",
        "answered",
    )

    for by in GROUPINGS[:2]:
        parts = measure(told, by=by, at=at)
        for name in counted:
            assert sum(getattr(part, name) for part in parts) == sum(getattr(each, name) for each in whole)


# --------------------------------------------------------------------------------------------------------- the medians

few = st.lists(st.integers(0, 12), max_size=12)


@given(few, few)
@example([1] * 7, [1] * 7)
@example([3, 3, 5], [3, 4])
def test_the_estimate_with_those_who_wait_is_the_exact_one(replies: list[int], waits: list[int]) -> None:
    assert median_with_waiting(replies, waits) == kaplan_meier(replies, waits)


@given(st.lists(st.integers(0, 10**12), max_size=60), st.lists(st.integers(0, 10**12), max_size=60))
def test_the_estimate_is_exact_for_times_far_apart_too(replies: list[int], waits: list[int]) -> None:
    assert median_with_waiting(replies, waits) == kaplan_meier(replies, waits)


@given(st.lists(st.integers(0, 100), min_size=1))
def test_with_nobody_waiting_it_is_the_lower_median(replies: list[int]) -> None:
    assert median_with_waiting(replies, []) == sorted(replies)[(len(replies) - 1) // 2]


def test_rounding_does_not_move_it_for_a_hundred_thousand_leads() -> None:
    for many in (99_999, 100_000, 131_072):
        assert median_with_waiting(range(many), []) == (many - 1) // 2


@given(few, few, st.integers(0, 12))
def test_one_more_who_waits_never_makes_it_shorter(replies: list[int], waits: list[int], more: int) -> None:
    before, after = median_with_waiting(replies, waits), median_with_waiting(replies, [*waits, more])

    assert after is None or (before is not None and before <= after)


@given(st.lists(st.integers(0, 100), min_size=1))
def test_half_lie_on_either_side_of_the_median(values: list[int]) -> None:
    middle = median(values)

    assert middle is not None
    assert 2 * sum(value < middle for value in values) <= len(values)
    assert 2 * sum(value > middle for value in values) <= len(values)
    assert middle == int(statistics.median(values))
