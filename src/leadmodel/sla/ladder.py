"""The steps of a ladder: what happens when a clock has run so long, to whom, and by which time it is placed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Literal

from ..errors import InputError, UnknownNameError
from ..records import duration

__all__ = ["LadderStep", "StepAction", "backward_steps", "check_ladder"]


class StepAction(StrEnum):
    """What a step asks for; the clock itself does nothing."""

    NOTIFY = "notify"
    REASSIGN = "reassign"
    DISPOSITION = "disposition"


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderStep:
    """One rung: `after` so much time on the clock, `0h` for at once.

    `placed` says which time is counted. A step placed in business time is reached while somebody works, never at
    night: one that falls on the closing comes at the next opening. `recipients` are roles (`rep`, `manager`,
    `executive`) or names. `reason` is for a disposition: the code under which the lead is let go.

    >>> LadderStep(after="48h", recipients=("rep", "manager")).offset
    datetime.timedelta(days=2)

    Raises `InputError` for a length of time that is none, for a notification to nobody, for a recipient without a
    name, and for a reason beside another action; `UnknownNameError` for an action or a placing that is none.
    """

    after: str
    recipients: tuple[str, ...] = ()
    action: StepAction = StepAction.NOTIFY
    reason: str | None = None
    placed: Literal["calendar", "business"] = "calendar"

    def __post_init__(self) -> None:
        readable(self.after, "after", zero="allowed")
        try:
            object.__setattr__(self, "action", StepAction(self.action))
        except ValueError:
            raise UnknownNameError("action", str(self.action), map(str, StepAction)) from None
        if self.placed not in ("calendar", "business"):
            raise UnknownNameError("placing", str(self.placed), ("calendar", "business"))
        recipients = all_texts(self.recipients, "recipients")
        object.__setattr__(self, "recipients", recipients)
        if not recipients and self.action is StepAction.NOTIFY:
            raise InputError("recipients", recipients, "is empty, a notification goes to somebody")
        if self.reason is not None and self.action is not StepAction.DISPOSITION:
            raise InputError(
                "reason", self.reason, f"is for a disposition, and this is {self.action.value!r}"
            )

    @property
    def offset(self) -> timedelta:
        """`after` as a length of time."""
        return duration(self.after, "after", zero="allowed")


def check_ladder(ladder: Sequence[LadderStep]) -> None:
    """Refuse a ladder that goes backwards.

    Business time never passes faster than calendar time. So no step may be shorter than one before it, except a step
    in business time behind one in calendar time: eight working hours do come after twenty-four hours by the calendar.

    >>> check_ladder([LadderStep(after="48h", recipients=("rep",)), LadderStep(after="24h", recipients=("manager",))])
    Traceback (most recent call last):
        ...
    leadmodel.errors.InputError: ladder[1].after: '24h' comes before the '48h' above it, put the steps in order
    """
    for place, earlier in backward_steps(ladder):
        expected = f"comes before the {earlier.after!r} above it, put the steps in order"
        raise InputError(f"ladder[{place}].after", ladder[place].after, expected)


def backward_steps(ladder: Sequence[LadderStep]) -> Iterator[tuple[int, LadderStep]]:
    """The place of each step that comes before one above it, with that one."""
    for place, step in enumerate(ladder):
        for earlier in ladder[:place]:
            comparable = earlier.placed == step.placed or step.placed == "calendar"
            if comparable and step.offset < earlier.offset:
                yield place, earlier
                break


def readable(value: object, argument: str, *, zero: Literal["refused", "allowed"] = "refused") -> timedelta:
    """A length of time from text; anything that is no text is refused by name."""
    if not isinstance(value, str):
        raise InputError(argument, value, "is not a length of time such as '2h', '30m' or '1d12h'")
    return duration(value, argument, zero=zero)


def all_texts(values: object, argument: str) -> tuple[str, ...]:
    """A list of names as a tuple; a bare text is refused, because its letters are no names."""
    if isinstance(values, str) or not isinstance(values, Sequence):
        raise InputError(argument, values, "is not a list of names")
    for value in values:
        if not isinstance(value, str) or not value:
            raise InputError(argument, value, "is not a name")
    return tuple(values)
