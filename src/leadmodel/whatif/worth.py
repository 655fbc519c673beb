"""What one rule over an activity can come to, whatever a lead does: by its own limits, fading and bounds."""

from itertools import pairwise
from math import ceil, gcd

from ..conditions.ages import whole_hours
from ..scoring import BehaviourRule
from ..scoring.decay import DecayTable
from ..scoring.points import Points, thousandths
from .totals import Totals, union

__all__ = ["fading_values", "followed", "most_times", "steps_of", "table_of", "worth_of"]

_INFINITE = float("inf")
#: So many different values of a fading activity are added up one by one; of more, whatever lies between counts.
_FEW = 24
#: More times than this are not counted one by one.
_MANY = 2_000


def most_times(rule: BehaviourRule) -> int | None:
    """How many times of an activity can count at one instant; None for no limit.

    >>> most_times(BehaviourRule(id="page", activity="page_viewed", points=1, at_most=3, per="1d", within="7d"))
    24

    Seven days touch eight days of the calendar.
    """
    if rule.at_most is None or rule.per_subject:
        return None
    if rule.per is None:
        return rule.at_most
    if rule.within is None:
        return None
    return rule.at_most * (ceil(whole_hours(rule.within, "within") / whole_hours(rule.per, "per")) + 1)


def table_of(rule: BehaviourRule) -> DecayTable:
    """What one time is worth by hours of age, within the window; what is older than the table has `rest`."""
    full = thousandths(rule.points)
    table = DecayTable((full,), full) if rule.decay is None else rule.decay.table(full)
    if rule.within is None:
        return table
    hours = whole_hours(rule.within, "within")
    known = table.by_hour[:hours] + (table.rest,) * (hours - len(table.by_hour))
    return DecayTable(known, 0)


def fading_values(rule: BehaviourRule) -> frozenset[int]:
    """Every number of thousandths that one time can be worth."""
    table = table_of(rule)
    return frozenset((*table.by_hour, table.rest))


def steps_of(rule: BehaviourRule) -> int:
    """The largest number of thousandths that everything which the rule gives is a multiple of, its bounds too."""
    parts = [thousandths(each) for each in (rule.cap, rule.floor) if each is not None]
    if rule.decay is None:
        return gcd(thousandths(rule.points), *parts)
    return gcd(*fading_values(rule), *parts) if len(fading_values(rule)) <= _FEW else 1


def followed(rule: BehaviourRule, *, unit: int, horizon: int) -> int:
    """How often a rule has to be looked at until every further time does the same."""
    full = abs(thousandths(rule.points))
    bounds = [abs(thousandths(each)) for each in (rule.cap, rule.floor) if each is not None]
    if not full:
        return 1
    if rule.at_most is not None:
        return rule.at_most
    # Steps of one unit fill everything beyond; wider steps are followed to where nobody looks any more.
    return max(1, *(bound // full + 1 for bound in bounds), 0 if full == unit else 2 * horizon // full + 1)


def worth_of(rule: BehaviourRule, *, unit: int, horizon: int) -> Totals:
    """What the rule can come to, in units of so many thousandths.

    >>> rule = BehaviourRule(id="page", activity="page_viewed", points=10, at_most=3, cap=25)
    >>> worth_of(rule, unit=5_000, horizon=0).ranges
    ((0, 0), (2, 2), (4, 5))
    """
    full, times = thousandths(rule.points), most_times(rule)
    if not full:
        found = Totals.of(0)
    elif rule.decay is None:
        found = _counted(full // unit, times, followed(rule, unit=unit, horizon=horizon))
    else:
        found = _fading(rule, times, unit)
    return found.bounded(_units(rule.cap, unit), _units(rule.floor, unit))


def _units(points: Points | None, unit: int) -> int | None:
    return None if points is None else thousandths(points) // unit


def _counted(step: int, times: int | None, upto: int) -> Totals:
    if abs(step) == 1 or (times is not None and times > _MANY) or (times is None and upto > _MANY):
        end = step * _INFINITE if times is None else step * times
        return Totals.from_to(min(0, end), max(0, end), filled=abs(step) == 1)
    if times is not None:
        return Totals.of(*(step * each for each in range(times + 1)))
    listed = Totals.of(*(step * each for each in range(upto + 1)))
    last, end = step * upto, step * _INFINITE
    return union((listed, Totals.from_to(min(last, end), max(last, end))))


def _fading(rule: BehaviourRule, times: int | None, unit: int) -> Totals:
    values = fading_values(rule)
    low, high = min(0, *values), max(0, *values)
    table = table_of(rule)
    if times is None and not (rule.per and table.rest == 0 and not rule.per_subject):
        return Totals.from_to(low and -_INFINITE, high and _INFINITE, filled=False)
    if rule.per is not None:
        return _by_windows(rule, table, unit)
    if times is not None and len(values) <= _FEW and times <= _FEW:
        each = Totals.of(0, *(value // unit for value in values))
        found = Totals.of(0)
        for _ in range(times):
            found = found.plus(each)
        return found
    assert times is not None
    return Totals.from_to(times * low // unit, times * high // unit, filled=False)


def _by_windows(rule: BehaviourRule, table: DecayTable, unit: int) -> Totals:
    """The most comes together when a window has just begun: one of age 0, and the ends of those before it.

    A table that rises again could give more between, and then its highest values stand for all of a window.
    """
    per = whole_hours(rule.per or "", "per")
    known = table.by_hour
    falls = all(abs(later) <= abs(earlier) for earlier, later in pairwise(known))
    starts = range(0, len(known), per)
    values = [known[start] if falls else max(known[start : start + per], key=abs) for start in starts]
    first = known[0] if falls else max(known, key=abs)
    end = (rule.at_most or 1) * (first + sum(values)) // unit
    found = Totals.from_to(min(0, end), max(0, end), filled=False)
    return found if falls else found.loosened()
