"""What moves a clock: marks on a line of time, and the runs between them.

The fold below is the whole rule of starting, pausing and stopping; it knows nothing of targets or working hours. Marks
come in any order, and those of one instant count together: stop over cancel over reset, pause over start.

>>> from datetime import datetime
>>> nine, ten = datetime.fromisoformat("2026-10-26T09:00Z"), datetime.fromisoformat("2026-10-26T10:00Z")
>>> came = Mark(at=nine, action=Action.START, id="e1")
>>> answered = Mark(at=ten, action=Action.STOP, id="e2")
>>> laps([answered, came], ten)[0][0].ending is Action.STOP
True
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from ..errors import InputError, TimeError, UnknownNameError
from ..records.instants import EPOCH, micros, utc

__all__ = ["Action", "Mark", "Row", "Run", "fold", "laps", "reachable"]

FIRST_YEAR, LAST_YEAR = 1900, 2999

#: Half-open, in microseconds since 1970.
Span = tuple[int, int]


class Action(StrEnum):
    """What an event does to a clock."""

    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"
    RESET = "reset"
    CANCEL = "cancel"


#: A mark in plain values: its instant in microseconds since 1970, the id of its event, and what that did.
Row = tuple[int, str, Action]

#: What ends a run, the strongest first.
_ENDS = (Action.STOP, Action.CANCEL, Action.RESET)
#: Bound once: looking up a member of an enumeration costs more than the comparison that it is for.
_START, _PAUSE, _RESUME, _RESET = Action.START, Action.PAUSE, Action.RESUME, Action.RESET


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One thing that an event did to a clock; `id` is the event's.

    The same id with the same action counts once, at the earliest instant that it came with, so that an event may be
    delivered twice; one event may also carry two actions.

    >>> Mark(at=datetime.fromisoformat("2026-10-26T09:00Z"), action="strat", id="e1")
    Traceback (most recent call last):
        ...
    leadmodel.errors.UnknownNameError: unknown action 'strat', did you mean 'start'?

    Raises `TimeError` for a naive time or one outside the years 1900 to 2999, `UnknownNameError` for an action that is
    none, and `InputError` for an empty id.
    """

    at: datetime
    action: Action
    id: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "at", reachable(self.at, "at"))
        try:
            object.__setattr__(self, "action", Action(self.action))
        except ValueError:
            raise UnknownNameError("action", str(self.action), map(str, Action)) from None
        name: object = self.id
        if not isinstance(name, str) or not name:
            raise InputError("id", self.id, "is not a name, give the id of the event")


class Run(NamedTuple):
    """A stretch that counts towards one target: from a start or a reset to the next end, or to the instant of reading.

    The clock ran in `spans`, which are half-open and in order; `held` is since when it has been paused at the end. When
    it is not held, the last span reaches to `end`, be it empty. While nothing has ended the run, `ending` is None.
    """

    start: int
    end: int
    spans: tuple[Span, ...]
    held: int | None
    ending: Action | None


def reachable(value: datetime, argument: str) -> datetime:
    """The instant in UTC; raises `TimeError` for a naive one and for one that no schedule reaches.

    >>> reachable(datetime.fromisoformat("2026-10-26T09:00+01:00"), "at").isoformat()
    '2026-10-26T08:00:00+00:00'
    """
    instant = utc(value, argument)
    if not FIRST_YEAR <= instant.year <= LAST_YEAR:
        raise TimeError(argument, instant.isoformat(), f"is outside the years {FIRST_YEAR} to {LAST_YEAR}")
    return instant


def laps(marks: Iterable[Mark], at: datetime) -> list[list[Run]]:
    """The cycles that had begun by an instant, oldest first, each as its runs: one, and one more for every reset."""
    return fold(_ordered(marks), micros(at))


def fold(rows: list[Row], now: int) -> list[list[Run]]:
    """`laps` over rows that are in order, with no action of an event twice."""
    done: list[list[Run]] = []
    lap: list[Run] = []
    start: int | None = None
    held: int | None = None
    since: int | None = None
    spans: list[Span] = []
    place, count = 0, len(rows)
    while place < count and rows[place][0] <= now:
        instant, _, action = rows[place]
        place += 1
        # So a pause and a resume on one instant undo each other, whatever the clock did before.
        net = 1 if action is _PAUSE else -1 if action is _RESUME else 0
        begins = action is _START
        ending = action if action in _ENDS else None
        if place < count and rows[place][0] == instant:
            actions = [action]
            while place < count and rows[place][0] == instant:
                actions.append(rows[place][2])
                place += 1
            net = actions.count(_PAUSE) - actions.count(_RESUME)
            begins = _START in actions
            ending = _end(actions)
        if start is None:
            if begins:
                start = instant
                since = instant if held is None else None
            # A reset needs something to restart: a start is fresh as it is.
            if ending is _RESET:
                ending = None
        if start is not None and ending is not None:
            if since is not None:
                spans.append((since, instant))
            lap.append(Run(start, instant, tuple(spans), held, ending))
            spans = []
            if ending is _RESET:
                start = instant
                since = instant if held is None else None
            else:
                done.append(lap)
                lap, start, held, since = [], None, None, None
                # What held a clock ends with it, also what came on the very instant.
                continue
        if net > 0 and held is None:
            held = instant
            if since is not None and since < instant:
                spans.append((since, instant))
            since = None
        elif net < 0 and held is not None:
            held = None
            since = None if start is None else instant
    if start is not None:
        if since is not None:
            spans.append((since, now))
        lap.append(Run(start, now, tuple(spans), held, None))
        done.append(lap)
    return done


def _ordered(marks: Iterable[Mark]) -> list[Row]:
    """The marks in order of time, each action of an event once."""
    rows = sorted([_key(mark) for mark in marks])
    if len(rows) > 1 and len({row[1] for row in rows}) < len(rows):
        # Latest first, so that the earliest is what stays.
        first = {(name, action): instant for instant, name, action in reversed(rows)}
        if len(first) < len(rows):
            return sorted([(instant, name, action) for (name, action), instant in first.items()])
    return rows


def _key(mark: Mark) -> Row:
    try:
        # As `records.instants.micros`, written out: this is most of what reading a mark costs.
        gap = mark.at - EPOCH
        return (gap.days * 86_400 + gap.seconds) * 1_000_000 + gap.microseconds, mark.id, mark.action
    except AttributeError:
        raise InputError("marks", mark, "is not a Mark") from None


def _end(actions: list[Action]) -> Action | None:
    for action in _ENDS:
        if action in actions:
            return action
    return None
