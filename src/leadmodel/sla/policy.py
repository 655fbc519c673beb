"""The declared promises: to which leads, what moves the clock, how fast, by whose hours, and what follows on silence.

The defaults are the response promise of "The Measurable Lead Model": from the assignment to the first human touch, by
the calendar, whoever the lead passes to.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol

from ..conditions import Condition, FieldKind, check_condition
from ..errors import Finding, InputError, UnknownNameError, hint
from ..hours import HolidayList, Hours
from ..records.zones import zone_named
from .ladder import LadderStep, StepAction, all_texts, backward_steps
from .marks import Action
from .timer import Limits, all_steps, proved_limits
from .triggers import Moment, Trigger, all_triggers

__all__ = ["HasSla", "HoursOf", "SlaPolicy", "Triggers", "check_sla", "compiled"]

#: By moment, what a policy does on it.
Triggers = Mapping[Moment, tuple[tuple[Action, Trigger], ...]]

_ENDINGS = tuple(
    Trigger(on=moment) for moment in (Moment.QUALIFIED, Moment.NURTURED, Moment.UNQUALIFIED, Moment.WON)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursOf:
    """Whose working hours a promise is measured by: the rep's, a team's or the lead's.

    A rep's are those of the desk. A team's are a declared `pattern` in a `zone`, and the lead's the same in the zone of
    the lead; `holidays` names a declared list.

    >>> HoursOf(of="team", pattern="office", zone="Europe/London").zone
    'Europe/London'

    Raises `UnknownNameError` for anybody else, `InputError` for a part that is missing or means nothing, `TimeError`
    for a zone that is none.
    """

    of: Literal["rep", "team", "lead"] = "rep"
    pattern: str | None = None
    zone: str | None = None
    holidays: str | None = None

    def __post_init__(self) -> None:
        if self.of not in ("rep", "team", "lead"):
            raise UnknownNameError("of", str(self.of), ("rep", "team", "lead"))
        if self.of != "rep" and not self.pattern:
            raise InputError("pattern", self.pattern, f"is missing, name the hours that a {self.of} has")
        if self.of == "team" and not self.zone:
            raise InputError("zone", self.zone, "is missing, say where the team is")
        if self.of == "lead" and self.zone is not None:
            raise InputError("zone", self.zone, "is the lead's own here, leave it out")
        if self.of == "rep":
            for name in ("pattern", "zone", "holidays"):
                if getattr(self, name) is not None:
                    raise InputError(name, getattr(self, name), "is the rep's own here, leave it out")
        if self.zone is not None:
            zone_named(self.zone)


class Compiled(NamedTuple):
    """A policy as a clock reads it.

    `counts` says whether any trigger waits for the so-many-th of its kind; `plain` that the clock is the lead's, and
    nothing in it counts or is planned.
    """

    limits: Limits | None
    triggers: Triggers
    counts: bool
    plain: bool


class _Compiled:
    """A place beside the fields: no part of the value, so not compared, shown, copied or pickled."""

    __slots__ = ("_compiled",)

    _compiled: Compiled


@dataclass(frozen=True, slots=True, kw_only=True)
class SlaPolicy(_Compiled):
    """One promise: to which leads, what moves its clock, how fast, by whose hours, and what follows if nobody acts.

    Policies of one `clock` compete, and a lead follows the first whose `when` it meets; different clocks run side by
    side. A clock `of` the lead knows no owners: passing the lead on hides nothing. One of the owner begins anew with
    each of them, and only the owner's own touches count; one of a subject runs once for each meeting, or whatever else
    the events are about.

    `target` and `maximum` are measured on `basis`, and `warnings` are fractions of the target; both bases are always
    shown. Without a target the leads have no such clock. Steps of the `ladder` are placed in calendar or business time.

    >>> inbound = SlaPolicy(name="inbound", target="2h", maximum="24h")
    >>> inbound.clock, inbound.basis, str(inbound.start[0].on), str(inbound.stop[0].on)
    ('response', 'calendar', 'assigned', 'touched')

    Raises `InputError` for lengths of time that are none or contradict each other, no start, and triggers that cannot
    be; `UnknownNameError` for a basis or an `of` that is none. What a model finds beyond that, such as a ladder that
    goes backwards, `check_sla` lists.
    """

    name: str
    target: str | None = None
    maximum: str | None = None
    clock: str = "response"
    of: Literal["lead", "owner", "subject"] = "lead"
    when: Condition | None = None
    basis: Literal["calendar", "business"] = "calendar"
    hours: HoursOf = HoursOf()
    warnings: tuple[str, ...] = ()
    ladder: tuple[LadderStep, ...] = ()
    start: tuple[Trigger, ...] = (Trigger(on=Moment.ASSIGNED),)
    pause: tuple[Trigger, ...] = ()
    resume: tuple[Trigger, ...] = ()
    stop: tuple[Trigger, ...] = (Trigger(on=Moment.TOUCHED),)
    reset: tuple[Trigger, ...] = ()
    cancel: tuple[Trigger, ...] = _ENDINGS

    def __post_init__(self) -> None:
        freeze = object.__setattr__
        if self.basis not in ("calendar", "business"):
            raise UnknownNameError("basis", str(self.basis), ("calendar", "business"))
        if self.of not in ("lead", "owner", "subject"):
            raise UnknownNameError("of", str(self.of), ("lead", "owner", "subject"))
        if not isinstance(self.hours, HoursOf):
            raise InputError("hours", self.hours, "is not an HoursOf")
        freeze(self, "warnings", all_texts(self.warnings, "warnings"))
        freeze(self, "ladder", all_steps(self.ladder))
        for action in Action:
            counted = action not in (Action.START, Action.RESUME)
            freeze(self, action.value, all_triggers(getattr(self, action), action.value, counted=counted))
        if not self.start:
            raise InputError("start", self.start, "is empty, say what starts the clock")
        freeze(self, "_compiled", _compile(self))


class HasSla(Protocol):
    """Anything that declares promises, with the hours that they may be measured by."""

    @property
    def sla(self) -> tuple[SlaPolicy, ...]: ...
    @property
    def hours(self) -> tuple[Hours, ...]: ...
    @property
    def holidays(self) -> tuple[HolidayList, ...]: ...


def compiled(policy: SlaPolicy) -> Compiled:
    """A policy in its compiled form, which is kept with it."""
    try:
        return policy._compiled
    except AttributeError:
        # A policy that came out of a pickle or a copy has its fields and nothing beside them.
        object.__setattr__(policy, "_compiled", _compile(policy))
        return policy._compiled


def _compile(policy: SlaPolicy) -> Compiled:
    found: dict[Moment, list[tuple[Action, Trigger]]] = {}
    for action in Action:
        triggers: tuple[Trigger, ...] = getattr(policy, action)
        for trigger in dict.fromkeys(triggers):
            found.setdefault(trigger.on, []).append((action, trigger))
            if trigger.on is Moment.ASSIGNED and policy.of == "owner":
                # To an owner it is all one whether the lead is new or comes from a colleague.
                found.setdefault(Moment.REASSIGNED, []).append((action, trigger))
    every = [trigger for pairs in found.values() for _, trigger in pairs]
    counts = any(trigger.count > 1 for trigger in every)
    planned = any(trigger.at != "happened" for trigger in every)
    return Compiled(
        limits=proved_limits(policy),
        triggers={moment: tuple(pairs) for moment, pairs in found.items()},
        counts=counts,
        plain=policy.of == "lead" and not counts and not planned,
    )


def check_sla(
    policies: tuple[SlaPolicy, ...],
    path: str,
    kinds: Mapping[str, FieldKind],
    *,
    hours: Sequence[str] = (),
    holidays: Sequence[str] = (),
    reasons: Sequence[str] = (),
) -> Iterator[Finding]:
    """Every fault of the promises: names that clash or refer to nothing, and policies that no lead can reach.

    `hours`, `holidays` and `reasons` are the names that the model declares.
    """
    for place, policy in enumerate(policies):
        here = f"{path}[{place}]"
        earlier = [other for other in policies[:place] if other.clock == policy.clock]
        if not policy.name:
            yield Finding(f"{here}.name", "is empty, a policy needs a name")
        elif any(policy.name == other.name for other in earlier):
            yield Finding(
                f"{here}.name", f"policy {policy.name!r} of clock {policy.clock!r} is declared twice"
            )
        if not policy.clock:
            yield Finding(f"{here}.clock", "is empty, a clock needs a name")
        if any(other.when is None for other in earlier):
            yield Finding(here, f"no lead reaches {policy.name!r}: a policy before it takes every lead")
        if policy.when is not None:
            yield from check_condition(policy.when, f"{here}.when", kinds)
        if (
            policy.basis == "business"
            and policy.hours.of == "rep"
            and any(trigger.on is Moment.CAPTURED for trigger in policy.start)
        ):
            says = "is the rep's, and nobody holds a lead that comes in: measure by the hours of a team"
            yield Finding(f"{here}.hours.of", says)
        yield from _unknown(policy.hours.pattern, hours, f"{here}.hours.pattern", "hours")
        yield from _unknown(policy.hours.holidays, holidays, f"{here}.hours.holidays", "holidays")
        for rung, above in backward_steps(policy.ladder):
            says = f"comes before the {above.after!r} above it, put the steps in order"
            yield Finding(f"{here}.ladder[{rung}].after", f"{policy.ladder[rung].after!r} {says}")
        for rung, step in enumerate(policy.ladder):
            if step.action is StepAction.DISPOSITION and step.reason is None:
                yield Finding(f"{here}.ladder[{rung}].reason", "is missing, a disposition needs its reason")
            yield from _unknown(step.reason, reasons, f"{here}.ladder[{rung}].reason", "reason")
        for action in Action:
            triggers: tuple[Trigger, ...] = getattr(policy, action)
            for number, trigger in enumerate(triggers):
                if trigger.on in (Moment.NURTURED, Moment.UNQUALIFIED):
                    where = f"{here}.{action}[{number}].named"
                    for spot, code in enumerate(trigger.named):
                        yield from _unknown(code, reasons, f"{where}[{spot}]", "reason")


def _unknown(name: str | None, known: Sequence[str], path: str, what: str) -> Iterator[Finding]:
    if name is not None and name not in known:
        yield Finding(path, f"unknown {what} {name!r}{hint(name, known)}")
