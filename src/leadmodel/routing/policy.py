"""The declared routing: which leads are given out, who may get them, and in which order the criteria decide."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, Protocol

from ..conditions import Condition, FieldKind, check_condition
from ..errors import Finding, InputError
from ..records import duration, language_tag

__all__ = ["Criterion", "HasRouting", "Routing", "check_routing"]

Criterion = Literal["soonest", "territory", "fewest_open", "longest_idle", "fairness"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Routing:
    """A routing policy.

    A lead is given out when it meets `when` (its score, or something that it did). Then the hard filters: a rep speaks
    the lead's language (`default_language` for a lead that names none), is not on leave, has room, and is at work
    within `respond_within`. Among those left the `prefer` criteria decide in their order; the rep's id breaks a tie:

    - `soonest`: who can respond first, at once being as soon as it gets
    - `territory`: who covers the lead's country
    - `fewest_open`: who holds the fewest open leads
    - `longest_idle`: whose last turn was longest ago
    - `fairness`: whose turn it is by the desk's ledger, entitled minus received (see `pick`); it leaves no ties, so it
      comes last, and a lead is divided among those whom the criteria before it cannot tell apart

    Nobody left is an answer too: the lead is held, with the time to ask again.

    >>> Routing(when=Condition(field="card.sales_ready", equals=True)).prefer
    ('soonest', 'territory', 'fewest_open', 'longest_idle')

    Raises `InputError` for a length of time or a language that is none, and for criteria listed twice, after `fairness`
    or not at all.
    """

    when: Condition
    default_language: str = "en"
    respond_within: str = "24h"
    prefer: tuple[Criterion, ...] = ("soonest", "territory", "fewest_open", "longest_idle")

    def __post_init__(self) -> None:
        duration(self.respond_within, "respond_within")
        object.__setattr__(self, "default_language", language_tag(self.default_language, "default_language"))
        object.__setattr__(self, "prefer", tuple(self.prefer))
        if not self.prefer or len(set(self.prefer)) != len(self.prefer):
            raise InputError("prefer", self.prefer, "needs at least one criterion, and each only once")
        if "fairness" in self.prefer[:-1]:
            raise InputError(
                "prefer", self.prefer, "has criteria after 'fairness', which leaves no ties: put it last"
            )

    @property
    def patience(self) -> timedelta:
        """`respond_within` as a length of time."""
        return duration(self.respond_within, "respond_within")


class HasRouting(Protocol):
    """Anything that carries a routing policy."""

    @property
    def routing(self) -> Routing: ...


def check_routing(routing: Routing, path: str, kinds: Mapping[str, FieldKind]) -> Iterator[Finding]:
    """Every fault of a routing policy."""
    yield from check_condition(routing.when, f"{path}.when", kinds)
