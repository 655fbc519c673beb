"""Open time against the least that plain Python needs for it, and against the libraries that do the same.

The office is in London, Monday to Friday from nine to five, without the bank holidays of England. Before anything is
timed both sides give the same answer. A peer that is not installed is left out with a line on stderr.
"""

import sys
import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from itertools import starmap
from typing import Any

from harness import Comparison
from leadmodel.hours import (
    Calendar,
    Holiday,
    Overlay,
    Schedule,
    TimeOff,
    Week,
    add,
    elapsed,
    elapsed_micros,
)
from leadmodel.records.instants import micros
from limit import BANK_HOLIDAYS, LONDON, build, limit

__all__ = ["benchmarks"]

OPENING, CLOSING = time(9), time(17)
LIMIT = "a table of plain lists and bisect, written out for this office"
WORKCLOCK = "workclock, aware datetimes"
TIMEGRID = "timegrid, compiled, naive datetimes"
EIGHT_HOURS = timedelta(hours=8)
MANY = 1_000_000
PEOPLE = 1000
THREE_YEARS = datetime(2024, 1, 1, tzinfo=UTC), datetime(2026, 12, 31, tzinfo=UTC)

THURSDAY = datetime(2021, 3, 4, 10, 15, tzinfo=LONDON)
SPANS = {
    "elapsed_5h30": (THURSDAY, datetime(2021, 3, 4, 15, 45, tzinfo=LONDON)),
    "elapsed_10d": (THURSDAY, datetime(2021, 3, 14, 15, 45, tzinfo=LONDON)),
    "elapsed_1y": (THURSDAY, datetime(2022, 3, 4, 15, 45, tzinfo=LONDON)),
    "elapsed_5y": (THURSDAY, datetime(2026, 3, 4, 15, 45, tzinfo=LONDON)),
}
CHRISTMAS_EVE = datetime(2026, 12, 24, 16, 30, tzinfo=LONDON)
LOOPS = 2000


WEEK = Week(**dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), ("09:00-17:00",)))
HOLIDAYS = tuple(Holiday(date=day, name="bank holiday") for day in sorted(BANK_HOLIDAYS))


def office() -> Schedule:
    return Schedule(week=WEEK, zone="Europe/London", holidays=HOLIDAYS)


def compare(
    name: str,
    ours: Callable[[], object],
    reference: Callable[[], object],
    reference_is: str,
    number: int = LOOPS,
    reference_number: int | None = None,
    check: Callable[[Any, Any], bool] | None = None,
    note: str = "",
) -> Comparison:
    """A comparison of two sides that agree; raises when they do not."""
    mine, other = ours(), reference()
    if not (check(mine, other) if check else mine == other):
        raise AssertionError(f"hours.{name}: {mine!r} is not {other!r}")
    return Comparison(
        name=f"hours.{name}",
        ours=ours,
        reference=reference,
        reference_is=reference_is,
        number=number,
        reference_number=reference_number,
        note=note,
    )


def year_of_ours() -> timedelta:
    """An office that nobody asked before, and what one year of it holds."""
    return elapsed(office(), datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 12, 31, 23, tzinfo=UTC))


def with_limit(schedule: Schedule) -> Iterator[Comparison]:
    table = build(range(2020, 2031))
    plain = limit(table)
    for name, (start, end) in SPANS.items():
        yield compare(
            f"{name}.vs_limit",
            partial(elapsed, schedule, start, end),
            partial(plain.elapsed, start, end),
            LIMIT,
        )
        in_utc = start.astimezone(UTC), end.astimezone(UTC)
        if name == "elapsed_10d":
            yield compare(
                f"{name}_utc.vs_limit",
                partial(elapsed, schedule, *in_utc),
                partial(plain.elapsed, *in_utc),
                LIMIT,
            )
    yield compare(
        "add_8h.vs_limit",
        partial(add, schedule, CHRISTMAS_EVE, EIGHT_HOURS),
        partial(plain.add, CHRISTMAS_EVE, EIGHT_HOURS),
        LIMIT,
    )
    first, last = map(micros, SPANS["elapsed_10d"])
    yield compare(
        "elapsed_ints.vs_limit",
        partial(elapsed_micros, schedule, first, last),
        partial(plain.elapsed_ints, first // 1_000_000, last // 1_000_000),
        LIMIT,
        number=5 * LOOPS,
        check=lambda mine, other: mine == other * 1_000_000,
    )

    def year_of_limit() -> timedelta:
        rows = build([2026])
        return limit(rows).elapsed(datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 12, 31, 23, tzinfo=UTC))

    yield compare("build_year.vs_limit", year_of_ours, year_of_limit, LIMIT, number=20)


