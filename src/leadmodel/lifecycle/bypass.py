"""Leads that leave without having been worked: whether a model lets that happen, and how often it does.

A reason that is a declared pre-qualification criterion (`without_touch`) always may. For any other reason the model
says `bypass = "refuse"`, which is the default, or `"flag"`: then it happens, and the step says `bypassed`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from ..records import Case, FrozenMap, Stage, utc
from .reasons import HasReasons, Reason

__all__ = ["BypassCount", "bypass_counts", "flagged_reason"]


def flagged_reason(reason: Reason | None, becomes: Stage, model: object) -> Reason | None:
    """The reason as one that needs no touch, where it explains the disposition and the model only flags a bypass.

    None where the model refuses. What was abandoned cannot have been left untouched, whatever the model says.

    >>> class House:
    ...     bypass = "flag"
    >>> later = Reason(code="later", disposition="nurture", says="Not before spring")
    >>> flagged_reason(later, Stage.NURTURE, House()).without_touch, flagged_reason(later, Stage.NURTURE, object())
    (True, None)
    """
    # Asked for by name, so that a catalogue need not have an opinion.
    if reason is None or getattr(model, "bypass", "refuse") != "flag":
        return None
    if reason.disposition != becomes.value or reason.without_touch or reason.abandoned is not None:
        return None
    return replace(reason, without_touch=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class BypassCount:
    """Of the cycles that were assigned, how many ended without a touch by the owner, and for which reasons.

    `undeclared` are those whose reason is no pre-qualification criterion of the model. A cycle without an owner's touch
    that a colleague answered counts as well.
    """

    name: str
    assigned: int
    bypassed: int
    undeclared: int
    ratio: float
    reasons: Mapping[str, int]


def bypass_counts(
    cases: Iterable[Case], model: HasReasons, *, by: Literal["rep", "source", "all"], at: datetime
) -> tuple[BypassCount, ...]:
    """How often a disposition came without a touch, by rep, by source or over all, sorted by name; reasons by code.

    Raises `TimeError` for a naive `at`.

    >>> class House:
    ...     reasons = ()
    >>> bypass_counts([], House(), by="rep", at=datetime.fromisoformat("2026-11-06T09:00Z"))
    ()
    """
    at = utc(at, "at")
    declared = {reason.code for reason in model.reasons if reason.without_touch}
    assigned: Counter[str] = Counter()
    found: dict[str, Counter[str]] = {}
    for case in cases:
        for whole in case.cycles:
            if whole.assigned_at > at:
                continue
            cycle = whole.as_of(at)
            name = {"rep": cycle.owner, "source": case.lead.source, "all": "all"}[by]
            assigned[name] += 1
            codes = found.setdefault(name, Counter())
            if cycle.bypassed:
                codes[cycle.reason or ""] += 1
    return tuple(
        BypassCount(
            name=name,
            assigned=assigned[name],
            bypassed=found[name].total(),
            undeclared=sum(count for code, count in found[name].items() if code not in declared),
            ratio=found[name].total() / assigned[name],
            reasons=FrozenMap({code: found[name][code] for code in sorted(found[name])}),
        )
        for name in sorted(assigned)
    )
