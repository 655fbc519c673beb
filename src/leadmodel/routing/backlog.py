"""Leads that wait: in which order they are given out, and that the oldest is first when there is room again."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from ..errors import InputError
from ..records import Case, EventKind, FrozenMap, Graded, Lead
from .decision import Decision
from .stream import Stream

__all__ = ["BacklogOrder", "Drained", "drain", "in_turn"]

BacklogOrder = Literal["last_activity", "captured", "score"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drained:
    """What a drain gave out, in its order, and what still waits, in its own."""

    given: tuple[Decision, ...]
    waiting: tuple[Decision, ...]


def in_turn(
    cases: Iterable[Case | Lead],
    *,
    order: BacklogOrder = "captured",
    cards: Mapping[str, Graded] = FrozenMap(),
) -> tuple[Case | Lead, ...]:
    """Leads in the order in which they are to be given out; ties go to who was captured first, then to the id.

    - `captured`: who came first
    - `last_activity`: whose last sign of life is longest ago, so that an old lead which came back does not count as
      stale (a lead that did nothing since counts from its capture)
    - `score`: the highest score first; a lead without a card comes last

    >>> nine, ten = (datetime.fromisoformat(f"2026-11-09T{hour}:00Z") for hour in ("09", "10"))
    >>> leads = [Lead(id="L1", captured_at=ten, source="form"), Lead(id="L2", captured_at=nine, source="form")]
    >>> [each.id for each in in_turn(leads)]
    ['L2', 'L1']

    Raises `InputError` for another order, and for two leads with one id.
    """
    waiting = list(cases)
    seen: set[str] = set()
    for each in waiting:
        if _lead(each).id in seen:
            raise InputError("cases", _lead(each).id, "waits twice, a lead is given out once")
        seen.add(_lead(each).id)
    return tuple(sorted(waiting, key=_by(order, cards)))


def drain(
    cases: Iterable[Case | Lead],
    stream: Stream,
    *,
    at: datetime,
    order: BacklogOrder = "captured",
    cards: Mapping[str, Graded] = FrozenMap(),
) -> Drained:
    """Give out all that waits, in turn, as far as there is room; to be called whenever some has become free.

    Every lead is asked for: one that only ann could have does not hold up the next, which goes to bob. But a lead never
    overtakes one before it that the same rep could have had. Raises what `in_turn` and `Stream.route` raise.

    A host that routes a new lead while others wait puts it behind them: `drain((*waiting, new), …)`.
    """
    given: list[Decision] = []
    waiting: list[Decision] = []
    for each in in_turn(cases, order=order, cards=cards):
        decision = stream.route(each, at=at, card=cards.get(_lead(each).id))
        (waiting if decision.rep is None else given).append(decision)
    return Drained(given=tuple(given), waiting=tuple(waiting))


def _by(
    order: BacklogOrder, cards: Mapping[str, Graded]
) -> Callable[[Case | Lead], tuple[object, datetime, str]]:
    if order == "captured":
        return lambda each: (0, _lead(each).captured_at, _lead(each).id)
    if order == "last_activity":
        return lambda each: (last_activity(each), _lead(each).captured_at, _lead(each).id)
    if order == "score":
        return lambda each: (_rank(cards.get(_lead(each).id)), _lead(each).captured_at, _lead(each).id)
    raise InputError("order", order, "is not one of captured, last_activity, score")


def _rank(card: Graded | None) -> tuple[bool, int]:
    return (True, 0) if card is None else (False, -card.score)


def last_activity(case: Case | Lead) -> datetime:
    """When a lead last did something, or else when it was captured."""
    if not isinstance(case, Case):
        return case.captured_at
    did = (each.at for each in case.history if each.kind is EventKind.ACTIVITY)
    return max(did, default=case.lead.captured_at)


def _lead(case: Case | Lead) -> Lead:
    return case.lead if isinstance(case, Case) else case