def leaves() -> list[tuple[TimeOff, ...]]:
    """The leave of each of a thousand people: about six weeks in three years, in weeks that differ."""
    first = date(2024, 1, 1)
    return [
        tuple(
            TimeOff(
                start=first + timedelta(7 * week + number % 5),
                end=first + timedelta(7 * week + 5),
            )
            for week in range(number % 23, 157, 23)
        )
        for number in range(PEOPLE)
    ]


def worked(people: Iterable[Calendar]) -> list[timedelta]:
    """What each of them worked in the three years; their tables are built when first asked."""
    return [elapsed(person, *THREE_YEARS) for person in people]


def megabytes(people: Callable[[], list[Calendar]]) -> float:
    """The memory that people and their tables keep."""
    tracemalloc.start()
    try:
        everybody = people()
        worked(everybody)
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    return kept / 1e6


def with_people() -> Iterator[Comparison]:
    away = leaves()

    def sharing() -> list[Calendar]:
        base = office()
        return [Overlay(base=base, time_off=leave) for leave in away]

    def alone() -> list[Calendar]:
        return [replace(office(), time_off=leave) for leave in away]

    yield compare(
        "desk_1k",
        lambda: worked(sharing()),
        lambda: worked(alone()),
        "a thousand schedules, each with its own table",
        number=1,
        note=f"{megabytes(sharing):.1f} MB, the reference {megabytes(alone):.0f} MB",
    )


def with_arrays(schedule: Schedule) -> Iterator[Comparison]:
    import numpy as np

    from leadmodel.hours.arrays import add_many, elapsed_many

    starts, ends = pairs()
    rows = [np.array(column) * 1_000_000 for column in build(range(2020, 2031))]

    def by_searching() -> Any:
        """Both sides are looked up in the table; nothing is checked."""
        openings, closings, done = rows
        first, last = (openings.searchsorted(at, "right") - 1 for at in (starts, ends))
        return (done[last] - np.maximum(closings[last] - ends, 0)) - (
            done[first] - np.maximum(closings[first] - starts, 0)
        )

    yield compare(
        "pairs_1m_numpy.vs_limit",
        partial(elapsed_many, schedule, starts, ends),
        by_searching,
        "numpy: searchsorted in the same table, and nothing checked",
        number=1,
        check=np.array_equal,
    )
    lengths = (ends - starts) // 4

    def added() -> Any:
        openings, closings, done = rows
        first = openings.searchsorted(starts, "right") - 1
        targets = done[first] - np.maximum(closings[first] - starts, 0) + lengths
        row = done.searchsorted(targets, "left")
        return closings[row] - done[row] + targets

    yield compare(
        "add_1m_numpy.vs_limit",
        partial(add_many, schedule, starts, lengths),
        added,
        "numpy: searchsorted in the same table, and nothing checked",
        number=1,
        check=np.array_equal,
    )


def pairs() -> tuple[Any, Any]:
    """A million instants of five years, and what follows each after about two and a half days."""
    import numpy as np

    random = np.random.default_rng(2021)
    first, last = (int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) for year in (2021, 2026))
    starts = random.integers(first, last, MANY)
    ends = starts + random.exponential(3.6 * 86_400, MANY).astype(np.int64) + 1
    return starts * 1_000_000, ends * 1_000_000


def with_workclock(schedule: Schedule) -> Iterator[Comparison]:
    from workclock import Holidays, WorkDay
    from workclock import Schedule as Workclock

    def theirs() -> Any:
        return Workclock([WorkDay(OPENING, CLOSING), Holidays(sorted(BANK_HOLIDAYS))], time_zone=LONDON)

    peer = theirs()
    for name, (start, end) in SPANS.items():
        yield compare(
            f"{name}.vs_workclock",
            partial(elapsed, schedule, start, end),
            partial(peer.between, start, end),
            WORKCLOCK,
            reference_number=200,
        )
    yield compare(
        "add_8h.vs_workclock",
        partial(add, schedule, CHRISTMAS_EVE, EIGHT_HOURS),
        partial(peer.add, CHRISTMAS_EVE, EIGHT_HOURS),
        WORKCLOCK,
    )
    new_year, old_year = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 12, 31, 23, tzinfo=UTC)
    yield compare(
        "build_year.vs_workclock",
        year_of_ours,
        lambda: theirs().between(new_year, old_year),
        WORKCLOCK,
        number=20,
    )
    try:
        import numpy as np

        from leadmodel.hours.arrays import elapsed_many
    except ImportError as missing:
        return left_out(missing)
    starts, ends = (values.view("M8[us]") for values in pairs())
    yield compare(
        "pairs_1m_numpy.vs_workclock",
        partial(elapsed_many, schedule, starts, ends),
        partial(peer.between_many, starts, ends),
        "workclock, between_many on the same datetime64",
        number=1,
        check=np.array_equal,
    )


