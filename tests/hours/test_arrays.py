"""The array questions give, element by element, what the plain questions give."""

import ast
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from leadmodel.errors import InputError, LeadModelError, TimeError
from leadmodel.hours import (
    Calendar,
    Overlay,
    Schedule,
    Week,
    add,
    add_micros,
    always_open,
    difference,
    elapsed,
    elapsed_micros,
    intersection,
    is_open,
    union,
)
from leadmodel.hours.arrays import add_many, elapsed_many, is_open_many
from leadmodel.records.instants import from_micros, micros
from tests.package_tree import SRC, sources

from . import oracle
from .worlds import ALWAYS, NIGHTS, OFFICE, at, instants, leave, micros_near, off, worlds
from .worlds import away as away_from

LONDON = Schedule(week=OFFICE, zone="Europe/London", holidays=off("2026-12-25", "2026-12-28"))
ALWAYS_HAVANA = always_open("America/Havana")
HOUR = timedelta(hours=1)
DAY = 86_400_000_000
NAT = "NaT"


def fresh(schedule: Schedule) -> Schedule:
    """An equal schedule that was asked nothing yet."""
    return Schedule(
        week=schedule.week, zone=schedule.zone, holidays=schedule.holidays, time_off=schedule.time_off
    )


def ints(values: list[datetime]) -> NDArray[np.int64]:
    return np.array([micros(value) for value in values], np.int64)


def times(*texts: str, unit: str = "us") -> NDArray[np.datetime64]:
    return np.array(texts, dtype=f"datetime64[{unit}]")


def crowd(seed: int, change: date, count: int, reach: int) -> NDArray[np.int64]:
    """Many instants within some days of a date, in no order; a third of them on a whole quarter of an hour."""
    random = np.random.default_rng(seed)
    middle = micros(datetime(change.year, change.month, change.day, 12, tzinfo=UTC))
    values = middle + random.integers(-reach * DAY, reach * DAY, count)
    values[::3] -= values[::3] % 900_000_000
    return values


# --------------------------------------------------------------------------------------------- the same, one by one


@given(st.data())
def test_elapsed_is_the_same_for_each_pair(data: st.DataObject) -> None:
    schedule, change = data.draw(worlds())
    pairs = data.draw(st.lists(st.tuples(micros_near(change), micros_near(change)), min_size=1, max_size=20))
    starts, ends = ints([a for a, _ in pairs]), ints([b for _, b in pairs])
    plain = [elapsed_micros(fresh(schedule), micros(a), micros(b)) for a, b in pairs]

    assert elapsed_many(schedule, starts, ends).tolist() == plain
    assert elapsed_many(schedule, starts.view("M8[us]"), ends.view("M8[us]")).tolist() == [
        timedelta(microseconds=value) for value in plain
    ]


@given(st.data())
def test_elapsed_is_what_a_minute_by_minute_count_finds(data: st.DataObject) -> None:
    schedule, change = data.draw(worlds())
    start = data.draw(instants(change, reach=2))
    ends = [start + timedelta(minutes=data.draw(st.integers(0, 1440))) for _ in range(3)]
    counted = [oracle.elapsed(schedule, start, end) for end in ends]

    assert elapsed_many(schedule, start, ints(ends).view("M8[us]")).tolist() == counted


@given(st.data(), st.integers(0, 2**32))
def test_a_crowd_of_questions_is_answered_as_each_alone(data: st.DataObject, seed: int) -> None:
    """So many that the table is laid out in cells."""
    schedule, change = data.draw(worlds())
    starts, ends = crowd(seed, change, 2500, 3), crowd(seed + 1, change, 2500, 3)
    alone = fresh(schedule)
    pairs = list(zip(starts.tolist(), ends.tolist(), strict=True))

    assert elapsed_many(schedule, starts, ends).tolist() == [elapsed_micros(alone, a, b) for a, b in pairs]
    assert is_open_many(schedule, starts).tolist() == [is_open(alone, from_micros(a)) for a, _ in pairs]


@pytest.mark.parametrize("week", [OFFICE, ALWAYS, NIGHTS], ids=["office", "always", "nights"])
def test_five_years_of_questions_are_answered_as_each_alone(week: Week) -> None:
    schedule = Schedule(week=week, zone="America/New_York", time_off=(leave("2026-07-01", "2026-08-01"),))
    starts, ends = crowd(1, date(2026, 6, 1), 30_000, 900), crowd(2, date(2026, 6, 1), 30_000, 900)
    lengths = (ends - starts) // 10
    pairs = list(zip(starts.tolist(), ends.tolist(), lengths.tolist(), strict=True))

    assert elapsed_many(schedule, starts, ends).tolist() == [
        elapsed_micros(schedule, a, b) for a, b, _ in pairs
    ]
    assert add_many(schedule, starts, lengths).tolist() == [add_micros(schedule, a, d) for a, _, d in pairs]
    assert is_open_many(schedule, starts).tolist() == [is_open(schedule, from_micros(a)) for a, _, _ in pairs]


