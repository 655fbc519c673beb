"""Builders with good defaults, so that a test names only what it is about."""

from datetime import UTC, date, datetime
from typing import Any

from leadmodel.conditions import Condition
from leadmodel.hours import Hours, Schedule, TimeOff, Week
from leadmodel.lifecycle import Reason, replay
from leadmodel.model import LeadModel
from leadmodel.records import Case, Event, EventId, EventKind, Lead, LeadId, RepId
from leadmodel.routing import Desk, Rep, Routing, open_desk
from leadmodel.scoring import BehaviourRule, FitRule, GradeBand, LevelBand, Scoring
from leadmodel.sla import LadderStep, SlaPolicy

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
OFFICE = Week(**dict.fromkeys(WEEKDAYS, ("09:00-17:00",)))
NIGHT = Week(**dict.fromkeys(WEEKDAYS, ("22:00-06:00",)))
ALWAYS = Week(**dict.fromkeys((*WEEKDAYS, "sat", "sun"), ("00:00-24:00",)))
LUNCH = Week(**dict.fromkeys(WEEKDAYS, ("08:00-12:00", "13:00-18:00")))
#: The patterns that a house declares, by name.
PATTERNS = {"office": OFFICE, "night": NIGHT, "always": ALWAYS, "lunch": LUNCH}

REASONS = (
    Reason(code="no_budget_yet", disposition="nurture", says="Budget not available for 6+ months"),
    Reason(
        code="too_small_yet", disposition="nurture", says="Fewer than 5 people so far", without_touch=True
    ),
    Reason(code="left", disposition="unqualified", says="No longer at organization"),
    Reason(code="student", disposition="unqualified", says="Not a prospect: a student", without_touch=True),
)
LADDER = (
    LadderStep(after="24h", recipients=("rep",)),
    LadderStep(after="48h", recipients=("rep", "manager")),
    LadderStep(after="72h", recipients=("rep", "manager", "executive")),
)
#: Holds for every lead.
ANYBODY = Condition(field="lead.source", present=True)
NEW_YORK = Schedule(week=OFFICE, zone="America/New_York")


def moment(text: str) -> datetime:
    """An instant from ISO 8601 text with an offset."""
    found = datetime.fromisoformat(text)
    assert found.tzinfo is not None
    return found


MONDAY = datetime(2026, 11, 9, 12, tzinfo=UTC)


def lead(id: str = "L1", **changes: Any) -> Lead:
    """An inbound lead who asked for a demo before the first of November."""
    told: dict[str, Any] = {"captured_at": datetime(2026, 10, 1, tzinfo=UTC), "source": "demo_request"}
    return Lead(id=LeadId(id), **(told | changes))


def rep(id: str = "ann", **changes: Any) -> Rep:
    """Somebody in London who works in the office and speaks English."""
    told: dict[str, Any] = {"zone": "Europe/London", "hours": "office", "languages": ("en",)}
    return Rep(id=RepId(id), **(told | changes))


def leave(start: str, end: str, reason: str = "leave") -> TimeOff:
    return TimeOff(start=date.fromisoformat(start), end=date.fromisoformat(end), reason=reason)


def happened(kind: EventKind, at: datetime, *, to: str = "L1", **changes: Any) -> Event:
    """An event with an id of its own, made of all that it says."""
    said = "/".join(f"{name}={value}" for name, value in sorted(changes.items()))
    told: dict[str, Any] = {"id": EventId(f"{to}/{kind}/{at.astimezone(UTC).isoformat()}/{said}")}
    return Event(lead=LeadId(to), kind=kind, at=at, **(told | changes))


def did(activity: str, at: datetime, *, to: str = "L1") -> Event:
    return happened(EventKind.ACTIVITY, at, to=to, activity=activity)


def assigned(at: datetime, owner: str = "ann", *, to: str = "L1") -> Event:
    return happened(EventKind.ASSIGNED, at, to=to, rep=RepId(owner))


def touched(at: datetime, by: str = "ann", *, to: str = "L1", automatic: bool = False) -> Event:
    return happened(EventKind.TOUCHED, at, to=to, rep=RepId(by), automatic=automatic)


def qualified(at: datetime, *, to: str = "L1") -> Event:
    return happened(EventKind.QUALIFIED, at, to=to)


def nurtured(at: datetime, reason: str = "no_budget_yet", *, to: str = "L1") -> Event:
    return happened(EventKind.NURTURED, at, to=to, reason=reason)


def unqualified(at: datetime, reason: str = "student", *, to: str = "L1") -> Event:
    return happened(EventKind.UNQUALIFIED, at, to=to, reason=reason)


def won(at: datetime, *, to: str = "L1") -> Event:
    return happened(EventKind.WON, at, to=to)


def case_of(subject: Lead, *events: Event) -> Case:
    """The case that these events make of a lead; none of them may be refused."""
    replayed = replay(subject, events, HOUSE)
    assert replayed.refused == ()
    return replayed.case


def points(name: str, when: Condition, worth: int) -> FitRule:
    return FitRule(id=name, when=when, points=worth)


def counts(
    activity: str, worth: int, *, at_most: int | None = None, within: str | None = None
) -> BehaviourRule:
    return BehaviourRule(id=activity, activity=activity, points=worth, at_most=at_most, within=within)


def grades(**at_least: int) -> tuple[GradeBand, ...]:
    """`grades(A=50, B=20)` and a last grade Z that takes the rest."""
    return (
        *(GradeBand(grade=name, at_least=least) for name, least in at_least.items()),
        GradeBand(grade="Z"),
    )


def levels(*at_least: int) -> tuple[LevelBand, ...]:
    """`levels(50, 20)` are levels 1 and 2, and a last one that takes the rest."""
    bands = [LevelBand(level=number, at_least=least) for number, least in enumerate(at_least, start=1)]
    return (*bands, LevelBand(level=len(bands) + 1))


def scoring(**changes: Any) -> Scoring:
    """Grades from 50 and 20 points, levels from 50 and 20; the best two of each go to sales."""
    told: dict[str, Any] = {
        "fit": (),
        "behaviour": (),
        "grades": grades(A=50, B=20),
        "levels": levels(50, 20),
        "sales_ready": ("A1", "A2", "B1", "B2"),
    }
    return Scoring(**(told | changes))


def house(**changes: Any) -> LeadModel:
    """A whole model: every lead is given out, the target is two hours, and nobody scores a point."""
    told: dict[str, Any] = {
        "version": "test-1",
        "scoring": scoring(),
        "routing": Routing(when=ANYBODY),
        "hours": tuple(Hours(name=name, week=week) for name, week in PATTERNS.items()),
        "reasons": REASONS,
        "sla": (SlaPolicy(name="inbound", target="2h", ladder=LADDER),),
    }
    return LeadModel(**(told | changes))


HOUSE = house()


def desk_of(*reps: Rep, model: LeadModel | None = None, **load: int) -> Desk:
    """A desk with these reps; `load` says how many open leads some of them hold."""
    loaded = [rep_with(each, open_leads=load[each.id]) if each.id in load else each for each in reps]
    return open_desk(loaded, model or HOUSE)


def rep_with(somebody: Rep, **changes: Any) -> Rep:
    return Rep(**({name: getattr(somebody, name) for name in Rep.__slots__} | changes))
