"""What moves a declared clock: what happened to a lead, by whom, and at which instant it counts.

>>> Trigger(on="touched", count=5).on
<Moment.TOUCHED: 'touched'>
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from ..errors import InputError, UnknownNameError
from .ladder import all_texts

__all__ = ["Moment", "Planned", "Trigger", "all_triggers"]

Planned = Literal["happened", "planned_from", "planned_until"]


class Moment(StrEnum):
    """What can happen to a lead, in the order that counts on one instant; nothing that was refused is one."""

    CAPTURED = "captured"
    """It came in."""
    ACTIVITY = "activity"
    """It did something."""
    NOTED = "noted"
    """The house noted something of its own."""
    ASSIGNED = "assigned"
    """A cycle began: a rep owes an answer."""
    REASSIGNED = "reassigned"
    """It passed from one rep to another within its cycle."""
    TOUCHED = "touched"
    """A human touched it, any rep; what a machine sends is no touch."""
    WORKED = "worked"
    """Its owner touched it for the first time in its cycle."""
    QUALIFIED = "qualified"
    NURTURED = "nurtured"
    UNQUALIFIED = "unqualified"
    WON = "won"


#: Those that carry a name, and which one.
NAMED = {
    Moment.ACTIVITY: "what the lead did",
    Moment.NOTED: "what was noted",
    Moment.NURTURED: "reasons",
    Moment.UNQUALIFIED: "reasons",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """One way in which a clock is moved.

    `named` narrows it to some activities, notes or reasons, and `by` to the owner's own touch. `at` says which instant
    counts: that of the event, or the time that it speaks of, such as the planned start of a meeting. `count` waits for
    the so-many-th of its kind since the clock's cycle began.

    >>> Trigger(on="noted", named=("meeting_booked",), at="planned_from").at
    'planned_from'

    Raises `UnknownNameError` for a moment or an instant that is none, and `InputError` for a note without a name, for
    `named`, `by` or `at` where nothing of the kind exists, and for a count below one.
    """

    on: Moment
    named: tuple[str, ...] = ()
    by: Literal["anyone", "owner"] = "anyone"
    at: Planned = "happened"
    count: int = 1

    def __post_init__(self) -> None:
        try:
            object.__setattr__(self, "on", Moment(self.on))
        except ValueError:
            raise UnknownNameError("moment", str(self.on), map(str, Moment)) from None
        object.__setattr__(self, "named", all_texts(self.named, "named"))
        if self.by not in ("anyone", "owner"):
            raise UnknownNameError("by", str(self.by), ("anyone", "owner"))
        if self.at not in ("happened", "planned_from", "planned_until"):
            raise UnknownNameError("at", str(self.at), ("happened", "planned_from", "planned_until"))
        if self.on is Moment.NOTED and not self.named:
            raise InputError("named", self.named, "is empty, say which notes are meant")
        if self.named and self.on not in NAMED:
            raise InputError("named", self.named, f"says nothing about {self.on.value!r}, leave it out")
        if self.by == "owner" and self.on is not Moment.TOUCHED:
            raise InputError("by", self.by, f"is for touches, and this is {self.on.value!r}")
        if self.at != "happened" and self.on is Moment.CAPTURED:
            raise InputError("at", self.at, "is for events, and a lead that comes in has no plan")
        count: object = self.count
        if type(count) is not int or count < 1:
            raise InputError("count", count, "is not a whole number above zero")


def all_triggers(triggers: object, argument: str, *, counted: bool) -> tuple[Trigger, ...]:
    """Triggers as a tuple; raises `InputError` for what is none, and for a count where none can be kept."""
    if isinstance(triggers, str) or not isinstance(triggers, Sequence):
        raise InputError(argument, triggers, "is not a list of triggers")
    return tuple(_checked(triggers, argument, counted=counted))


def _checked(triggers: Sequence[object], argument: str, *, counted: bool) -> Iterator[Trigger]:
    for place, trigger in enumerate(triggers):
        if not isinstance(trigger, Trigger):
            raise InputError(f"{argument}[{place}]", trigger, "is not a Trigger")
        if trigger.count > 1 and not counted:
            raise InputError(
                f"{argument}[{place}].count", trigger.count, "counts within a running cycle only"
            )
        yield trigger
