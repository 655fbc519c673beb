"""One set of nasty leads, events and a model that asks about all of it, and what a single lead gets of it.

The columns are held by every engine in its own way; the answers are those of `leadmodel.scoring.score`, lead by lead.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from itertools import cycle, islice
from typing import Any

import pyarrow as pa

from leadmodel.conditions import (
    Condition,
    CustomField,
    FieldKind,
    ValueList,
    amount,
    bind_lists,
    count,
    days_since,
    field,
    subjects,
)
from leadmodel.model import LeadModel
from leadmodel.records import Case, Company, Event, EventId, EventKind, Lead, LeadId, Raw, RepId
from leadmodel.scoring import (
    BehaviourRule,
    Decay,
    DecayStep,
    FitRule,
    Group,
    LineStep,
    compile_scoring,
    score,
)
from tests.building import grades, house, levels, scoring

Row = dict[str, Any]

AT = datetime(2026, 11, 9, 12, 30, 15, 123457, tzinfo=UTC)
TICK, HOUR, DAY = timedelta(microseconds=1), timedelta(hours=1), timedelta(days=1)

#: Texts on which lower-casing and folding differ, that engines trim, take for patterns, for values, or for missing.
TEXTS = (
    None,
    "",
    " ",
    "VP, Sales",
    "vp sales",
    "MVP",
    "V.P.",
    "Straße",
    "STRASSE",
    "Strasse 5",
    "GROẞ",
    "ſtudent",
    "Student",
    "\u212aelvin",
    "kelvin",
    "İstanbul",
    "istanbul",
    "i\u0307stanbul",
    "ISTANBUL",
    "ΣΑΣ",
    "σας",
    "Σας ΣΑΣ",
    "ﬁnance",
    "Finance",
    "ŉ",
    "ᏸ",
    "Ꮰ",
    "NAÏVE",
    "nai\u0308ve",
    "naïve",
    "ǆ",
    "ǅ",
    "a.*b",
    "axxb",
    "[x",
    "50% off_",
    "50 off",
    'say "hi"',
    "it's",
    "back\\slash",
    "line\nbreak vp",
    "tab\tvp",
    "🚀 vp 🚀",
    "null",
    "None",
    "nan",
    "NaN",
    "NULL",
    "true",
    "5",
    "vp" * 300,
    "x vice president y",
    "vice  president",
    "vice-president",
    "vp\u00a0sales",
    "vp_sales",
    "½vp",
    "vp²",
    "ΐ",
)
INTEGERS = (None, 0, 1, -1, 5, 49, 50, 51, 2**53, 2**53 + 1, 2**53 - 1, 2**62, 2**63 - 1, -(2**63), 10_000)
COUNTS = (None, 0, 1, 50, 51, 2**53, 2**53 + 1, 2**63 - 1, 10_000)
FRACTIONS = (
    None,
    float("nan"),
    float("inf"),
    float("-inf"),
    0.0,
    -0.0,
    0.1,
    0.1 + 0.2,
    0.3,
    5.0,
    5.5,
    2.0**53,
    2.0**53 + 2,
    1e308,
    5e-324,
)
YES = (None, True, False)
COUNTRIES = (None, "CH", "US", "IT")

ROWS = 3 * len(TEXTS)
#: Every column has a length of its own, so that all kinds of neighbours occur.
COLUMNS: dict[str, tuple[Any, pa.DataType]] = {
    "lead.title": (TEXTS, pa.string()),
    "lead.country": (COUNTRIES, pa.string()),
    "company.industry": (TEXTS[::-1], pa.string()),
    "company.employees": (COUNTS, pa.int64()),
    "fields.note": (TEXTS[::7] + TEXTS[1::3], pa.string()),
    "fields.big": (INTEGERS, pa.int64()),
    "fields.ratio": (FRACTIONS, pa.float64()),
    "fields.opted": (YES, pa.bool_()),
    "fields.empty": ((None,), pa.string()),
    "fields.whole": ((*INTEGERS[::-1], 7), pa.int64()),
    "fields.share": ((*FRACTIONS[::-1], 9999.0), pa.float64()),
}
IDS = [f"L{place % 160:03}" for place in range(ROWS)]


def leads_of(columns: Mapping[str, tuple[Sequence[Any], pa.DataType]] = COLUMNS) -> pa.Table:
    """The leads as a table of Arrow, with their place, for engines that keep no order."""
    made = {name: pa.array(islice(cycle(values), ROWS), kind) for name, (values, kind) in columns.items()}
    return pa.table({"place": pa.array(range(ROWS), pa.int64()), "lead.id": pa.array(IDS), **made})


LEADS = leads_of()


# --------------------------------------------------------------------------------------------------------- the model


def fit(name: str, when: Condition, points: float, otherwise: float = 0, group: str | None = None) -> FitRule:
    return FitRule(id=name, when=when, points=points, otherwise=otherwise, group=group)


TITLE, NOTE, BIG, RATIO = (
    field("lead.title"),
    field("fields.note"),
    field("fields.big"),
    field("fields.ratio"),
)
HEADS, OPTED, INDUSTRY = field("company.employees"), field("fields.opted"), field("company.industry")

#: Lists with a few values, and with more than are compared one by one.
LISTS = (
    ValueList(name="titles", values=("VP, Sales", "STRASSE", "İstanbul", "σας", "", "nan", "5")),
    ValueList(
        name="accounts",
        values=(*(f"account{place}.example" for place in range(10_000)), "NAÏVE", "Ᏸ", "ﬁnance"),
    ),
    ValueList(name="sizes", values=(50, 2**53 + 1, 0.5)),
    ValueList(
        name="wholes",
        values=(
            *range(40, 50),
            *range(10_000, 10_400),
            2**53 + 1,
            2.0**62,
            2**63 - 1,
            2**70,
            0.5,
            float("inf"),
            -(2**63),
        ),
    ),
    ValueList(
        name="shares",
        values=(*range(9_700, 10_000), 0.1 + 0.2, -0.0, 2**53, 2**53 + 1, 10**400, float("inf"), 5e-324),
    ),
)

FIT = (
    fit("vp", TITLE.mentions("VP", "vice president"), 20, -1),
    fit("strasse", TITLE.contains("STRASSE"), 3.5),
    fit("eszett", TITLE.starts_with("straß", "i̇", "ﬁ"), 2, 0.25),
    fit("sigma", TITLE.ends_with("Σ", "ς"), 1.001, -0.001),
    fit("kelvin", TITLE.one_of("KELVIN", "istanbul", "nan", "Ᏸ"), 5),
    fit("pattern", TITLE.contains("a.*b", "[X", "%", "\\", '"', "'"), 4),
    fit("empty", TITLE == "", 7),
    fit("not_student", TITLE != "student", 1),
    fit("five", TITLE == "5", 9),
    fit("ligature", NOTE.contains("fi", "ss"), 2),
    fit("blank", NOTE.is_missing(), 0.5, -0.5),
    fit("said", NOTE.is_known(), 1),
    fit("never_said", field("fields.empty").is_known(), 100, -2),
    fit("swiss", field("lead.country").one_of("ch", "it"), 6, -6, group="place"),
    fit("known_place", field("lead.country").is_known(), 1, group="place"),
    fit("heads", HEADS >= 50, 10, -10),
    fit("heads_between", HEADS.between(1, 50.5), 3),
    fit("heads_exactly", HEADS.one_of(2**53 + 1, 1.0, 0.5), 8, -1),
    fit("large", BIG > 2**53, 11, -11),
    fit("large_as_fraction", BIG > 2.0**53 + 2, 1),
    fit("below_all", BIG < -(2**63), 50, 1),
    fit("beyond", BIG <= 2**70, 1),
    fit("no_more_than_ever", float("inf") > BIG, 1),
    fit("equal_large", BIG == 2**53, 2),
    fit("not_equal", BIG != 2.0**53, 0.125),
    fit("ratio_third", RATIO >= 0.3, 1, -1),
    fit("ratio_large", RATIO > 2**53 + 1, 2, -2),
    fit("ratio_least", RATIO >= 2**53 + 1, 2, -2),
    fit("ratio_near", RATIO < 2**53 + 1, 0.5, -0.5),
    fit("ratio_most", RATIO <= 10**400, 0.5, -0.5),
    fit("ratio_exact", RATIO.one_of(0, 5, float("inf"), 10**400), 3, -3),
    fit("ratio_other", RATIO != 0.1, 1),
    fit("ratio_known", RATIO.is_known(), 1, -1),
    fit("opted", OPTED == True, 4, -4),  # noqa: E712
    fit("not_opted", OPTED.one_of(False), 1),
    fit("number_is_no_text", Condition(field="fields.big", one_of=("5", 5)), 1, -1),
    fit("text_is_no_number", Condition(field="fields.note", one_of=("5", 5)), 1, -1),
    fit("one_is_no_yes", Condition(field="fields.opted", one_of=(1, True)), 1, -1),
    fit("text_over_number", Condition(field="fields.big", contains=("5",)), 1, -1),
    fit("number_over_text", Condition(field="lead.title", at_least=5), 1, -1),
    fit("two_columns", (TITLE.contains("vp") & (HEADS > 10)) | ~OPTED.is_known(), 12, -12, group="odd"),
    fit("neither", ~(INDUSTRY.contains("s") | (RATIO > 1)), 5, 2, group="odd"),
    fit("nested", ~(~(INDUSTRY == "5") & ~(~(BIG > 5) & (INDUSTRY.mentions("vp")))), 2, -3),
    fit("several", Condition(field="company.employees", at_least=1, at_most=10_000, equals=50), 1, -1),
    fit("title_listed", TITLE.in_list("titles"), 3, -1),
    fit("account", INDUSTRY.in_list("accounts"), 7, -0.5),
    fit("no_account", ~NOTE.in_list("accounts"), 2, 1),
    fit("account_or_title", INDUSTRY.in_list("accounts") | TITLE.in_list("titles"), 1, -1, group="odd"),
    fit("size", HEADS.in_list("sizes"), 6, -0.25),
    fit("whole", field("fields.whole").in_list("wholes"), 9, -2),
    fit("whole_and_more", Condition(field="fields.whole", in_list="wholes", above=50, present=True), 1, -1),
    fit("not_whole", ~field("fields.whole").in_list("wholes"), 0.5),
    fit("share", field("fields.share").in_list("shares"), 5, -3),
    fit("no_share", ~field("fields.share").in_list("shares") & (RATIO > 0), 1, -1),
    fit("pages_listed", (count("page").in_list("sizes")) | TITLE.in_list("titles"), 1, -1),
    fit("busy", (count("page", within="30d") >= 2) & TITLE.is_known(), 2, -2),
)
HALVES = Decay(half_life="14d")
WORN = Decay(steps=(DecayStep(after="1d", keeps=50), DecayStep(after="30d", keeps=33)))


def earns(name: str, points: float, activity: str = "page", **more: Any) -> BehaviourRule:
    return BehaviourRule(id=name, activity=activity, points=points, **more)


BEHAVIOUR = (
    earns("pages", 1.5),
    earns("pages_lately", 2, within="30d"),
    earns("pages_capped", 3, at_most=2, within="30d", cap=5),
    earns("demo", 50, "demo", at_most=1),
    earns("left", -7.25, "unsubscribed", floor=-10),
    earns("fading", 25, decay=HALVES),
    earns("fading_lately", 25, decay=HALVES, within="7d"),
    earns("fading_few", 10, decay=HALVES, at_most=3),
    earns("worn", 10, decay=WORN, cap=12),
    earns("worn_lately", 10, decay=WORN, within="7d"),
    earns("worn_long", 10, decay=WORN, within="60d"),
    earns("daily", 4, at_most=1, per="24h"),
    earns("by_subject", 5, at_most=1, per_subject=True),
    earns("by_both", 5.5, at_most=2, per="7d", per_subject=True, decay=WORN, within="90d"),
    earns("long_ones", 3, min_amount=60, group="pages"),
    earns("long_fading", -3, min_amount=61, decay=HALVES, group="pages"),
    earns("never", 9, "nobody_did_this", floor=-0.5),
    earns("never_fading", 9, "nobody_did_this", decay=HALVES),
    BehaviourRule(id="visits", when=count(within="7d") >= 3, points=8),
    BehaviourRule(id="silence", when=days_since() > 30, points=-15),
    BehaviourRule(id="demo_ago", when=days_since("demo") <= 1, points=5, group="pages"),
    BehaviourRule(id="long", when=amount("page", within="30d") >= 100, points=6),
    BehaviourRule(id="broad", when=subjects("page", "demo") >= 2, points=4),
    BehaviourRule(id="days_listed", when=days_since().in_list("wholes"), points=3),
    BehaviourRule(id="both", when=(count("page", "demo") > 1) & (TITLE.contains("vp")), points=2),
)
MODEL: LeadModel = house(
    fields=(
        CustomField(name="note"),
        CustomField(name="empty"),
        CustomField(name="big", kind=FieldKind.NUMBER),
        CustomField(name="ratio", kind=FieldKind.NUMBER),
        CustomField(name="opted", kind=FieldKind.BOOLEAN),
        CustomField(name="whole", kind=FieldKind.NUMBER),
        CustomField(name="share", kind=FieldKind.NUMBER),
    ),
    lists=LISTS,
    scoring=scoring(
        start=2.5,
        fit=FIT[:35] + FIT[40:],
        behaviour=BEHAVIOUR,
        groups=(
            Group(name="place", cap=5, floor=-5),
            Group(name="odd", cap=14, floor=-9),
            Group(name="pages", cap=6, floor=-2),
        ),
        grades=grades(A=40, B=15, C=-20),
        levels=levels(150, 60, 0),
        sales_ready=("A1", "B1", "C2", "Z4"),
        fit_cap=90.5,
        fit_floor=-60,
        score_cap=400,
        score_floor=-25.25,
    ),
)


class _Unproved:
    """The same with comparisons across kinds, which a proved model may not have."""

    scoring = bind_lists(
        scoring(
            fit=(
                *FIT,
                fit("text_in_numbers", TITLE.in_list("wholes"), 1, -1),
                fit("number_in_texts", field("fields.whole").in_list("titles"), 1, -1),
                fit("yes_in_numbers", OPTED.in_list("sizes"), 1, -1),
            ),
            behaviour=BEHAVIOUR,
            groups=MODEL.scoring.groups,
            grades=MODEL.scoring.grades,
        ),
        {each.name: each for each in LISTS},
    )


UNPROVED = _Unproved()


# -------------------------------------------------------------------------------------------------------- the events

AGES = (
    timedelta(0),
    -TICK,
    TICK,
    HOUR,
    HOUR - TICK,
    HOUR + TICK,
    DAY,
    DAY - TICK,
    7 * DAY,
    7 * DAY - TICK,
    7 * DAY + TICK,
    14 * DAY,
    30 * DAY,
    30 * DAY - TICK,
    30 * DAY + TICK,
    90 * DAY,
    3_650 * DAY,
    25_000 * DAY,
    -DAY,
    timedelta(minutes=1),
)
ACTIVITIES = ("page", "page", "demo", "unsubscribed", "other", "Page", "page", "None")
SUBJECTS = (None, "pricing", "Pricing", "", "home", "pricing")
AMOUNTS = (None, 0, 59, 60, 61, 2**53 + 1, 5)
ZONES = (UTC, timezone(timedelta(hours=5, minutes=45)), timezone(timedelta(hours=-10)))


def _events() -> tuple[Event, ...]:
    found = []
    for place in range(900):
        # Every eighth lead has done nothing, and some of the events are of leads that nobody asks about.
        lead = LeadId(f"L{place * 7 % 173:03}")
        if int(lead[1:]) % 8 == 3:
            continue
        told: Row = {
            "id": EventId(f"e{place}"),
            "lead": lead,
            "at": (AT - AGES[place % 20]).astimezone(ZONES[place % 3]),
        }
        if place % 31 == 0:
            found.append(Event(kind=EventKind.TOUCHED, rep=RepId("ann"), **told))
        else:
            told |= {
                "activity": ACTIVITIES[place % 8],
                "subject": SUBJECTS[place % 6],
                "amount": AMOUNTS[place % 7],
            }
            found.append(Event(kind=EventKind.ACTIVITY, **told))
    return tuple(found)


EVENTS = _events()


def events_table(events: Sequence[Event] = EVENTS, zone: str = "UTC", *, twice: bool = True) -> pa.Table:
    """The events as a table of Arrow, every tenth of them twice."""
    told = [*events, *(events[::10] if twice else ())]
    return pa.table(
        {
            "id": pa.array([event.id for event in told], pa.string()),
            "lead": pa.array([event.lead for event in told], pa.string()),
            "kind": pa.array([str(event.kind) for event in told], pa.string()),
            "occurred_at": pa.array([event.at for event in told], pa.timestamp("us", zone)),
            "activity": pa.array([event.activity for event in told], pa.string()),
            "subject": pa.array([event.subject for event in told], pa.string()),
            "amount": pa.array([event.amount for event in told], pa.int64()),
        }
    )


# ------------------------------------------------------------------------------------------------- what one lead gets


def lead_of(row: Row) -> Lead:
    told = {name: value for name, value in row.items() if value is not None and name != "place"}
    company = {
        name.removeprefix("company."): told.pop(name) for name in list(told) if name.startswith("company.")
    }
    own = {name.removeprefix("fields."): told.pop(name) for name in list(told) if name.startswith("fields.")}
    person = {name.removeprefix("lead."): value for name, value in told.items()}
    return Lead(captured_at=AT - 5_000 * DAY, source="form", company=Company(**company), fields=own, **person)


@cache
def one_by_one(model: Any, events: tuple[Event, ...] | None = None) -> list[Row]:
    """What each lead of the corpus comes to by itself; without events nobody knows what it has done."""
    return each_of(LEADS, model, events)


def each_of(
    leads: pa.Table, model: Any, events: Sequence[Event] | None = None, *, at: datetime = AT
) -> list[Row]:
    """What each lead of a table comes to by itself."""
    histories: dict[str, dict[str, Event]] = {}
    for event in events or ():
        histories.setdefault(event.lead, {})[event.id] = event
    found = []
    for row in leads.to_pylist():
        lead: Lead = lead_of(row)
        subject: Lead | Case = lead
        if events is not None:
            history = tuple(histories.get(lead.id, {}).values())
            subject = Case(lead=lead, history=history, state=Raw(lead=lead.id, since=lead.captured_at))
        card = score(subject, model, at=at)
        answer: Row = {name: getattr(card, name) for name in ("fit", "score", "grade", "level", "label")}
        answer |= {"sales_ready": card.sales_ready, "known": card.known}
        answer |= {
            f"thousandths({line.rule})": line.thousandths for line in card.lines if line.step is LineStep.RULE
        }
        found.append(answer)
    return found


def figures_one_by_one(model: Any, events: Sequence[Event]) -> dict[str, Row]:
    """The figures of each lead that is in the events, by its id."""
    scorer = compile_scoring(model.scoring)
    leads = {event.lead for event in events}
    return {
        lead: scorer.figures([event for event in events if event.lead == lead], AT) for lead in sorted(leads)
    }
