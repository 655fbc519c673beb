"""Who stands in for whom while they are away: a chain that is followed so far and no further.

A circle is a fault of the document, which `check_delegates` finds; should one be met all the same, that is an answer.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ..errors import Finding, InputError, hint
from ..hours.calendar import table_over
from ..records import RepId, utc
from ..records.instants import micros
from .desk import Desk
from .judge import on_leave

__all__ = ["Delegation", "DelegationCode", "away_on", "check_delegates", "delegate_of"]


class DelegationCode(StrEnum):
    """How a chain of delegates ended."""

    HERE = "here"
    """The rep is not away."""
    DELEGATED = "delegated"
    """Somebody stands in."""
    NOBODY = "nobody"
    """Somebody who is away named no delegate."""
    CIRCLE = "circle"
    """The chain came back to somebody who is away."""
    TOO_FAR = "too_far"
    """Everybody was away, as many as may be asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegation:
    """Who takes what is a rep's; `rep` is None when nobody does. `path` is everybody who was asked, in order."""

    rep: RepId | None
    code: DelegationCode
    path: tuple[RepId, ...]
    says: str


def delegate_of(
    rep: RepId,
    delegates: Mapping[RepId, RepId],
    away: Callable[[RepId, datetime], bool],
    *,
    at: datetime,
    hops: int = 3,
) -> Delegation:
    """Who stands in for a rep at an instant: the first in the chain of delegates who is not away.

    At most so many `hops` are made from one to the next.

    >>> from datetime import UTC
    >>> out = {"ann", "bob"}
    >>> nine = datetime(2026, 11, 9, 9, tzinfo=UTC)
    >>> delegate_of("ann", {"ann": "bob", "bob": "cid"}, lambda rep, at: rep in out, at=nine).says
    'cid stands in for ann, by way of bob'
    >>> delegate_of("ann", {"ann": "bob", "bob": "ann"}, lambda rep, at: rep in out, at=nine).code
    <DelegationCode.CIRCLE: 'circle'>

    Raises `InputError` for hops below zero, `TimeError` for a naive `at`.
    """
    at = utc(at, "at")
    if type(hops) is not int or hops < 0:
        raise InputError("hops", hops, "is no number of hops, give 0 or more")
    path = [rep]
    code = DelegationCode.HERE
    while away(path[-1], at):
        following = delegates.get(path[-1])
        if following is None:
            code = DelegationCode.NOBODY
        elif following in path:
            code = DelegationCode.CIRCLE
            path.append(following)
        elif len(path) > hops:
            code = DelegationCode.TOO_FAR
        else:
            path.append(following)
            code = DelegationCode.DELEGATED
            continue
        break
    found = path[-1] if code in (DelegationCode.HERE, DelegationCode.DELEGATED) else None
    return Delegation(rep=found, code=code, path=tuple(path), says=_told(path, code, hops))


def check_delegates(
    delegates: Mapping[RepId, RepId], path: str, *, reps: Collection[RepId] | None = None
) -> Iterator[Finding]:
    """Every fault of a list of delegates: circles, each once, and with `reps` the names that nobody has.

    >>> [str(each) for each in check_delegates({"bob": "cid", "cid": "bob", "ann": "bob"}, "$.delegates")]
    ['$.delegates.bob: goes round in a circle: bob, cid, bob']
    """
    for name in sorted(delegates):
        if reps is not None:
            for each in sorted({name, delegates[name]}):
                if each not in reps:
                    yield Finding(f"{path}.{name}", f"unknown rep {each!r}{hint(each, reps)}")
    done: set[RepId] = set()
    for name in sorted(delegates):
        chain: list[RepId] = []
        here: RepId | None = name
        while here is not None and here not in done:
            done.add(here)
            chain.append(here)
            here = delegates.get(here)
        if here is not None and here in chain:
            circle = chain[chain.index(here) :]
            first = circle.index(min(circle))
            names = [*circle[first:], *circle[:first], circle[first]]
            yield Finding(f"{path}.{names[0]}", f"goes round in a circle: {', '.join(names)}")


def away_on(desk: Desk) -> Callable[[RepId, datetime], bool]:
    """Whether a rep of a desk is away: not active, or on leave for a whole day that it is in their own zone.

    Who is not on the desk is away. What it returns raises `TimeError` for years out of reach of the hours.
    """
    roster = {rep.id: rep for rep in desk.reps}

    def away(rep: RepId, at: datetime) -> bool:
        somebody = roster.get(rep)
        if somebody is None or not somebody.is_active(at):
            return True
        # Refuses what no zone can be asked about.
        table_over(desk.schedules[rep], micros(at), micros(at))
        return on_leave(somebody, at) is not None

    return away


def _told(path: list[RepId], code: DelegationCode, hops: int) -> str:
    rep, *others = path
    if code is DelegationCode.HERE:
        return f"{rep} is here"
    if code is DelegationCode.DELEGATED:
        by_way = f", by way of {', '.join(others[:-1])}" if others[1:] else ""
        return f"{others[-1]} stands in for {rep}{by_way}"
    if code is DelegationCode.NOBODY:
        return f"{path[-1]} is away and named no delegate"
    if code is DelegationCode.CIRCLE:
        return f"the delegates go round in a circle: {', '.join(path)}"
    verb = "are all" if others else "is"
    return f"{', '.join(path)} {verb} away, and no more than {hops} are asked after {rep}"
