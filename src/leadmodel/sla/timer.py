"""What a clock promises: how long, by which time, what warns before, and what follows when nobody acts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, NamedTuple, Protocol

from ..errors import InputError, UnknownNameError
from ..hours import Calendar
from ..records.instants import MICROS_PER_DAY, MICROS_PER_SECOND
from .ladder import LadderStep, all_texts, check_ladder, readable

__all__ = ["HasLimits", "Limits", "Timer", "all_steps", "limits_of", "proved_limits"]

_FRACTION = re.compile(r"([0-9]{1,9})/([0-9]{1,9})|([0-9]{1,3})(?:\.([0-9]{1,6}))?%")


class Limits(NamedTuple):
    """A timer in whole microseconds: warnings in order, ladder steps as declared with whether hours place them.

    `length` is the target once more, as a length of time.
    """

    target: int
    length: timedelta
    maximum: int | None
    warnings: tuple[tuple[int, str], ...]
    steps: tuple[tuple[int, bool, LadderStep], ...]


class _Compiled:
    """A place for the limits beside the fields: no part of the value, so not compared, shown, copied or pickled."""

    __slots__ = ("_limits",)

    _limits: Limits | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Timer(_Compiled):
    """One promise: `target`, and perhaps a `maximum`, both measured on `basis`.

    `schedule` holds the hours of whoever is meant (the rep, the team, the lead); it is needed for a business basis and
    for steps placed in business time, and otherwise only adds the business figures. `warnings` are fractions of the
    target such as `"1/2"` or `"80%"`, exact. Without a target there is no clock: nothing that is read has a cycle.

    >>> Timer(target="2h", maximum="24h", warnings=("1/2", "80%")).basis
    'calendar'
    >>> Timer(target="0h")
    Traceback (most recent call last):
        ...
    leadmodel.errors.InputError: target: '0h' is not a length of time above zero such as '2h', '30m' or '1d12h'

    Raises `InputError` for a target or maximum that is no length above zero, a maximum below the target, a fraction
    that is not between 0 and 1, a ladder that goes backwards, hours that are needed and missing, and for warnings, a
    maximum or a ladder without a target; `UnknownNameError` for a basis that is none.
    """

    target: str | None
    maximum: str | None = None
    basis: Literal["calendar", "business"] = "calendar"
    schedule: Calendar | None = None
    warnings: tuple[str, ...] = ()
    ladder: tuple[LadderStep, ...] = ()

    def __post_init__(self) -> None:
        if self.basis not in ("calendar", "business"):
            raise UnknownNameError("basis", str(self.basis), ("calendar", "business"))
        if self.schedule is not None and not isinstance(self.schedule, Calendar):
            raise InputError("schedule", self.schedule, "is not a schedule")
        object.__setattr__(self, "warnings", all_texts(self.warnings, "warnings"))
        object.__setattr__(self, "ladder", all_steps(self.ladder))
        check_ladder(self.ladder)
        limits = proved_limits(self)
        if self.schedule is None:
            if self.basis == "business":
                raise InputError("schedule", None, "is missing, business time needs working hours")
            for place, step in enumerate(self.ladder):
                if step.placed == "business":
                    expected = "needs working hours to be placed by, give the timer a schedule"
                    raise InputError(f"ladder[{place}].placed", step.placed, expected)
        object.__setattr__(self, "_limits", limits)


def limits_of(timer: Timer) -> Limits | None:
    """The limits of a timer; None where it has no target.

    >>> limits_of(Timer(target="2h", warnings=("80%",))).warnings
    ((5760000000, '80%'),)
    """
    try:
        return timer._limits
    except AttributeError:
        # A timer that came out of a pickle or a copy has its fields and nothing beside them.
        limits = proved_limits(timer)
        object.__setattr__(timer, "_limits", limits)
        return limits


class HasLimits(Protocol):
    """What a promise says about lengths of time."""

    @property
    def target(self) -> str | None: ...
    @property
    def maximum(self) -> str | None: ...
    @property
    def warnings(self) -> tuple[str, ...]: ...
    @property
    def ladder(self) -> tuple[LadderStep, ...]: ...


def proved_limits(timer: HasLimits) -> Limits | None:
    """The limits of a promise, proved; None where it has no target.

    Raises `InputError` for lengths of time that are none or contradict each other, and for what hangs on a target that
    is missing.
    """
    if timer.target is None:
        for name in ("maximum", "warnings", "ladder"):
            value: object = getattr(timer, name)
            if value:
                raise InputError(name, value, "hangs on a target, give the timer one")
        return None
    target = _micros(timer.target, "target")
    maximum = None if timer.maximum is None else _micros(timer.maximum, "maximum")
    if maximum is not None and maximum < target:
        raise InputError("maximum", timer.maximum, f"is below the target {timer.target!r}")
    return Limits(
        target=target,
        length=readable(timer.target, "target"),
        maximum=maximum,
        warnings=tuple(sorted({_share(target, text): text for text in reversed(timer.warnings)}.items())),
        steps=tuple(
            (_micros(step.after, "after", zero="allowed"), step.placed == "business", step)
            for step in timer.ladder
        ),
    )


def _micros(text: str, argument: str, *, zero: Literal["refused", "allowed"] = "refused") -> int:
    length = readable(text, argument, zero=zero)
    return length.days * MICROS_PER_DAY + length.seconds * MICROS_PER_SECOND


def _share(target: int, text: str) -> int:
    """The microsecond by which the fraction of the target has passed, rounded up."""
    found = _FRACTION.fullmatch(text)
    if found is not None:
        whole, tail = found[3], found[4] or ""
        top, bottom = (
            (int(found[1]), int(found[2])) if found[1] else (int(whole + tail), 100 * 10 ** len(tail))
        )
        if 0 < top < bottom:
            return -(-target * top // bottom)
    raise InputError("warnings", text, "is not a fraction between 0 and 1 such as '1/2' or '80%'")


def all_steps(ladder: object) -> tuple[LadderStep, ...]:
    """The steps of a ladder as a tuple; raises `InputError` for what is none."""
    if isinstance(ladder, str) or not isinstance(ladder, Sequence):
        raise InputError("ladder", ladder, "is not a list of steps")
    for step in ladder:
        if not isinstance(step, LadderStep):
            raise InputError("ladder", step, "is not a LadderStep")
    return tuple(ladder)
