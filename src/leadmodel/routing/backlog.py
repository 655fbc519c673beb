"""The leads that wait: in which order, and how they are given out when somebody has room again.

A new lead that is given out at once, while an older one waits that the same rep could take, makes the older wait for
ever. So whatever comes stands in line first, and the line is gone through from the front.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise
from typing import Literal

from ..errors import InputError, TimeError
from ..records import LeadId, RepId, duration, iso, utc

__all__ = ["Backlog", "Drained", "Given", "Held", "HeldCode", "Waiting", "backlog", "drain"]

Order = Literal["activity", "capture", "score"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A lead that nobody has. `last_activity_at` is what it did last, None if nothing since it was captured.

    Raises `TimeError` for a naive instant, `InputError` for a score that is no whole number.
    """

    lead: LeadId
    captured_at: datetime
    last_activity_at: datetime | None = None
    score: int | None = None

    def __post_init__(self) -> None:
        freeze = object.__setattr__
        freeze(self, "captured_at", utc(self.captured_at, "captured_at"))
        if self.last_activity_at is not None:
            freeze(self, "last_activity_at", utc(self.last_activity_at, "last_activity_at"))
        if self.score is not None:
            _whole(self.score, "score")

    @property
    def active_at(self) -> datetime:
        """When it last did something; being captured is the first thing that a lead does."""
        return max(self.captured_at, self.last_activity_at or self.captured_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """Those who wait, in the order in which they are to be given out, and those who have been silent for too long."""

    line: tuple[Waiting, ...]
    stale: tuple[Waiting, ...]


class HeldCode(StrEnum):
    """Why a lead still waits."""

    NOBODY = "nobody"
    """It was asked for, and nobody could take it."""
    STOPPED = "stopped"
    """A lead before it was held, and the policy is to stop there."""
    ENOUGH = "enough"
    """As many as were to be given out had been given out before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A lead that was given out."""

    lead: LeadId
    rep: RepId


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A lead that still waits, and why."""

    lead: LeadId
    code: HeldCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Drained:
    """What became of a backlog: what was given out and what still waits, each in the order of the line."""

    given: tuple[Given, ...]
    held: tuple[Held, ...]

    def __str__(self) -> str:
        lines = [f"{len(self.given)} given out, {len(self.held)} held"]
        lines += [f"{each.lead} goes to {each.rep}" for each in self.given]
        lines += [f"{each.lead} is held: {_WORDS[each.code]}" for each in self.held]
        return "\n".join(lines)


def backlog(
    waiting: Iterable[Waiting], *, at: datetime, order: Order = "activity", stale_after: str | None = None
) -> Backlog:
    """Put in order those who wait: who has waited longest comes first.

    >>> nine, ten = (datetime.fromisoformat(f"2026-11-09T{hour:02}:00Z") for hour in (9, 10))
    >>> old = Waiting(lead="L2", captured_at=nine, last_activity_at=ten)
    >>> new = Waiting(lead="L1", captured_at=ten, score=50)
    >>> [each.lead for each in backlog((new, old), at=ten).line]
    ['L2', 'L1']

    `activity` counts from what a lead did last, `capture` from when it was captured, and by `score` the highest comes
    first, a lead without one last. Ties go to who was captured first, then by id. A lead that did nothing for longer
    than `stale_after` (such as `7d`) is set aside, whenever it was captured: an old lead that wrote yesterday is not
    stale. Raises `TimeError` for a naive `at` and for a lead that was captured or active after it, `InputError` for a
    lead that is listed twice, an order that is none, or a length of time that is none.
    """
    at = utc(at, "at")
    if order not in _KEYS:
        raise InputError("order", order, f"is not one of {', '.join(_KEYS)}")
    leads = sorted(waiting, key=lambda each: (_KEYS[order](each), each.captured_at, each.lead))
    for lead in leads:
        if lead.active_at > at:
            raise TimeError("at", iso(at), f"comes before what {lead.lead!r} did at {iso(lead.active_at)}")
    _once([each.lead for each in leads])
    if stale_after is None:
        return Backlog(line=tuple(leads), stale=())
    patience = duration(stale_after, "stale_after")
    return Backlog(
        line=tuple(each for each in leads if at - each.active_at <= patience),
        stale=tuple(each for each in leads if at - each.active_at > patience),
    )


def drain(
    line: Iterable[Waiting | LeadId],
    decide: Callable[[LeadId], RepId | None],
    *,
    when_held: Literal["go_on", "stop"] = "go_on",
    most: int | None = None,
) -> Drained:
    """Give out the leads of a line, from its front: each is asked for once, and before any that stands behind it.

    >>> room = {"ann": 1, "ida": 1}
    >>> speak = {"L1": ["ida"], "L2": ["ida"], "L3": ["ann", "ida"]}
    >>> def decide(lead):
    ...     rep = next((rep for rep in speak[lead] if room[rep]), None)
    ...     if rep:
    ...         room[rep] -= 1
    ...     return rep
    >>> print(drain(["L1", "L2", "L3"], decide))
    2 given out, 1 held
    L1 goes to ida
    L3 goes to ann
    L2 is held: nobody could take it

    `decide` says who gets a lead, and counts it at once: the next question must see the load that the last answer made.
    A lead that has just come is put in line with the others first (`backlog`), so it gets a rep only if nobody who
    stands before it could have that rep. Where a lead is held, `go_on` asks for the next, which others may take;
    `stop` lets nobody pass. `most` is how many are given out at most, as when one rep has become free.

    Raises `InputError` for a lead that is listed twice, an answer that is neither a rep nor None, a policy that is
    none, and a `most` below zero.
    """
    if when_held not in ("go_on", "stop"):
        raise InputError("when_held", when_held, "is not one of go_on, stop")
    if most is not None and _whole(most, "most") < 0:
        raise InputError("most", most, "is below zero")
    leads = [each.lead if isinstance(each, Waiting) else each for each in line]
    _once(leads)
    given: list[Given] = []
    held: list[Held] = []
    for lead in leads:
        if most is not None and len(given) >= most:
            held.append(Held(lead=lead, code=HeldCode.ENOUGH))
            continue
        if held and when_held == "stop":
            held.append(Held(lead=lead, code=HeldCode.STOPPED))
            continue
        rep: object = decide(lead)
        if rep is None:
            held.append(Held(lead=lead, code=HeldCode.NOBODY))
        elif isinstance(rep, str) and rep:
            given.append(Given(lead=lead, rep=RepId(rep)))
        else:
            raise InputError("decide", rep, f"is neither a rep nor None, for lead {lead!r}")
    return Drained(given=tuple(given), held=tuple(held))


def _whole(value: object, argument: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise InputError(argument, value, "is not a whole number")
    return value


def _once(leads: Iterable[str]) -> None:
    for lead, following in pairwise(sorted(leads)):
        if lead == following:
            raise InputError("waiting", lead, "is listed twice")


def _by_score(each: Waiting) -> tuple[bool, int]:
    return each.score is None, -(each.score or 0)


_KEYS: Mapping[str, Callable[[Waiting], object]] = {
    "activity": lambda each: each.active_at,
    "capture": lambda each: each.captured_at,
    "score": _by_score,
}

_WORDS = {
    HeldCode.NOBODY: "nobody could take it",
    HeldCode.STOPPED: "nobody passes a lead that is held",
    HeldCode.ENOUGH: "enough were given out before it",
}
