"""Promises that the source texts spell out, as data: to take as they are, or to copy and change.

Each is a tuple of policies for `LeadModel.sla`. Their conditions are left open: a house says which leads they are for.

>>> [policy.clock for policy in two_step()]
['reach-out', 'qualify']
"""

from .ladder import LadderStep, StepAction
from .policy import SlaPolicy
from .triggers import Moment, Trigger

__all__ = ["closed_loop", "meeting_disposition", "reschedule", "two_hours", "two_step"]

_REP, _MANAGER, _EXECUTIVE = "rep", "manager", "executive"


def two_step() -> tuple[SlaPolicy, ...]:
    """Reach out within 24 hours, then qualify within 7 days ("No Lead Left Behind").

    A rep is reminded at 24 hours, the rep and the manager are told at 48, an executive at 72; from the first touch on
    there are 7 days to come to one of three outcomes.

    >>> two_step()[1].target
    '7d'
    """
    return (
        SlaPolicy(
            clock="reach-out",
            name="24 hours to reach out",
            target="24h",
            ladder=(
                LadderStep(after="24h", recipients=(_REP,)),
                LadderStep(after="48h", recipients=(_REP, _MANAGER)),
                LadderStep(after="72h", recipients=(_EXECUTIVE,)),
            ),
        ),
        SlaPolicy(
            clock="qualify",
            name="7 days to an outcome",
            target="7d",
            start=(Trigger(on=Moment.WORKED),),
            stop=tuple(
                Trigger(on=moment) for moment in (Moment.QUALIFIED, Moment.NURTURED, Moment.UNQUALIFIED)
            ),
            cancel=(),
        ),
    )


def closed_loop() -> tuple[SlaPolicy, ...]:
    """Four alerts while nothing is done with a lead: at once, after 24, 48 and 72 hours ("Lead Liaison")."""
    return (
        SlaPolicy(
            clock="closed-loop",
            name="four steps",
            target="24h",
            ladder=(
                LadderStep(after="0h", recipients=(_REP,)),
                LadderStep(after="24h", recipients=(_REP,)),
                LadderStep(after="48h", recipients=(_REP, _MANAGER)),
                LadderStep(after="72h", recipients=(_REP, _MANAGER, _EXECUTIVE)),
            ),
        ),
    )


def two_hours() -> tuple[SlaPolicy, ...]:
    """An answer within two hours of the assignment; 24 hours after the lead came in, somebody else gets it.

    Two clocks, because the target counts from the assignment and the maximum from the capture ("The Measurable Lead
    Model"). A lead that comes round again has no second capture; its maximum then counts from the assignment.
    """
    return (
        SlaPolicy(clock="response", name="2 hours", target="2h"),
        SlaPolicy(
            clock="maximum-response",
            name="24 hours",
            target="24h",
            start=(Trigger(on=Moment.CAPTURED), Trigger(on=Moment.ASSIGNED)),
            ladder=(LadderStep(after="24h", action=StepAction.REASSIGN, recipients=(_MANAGER,)),),
        ),
    )


def meeting_disposition(
    *,
    booked: tuple[str, ...] = ("meeting_booked",),
    dispositioned: tuple[str, ...] = ("meeting_completed", "meeting_no_show"),
    called_off: tuple[str, ...] = ("meeting_cancelled",),
) -> tuple[SlaPolicy, ...]:
    """What came of a meeting is to be said within 24 hours of its planned start ("The Measurable Lead Model").

    The rep is reminded once, when it should be over; the manager hears of it 24 hours after it should have begun. The
    arguments are the names of the notes that a house makes, with the planned time and the meeting as their subject.
    """
    stop, cancel = _noted(dispositioned), _noted(called_off)
    return (
        SlaPolicy(
            clock="meeting-disposition",
            name="24 hours",
            of="subject",
            target="24h",
            start=(Trigger(on=Moment.NOTED, named=booked, at="planned_from"),),
            ladder=(LadderStep(after="24h", recipients=(_MANAGER,)),),
            stop=stop,
            cancel=cancel,
        ),
        SlaPolicy(
            clock="meeting-reminder",
            name="when it is over",
            of="subject",
            target="24h",
            start=(Trigger(on=Moment.NOTED, named=booked, at="planned_until"),),
            ladder=(LadderStep(after="0h", recipients=(_REP,)),),
            stop=stop,
            cancel=cancel,
        ),
    )


def reschedule(
    *, missed: tuple[str, ...] = ("meeting_no_show",), booked: tuple[str, ...] = ("meeting_booked",)
) -> tuple[SlaPolicy, ...]:
    """Five touches in seven days after a meeting that nobody came to ("The Measurable Lead Model").

    A new meeting ends the effort: it is what the touches are for.
    """
    return (
        SlaPolicy(
            clock="reschedule",
            name="5 touches in 7 days",
            target="7d",
            start=_noted(missed),
            stop=(Trigger(on=Moment.TOUCHED, count=5), *_noted(booked)),
        ),
    )


def _noted(names: tuple[str, ...]) -> tuple[Trigger, ...]:
    return (Trigger(on=Moment.NOTED, named=names),)