@given(st.data())
def test_add_is_the_same_for_each_instant_and_duration(data: st.DataObject) -> None:
    schedule, change = data.draw(worlds())
    lengths = st.one_of(
        st.timedeltas(timedelta(days=-40), timedelta(days=40)),
        st.integers(-40, 40).map(lambda quarters: timedelta(minutes=15 * quarters)),
    )
    pairs = data.draw(
        st.lists(
            st.tuples(st.one_of(micros_near(change), instants(change)), lengths), min_size=1, max_size=20
        )
    )
    starts = ints([a for a, _ in pairs]).view("M8[us]")
    durations = np.array([d for _, d in pairs], "m8[us]")
    plain = [add(fresh(schedule), a, d) for a, d in pairs]

    assert [value.replace(tzinfo=UTC) for value in add_many(schedule, starts, durations).tolist()] == plain
    assert add_many(schedule, starts.view("i8"), durations.view("i8")).tolist() == [*map(micros, plain)]


@given(st.data())
def test_is_open_is_the_same_for_each_instant(data: st.DataObject) -> None:
    schedule, change = data.draw(worlds())
    asked = data.draw(st.lists(st.one_of(micros_near(change), instants(change)), min_size=1, max_size=20))

    assert is_open_many(schedule, ints(asked)).tolist() == [is_open(schedule, value) for value in asked]


@given(st.data(), st.integers(0, 2**32))
def test_the_order_of_the_questions_does_not_show(data: st.DataObject, seed: int) -> None:
    schedule, change = data.draw(worlds())
    starts, ends = crowd(seed, change, 50, 3), crowd(seed + 1, change, 50, 3)
    order = np.random.default_rng(seed).permutation(50)

    assert (
        elapsed_many(schedule, starts, ends)[order] == elapsed_many(schedule, starts[order], ends[order])
    ).all()


def test_a_deadline_on_the_closing_stays_there_and_a_subtraction_on_the_opening_too() -> None:
    starts = times("2026-10-23T15:00", "2026-10-26T11:00", "2026-10-24T12:00")
    durations = np.array([2, -2, 0], "m8[h]")

    assert add_many(Schedule(week=OFFICE, zone="UTC"), starts, durations).tolist() == [
        datetime(2026, 10, 23, 17),
        datetime(2026, 10, 26, 9),
        datetime(2026, 10, 24, 12),
    ]


