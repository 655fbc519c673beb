"""A small declared model, and short ways to tell what happened to a lead."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from leadmodel.conditions import Condition
from leadmodel.hours import Hours, Schedule, Week
from leadmodel.lifecycle import Reason, Replay, replay
from leadmodel.model import LeadModel
from leadmodel.records import (
    Assigned,
    Event,
    EventId,
    EventKind,
    Lead,
    LeadId,
    LeadKind,
    Nurture,
    Qualified,
    Raw,
    RepId,
    Stage,
    State,
    Unqualified,
    Won,
    Working,
)
from leadmodel.routing import Routing
from leadmodel.scoring import BehaviourRule, FitRule, GradeBand, LevelBand, Scoring
from leadmodel.sla import SlaPolicy

NINE = datetime(2026, 11, 2, 9, tzinfo=UTC)
L1, ANN, BOB = LeadId("L1"), RepId("ann"), RepId("bob")

LATER = Reason(code="budget_later", disposition="nurture", says="Budget not available for 6+ months")
TOO_SMALL = Reason(code="too_small", disposition="nurture", says="Too small this year", without_touch=True)
INCOMPATIBLE = Reason(code="incompatible", disposition="unqualified", says="Incompatible systems")
STUDENT = Reason(
    code="student", disposition="unqualified", says="Not a prospect: a student", without_touch=True
)
REASONS = (LATER, TOO_SMALL, INCOMPATIBLE, STUDENT)

OFFICE = Week(**dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), ("09:00-17:00",)))
MODEL = LeadModel(
    version="2026.1",
    scoring=Scoring(
        fit=(FitRule(id="vp", when=Condition(field="lead.title", mentions=("vp",)), points=20),),
        behaviour=(BehaviourRule(id="demo", activity="demo_request", points=50),),
        grades=(GradeBand(grade="A", at_least=20), GradeBand(grade="B")),
        levels=(LevelBand(level=1, at_least=50), LevelBand(level=2)),
        sales_ready=("A1", "B1"),
    ),
    routing=Routing(when=Condition(field="card.sales_ready", equals=True)),
    hours=(Hours(name="office", week=OFFICE),),
    reasons=REASONS,
    sla=(SlaPolicy(name="inbound", target="2h"),),
)
SCHEDULES = {name: Schedule(week=OFFICE, zone="UTC") for name in ("ann", "bob")}


def hour(number: float) -> datetime:
    return NINE + timedelta(hours=number)


def a_lead(kind: LeadKind = LeadKind.INBOUND) -> Lead:
    return Lead(id=L1, captured_at=NINE, source="form", kind=kind)


def happened(
    kind: EventKind,
    at: float,
    *,
    rep: RepId | None = None,
    reason: str | None = None,
    automatic: bool = False,
    name: str | None = None,
) -> Event:
    return Event(
        id=EventId(name or f"{at:06.2f}-{kind.value}-{rep}"),
        lead=L1,
        kind=kind,
        at=hour(at),
        rep=rep,
        reason=reason,
        activity="pricing_page" if kind in (EventKind.ACTIVITY, EventKind.NOTED) else None,
        automatic=automatic,
    )


def assigned(at: float, to: RepId = ANN) -> Event:
    return happened(EventKind.ASSIGNED, at, rep=to)


def touched(at: float, by: RepId = ANN) -> Event:
    return happened(EventKind.TOUCHED, at, rep=by)


def mailed_by_machine(at: float) -> Event:
    # In the owner's name, as such mail is: only that it was automatic tells it from a touch.
    return happened(EventKind.TOUCHED, at, rep=ANN, automatic=True, name=f"{at:06.2f}-machine")


def qualified(at: float) -> Event:
    return happened(EventKind.QUALIFIED, at)


def nurtured(at: float, why: Reason = LATER) -> Event:
    return happened(EventKind.NURTURED, at, reason=why.code)


def unqualified(at: float, why: Reason = INCOMPATIBLE) -> Event:
    return happened(EventKind.UNQUALIFIED, at, reason=why.code)


def won(at: float) -> Event:
    return happened(EventKind.WON, at)


def tell(*events: Event) -> Replay:
    return replay(a_lead(), events, MODEL)


def stage_after(*events: Event) -> Stage:
    return tell(*events).case.state.stage


#: One state of each stage, all entered at noon (hour 3) with ann as the owner.
NOON = 3
STATE_OF: dict[Stage, State] = {
    Stage.RAW: Raw(lead=L1, since=hour(NOON)),
    Stage.ASSIGNED: Assigned(lead=L1, cycle=2, owner=ANN, assigned_at=hour(NOON)),
    Stage.WORKING: Working(lead=L1, cycle=2, owner=ANN, assigned_at=hour(2), worked_at=hour(NOON)),
    Stage.QUALIFIED: Qualified(
        lead=L1, cycle=2, owner=ANN, assigned_at=hour(1), worked_at=hour(2), qualified_at=hour(NOON)
    ),
    Stage.NURTURE: Nurture(lead=L1, cycle=2, reason="budget_later", since=hour(NOON)),
    Stage.UNQUALIFIED: Unqualified(lead=L1, cycle=2, reason="student", since=hour(NOON)),
    Stage.WON: Won(lead=L1, cycle=2, owner=ANN, won_at=hour(NOON)),
}


def every_event(at: float) -> list[Event]:
    """Each kind of event at an instant, in every variant that could make a difference."""
    reasons = [None, "", "nonsense", *(reason.code for reason in REASONS)]
    rows: list[tuple[EventKind, RepId | None, str | None, bool]] = [
        (EventKind.ACTIVITY, None, None, False),
        (EventKind.NOTED, None, None, False),
    ]
    rows += [(EventKind.ASSIGNED, rep, None, False) for rep in (ANN, BOB)]
    rows += [
        (EventKind.TOUCHED, rep, None, automatic)
        for rep, automatic in ((ANN, False), (BOB, False), (ANN, True), (None, True))
    ]
    rows += [(EventKind.QUALIFIED, None, None, False), (EventKind.WON, None, None, False)]
    rows += [
        (kind, None, code, False) for kind in (EventKind.NURTURED, EventKind.UNQUALIFIED) for code in reasons
    ]
    return [
        happened(kind, at, rep=rep, reason=reason, automatic=automatic, name=f"{at}-{place}")
        for place, (kind, rep, reason, automatic) in enumerate(rows)
    ]


#: The usual way of a lead comes up more often, so that random histories get somewhere.
KINDS = [
    *EventKind,
    EventKind.ASSIGNED,
    EventKind.TOUCHED,
    EventKind.TOUCHED,
    EventKind.QUALIFIED,
    EventKind.NURTURED,
]


@st.composite
def histories(draw: st.DrawFn, max_size: int = 16) -> list[Event]:
    """Random events around one day, many on the same instant and some before the lead was captured."""
    rows = draw(
        st.lists(
            st.tuples(
                st.sampled_from(KINDS),
                st.integers(-1, 10),
                st.sampled_from([ANN, ANN, BOB]),
                st.sampled_from(["budget_later", "too_small", "incompatible", "student", "nonsense", None]),
                st.sampled_from([False, False, False, True]),
            ),
            max_size=max_size,
        )
    )
    return [
        happened(kind, at, rep=rep, reason=reason, automatic=automatic, name=f"e{place}")
        for place, (kind, at, rep, reason, automatic) in enumerate(rows)
    ]
