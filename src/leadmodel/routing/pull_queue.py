"""Taking leads from an outbound queue: which come next, how many, and why others are passed over."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Literal, Protocol

from ..errors import InputError, UnknownNameError
from ..records import Case, FrozenMap, Graded, LeadId, RepId, speaks, utc
from .desk import Desk
from .pulls import PullAllowance, PullPolicy, may_pull

__all__ = ["PassedOver", "Pull", "PullOrder", "pull"]

PullOrder = Literal["oldest", "newest", "score"]


class Allowed(Protocol):
    """Whether a lead may be taken, and if not why; what `lifecycle.eligible_for_outbound` answers."""

    @property
    def allowed(self) -> bool: ...
    @property
    def code(self) -> str: ...
    @property
    def why(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedOver:
    """A lead that stood before the last one taken, and why the rep did not get it.

    The code is `language` or whatever `eligible` gave.
    """

    lead: LeadId
    code: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pull:
    """The leads that a rep takes, in the order of the queue. None is an answer too: `says` tells why."""

    rep: RepId
    leads: tuple[LeadId, ...]
    passed_over: tuple[PassedOver, ...]
    allowance: PullAllowance
    says: str


def pull(
    queue: Iterable[Case],
    rep: RepId,
    policy: PullPolicy,
    *,
    desk: Desk,
    cases: Iterable[Case],
    at: datetime,
    eligible: Callable[[Case], Allowed],
    count: int | None = None,
    order: PullOrder = "oldest",
    cards: Mapping[str, Graded] = FrozenMap(),
) -> Pull:
    """The leads that a rep may take from a queue now: as many as may be pulled today, or `count` if that is less.

    `cases` are all that the rep may have pulled from today, `eligible` says of each lead of the queue whether it may be
    taken (`lifecycle.eligible_for_outbound`). The `oldest` has waited longest in its state; `score` takes the highest
    first, then the best fit, and a lead without a card last. Ties go to the oldest, then by id. A rep takes only
    leads whose language they speak, where it is known. Nothing is recorded: see `self_assigned`.

    >>> from leadmodel.hours import Hours, Week
    >>> from leadmodel.records import Lead, Raw
    >>> from leadmodel.routing import Rep, open_desk
    >>> class House:
    ...     hours = (Hours(name="office", week=Week(mon=("09:00-17:00",))),)
    ...     holidays = ()
    >>> class Yes:
    ...     allowed, code, why = True, "", ""
    >>> monday = datetime.fromisoformat("2026-11-09T10:00Z")
    >>> def cold(id):
    ...     lead = Lead(id=id, captured_at=monday, source="tradeshow_list", kind="outbound")
    ...     return Case(lead=lead, history=(), state=Raw(lead=id, since=monday))
    >>> desk = open_desk([Rep(id="ann", zone="Europe/London", hours="office", languages=("en",))], House())
    >>> queue = [cold("L3"), cold("L1"), cold("L2")]
    >>> pull(queue, "ann", PullPolicy(), desk=desk, cases=queue, at=monday, eligible=lambda case: Yes, count=2).leads
    ('L1', 'L2')

    Raises `InputError` for a count below zero and for a lead that is in the queue twice, `UnknownNameError` for a rep
    or an order that there is not, and what `may_pull` raises.
    """
    if order not in ORDERS:
        raise UnknownNameError("order", order, ORDERS)
    if count is not None and count < 0:
        raise InputError("count", count, "is below zero")
    at = utc(at, "at")
    allowance = may_pull(rep, policy, desk=desk, cases=cases, at=at)
    wanted = allowance.may if count is None else min(count, allowance.may)
    somebody = next(each for each in desk.reps if each.id == rep)
    taken: list[LeadId] = []
    passed: list[PassedOver] = []
    for case in _ordered(queue, order, cards):
        if len(taken) == wanted:
            break
        lead, judged = case.lead, eligible(case)
        if not judged.allowed:
            passed.append(PassedOver(lead=lead.id, code=judged.code, why=judged.why))
        elif lead.languages and not any(speaks(somebody.languages, tag) for tag in lead.languages):
            why = f"{rep} does not speak {' or '.join(lead.languages)}, only {', '.join(somebody.languages)}"
            passed.append(PassedOver(lead=lead.id, code="language", why=why))
        else:
            taken.append(lead.id)
    return Pull(
        rep=rep,
        leads=tuple(taken),
        passed_over=tuple(passed),
        allowance=allowance,
        says=_told(rep, taken, passed, wanted, count, allowance),
    )


ORDERS = ("oldest", "newest", "score")


def _ordered(queue: Iterable[Case], order: PullOrder, cards: Mapping[str, Graded]) -> list[Case]:
    oldest = sorted(queue, key=lambda case: (_since(case), case.lead.id))
    ids = sorted(case.lead.id for case in oldest)
    for lead, following in pairwise(ids):
        if lead == following:
            raise InputError("queue", lead, "is there twice")
    if order == "newest":
        return sorted(oldest, key=_since, reverse=True)
    if order == "score":
        return sorted(oldest, key=lambda case: _worth(cards.get(case.lead.id)))
    return oldest


def _since(case: Case) -> datetime:
    return case.visits[-1].entered_at if case.visits else case.lead.captured_at


def _worth(card: Graded | None) -> tuple[bool, int, int]:
    return (True, 0, 0) if card is None else (False, -card.score, -card.fit)


def _told(
    rep: RepId,
    taken: list[LeadId],
    passed: list[PassedOver],
    wanted: int,
    count: int | None,
    allowance: PullAllowance,
) -> str:
    if allowance.may == 0:
        return allowance.says
    if count == 0:
        return f"{rep} asked for none"
    if len(taken) == wanted:
        return f"{rep} takes {len(taken)} of {allowance.may}"
    rest = f", {len(passed)} passed over" if passed else ""
    return f"{rep} takes {len(taken)} of {wanted}, the queue has no more{rest}"
