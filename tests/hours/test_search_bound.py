"""How far a search goes must not depend on what was asked before."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from leadmodel.errors import TimeError
from leadmodel.hours import (
    Calendar,
    Overlay,
    Schedule,
    TimeOff,
    Week,
    add,
    elapsed,
    next_close,
    next_open,
    previous_close,
    previous_open,
    subtract,
)

OFFICE = Schedule(week=Week(mon=("09:00-17:00",), thu=("09:00-17:00",)), zone="Europe/London")
HOUR = timedelta(hours=1)


def away(start: str, end: str) -> tuple[TimeOff, ...]:
    return (TimeOff(start=date.fromisoformat(start), end=date.fromisoformat(end)),)


def compiled_in(time_off: tuple[TimeOff, ...]) -> Calendar:
    return Schedule(week=OFFICE.week, zone=OFFICE.zone, time_off=time_off)


def laid_over(time_off: tuple[TimeOff, ...]) -> Calendar:
    return Overlay(base=OFFICE, time_off=time_off)


BEFORE = datetime(2029, 12, 31, 16, tzinfo=UTC)
INSIDE = datetime(2030, 6, 1, tzinfo=UTC)
AFTER = datetime(2042, 1, 6, 10, tzinfo=UTC)
QUESTIONS: dict[str, Callable[[Calendar], datetime]] = {
    "next opening": lambda hours: next_open(hours, INSIDE),
    "next closing": lambda hours: next_close(hours, INSIDE),
    "previous opening": lambda hours: previous_open(hours, datetime(2041, 12, 1, tzinfo=UTC)),
    "previous closing": lambda hours: previous_close(hours, datetime(2041, 12, 1, tzinfo=UTC)),
    "add": lambda hours: add(hours, BEFORE, 40 * HOUR),
    "add from within": lambda hours: add(hours, INSIDE, HOUR),
    "subtract": lambda hours: subtract(hours, AFTER, 40 * HOUR),
}


def answer(question: Callable[[Calendar], datetime], hours: Calendar) -> str:
    try:
        return question(hours).isoformat()
    except TimeError as error:
        return str(error)


@pytest.mark.parametrize("make", [compiled_in, laid_over])
@pytest.mark.parametrize("end", ["2031-01-01", "2039-11-01", "2040-02-01", "2042-01-01"])
@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_an_answer_does_not_depend_on_what_was_asked_before(
    question: Callable[[Calendar], datetime], end: str, make: Callable[[tuple[TimeOff, ...]], Calendar]
) -> None:
    time_off = away("2030-01-01", end)
    fresh, asked = make(time_off), make(time_off)
    elapsed(asked, datetime(2015, 1, 1, tzinfo=UTC), datetime(2055, 1, 1, tzinfo=UTC))

    assert answer(question, fresh) == answer(question, asked)


def test_twelve_years_away_are_too_many_and_nine_are_not() -> None:
    assert add(compiled_in(away("2030-01-01", "2039-01-01")), BEFORE, 10 * HOUR).year == 2039
    with pytest.raises(TimeError, match="searched to"):
        add(compiled_in(away("2030-01-01", "2042-01-01")), BEFORE, 10 * HOUR)