@pytest.mark.parametrize("hours", [20_000, -20_000])
def test_durations_that_lead_years_away_widen_the_table_as_far_as_needed(hours: int) -> None:
    starts = ints([at("2026-10-26T10:00Z"), at("2024-02-29T23:00Z"), at("2026-10-24T10:00Z")])
    durations = np.array([hours, hours // 3, -hours // 7]) * 3_600_000_000
    plain = [
        add_micros(fresh(LONDON), a, d) for a, d in zip(starts.tolist(), durations.tolist(), strict=True)
    ]

    assert add_many(fresh(LONDON), starts, durations).tolist() == plain


@given(st.data(), st.integers(0, 2**32))
def test_hours_that_are_combined_or_laid_over_answer_alike(data: st.DataObject, seed: int) -> None:
    schedule, change = data.draw(worlds())
    away = leave(str(change), str(change + timedelta(days=data.draw(st.integers(1, 2)))))
    calendar: Calendar = data.draw(
        st.sampled_from(
            [
                Overlay(base=schedule, time_off=(away,)),
                union(schedule, LONDON),
                intersection(schedule, ALWAYS_HAVANA),
                difference(ALWAYS_HAVANA, schedule),
            ]
        )
    )
    count = data.draw(st.sampled_from([10, 2000]))
    starts, ends = crowd(seed, change, count, 3), crowd(seed + 1, change, count, 3)
    pairs = list(zip(starts.tolist(), ends.tolist(), strict=True))

    assert elapsed_many(calendar, starts, ends).tolist() == [elapsed_micros(calendar, a, b) for a, b in pairs]
    assert is_open_many(calendar, starts).tolist() == [is_open(calendar, from_micros(a)) for a, _ in pairs]


def test_a_deadline_is_the_same_with_leave_laid_over_and_compiled_in() -> None:
    away = (
        leave("2026-10-26", "2027-03-01"),
        leave("2025-01-01", "2025-12-31"),
        away_from("2026-10-23T13:00+01:00", "2026-10-23T15:30+01:00"),
    )
    starts = crowd(5, date(2026, 10, 26), 300, 40)
    durations = crowd(6, date(1970, 1, 1), 300, 30)
    compiled = Schedule(week=OFFICE, zone="Europe/London", holidays=LONDON.holidays, time_off=away)
    laid = Overlay(base=LONDON, time_off=away)
    plain = [add_micros(laid, a, d) for a, d in zip(starts.tolist(), durations.tolist(), strict=True)]

    assert add_many(Overlay(base=LONDON, time_off=away), starts, durations).tolist() == plain
    assert add_many(compiled, starts, durations).tolist() == plain


# ----------------------------------------------------------------------------------------------- what may be handed in


@pytest.mark.parametrize("unit", ["h", "m", "s", "ms", "us", "ns", "25s", "100ns"])
def test_every_unit_of_time_names_the_same_instants(unit: str) -> None:
    whole = times("2026-10-23T15:00", "2026-10-26T09:00", unit="h")

    assert elapsed_many(LONDON, whole.astype(f"M8[{unit}]"), at("2026-10-26T12:00Z")).tolist() == [
        4 * HOUR,
        3 * HOUR,
    ]
    assert is_open_many(LONDON, whole.astype(f"M8[{unit}]")).tolist() == [True, True]


@pytest.mark.parametrize("unit", ["W", "D", "h", "m", "s", "ms", "us", "ns"])
def test_every_unit_of_duration_means_the_same(unit: str) -> None:
    week = np.array([1], "m8[W]").astype(f"m8[{unit}]")
    always = Schedule(week=ALWAYS, zone="UTC")

    assert add_many(always, times("2026-10-23T15:00"), week).tolist() == [datetime(2026, 10, 30, 15)]


def test_what_is_finer_than_a_microsecond_is_cut_off() -> None:
    always = Schedule(week=ALWAYS, zone="UTC")
    starts = times("1969-12-31T23:59:59.999999999", "2026-10-23T15:00:00.000001999", unit="ns")

    assert add_many(always, starts, timedelta(0)).tolist() == [
        datetime(1969, 12, 31, 23, 59, 59, 999999),
        datetime(2026, 10, 23, 15, 0, 0, 1),
    ]


def test_one_value_serves_for_all_and_on_either_side() -> None:
    friday, monday = at("2026-10-23T15:00+01:00"), at("2026-10-26T10:00+00:00")
    many = times("2026-10-23T14:00", "2026-10-23T15:00")

    assert elapsed_many(LONDON, many, monday).tolist() == [3 * HOUR, 2 * HOUR]
    assert elapsed_many(LONDON, monday, many).tolist() == [-3 * HOUR, -2 * HOUR]
    assert elapsed_many(LONDON, many, np.datetime64("2026-10-26T10:00")).tolist() == [3 * HOUR, 2 * HOUR]
    assert add_many(LONDON, many, HOUR).tolist() == [
        datetime(2026, 10, 23, 15),
        datetime(2026, 10, 23, 16),
    ]
    assert add_many(LONDON, friday, np.array([1, 3], "m8[h]")).tolist() == [
        datetime(2026, 10, 23, 15),
        datetime(2026, 10, 26, 10),
    ]
    assert elapsed_many(LONDON, np.array([micros(friday)]), micros(monday)).tolist() == [3 * 3_600_000_000]
    assert elapsed_many(LONDON, friday, monday) == np.timedelta64(3, "h")
    assert bool(is_open_many(LONDON, friday))


def test_answers_keep_the_shape_and_come_in_microseconds() -> None:
    square = times("2026-10-23T14:00", "2026-10-23T15:00", NAT, "2026-10-24T15:00").reshape(2, 2)

    assert elapsed_many(LONDON, square, square.T).shape == (2, 2)
    assert elapsed_many(LONDON, square, square).dtype == np.dtype("m8[us]")
    assert add_many(LONDON, square, HOUR).dtype == np.dtype("M8[us]")
    assert elapsed_many(LONDON, square.view("i8")[0], square.view("i8")[0]).dtype == np.int64
    assert is_open_many(LONDON, square).tolist() == [[True, True], [False, False]]


def test_strides_and_byte_order_make_no_difference_and_nothing_is_changed() -> None:
    starts = times("2026-10-23T14:00", "2026-10-23T15:00", "2026-10-24T15:00", "2026-10-26T15:00")
    before = starts.copy()
    plain = elapsed_many(LONDON, starts, at("2026-10-27T10:00Z"))

    assert (elapsed_many(LONDON, starts[::-1], at("2026-10-27T10:00Z")) == plain[::-1]).all()
    assert (elapsed_many(LONDON, starts.astype(">M8[s]"), at("2026-10-27T10:00Z")) == plain).all()
    swapped = starts.view("i8").astype(">i8")
    assert (
        elapsed_many(LONDON, swapped, micros(at("2026-10-27T10:00Z"))).tolist() == plain.view("i8").tolist()
    )
    assert (starts == before).all()


def test_not_a_time_stays_not_a_time() -> None:
    starts = times(NAT, "2026-10-23T14:00", "2026-10-23T14:00")
    ends = times("2026-10-23T15:00", NAT, "2026-10-23T15:00")
    durations = np.array([2, NAT, 1], "m8[h]")

    assert elapsed_many(LONDON, starts, ends).tolist() == [None, None, HOUR]
    assert add_many(LONDON, starts, durations).tolist() == [None, None, datetime(2026, 10, 23, 15)]
    assert add_many(LONDON, times(NAT, NAT), durations[:2]).tolist() == [None, None]
    assert elapsed_many(LONDON, starts, np.datetime64(NAT, "us")).tolist() == [None] * 3
    assert is_open_many(LONDON, starts).tolist() == [False, True, True]
    assert is_open_many(LONDON, times(NAT)).tolist() == [False]


def test_a_missing_start_beside_a_long_duration_raises_nothing() -> None:
    """No start that is there has to bear the duration of one that is not."""
    starts = times("2026-10-23T14:00", NAT, "1950-01-02T10:00")
    durations = np.array([1, 1000 * 365, 1], "m8[D]")

    assert add_many(Schedule(week=ALWAYS, zone="UTC"), starts, durations).tolist() == [
        datetime(2026, 10, 24, 14),
        None,
        datetime(1950, 1, 3, 10),
    ]


def test_nothing_in_nothing_out() -> None:
    none = times()

    assert elapsed_many(LONDON, none, none).dtype == np.dtype("m8[us]")
    assert elapsed_many(LONDON, none, at("2026-10-23T14:00Z")).shape == (0,)
    assert add_many(LONDON, none, HOUR).dtype == np.dtype("M8[us]")
    assert elapsed_many(LONDON, none.view("i8"), none.view("i8")).dtype == np.int64
    assert is_open_many(LONDON, none).shape == (0,)


# ------------------------------------------------------------------------------------------------------- what may not


NOW = times("2026-10-23T14:00")
WRONG: list[tuple[Callable[..., NDArray[Any]], tuple[Any, ...], str]] = [
    (elapsed_many, (np.array([1.5]), NOW), "starts: 'float64' is not an array of instants"),
    (elapsed_many, (NOW, np.array([1.5])), "ends: 'float64' is not an array of instants"),
    (elapsed_many, (np.array(["2026-10-23"], "M8[D]"), NOW), "starts: 'datetime64[D]' is not"),
    (elapsed_many, (np.array(["2026"], "M8[Y]"), NOW), "starts: 'datetime64[Y]' is not"),
    (elapsed_many, (np.array([1], "M8[ps]"), NOW), "starts: 'datetime64[ps]' is not"),
    (elapsed_many, (NOW.astype("M8[7ns]"), NOW), "starts: 'datetime64[7ns]' is not"),
    (elapsed_many, (np.array([1], np.int32), np.array([1], np.int32)), "starts: 'int32' is not"),
    (elapsed_many, (np.array([1], np.uint64), np.array([1])), "starts: 'uint64' is not"),
    (elapsed_many, (np.array([True]), NOW), "starts: 'bool' is not"),
    (elapsed_many, (np.array([at("2026-10-23T14:00Z")], object), NOW), "starts: 'object' is not"),
    (elapsed_many, ("2026-10-23T14:00Z", NOW), "starts: '<U17' is not"),
    (elapsed_many, (NOW, NOW.view("i8")), "ends: 'int64' does not go with starts in datetime64"),
    (
        elapsed_many,
        (NOW.view("i8"), NOW),
        "ends: 'datetime64 and timedelta64' does not go with starts in int64",
    ),
    (elapsed_many, (np.repeat(NOW, 2), np.repeat(NOW, 3)), "ends: (3,) is not the shape of starts, (2,)"),
    (elapsed_many, (np.repeat(NOW, 2), NOW), "ends: (1,) is not the shape of starts, (2,)"),
    (elapsed_many, (NOW, datetime(2026, 10, 23, 14)), "has no time zone"),
    (elapsed_many, (NOW, times("3026-10-23T14:00")), "leave the years 1900 to 2999"),
    (elapsed_many, (np.array([np.iinfo(np.int64).min]), 0), "leave the years 1900 to 2999"),
    (elapsed_many, (times("0001-01-01T00:00", unit="s"), NOW), "leave the years"),
    (add_many, (NOW, np.array([1.5])), "durations: 'float64' is not an array of durations"),
    (add_many, (NOW, NOW), "durations: 'datetime64[us]' is not an array of durations"),
    (add_many, (NOW, np.array([1], "m8[M]")), "durations: 'timedelta64[M]' is not"),
    (add_many, (NOW, 7), "durations: 'int64' does not go with starts"),
    (add_many, (NOW, np.array([2**62], "m8[W]")), "leave the years 1900 to 2999"),
    (add_many, (NOW, np.array([990], "m8[D]") * 365), "leave the years 1900 to 2999"),
    (is_open_many, (np.array([1.5]),), "instants: 'float64' is not"),
]


@pytest.mark.parametrize(("ask", "given", "message"), WRONG, ids=[message[:50] for _, _, message in WRONG])
def test_what_cannot_be_meant_is_refused(
    ask: Callable[..., NDArray[Any]], given: tuple[Any, ...], message: str
) -> None:
    with pytest.raises(InputError) as raised:
        ask(LONDON, *given)

    assert message in str(raised.value)


@pytest.mark.parametrize("hours", [1, -1])
def test_a_search_that_finds_nothing_raises_as_for_one(hours: int) -> None:
    gone = Schedule(week=OFFICE, zone="UTC", time_off=(leave("1900-01-01", "2999-01-01"),))

    with pytest.raises(TimeError, match="has no opening") as for_one:
        add(fresh(gone), at("2026-10-23T14:00Z"), hours * HOUR)
    with pytest.raises(TimeError) as for_many:
        add_many(gone, NOW, hours * HOUR)

    assert str(for_many.value) == str(for_one.value)


#: Of every size, so that some of each unit lie in the years that can be asked about.
whole_numbers = st.lists(
    st.integers(0, 63).flatmap(lambda bits: st.integers(-(2**bits), 2**bits - 1)), max_size=3
)


@given(
    whole_numbers,
    st.sampled_from(["i8", "M8[us]", "M8[s]", "M8[ns]", "M8[h]", "M8[D]"]),
    whole_numbers,
    st.sampled_from(["i8", "m8[us]", "m8[s]", "m8[ns]", "m8[W]", "m8[Y]"]),
)
def test_whatever_is_handed_in_only_the_documented_errors_come_out(
    first: list[int], kind: str, second: list[int], other: str
) -> None:
    for ask in (
        lambda: add_many(LONDON, np.array(first, "i8").view(kind), np.array(second, "i8").view(other)),
        lambda: elapsed_many(LONDON, np.array(first, "i8").view(kind), np.array(second, "i8").view(kind)),
        lambda: is_open_many(LONDON, np.array(first, "i8").view(kind)),
    ):
        try:
            ask()
        except LeadModelError:
            continue


# --------------------------------------------------------------------------------------------------- who pays for NumPy


def test_only_the_solver_beside_them_imports_numpy_and_nobody_the_arrays() -> None:
    guilty = []
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = (
                [alias.name for alias in getattr(node, "names", ())] if isinstance(node, ast.Import) else []
            )
            if isinstance(node, ast.ImportFrom):
                names = [node.module or "", *(alias.name for alias in node.names)]
            if {"numpy", "arrays"} & {part for name in names for part in name.split(".")}:
                guilty.append(path.relative_to(SRC / "leadmodel").as_posix())

    assert {name for name in guilty if not name.startswith("frames/")} == {
        "hours/arrays.py",
        "routing/assignment_scipy.py",
    }


def test_the_hours_are_used_without_loading_numpy() -> None:
    program = (
        f"import sys; sys.path.insert(0, {str(SRC)!r}); from leadmodel import hours; hours.elapsed;"
        "print('numpy' in sys.modules, 'leadmodel.hours.arrays' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, text=True, timeout=60)

    assert (done.stdout.split(), done.stderr) == (["False", "False"], "")


def test_the_plain_answer_of_one_pair_is_the_one_of_the_texts() -> None:
    friday, monday = at("2026-10-30T15:05-04:00"), at("2026-11-02T09:04-05:00")
    new_york = Schedule(week=OFFICE, zone="America/New_York")

    assert elapsed_many(new_york, ints([friday]), micros(monday)).tolist() == [119 * 60_000_000]
    assert elapsed(new_york, friday, monday) == timedelta(minutes=119)
