"""How far a search for open time goes: a table grows year by year, and stops with what was searched."""

from ..errors import TimeError
from ..records.instants import from_micros
from .calendar import Calendar, keep
from .table import Table
from .wall import FIRST_INSTANT, FIRST_YEAR, LAST_INSTANT, LAST_YEAR, MICROS_PER_DAY

__all__ = ["SEARCH_LENGTH", "SEARCH_YEARS", "earlier", "later", "near", "near_all_along", "too_far"]

#: A weekly pattern opens every week, so that ten closed years mean time off without an end, or
#: hours that share nothing.
SEARCH_YEARS = 10
#: The same in microseconds; what is found closer than this needs no further look.
SEARCH_LENGTH = (SEARCH_YEARS * 365 + 3) * MICROS_PER_DAY
_YEAR = 366 * MICROS_PER_DAY


def later(hours: Calendar, table: Table, at: int, since: int, what: str) -> Table:
    """A table that reaches at least a year further; raises when ten years since an instant were searched."""
    if table.high - since >= SEARCH_LENGTH or table.end_year > LAST_YEAR:
        raise _nothing(at, what, "after", _reach(since, forward=True))
    # Twice as far each time, so that a long duration costs a few steps; but no further than the search may go.
    ahead = min(table.high - at, since + SEARCH_LENGTH - table.high) // _YEAR
    years = max(1, min(ahead, LAST_YEAR + 1 - table.end_year))
    return keep(hours, table.widened(table.first_year, table.end_year + years))


def earlier(hours: Calendar, table: Table, at: int, since: int, what: str) -> Table:
    """A table that reaches at least a year further back; raises as `later` does."""
    if since - table.low >= SEARCH_LENGTH or table.first_year < FIRST_YEAR:
        raise _nothing(at, what, "before", _reach(since, forward=False))
    ahead = min(at - table.low, table.low - since + SEARCH_LENGTH) // _YEAR
    years = max(1, min(ahead, table.first_year - FIRST_YEAR + 1))
    return keep(hours, table.widened(table.first_year - years, table.end_year))


def near(at: int, since: int, found: int, what: str) -> int:
    """What was found, unless the search for it may not go so far.

    A table may be wider than a search would have made it, because something else was asked before; that must not show.
    """
    if abs(found - since) >= SEARCH_LENGTH:
        raise _nothing(at, what, "after" if found > since else "before", _reach(since, found > since))
    return found


def near_all_along(table: Table, start: int, found: int) -> int:
    """What adding to an instant gave, unless hours in between were closed for longer than a search may go."""
    if abs(found - start) < SEARCH_LENGTH:
        return found
    if found > start:
        since = start
        for opening, closing in table.between(start, found):
            near(start, since, opening, "opening")
            since = closing
    else:
        since = start
        for opening, closing in reversed(table.between(found, start)):
            near(start, since, closing, "opening")
            since = opening
    return found


def too_far(start: int, duration: int) -> TimeError:
    """The error for a duration that leads out of the years."""
    return TimeError(
        "duration",
        duration,
        f"microseconds from {from_micros(start).isoformat()} leave the years {FIRST_YEAR} to {LAST_YEAR}",
    )


def _reach(since: int, forward: bool) -> int:
    return min(since + SEARCH_LENGTH, LAST_INSTANT) if forward else max(since - SEARCH_LENGTH, FIRST_INSTANT)


def _nothing(at: int, what: str, side: str, reached: int) -> TimeError:
    searched = from_micros(reached).date().isoformat()
    expected = f"has no {what} {side} it that is near enough (searched to {searched}), check the hours and the time off"
    return TimeError("at", from_micros(at).isoformat(), expected)
