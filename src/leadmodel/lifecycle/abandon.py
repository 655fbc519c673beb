"""Leads that are left in Working: when nobody has done anything for long enough, they go to nurture by themselves.

"The Measurable Lead Model" asks for both: 30 days in Working, and none of the last 7 with anything done by a rep.
A lead that a rep gives up at the end of a cadence is abandoned too, and is counted apart from these.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol

from ..errors import Finding, hint
from ..records import Case, Event, EventId, EventKind, LeadId, RepId, Stage, duration, iso, spell, utc
from .reasons import HasReasons, Reason
from .standing import standing

__all__ = [
    "Abandonment",
    "AbandonmentCount",
    "AbandonmentDue",
    "HasAbandonment",
    "abandoned",
    "abandonment_counts",
    "abandonment_due",
    "check_abandonment",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Abandonment:
    """The rule: so long in Working, and so long without a touch by any rep; days are of 24 hours.

    An `idle` of `"0d"` asks for the time in Working alone. `reason` is the code under which the lead goes to nurture.

    >>> Abandonment().after, Abandonment().idle
    ('30d', '7d')

    Raises `InputError` for what is no length of time.
    """

    after: str = "30d"
    idle: str = "7d"
    reason: str = "auto_abandoned"

    def __post_init__(self) -> None:
        duration(self.after, "after")
        duration(self.idle, "idle", zero="allowed")


class HasAbandonment(Protocol):
    """Anything that declares the rule, or that there is none; such as the model of the house."""

    @property
    def abandonment(self) -> Abandonment | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class AbandonmentDue:
    """A lead in Working as of `at`, and the instant `due` from which it counts as abandoned if nobody does anything.

    `last_touch_at` is the last human touch, at the latest the one that began the work.
    """

    lead: LeadId
    cycle: int
    owner: RepId
    working_since: datetime
    last_touch_at: datetime
    due: datetime
    at: datetime
    reason: str

    @property
    def is_due(self) -> bool:
        """Whether both times have run out; on the very instant they have."""
        return self.due <= self.at

    @property
    def why(self) -> str:
        """Both times, in words."""
        worked, idle = self.at - self.working_since, self.at - self.last_touch_at
        return (
            f"{spell(worked)} in working, {spell(idle)} since a rep last touched it, due at {iso(self.due)}"
        )

    @property
    def event(self) -> Event | None:
        """The disposition to record, at `at`; None before it is due. Its id is the same however often one asks."""
        if not self.is_due:
            return None
        return Event(
            id=EventId(f"{self.lead}/{self.cycle}/auto-abandoned"),
            lead=self.lead,
            kind=EventKind.NURTURED,
            at=self.at,
            reason=self.reason,
            automatic=True,
        )


def abandonment_due(
    case: Case, model: Abandonment | HasAbandonment, *, at: datetime
) -> AbandonmentDue | None:
    """When a lead counts as abandoned; None when it is not in Working, or the model has no such rule.

    What happens to the lead itself, what a machine sends and being passed on change nothing; a touch by any rep does.
    Raises `TimeError` for a naive `at`.

    >>> from leadmodel.lifecycle import replay
    >>> from leadmodel.records import Lead
    >>> class House:
    ...     reasons = ()
    >>> def day(number): return datetime.fromisoformat("2026-11-01T09:00Z") + timedelta(days=number)
    >>> touched = {"lead": "L1", "kind": "touched", "rep": "ann"}
    >>> case = replay(Lead(id="L1", captured_at=day(0), source="form"), [
    ...     Event(id="e1", lead="L1", kind="assigned", at=day(0), rep="ann"),
    ...     Event(id="e2", at=day(1), **touched), Event(id="e3", at=day(29), **touched),
    ... ], House()).case
    >>> found = abandonment_due(case, Abandonment(), at=day(31))
    >>> found.is_due, found.due == day(36)
    (False, True)
    """
    at = utc(at, "at")
    policy = model if isinstance(model, Abandonment) else model.abandonment
    if policy is None:
        return None
    stands = standing(case, at=at)
    if stands is None or stands.stage is not Stage.WORKING or stands.owner is None:
        return None
    last = stands.last_touch_at or stands.since
    return AbandonmentDue(
        lead=case.lead.id,
        cycle=stands.cycle,
        owner=stands.owner,
        working_since=stands.since,
        last_touch_at=last,
        due=max(_later(stands.since, policy.after), _later(last, policy.idle)),
        at=at,
        reason=policy.reason,
    )


def abandoned(
    cases: Iterable[Case], model: Abandonment | HasAbandonment, *, at: datetime
) -> tuple[AbandonmentDue, ...]:
    """The leads whose time has run out and that nobody has let go yet, the longest overdue first."""
    found = (abandonment_due(case, model, at=at) for case in cases)
    return tuple(
        sorted((each for each in found if each and each.is_due), key=lambda each: (each.due, each.lead))
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AbandonmentCount:
    """Of the cycles that were worked, how many were abandoned, and by whom; `left` have run out and wait still.

    One rep with many is a matter of that rep, one source with many a matter of the systems behind it, and a few here
    and there are neither. `auto_share` is that of `auto` and `left` together.
    """

    name: str
    worked: int
    by_rep: int
    auto: int
    left: int
    auto_share: float


class _Declares(HasReasons, HasAbandonment, Protocol):
    """A catalogue and a rule."""


def abandonment_counts(
    cases: Iterable[Case], model: _Declares, *, by: Literal["rep", "source", "all"], at: datetime
) -> tuple[AbandonmentCount, ...]:
    """How many leads were abandoned, for each rep who picked them up, each source, or all together; sorted by name.

    Raises `TimeError` for a naive `at`.
    """
    at = utc(at, "at")
    kinds = {reason.code: reason.abandoned for reason in model.reasons}
    counted: dict[str, Counter[str]] = {}
    for case in cases:
        due = abandonment_due(case, model, at=at)
        for whole in case.cycles:
            cycle = whole.as_of(at)
            if cycle.worked_at is None:
                continue
            name = {"rep": cycle.owner, "source": case.lead.source, "all": "all"}[by]
            counts = counted.setdefault(name, Counter())
            counts["worked"] += 1
            kind = kinds.get(cycle.reason or "") if cycle.outcome is Stage.NURTURE else None
            if kind is not None:
                counts[kind] += 1
            elif due is not None and due.is_due and due.cycle == cycle.number:
                counts["left"] += 1
    return tuple(
        AbandonmentCount(
            name=name,
            worked=counts["worked"],
            by_rep=counts["rep"],
            auto=counts["auto"],
            left=counts["left"],
            auto_share=(counts["auto"] + counts["left"]) / counts["worked"],
        )
        for name, counts in sorted(counted.items())
    )


def check_abandonment(policy: Abandonment, reasons: tuple[Reason, ...], path: str) -> Iterator[Finding]:
    """Faults of the rule: a reason that nobody declared, or one that does not say that it is automatic."""
    known = {reason.code: reason for reason in reasons}
    reason = known.get(policy.reason)
    if reason is None:
        yield Finding(f"{path}.reason", f"unknown reason {policy.reason!r}{hint(policy.reason, known)}")
    elif reason.abandoned != "auto":
        yield Finding(
            f"{path}.reason", f"reason {reason.code!r} needs abandoned = 'auto', to be counted apart"
        )


def _later(start: datetime, length: str) -> datetime:
    wait: timedelta = duration(length, zero="allowed")
    # Nobody waits beyond the end of the calendar.
    last = datetime.max.replace(tzinfo=start.tzinfo)
    return last if last - start < wait else start + wait
