"""A pool of reps: what a lead needs of them, in which order they get leads, and what happens when nobody can."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Literal, get_args

from ..conditions import FieldKind
from ..errors import Finding, InputError
from ..records import RepId, duration
from ..records.names import named
from .needs import LANGUAGE_ONLY, Need, check_needs
from .roster import Rep

__all__ = ["EVERYBODY", "Criterion", "Nobody", "PoolPolicy", "check_order", "check_pools"]

Criterion = Literal[
    "soonest",
    "territory",
    "skill",
    "tier",
    "fewest_open",
    "longest_idle",
    "round_robin",
    "scarce",
    "fairness",
]


DAY = timedelta(days=1)


class Nobody(StrEnum):
    """What becomes of a lead when nobody in a pool can have it."""

    HOLD = "hold"
    """It waits, and the decision says when to ask again."""
    HOLD_IN_TIME = "hold_in_time"
    """It waits if somebody can respond by the instant at which an answer is due, else the following rules are asked."""
    NEXT = "next"
    """The following rules are asked."""
    ANYWAY = "anyway"
    """Leave, quotas and working hours are looked past; whoever has what the lead needs, and room, gets it."""
    STAND_IN = "stand_in"
    """One rep who is named gets it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolPolicy:
    """A pool by its name; the reps who are in it say so themselves (`Rep.pools`), those who say nothing are in all.

    `needs` are the filters, hard and soft; `prefer` and `respond_within` are those of the routing unless given.
    `nobody` says what happens when nobody can have the lead, `stand_in` who gets it then. Pools that name one `ledger`
    share the count of whose turn it is; None is the desk's own.

    With a `leave_notice` of so many days a rep gets no more leads of the pool before leave: from the start of the date
    that many days before its first day, by the rep's own calendar, until the leave begins. With two days and a leave
    from the 16th on, these are the 14th and the 15th, weekends as any other day. Only leave of whole days counts.

    >>> PoolPolicy(name="emea", nobody="stand_in", stand_in="ann").needs
    (Need(of=<NeedKind.LANGUAGE: 'language'>, name=None, field=None, level=1, fluency=None, after=None),)

    Raises `InputError` for an empty name, for needs that are dropped earlier than one before them, for an order of
    criteria that is none, for a notice that is not of whole days, and when only one of `nobody = "stand_in"` and
    `stand_in` is there.
    """

    name: str
    needs: tuple[Need, ...] = LANGUAGE_ONLY
    prefer: tuple[Criterion, ...] | None = None
    respond_within: str | None = None
    nobody: Nobody = Nobody.HOLD
    stand_in: RepId | None = None
    ledger: str | None = None
    leave_notice: str | None = None

    def __post_init__(self) -> None:
        freeze = object.__setattr__
        if not self.name:
            raise InputError("name", self.name, "is empty, a pool needs a name")
        freeze(self, "needs", tuple(self.needs))
        if type(self.nobody) is not Nobody:
            freeze(self, "nobody", named(Nobody, self.nobody, "nobody"))
        if self.prefer is not None:
            freeze(self, "prefer", check_order(self.prefer))
        if self.respond_within is not None:
            duration(self.respond_within, "respond_within", zero="allowed")
        if self.leave_notice is not None and duration(self.leave_notice, "leave_notice") % DAY:
            raise InputError("leave_notice", self.leave_notice, "is not of whole days, such as '2d'")
        if (self.nobody is Nobody.STAND_IN) is (self.stand_in is None):
            raise InputError(
                "stand_in", self.stand_in, f"and nobody = {self.nobody.value!r} do not go together"
            )
        if self.ledger == "":
            raise InputError("ledger", self.ledger, "is empty, a ledger is named")
        waits = [(need.patience, need.after) for need in self.needs if need.patience is not None]
        for (wait, _), (later, after) in pairwise(waits):
            if later < wait:
                raise InputError(
                    "needs", after, "is earlier than the need before it, list what is dropped first"
                )

    def has(self, rep: Rep) -> bool:
        """Whether a rep takes its leads; where no pool is declared, everybody does, whatever pools they name."""
        return self is EVERYBODY or rep.is_in(self.name)

    @property
    def notice(self) -> int:
        """For how many days before leave a rep gets no more leads of the pool."""
        return 0 if self.leave_notice is None else duration(self.leave_notice, "leave_notice").days

    def soft(self) -> tuple[Need, ...]:
        """The needs that may be dropped, in the order in which they are."""
        return tuple(need for need in self.needs if need.after is not None)


#: Where no pool is declared all reps are in one.
EVERYBODY = PoolPolicy(name="everybody")


def check_order(prefer: tuple[Criterion, ...]) -> tuple[Criterion, ...]:
    """The criteria, if they can be an order.

    Raises `InputError` for none, an unknown one, one that is listed twice, and any after `fairness`.
    """
    prefer = tuple(prefer)
    known: tuple[str, ...] = get_args(Criterion)
    for each in prefer:
        if each not in known:
            raise InputError("prefer", each, f"is not one of {', '.join(known)}")
    if not prefer or len(set(prefer)) != len(prefer):
        raise InputError("prefer", prefer, "needs at least one criterion, and each only once")
    if "fairness" in prefer[:-1]:
        raise InputError("prefer", prefer, "has criteria after 'fairness', which leaves no ties: put it last")
    return prefer


def check_pools(
    pools: tuple[PoolPolicy, ...], path: str, kinds: Mapping[str, FieldKind]
) -> Iterator[Finding]:
    """Every fault of the pools: names twice, and needs that ask for a field that is not there."""
    names = [pool.name for pool in pools]
    for place, pool in enumerate(pools):
        if pool.name in names[:place]:
            yield Finding(f"{path}[{place}].name", f"pool {pool.name!r} is declared twice")
        yield from check_needs(pool.needs, f"{path}[{place}].needs", kinds)
