"""The decision as data: who gets the lead, by which rule, and for every other rep why not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from ..conditions import Answer
from ..records import FrozenMap, LeadId, RepId, Scalar, iso

__all__ = ["Candidate", "Decision", "Effect", "Passing", "RuleStep", "StepCode", "WhyNot", "explain_decision"]


class WhyNot(StrEnum):
    """Why a rep did not get a lead; the first that applies, in this order.

    What the lead needs is looked at in the order in which the pool lists it. Somebody who takes leads only from a later
    instant lacks what they lack all the same, so that is said first.
    """

    TRIED = "tried"
    NOT_THE_OWNER = "not_the_owner"
    NOT_IN_POOL = "not_in_pool"
    NOT_ACTIVE = "not_active"
    LANGUAGE = "language"
    TERRITORY = "territory"
    SKILL = "skill"
    ROLE = "role"
    ON_LEAVE = "on_leave"
    ON_LEAVE_SOON = "on_leave_soon"
    NO_ROOM = "no_room"
    QUOTA = "quota"
    NOT_AT_WORK = "not_at_work"
    NOT_TOGETHER = "not_together"
    """Does not go together with those who get the lead too (`route_together`)."""
    OUTRANKED = "outranked"


class StepCode(StrEnum):
    """What came of asking one rule."""

    NO_MATCH = "no_match"
    UNKNOWN = "unknown"
    """The lead, its account or its card do not say enough to tell whether the rule is for it."""
    NO_OWNER = "no_owner"
    OWNER_TRIED = "owner_tried"
    """The owner had the lead before, so the following rules were asked, whatever the rule says of one who is away."""
    OWNER_AWAY = "owner_away"
    NOBODY = "nobody"
    """Nobody in the pool can have it, so the following rules were asked."""
    HELD = "held"
    TAKEN = "taken"
    LOOKED_PAST = "looked_past"
    """Taken by somebody who cannot respond in time, because the pool or the rule says so."""
    STOOD_IN = "stood_in"
    NURTURED = "nurtured"
    PASSED_ENOUGH = "passed_enough"
    """Passed on as often as it may be, so no rule was asked: it goes to the last owner, or waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleStep:
    """One rule that was asked: whether it was for the lead, and what came of it; None where none is declared."""

    rule: str | None
    answer: Answer
    code: StepCode
    pool: str | None = None
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One rep as the router saw them: `why_not` is None for the one who got the lead.

    `ask_again_at` is when a rep whom only time keeps away will be eligible, should nothing else change. `lag` is what
    the rep is owed by the ledger, as numerator and denominator, and None where no ledger counts. `keys` are what was
    compared of an eligible rep, by criterion and in their order; the smaller comes first.
    """

    rep: RepId
    eligible: bool
    why_not: WhyNot | None
    says: str
    can_respond_at: datetime | None
    ask_again_at: datetime | None
    covers_territory: bool
    open_leads: int
    last_turn: datetime | None
    lag: tuple[int, int] | None = None
    keys: Mapping[str, Scalar | None] = field(default_factory=FrozenMap)


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a decision changes for the one who gets the lead, before and after."""

    open_leads: tuple[int, int]
    last_turn: tuple[datetime | None, datetime]
    lag: tuple[tuple[int, int], tuple[int, int]] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Passing:
    """That a lead is passed on: by whom, who had it in this cycle, how often it went on before, and why it goes now.

    `holder` is whose open lead it is, None for one that nobody holds or that is qualified. `tried` are all who had it,
    each once, to whom it never goes back.
    """

    holder: RepId | None
    tried: tuple[RepId, ...]
    hops: int
    why: str | None = None


class _Unfinished:
    """Where a decision keeps how the rest of it is found, until somebody asks for it."""

    __slots__ = ("finish",)

    finish: Callable[[str], Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(_Unfinished):
    """Who gets a lead as of an instant. With nobody, `retry_at` says when to ask again: somebody can take it then.

    `rule` and `pool` are those that took it, `steps` every rule that was asked, `relaxed` the needs that were dropped
    for it, and `nurture` the reason for which a rule keeps it back. `together` are the reps to be brought in.

    `candidates` holds every rep of the desk once: the one who got it, then those who were eligible in the order in
    which they would have, then the rest by id. Where a ledger counts, `shares` are the weights of those among whom the
    lead is divided and `cost` is what it counts, for `Desk.gave` to charge, in the `ledger` of that name or, for None,
    in the desk's own. `in_time` tells whether somebody can respond by the instant at which an answer was due. `effect`
    is what it changes, `model` the version of the policy, `inputs` a digest of all that was asked (not compared).
    `passing` says of a lead that is passed on who had it before, and why it goes on.

    What a caller does not ask for is not worked out; asked for later, it is what it would have been.
    """

    lead: LeadId
    at: datetime
    rep: RepId | None
    language: str
    says: str
    retry_at: datetime | None
    candidates: tuple[Candidate, ...]
    shares: FrozenMap[int] = field(default_factory=FrozenMap)
    cost: int = 1
    rule: str | None = None
    pool: str | None = None
    ledger: str | None = None
    nurture: str | None = None
    together: tuple[RepId, ...] = ()
    steps: tuple[RuleStep, ...] = ()
    relaxed: tuple[str, ...] = ()
    in_time: bool | None = None
    effect: Effect | None = None
    model: str = ""
    passing: Passing | None = None
    inputs: str = field(default="", compare=False)

    def __str__(self) -> str:
        return explain_decision(self)

    def __getattr__(self, name: str) -> Any:
        # Only called for what is not there yet.
        if name not in Decision.__slots__:
            raise AttributeError(f"a Decision has no {name!r}")
        for each, value in object.__getattribute__(self, "finish")(name).items():
            object.__setattr__(self, each, value)
        return object.__getattribute__(self, name)


def explain_decision(decision: Decision) -> str:
    """The decision in full, as text: a headline, the rules that were asked, and a line for each rep."""
    to = f"goes to {decision.rep}" if decision.rep else "is held"
    if decision.nurture is not None:
        to = "is not given out"
    lines = [f"{decision.lead} {to} at {iso(decision.at)}: {decision.says}"]
    if decision.passing is not None and decision.passing.tried:
        why = f", {decision.passing.why}" if decision.passing.why else ""
        lines.append(f"   passed on after {', '.join(decision.passing.tried)}{why}")
    lines += [f"   rule {step.rule}: {step.says}" for step in decision.steps if step.rule is not None]
    lines += [f"   without {need}" for need in decision.relaxed]
    if decision.together:
        lines.append(f"   together with {', '.join(decision.together)}")
    for candidate in decision.candidates:
        mark = "->" if candidate.rep == decision.rep else "  "
        lines.append(f"{mark} {candidate.rep}: {candidate.says}")
    return "\n".join(lines)
