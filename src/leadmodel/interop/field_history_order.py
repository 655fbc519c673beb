"""The order of changes that fall on one instant: each starts where the one before it ended.

Times of a history are whole seconds, so two changes may carry the same one. Taken as arrows from the old value to the
new one, they are in order when they make one unbroken line that uses each of them once (a Eulerian trail).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

__all__ = ["Change", "Ordered", "in_line", "line_start"]

Value = str | None


@dataclass(frozen=True, slots=True)
class Change:
    """One row: at an instant, from one value to another; `told_by_id` when it has an id of its own."""

    at: datetime
    old: Value
    new: Value
    row: int = 0
    told_by_id: bool = False


@dataclass(frozen=True, slots=True)
class Ordered:
    """The changes in the order in which they count; `repeated` are left out, `unsure` when another order fits too."""

    changes: tuple[Change, ...]
    repeated: tuple[Change, ...] = ()
    unsure: bool = False


def in_line(changes: Sequence[Change], value: Value, otherwise: Value) -> Ordered:
    """The order from the value that was there, or else from another start; what fits nowhere comes by its values.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 11, 6, 12, tzinfo=UTC)
    >>> found = in_line([Change(noon, "B", "C"), Change(noon, "A", "B")], "A", "A")
    >>> [change.new for change in found.changes]
    ['B', 'C']
    """
    if len(changes) == 1:
        return Ordered((changes[0],))
    kept, repeated = _once(changes)
    rows = sorted(kept, key=by_values)
    for start in (value, otherwise):
        if _joins(rows, start):
            line = _walk(rows, start)
            other = _walk(rows[::-1], start)
            unsure = [(each.old, each.new) for each in line] != [(each.old, each.new) for each in other]
            return Ordered(tuple(line), repeated, unsure)
    return Ordered(tuple(_as_far_as_it_goes(rows, value)), repeated, unsure=True)


def line_start(changes: Sequence[Change], end: Value) -> Value:
    """The value before the changes of one instant; `end` is where a round trip is taken to start and to end."""
    if len(changes) == 1:
        return changes[0].old
    rows = sorted(_once(changes)[0], key=by_values)
    surplus = _surplus(rows)
    starts = [each.old for each in rows if surplus[each.old] > 0]
    if starts:
        return starts[0]
    return end if any(each.old == end for each in rows) else rows[0].old


def by_values(change: Change) -> tuple[bool, str, bool, str, int]:
    """An order that knows nothing of the order of the rows; nothing comes before any text."""
    return change.old is not None, change.old or "", change.new is not None, change.new or "", change.row


def _once(changes: Sequence[Change]) -> tuple[Sequence[Change], tuple[Change, ...]]:
    """Without the copies among rows that have no id, if that makes a line of what is none with them."""
    if len(changes) == 1 or any(_joins(changes, each.old) for each in changes):
        return changes, ()
    kept: dict[tuple[Value, Value], Change] = {}
    repeated: list[Change] = []
    single: list[Change] = []
    for change in sorted(changes, key=by_values):
        if change.told_by_id:
            single.append(change)
        elif (change.old, change.new) in kept:
            repeated.append(change)
        else:
            kept[change.old, change.new] = change
    return [*single, *kept.values()], tuple(repeated)


def _surplus(changes: Sequence[Change]) -> Counter[Value]:
    surplus: Counter[Value] = Counter()
    for change in changes:
        surplus[change.old] += 1
        surplus[change.new] -= 1
    return surplus


def _joins(changes: Sequence[Change], start: Value) -> bool:
    """Whether one line from `start` uses each change once: the ends are balanced, and all hangs together."""
    if not changes:
        return True
    uneven = {value: count for value, count in _surplus(changes).items() if count}
    if uneven and (uneven.get(start) != 1 or sorted(uneven.values()) != [-1, 1]):
        return False
    reached, left = {start}, list(changes)
    while left:
        near = [each for each in left if each.old in reached or each.new in reached]
        if not near:
            return False
        left = [each for each in left if not (each.old in reached or each.new in reached)]
        reached |= {value for each in near for value in (each.old, each.new)}
    return True


def _walk(changes: Sequence[Change], start: Value) -> list[Change]:
    """The line that takes the first change of the list wherever several would do."""
    left, value, line = list(changes), start, list[Change]()
    while left:
        for place, change in enumerate(left):
            rest = left[:place] + left[place + 1 :]
            if change.old == value and _joins(rest, change.new):
                line.append(change)
                left, value = rest, change.new
                break
    return line


def _as_far_as_it_goes(changes: Sequence[Change], value: Value) -> list[Change]:
    left, line = list(changes), list[Change]()
    while left:
        place = next((place for place, each in enumerate(left) if each.old == value), 0)
        line.append(left.pop(place))
        value = line[-1].new
    return line
