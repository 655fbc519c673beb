"""Processes and agreements for the tests: one by hand, and random ones."""

from datetime import date

from hypothesis import strategies as st

from leadmodel.process import (
    END,
    Acceptance,
    Alignment,
    Definition,
    Goal,
    NurtureTrack,
    Process,
    ProcessStep,
    Responsibility,
    outlined,
)
from leadmodel.records import Stage

DURATIONS = {
    "Inquiries": "1d",
    "Lead Scoring": "1h",
    "Lead Nurturing": "12mo",
    "Sales Follow Up": "24h",
    "Sales Qualification/Disqualification": "7d",
    "Sales Cycle Management": "6mo",
    "Win/Loss/On Hold": "5d",
}
OWNERS = {"Inquiries": "marketing", "Lead Scoring": "marketing"}
SEVEN = outlined(durations=DURATIONS, owners=OWNERS)

AGREED = Alignment(
    purpose="One view of what a lead is.\n\nAnd of who calls.",
    definitions=(
        Definition(term="Lead", says="A person who may buy and has said so"),
        Definition(term="MQL", says="A lead whose cell is among those that go to sales"),
    ),
    source_priority=("demo_request", "contact_form", "trade_show"),
    nurturing="Content at regular intervals until a lead is ready for sales",
    nurture=(NurtureTrack(name="standard", after=("1mo", "3mo", "6mo", "9mo", "12mo"), says="a case study"),),
    recycling="Whoever buys later than in six months goes back to nurturing",
    collateral="The shared drive, folder 'Collateral'",
    goals=(
        Goal(measure="sales-ready leads a month", at_least=60),
        Goal(measure="bookings", at_least=250_000, unit="EUR", pays=("marketing", "sales")),
        Goal(measure="median answer", at_most=2, unit="h"),
    ),
    responsibilities=(
        Responsibility(team="marketing", does=("fills the top of the funnel",)),
        Responsibility(team="sales", does=("works what it accepts", "says why it lets a lead go")),
    ),
    review_every="3mo",
    reviewed_on=date(2026, 8, 31),
    starts_on=date(2026, 1, 1),
    ends_on=date(2027, 12, 31),
    accepted=(
        Acceptance(team="marketing", by="Mia Keller", on=date(2025, 12, 15)),
        Acceptance(team="sales", by="Sam Otieno", on=date(2025, 12, 18)),
    ),
)


def step(
    name: str, *following: str, owner: str = "sales", stage: str = "working", lasts: str = "1d"
) -> ProcessStep:
    return ProcessStep(name=name, owner=owner, stage=stage, duration=lasts, next=following)


#: Also what a program would stumble over: marks of Markdown, letters of other scripts, names of others.
NAMES = st.sampled_from(
    [
        "a",
        "b",
        "c d",
        "Sales | Follow-Up",
        "*bold*",
        "[x](y)",
        "1. first",
        "- dash",
        "été",
        "<b>",
        "#1",
        "a\\|b",
    ]
)
LENGTHS = st.one_of(
    st.integers(1, 40).map("{}mo".format),
    st.integers(1, 400).map("{}d".format),
    st.integers(1, 90).map("{}h".format),
)


@st.composite
def definitions(draw: st.DrawFn) -> tuple[str, tuple[ProcessStep, ...]]:
    """A start and steps, sound or not: any arrows between them."""
    names = draw(st.lists(NAMES, min_size=1, max_size=6, unique=True))
    steps = tuple(
        ProcessStep(
            name=name,
            owner=draw(st.sampled_from(["marketing", "sales", "sales | east"])),
            stage=draw(st.sampled_from(Stage)),
            duration=draw(LENGTHS),
            next=tuple(draw(st.lists(st.sampled_from([*names, END]), min_size=1, max_size=3, unique=True))),
            action=draw(st.sampled_from(["", "call | write", "*now*"])),
        )
        for name in names
    )
    return draw(st.sampled_from(names)), steps


@st.composite
def processes(draw: st.DrawFn) -> Process:
    """A sound one: each step leads to the one behind it, the last to the end, and any other arrows beside."""
    start, told = draw(definitions())
    names = [start, *(each.name for each in told if each.name != start)]
    behind = dict(zip(names, [*names[1:], END], strict=True))
    steps = [
        ProcessStep(
            name=each.name,
            owner=each.owner,
            stage=each.stage,
            duration=each.duration,
            next=tuple(dict.fromkeys((*each.next, behind[each.name]))),
            action=each.action,
        )
        for each in told
    ]
    zone = draw(st.sampled_from(["UTC", "Europe/Zurich", "America/New_York", "Australia/Lord_Howe"]))
    return Process(start=start, steps=tuple(steps), zone=zone)
