"""The declared promises: which leads, how fast, by which clock, and who hears of it when nobody acts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, Protocol

from ..conditions import Condition, FieldKind, check_condition
from ..errors import Finding, InputError
from ..records import duration

__all__ = ["HasSla", "LadderStep", "Recipient", "SlaPolicy", "check_sla"]

Recipient = Literal["rep", "manager", "executive"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderStep:
    """Whom to alert once a lead has waited `after` since it was assigned, in elapsed time; `0h` is at once.

    >>> LadderStep(after="48h", alert=("rep", "manager")).offset
    datetime.timedelta(days=2)

    Raises `InputError` for a length of time that is none, and for no recipients.
    """

    after: str
    alert: tuple[Recipient, ...]

    def __post_init__(self) -> None:
        duration(self.after, "after", zero="allowed")
        object.__setattr__(self, "alert", tuple(self.alert))
        if not self.alert:
            raise InputError("alert", self.alert, "is empty, a step alerts somebody")

    @property
    def offset(self) -> timedelta:
        """`after` as a length of time."""
        return duration(self.after, "after", zero="allowed")


@dataclass(frozen=True, slots=True, kw_only=True)
class SlaPolicy:
    """A response promise: from the assignment to the first human touch.

    `target` is measured on `basis`: calendar time by default, because the prospect does not care that the office is
    shut, or the owner's own working time; both are always reported. The ladder runs on elapsed time. A lead follows the
    first policy whose `when` it meets; without `when` every lead does.

    >>> SlaPolicy(name="inbound", target="2h").basis
    'calendar'

    Raises `InputError` when `target` is no length of time above zero.
    """

    name: str
    target: str
    when: Condition | None = None
    basis: Literal["calendar", "business"] = "calendar"
    ladder: tuple[LadderStep, ...] = ()

    def __post_init__(self) -> None:
        duration(self.target, "target")
        object.__setattr__(self, "ladder", tuple(self.ladder))

    @property
    def promise(self) -> timedelta:
        """`target` as a length of time."""
        return duration(self.target, "target")


class HasSla(Protocol):
    """Anything that declares response policies."""

    @property
    def sla(self) -> tuple[SlaPolicy, ...]: ...


def check_sla(
    policies: tuple[SlaPolicy, ...], path: str, kinds: Mapping[str, FieldKind]
) -> Iterator[Finding]:
    """Every fault of the promises: names used twice, ladders that go backwards, policies that no lead can reach."""
    for place, policy in enumerate(policies):
        here = f"{path}[{place}]"
        earlier = policies[:place]
        if not policy.name:
            yield Finding(f"{here}.name", "is empty, a policy needs a name")
        elif any(policy.name == other.name for other in earlier):
            yield Finding(f"{here}.name", f"policy {policy.name!r} is declared twice")
        if any(other.when is None for other in earlier):
            yield Finding(here, f"no lead reaches {policy.name!r}: a policy before it takes every lead")
        if policy.when is not None:
            yield from check_condition(policy.when, f"{here}.when", kinds)
        for rung, (step, following) in enumerate(zip(policy.ladder, policy.ladder[1:], strict=False)):
            if following.offset <= step.offset:
                where = f"{here}.ladder[{rung + 1}].after"
                yield Finding(where, f"{following.after!r} does not come after the {step.after!r} before it")
