"""What of the past can still count, and what may be forgotten: a number is left where each activity was.

Once nobody asks about an instant before some day, an activity before it need not be kept when its worth will never
change again: because it has left the window, because it has faded to what stays, or because enough later ones count.
"""

from bisect import bisect_left, bisect_right

from .asked import AskedMeasure, AskedRule
from .trails import Older, Trail, Window

__all__ = ["forget_measure", "forget_rule"]


def forget_rule(rule: AskedRule, trail: Trail, before: int) -> Trail:
    """The trail of a rule without what no instant from `before` on needs one by one."""
    if rule.within is not None:
        return _without(trail, bisect_right(trail.ats, before - rule.within), trail.older)
    gone = _settled(rule, trail, before)
    older = trail.older
    times, counted = older.times + gone, older.counted
    most = rule.rule.at_most
    if most is None:
        return _without(trail, gone, Older(times, counted + gone))
    windows = dict(older.windows)
    for done in trail.done[:gone]:
        window = rule.window(done)
        windows[window] = min(windows.get(window, 0) + 1, most)
    if rule.per is not None:
        # Nothing can be added to a window that is over: what counts in it counts for good.
        waiting = {rule.window(done) for done in trail.done[gone:]}
        over = [
            window for window in windows if (window[0] + 1) * rule.per <= before and window not in waiting
        ]
        counted += sum(windows.pop(window) for window in over)
    return _without(trail, gone, Older(times, counted, tuple(sorted(windows.items(), key=_order))))


def forget_measure(asked: AskedMeasure, trail: Trail, before: int) -> Trail:
    """The same for a measure."""
    older, what = trail.older, asked.measure.measure
    past = bisect_left(trail.ats, before)
    gone = 0 if asked.within is None else bisect_right(trail.ats, before - asked.within)
    if what == "days_since":
        # Only the last one is asked for.
        return _without(trail, max(gone, past - 1), older)
    if asked.within is not None:
        return _without(trail, gone, older)
    left = trail.done[:past]
    if what == "subjects":
        names = {*older.subjects, *(done.subject for done in left if done.subject is not None)}
        return _without(trail, past, Older(subjects=tuple(sorted(names))))
    more = sum(done.amount for done in left) if what == "amount" else past
    return _without(trail, past, Older(counted=older.counted + more))


def _settled(rule: AskedRule, trail: Trail, before: int) -> int:
    """How many of the first are worth the same for ever, or have been displaced by later ones for good."""
    end = bisect_left(trail.ats, before)
    worn = min(bisect_right(trail.ats, before - rule.faded), end)
    most = rule.rule.at_most
    if most is None:
        return worn
    later: dict[Window, int] = {}
    displaced = set()
    for place in range(end - 1, worn - 1, -1):
        window = rule.window(trail.done[place])
        later[window] = later.get(window, 0) + 1
        if later[window] > most:
            displaced.add(place)
    gone = worn
    while gone in displaced:
        gone += 1
    return gone


def _without(trail: Trail, gone: int, older: Older) -> Trail:
    return Trail(trail.done[gone:], trail.ats[gone:], older)


def _order(item: tuple[Window, int]) -> tuple[int, bool, str]:
    (window, subject), _ = item
    return window, subject is not None, subject or ""