def with_timegrid(schedule: Schedule) -> Iterator[Comparison]:
    """Times without a zone, as this peer wants them: right here, since no clock changes while the office is open."""
    from timegrid import TimeGridCalendar, hours

    def theirs() -> Any:
        calendar = TimeGridCalendar.weekdays(OPENING, CLOSING)
        for day in sorted(BANK_HOLIDAYS):
            calendar = calendar.close(day)
        return calendar

    calendar = theirs()
    compiled = calendar.compile(datetime(2020, 1, 1), datetime(2031, 1, 1))  # noqa: DTZ001
    for name, (start, end) in SPANS.items():
        yield compare(
            f"{name}.vs_timegrid",
            partial(elapsed, schedule, start, end),
            partial(compiled.get_working_duration, start.replace(tzinfo=None), end.replace(tzinfo=None)),
            TIMEGRID,
        )
    yield compare(
        "add_8h.vs_timegrid",
        partial(add, schedule, CHRISTMAS_EVE, EIGHT_HOURS),
        partial(calendar.add_work_duration, CHRISTMAS_EVE.replace(tzinfo=None), hours(8)),
        "timegrid, naive datetimes",
        check=lambda mine, other: mine == other.replace(tzinfo=LONDON),
    )
    first, last = datetime(2026, 1, 1), datetime(2027, 1, 1)  # noqa: DTZ001
    yield compare(
        "build_year.vs_timegrid",
        year_of_ours,
        lambda: theirs().compile(first, last).get_working_duration(first, last),
        TIMEGRID,
        number=20,
    )
    try:
        import numpy as np

        from leadmodel.hours.arrays import elapsed_many
    except ImportError as missing:
        return left_out(missing)
    # In UTC, so that the peer need not be charged for bringing times to a zone and back.
    in_utc = Schedule(week=WEEK, zone="UTC", holidays=HOLIDAYS)
    starts, ends = (values[: MANY // 4] for values in pairs())
    naive = list(zip(*(values.view("M8[us]").tolist() for values in (starts, ends)), strict=True))
    yield compare(
        "pairs_1m_numpy.vs_timegrid",
        partial(elapsed_many, in_utc, starts, ends),
        lambda: list(starmap(compiled.get_working_duration, naive)),
        "timegrid, compiled, a loop over naive datetimes",
        number=1,
        check=lambda mine, other: np.array_equal(mine, np.array(other, "m8[us]").view("i8")),
        note="a quarter of them",
    )


def with_businesstimedelta(schedule: Schedule) -> Iterator[Comparison]:
    from businesstimedelta import HolidayRule, Rules, WorkDayRule
    from pytz import timezone

    zone = timezone("Europe/London")
    holidays = dict.fromkeys(sorted(BANK_HOLIDAYS), "bank holiday")
    rules = Rules(
        [
            WorkDayRule(start_time=OPENING, end_time=CLOSING, working_days=[0, 1, 2, 3, 4], tz=zone),
            HolidayRule(holidays, tz=zone),
        ]
    )
    start, end = SPANS["elapsed_10d"]
    yield compare(
        "elapsed_10d.vs_businesstimedelta",
        partial(elapsed, schedule, start, end),
        partial(rules.difference, start, end),
        "businesstimedelta, aware datetimes",
        reference_number=5,
        check=lambda mine, other: mine == other.timedelta,
    )


def left_out(missing: ImportError) -> None:
    print(f"bench_hours: {missing}: its comparisons are left out, `make bench` installs it", file=sys.stderr)


def benchmarks() -> list[Comparison]:
    """Every question beside the limit and beside each peer that can answer it."""
    schedule = office()
    found = list(with_people())
    for with_peer in (with_limit, with_arrays, with_workclock, with_timegrid, with_businesstimedelta):
        try:
            found += with_peer(schedule)
        except ImportError as missing:
            left_out(missing)
    return found
