"""The models that the scoring benchmarks share, and the leads that they are asked about.

Twenty rules over ready-made counts, and a second set over the events of a lead: windows, limits and decay.
"""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from leadmodel.conditions import Condition, count, field
from leadmodel.records import Case, Company, Event, EventId, EventKind, Lead, LeadId, Raw
from leadmodel.scoring import BehaviourRule, Decay, FitRule, GradeBand, LevelBand, Scoring

__all__ = ["MODEL", "NOON", "OVER_EVENTS", "cases", "rows"]

NOON = datetime(2026, 11, 6, 12, tzinfo=UTC)


def fits(name: str, when: Condition, points: int) -> FitRule:
    return FitRule(id=name, when=when, points=points)


TITLE, EMPLOYEES = field("lead.title"), field("company.employees")
FIT = (
    fits("vice_president", TITLE.contains("vp", "vice president"), 20),
    fits("director", TITLE.contains("director"), 15),
    fits("student", TITLE.contains("student", "intern"), -50),
    fits("industry", field("company.industry").one_of("software", "finance", "logistics"), 10),
    fits("country", field("lead.country").one_of("US", "CA", "GB"), 5),
    fits("revenue", field("company.revenue") > 50_000_000, 10),
    fits("large", EMPLOYEES >= 1000, 10),
    fits("middle", (EMPLOYEES >= 100) & (EMPLOYEES < 1000), 5),
    fits("tiny", EMPLOYEES <= 20, -5),
    fits("referral", field("lead.source") == "referral", 10),
    fits("target", field("fields.target") == True, 15),  # noqa: E712 - it makes a condition
    fits("private", field("lead.email").ends_with("gmail.com", "yahoo.com"), -10),
    fits("phone", field("fields.phone").is_known(), 5),
    fits("budget", field("fields.budget") >= 100_000, 10),
)
BEHAVIOUR = (
    BehaviourRule(id="demo", activity="demo", points=30, at_most=1),
    BehaviourRule(id="webinar", activity="webinar", points=15, at_most=2),
    BehaviourRule(id="pricing", activity="pricing", points=8, at_most=3),
    BehaviourRule(id="download", activity="download", points=6, at_most=5),
    BehaviourRule(id="page", activity="page", points=1, at_most=5),
    BehaviourRule(id="unsubscribed", activity="unsubscribed", points=-30),
)
OVER_TIME = (
    BehaviourRule(id="demo", activity="demo", points=30, at_most=1),
    BehaviourRule(id="webinar", activity="webinar", points=15, decay=Decay(half_life="14d")),
    BehaviourRule(id="pricing", activity="pricing", points=8, within="30d", at_most=3),
    BehaviourRule(id="download", activity="download", points=6, at_most=3, decay=Decay(half_life="30d")),
    BehaviourRule(id="page", activity="page", points=1, within="14d"),
    BehaviourRule(id="busy", when=count("page", within="7d") >= 3, points=10),
    BehaviourRule(id="unsubscribed", activity="unsubscribed", points=-30),
)


def scoring(behaviour: tuple[BehaviourRule, ...]) -> Scoring:
    return Scoring(
        fit=FIT,
        behaviour=behaviour,
        grades=(
            GradeBand(grade="A", at_least=50),
            GradeBand(grade="B", at_least=20),
            GradeBand(grade="C", at_least=0),
            GradeBand(grade="D"),
        ),
        levels=(LevelBand(level=1, at_least=50), LevelBand(level=2, at_least=20), LevelBand(level=3)),
        sales_ready=("A1", "A2", "B1"),
    )


MODEL = scoring(BEHAVIOUR)
OVER_EVENTS = scoring(OVER_TIME)


TITLES = ("VP Sales", "Vice President, Finance", "Director of IT", "Student", "Engineer", "Buyer", "intern")
VALUES: dict[str, tuple[Any, ...]] = {
    "lead.title": TITLES,
    "lead.country": ("US", "GB", "DE", "CH", "ca"),
    "lead.source": ("form", "referral", "webinar", "Referral"),
    "lead.email": ("a@acme.example", "b@gmail.com", "c@Yahoo.com", "d@zeta.example"),
    "company.industry": ("Software", "finance", "Retail", "Mining", "logistics"),
    "company.revenue": (5_000_000, 50_000_000, 80_000_000, 900_000_000),
    "company.employees": (5, 20, 21, 99, 100, 999, 1000, 40_000),
    "fields.target": (True, False),
    "fields.phone": ("+41 44 000 00 00",),
    "fields.budget": (20_000, 100_000, 250_000),
}
#: How often a lead did it, as a table has it: mostly seldom, sometimes often.
COUNTS = (0, 0, 1, 1, 2, 3, 5, 12)
NAMES = tuple(rule.activity for rule in BEHAVIOUR if rule.activity)
OFTEN = ("page",) * 8 + ("pricing",) * 4 + ("download",) * 3 + ("webinar",) * 3 + ("demo", "unsubscribed")


def rows(number: int) -> list[dict[str, Any]]:
    """So many leads as rows, one value in six missing."""
    dice = Random(20)
    made = []
    for _ in range(number):
        row = {
            name: dice.choice(values) if dice.random() > 1 / 6 else None for name, values in VALUES.items()
        }
        row |= {f"count({name})": dice.choice(COUNTS) if name != "unsubscribed" else 0 for name in NAMES}
        if dice.random() < 1 / 20:
            row["count(unsubscribed)"] = 1
        made.append(row)
    return made


def cases(number: int) -> list[Case]:
    """So many leads, each with twenty activities of the last hundred days, in order."""
    dice = Random(21)
    made = []
    for place, row in enumerate(rows(number)):
        told = dict(row)
        own = {name: told[f"fields.{name}"] for name in ("target", "phone", "budget")}
        lead = Lead(
            id=LeadId(f"L{place}"),
            captured_at=NOON - timedelta(days=101),
            source=told["lead.source"] or "form",
            title=told["lead.title"],
            country=told["lead.country"],
            email=told["lead.email"],
            company=Company(
                industry=told["company.industry"],
                employees=told["company.employees"],
                revenue=told["company.revenue"],
            ),
            fields={name: value for name, value in own.items() if value is not None},
        )
        instants = sorted(NOON - timedelta(minutes=dice.randrange(100 * 24 * 60)) for _ in range(20))
        history = tuple(
            Event(
                id=EventId(f"{place}-{number}"),
                lead=lead.id,
                kind=EventKind.ACTIVITY,
                at=at,
                activity=dice.choice(OFTEN),
            )
            for number, at in enumerate(instants)
        )
        made.append(Case(lead=lead, history=history, state=Raw(lead=lead.id, since=lead.captured_at)))
    return made
