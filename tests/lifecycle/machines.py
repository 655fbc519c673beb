"""Machines of a house that the tests tell about: sub-stages within Working, a pipeline behind Qualified."""

from leadmodel.lifecycle import Machine, Move
from leadmodel.records import Event, EventId, EventKind, Stage

from .stories import happened

CALLS = Machine(
    name="calls",
    inside=Stage.WORKING,
    states=("dialling", "connected", "meeting"),
    start="dialling",
    moves=(
        Move(out_of="dialling", on="spoke", to="connected"),
        Move(out_of="connected", on="meeting_booked", to="meeting"),
        Move(out_of="meeting", on="no_show", to="dialling"),
    ),
)
DEAL = Machine(
    name="deal",
    inside=Stage.QUALIFIED,
    states=("discovery", "proposal", "negotiation"),
    start="discovery",
    ends=("won", "nurture"),
    moves=(
        Move(out_of="discovery", on="proposal_sent", to="proposal"),
        Move(out_of="discovery", on="nurtured", to="nurture"),
        Move(out_of="proposal", on="terms_asked", to="negotiation"),
        Move(out_of="proposal", on="nurtured", to="nurture"),
        Move(out_of="negotiation", on="terms_changed", to="proposal"),
        Move(out_of="negotiation", on="won", to="won"),
        Move(out_of="negotiation", on="nurtured", to="nurture"),
    ),
)
ONBOARDING = Machine(
    name="onboarding",
    inside=Stage.WON,
    states=("kick_off", "training"),
    start="kick_off",
    ends=("live",),
    moves=(
        Move(out_of="kick_off", on="trained", to="training"),
        Move(out_of="training", on="trained", to="training"),
        Move(out_of="training", on="went_live", to="live"),
    ),
)
MACHINES = (CALLS, DEAL, ONBOARDING)


def noted(at: float, name: str, *, id: str = "") -> Event:
    event = happened(EventKind.NOTED, at)
    return Event(
        id=EventId(id or f"{at:06.2f}-{name}"), lead=event.lead, kind=event.kind, at=event.at, activity=name
    )
