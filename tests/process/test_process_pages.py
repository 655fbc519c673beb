"""The pages that are made of a model: read back by a reader of Markdown, they say what was declared."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.conditions import Condition
from leadmodel.documents import render_alignment, render_process
from leadmodel.documents.markdown import bullets, heading, inline, paragraph, table
from leadmodel.errors import TimeError
from leadmodel.model import LeadModel
from leadmodel.process import Acceptance, Alignment, Definition, Goal, Process, StageName
from leadmodel.records import Stage
from leadmodel.routing import Routing
from leadmodel.sla import HoursOf, LadderStep, SlaPolicy, StepAction, Trigger
from leadmodel.sla.triggers import Moment
from tests.building import LADDER, counts, house, points, scoring
from tests.process.worlds import AGREED, SEVEN, processes, step

markdown_it = pytest.importorskip("markdown_it")

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
GOLDEN = Path(__file__).parent / "golden"
READER = markdown_it.MarkdownIt("commonmark").enable(["table", "strikethrough"])

MODEL = house(
    version="2026-11",
    process=SEVEN,
    alignment=AGREED,
    scoring=scoring(
        fit=(points("vp", Condition(field="lead.title", mentions=("vp",)), 20),),
        behaviour=(counts("webinar", 15, at_most=2, within="90d"),),
    ),
    routing=Routing(when=Condition(field="card.sales_ready", equals=True)),
    sla=(
        SlaPolicy(
            name="demo",
            target="2h",
            maximum="24h",
            when=Condition(field="lead.source", equals="demo_request"),
            ladder=LADDER,
        ),
        SlaPolicy(
            name="all others",
            target="1d",
            basis="business",
            ladder=(
                LadderStep(
                    after="7d", action=StepAction.DISPOSITION, reason="no_budget_yet", placed="business"
                ),
            ),
        ),
        SlaPolicy(
            name="meeting",
            clock="meeting",
            target="24h",
            start=(Trigger(on=Moment.NOTED, named=("meeting_held",), at="planned_until"),),
            stop=(Trigger(on=Moment.TOUCHED, by="owner", count=2),),
            hours=HoursOf(of="team", pattern="office", zone="Europe/London"),
        ),
    ),
)


def spoken(page: str) -> list[str]:
    """The text of each cell, heading, item and paragraph, as a reader of the page sees it."""
    found = []
    for token in READER.parse(page):
        if token.type == "inline":
            kinds = {child.type for child in token.children}
            assert kinds <= {"text", "softbreak", "text_special", "em_open", "em_close"}, (
                token.content,
                kinds,
            )
            found.append("".join(child.content for child in token.children))
    return found


def cells(page: str) -> list[list[str]]:
    rows: list[list[str]] = []
    for token in READER.parse(page):
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline" and token.level >= 4:
            rows[-1].append("".join(child.content for child in token.children))
    return rows


# ----------------------------------------------------------------------------------------------------------- escaping

TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Zs"), include_characters=" \t"), max_size=30
)
HARD = st.text(st.sampled_from("\\`*_{}[]<>#|~&!$^:/@=+-.()0123456789 ab\n"), max_size=20)


@given(st.one_of(TEXTS, HARD).filter(lambda text: text.strip()))
def test_a_text_is_read_back_as_it_is_wherever_it_stands(text: str) -> None:
    plain = " ".join(text.split())

    assert spoken(inline(text)) == [plain]
    assert spoken(heading(text, 2)) == [plain]
    assert spoken(bullets([text, text])) == [plain, plain]
    assert cells(table(("a", text), [(text, "b"), (text, text)])) == [
        ["a", plain],
        [plain, "b"],
        [plain, plain],
    ]


@given(st.lists(HARD.filter(lambda text: text.strip() and "\n" not in text), min_size=1, max_size=3))
def test_paragraphs_stay_apart(told: list[str]) -> None:
    assert spoken(paragraph("\n\n \n".join(told))) == [" ".join(each.split()) for each in told]


# -------------------------------------------------------------------------------------------------------- the process


@given(processes())
def test_every_step_has_its_line_with_all_that_it_declares(process: Process) -> None:
    rows = [row for row in cells(render_process(process)) if len(row) == 6][1:]

    assert sorted(row[0] for row in rows) == sorted(" ".join(each.name.split()) for each in process.steps)
    for each in process.steps:
        assert [
            each.name,
            each.owner,
            each.stage,
            each.duration,
            ", ".join([*sorted(set(each.next) - {"end"}), *(["end"] if "end" in each.next else [])]),
            each.action,
        ] in rows
    assert rows[0][0] == process.start


@given(processes(), st.randoms(use_true_random=False))
def test_the_page_is_the_same_in_whatever_order_the_steps_were_told(process: Process, chance: object) -> None:
    again = list(process.steps)
    chance.shuffle(again)  # type: ignore[attr-defined]
    turned = [replace(each, next=each.next[::-1]) for each in again]

    assert render_process(replace(process, steps=tuple(turned))) == render_process(process)


@given(processes(), processes())
def test_two_processes_with_one_page_are_one_process(one: Process, other: Process) -> None:
    def said(process: Process) -> object:
        steps = {
            (each.name, each.owner, each.stage, each.duration, frozenset(each.next), each.action)
            for each in process.steps
        }
        # The zone matters to months, and is told with them.
        months = any(each.duration.endswith("mo") for each in process.steps)
        return process.start, steps, process.zone if months else None

    assert (render_process(one) == render_process(other)) == (said(one) == said(other))


def test_the_words_of_the_house_are_told_with_what_they_stand_for() -> None:
    words = (
        StageName(name="suspect", means=(Stage.RAW,)),
        StageName(name="lead", means=(Stage.WORKING, Stage.ASSIGNED)),
    )
    page = render_process(
        Process(start="a", steps=(step("a", "end", stage="lead"),), stages=words), title="How | we work"
    )

    assert spoken(page)[0] == "How | we work"
    assert cells(page)[-2:] == [["lead", "assigned, working"], ["suspect", "raw"]]


@pytest.mark.statement("ST-44", "OW-08")
def test_the_page_of_the_seven_steps_is_as_it_was() -> None:
    assert render_process(SEVEN) == (GOLDEN / "process.md").read_text("utf-8")


# ------------------------------------------------------------------------------------------------------- the agreement


@pytest.mark.statement("SL-19", "SL-20")
def test_the_page_has_the_ten_parts_in_order_and_three_more() -> None:
    titles = [line for line in render_alignment(MODEL, at=NOW).splitlines() if line.startswith("## ")]

    assert titles == [
        "## 1. Purpose",
        "## 2. Definitions",
        "## 3. Scoring model",
        "## 4. Response: process and timeline",
        "## 5. Nurturing program",
        "## 6. Metrics and goals",
        "## 7. Responsibilities",
        "## 8. Review period",
        "## 9. Term",
        "## 10. Acceptance",
        "## 11. Priority of lead sources",
        "## 12. Recycling",
        "## 13. Collateral",
    ]
    assert "Not written yet" not in render_alignment(MODEL, at=NOW)


@pytest.mark.statement("SL-19")
def test_the_page_of_an_agreement_is_as_it_was() -> None:
    assert render_alignment(MODEL, at=NOW) == (GOLDEN / "alignment.md").read_text("utf-8")


def names_of(model: LeadModel) -> set[str]:
    """Everything with a name that the agreement has to tell."""
    ours = model.alignment
    assert ours is not None
    assert model.process is not None
    return {
        *ours.teams,
        *(each.term for each in ours.definitions),
        *(each.says for each in ours.definitions),
        *ours.source_priority,
        *(each.name for each in ours.nurture),
        *(each.measure for each in ours.goals),
        *(duty for each in ours.responsibilities for duty in each.does),
        *(each.by for each in ours.accepted),
        *(each.name for each in model.process.steps),
        *(each.id for each in model.scoring.fit),
        *(each.id for each in model.scoring.behaviour),
        *(each.name for each in model.sla),
        *(each.code for each in model.reasons),
        *(each.says for each in model.reasons),
    }


def test_every_declared_name_is_on_the_page() -> None:
    told = "\n".join(spoken(render_alignment(MODEL, at=NOW)))

    assert [name for name in sorted(names_of(MODEL)) if name not in told] == []


@given(st.text(st.sampled_from("ab|*_`<>#[]\\"), min_size=1, max_size=8).map(lambda text: f"x{text}x"))
def test_a_name_with_marks_is_still_on_the_page(name: str) -> None:
    ours = replace(
        AGREED,
        teams=(name,),
        definitions=(Definition(term=name, says=name),),
        goals=(Goal(measure=name, at_least=1, unit=name, pays=(name,)),),
        responsibilities=(),
        accepted=(Acceptance(team=name, by=name, on=AGREED.accepted[0].on),),
    )
    rows = cells(render_alignment(replace(MODEL, alignment=ours, process=None), at=NOW))

    assert [name, name] in rows
    assert [name, f"at least 1 {name}", name] in rows
    assert [name, name, "2025-12-15"] in rows


def test_what_the_model_declares_is_taken_from_it_and_cannot_be_said_otherwise() -> None:
    rows = cells(render_alignment(MODEL, at=NOW))

    assert ["+20", "vp", "lead.title mentions 'vp'", ""] in rows
    assert ["+15", "webinar", "each webinar", "at most 2 times, within 90d"] in rows
    assert ["response", "demo", "lead.source is 'demo_request'", "2h", "24h", "calendar"] in rows
    assert ["demo", "48h", "calendar", "notify", "rep, manager"] in rows
    assert ["all others", "7d", "business", "disposition: no_budget_yet", ""] in rows
    assert ["demo", "assigned", "touched"] in rows
    assert ["meeting", "noted (meeting_held), at its planned until", "touched by the owner, 2 times"] in rows
    slower = replace(MODEL, sla=(replace(MODEL.sla[0], target="3h"), *MODEL.sla[1:]))
    changed = cells(render_alignment(slower, at=NOW))
    assert [(old, new) for old, new in zip(rows, changed, strict=True) if old != new] == [
        (
            ["response", "demo", "lead.source is 'demo_request'", "2h", "24h", "calendar"],
            ["response", "demo", "lead.source is 'demo_request'", "3h", "24h", "calendar"],
        )
    ]


@pytest.mark.statement("MISC-02")
def test_both_teams_read_one_metric_with_one_target() -> None:
    told = spoken(render_alignment(MODEL, at=NOW))

    assert "One line for all of marketing, sales: the same measure, the same target." in told
    assert told.count("bookings") == 1
    assert ["bookings", "at least 250000 EUR", "marketing, sales"] in cells(render_alignment(MODEL, at=NOW))


def test_a_part_that_nobody_has_written_says_so() -> None:
    bare = render_alignment(house(alignment=Alignment(), sla=()), at=NOW)

    assert bare.count("*Not written yet.*") == 13
    assert bare == render_alignment(house(sla=()), at=NOW)
    assert render_alignment(house(), at=NOW).count("*Not written yet.*") == 12


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2025-12-20", "not in force: the term has not begun"),
        ("2026-11-21", "in force"),
        ("2028-01-01", "over"),
    ],
)
def test_the_page_says_how_the_agreement_stands(at: str, expected: str) -> None:
    page = render_alignment(MODEL, at=datetime.fromisoformat(f"{at}T00:00Z"))

    assert f"Version 2026-11 of the model, as of {at}: {expected}." in spoken(page)


def test_a_review_that_is_overdue_and_a_signature_to_come_are_told() -> None:
    later = render_alignment(MODEL, at=datetime(2026, 12, 10, tzinfo=UTC))
    early = render_alignment(MODEL, at=datetime(2025, 12, 16, tzinfo=UTC))

    assert "Every 3mo. Last reviewed on 2026-08-31. Due on 2026-11-30, overdue by 10 d." in spoken(later)
    assert ["sales", "Sam Otieno", "2025-12-18 (to come)"] in cells(early)
    without = replace(MODEL, alignment=replace(AGREED, accepted=AGREED.accepted[:1]))
    assert ["sales", "nobody yet", ""] in cells(render_alignment(without, at=NOW))
    with pytest.raises(TimeError, match="no time zone"):
        render_alignment(MODEL, at=datetime(2026, 1, 1))
