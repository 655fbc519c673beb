"""What belongs to scoring beside `[scoring]` itself: read from a document, proved with it, and written again."""

from dataclasses import replace
from datetime import date

import pytest

from leadmodel.conditions import Condition, CustomField
from leadmodel.errors import DefinitionError
from leadmodel.schema import dump_model, load_model, parse_model
from leadmodel.scoring import (
    Agreed,
    BantFields,
    BantWord,
    Category,
    ScoringReview,
    Threshold,
    bant_matrix,
    grade_bant,
    handoffs,
    read_bant,
)
from tests.building import HOUSE, MONDAY, case_of, counts, did, grades, house, lead, levels, scoring

WHOLE = replace(
    HOUSE,
    fields=(CustomField(name="budget"), CustomField(name="need")),
    threshold=Threshold(at_least=65, rearm_below=50),
    categories=(
        Category(
            name="customers", scoring=scoring(), when=Condition(field="lead.source", equals="customer_portal")
        ),
    ),
    scoring_review=ScoringReview(
        agreed=(Agreed(team="sales", by="the head of sales", on=date(2026, 3, 1)),),
        reviewed_on=date(2026, 6, 1),
    ),
    bant=bant_matrix(),
    bant_fields=BantFields(
        budget="fields.budget",
        need="fields.need",
        words=(BantWord(answer="budget", says="funded", means="available"),),
    ),
)


def test_a_model_with_all_of_it_is_written_and_read_back_equal() -> None:
    assert load_model(dump_model(WHOLE)) == WHOLE


def test_it_is_written_in_toml_as_well() -> None:
    text = """
        version = "1"
        hours = [{ name = "office", week = { mon = ["09:00-17:00"] } }]
        reasons = [{ code = "later", disposition = "nurture", says = "Not now" },
                   { code = "never", disposition = "unqualified", says = "Not ever" }]
        routing = { when = { field = "lead.source", present = true } }
        threshold = { on = "total", at_least = 65, rearm_below = 50 }
        [scoring]
        fit = []
        behaviour = [{ id = "demo", activity = "demo", points = 65, decay = { half_life = "14d" } }]
        grades = [{ grade = "A" }]
        levels = [{ level = 1, at_least = 30 }, { level = 2 }]
        treatments = { sales = ["A1"], rest = "nurture" }
        [scoring_review]
        reviewed_on = 2026-06-01
        agreed = [{ team = "sales", by = "the head of sales", on = 2026-03-01 }]
    """
    model = parse_model(text)

    assert model.threshold == Threshold(on="total", at_least=65, rearm_below=50)
    assert model.scoring.sales_ready == ("A1",)
    assert model.scoring_review is not None
    assert model.scoring_review.reviewed_on == date(2026, 6, 1)


@pytest.mark.statement("SC-19")
def test_the_declared_threshold_hands_a_lead_off() -> None:
    model = house(
        scoring=scoring(behaviour=(counts("demo", 65),), grades=grades(), levels=levels(65), sales_ready=()),
        threshold=Threshold(at_least=65),
    )
    assert model.threshold is not None
    found = handoffs(
        case_of(lead(), did("demo", MONDAY)), model, model.threshold, until=MONDAY.replace(hour=23)
    )

    assert [crossing.at for crossing in found.fired] == [MONDAY]


def test_bant_is_read_from_the_fields_that_the_model_names() -> None:
    model = load_model(dump_model(WHOLE))
    assert model.bant is not None
    assert model.bant_fields is not None
    answers = read_bant(lead(fields={"budget": "Funded", "need": "student"}), model.bant_fields)
    card = grade_bant(answers.answers, model.bant, at=MONDAY)

    assert card.letter == "C"


def faults(**changes: object) -> list[str]:
    document = dump_model(WHOLE) | changes
    with pytest.raises(DefinitionError) as caught:
        load_model(document)
    return [str(finding) for finding in caught.value.findings]


def test_every_fault_of_it_is_told_with_its_path() -> None:
    plain = dump_model(WHOLE)
    twice = [plain["categories"][0]] * 2
    bant = plain["bant"] | {"sizes": []}

    assert faults(
        threshold={"at_least": 65, "rearm_below": 70},
        categories=twice,
        scoring_review={"agreed": [{"team": "legal", "by": "x", "on": "2026-01-01"}]},
        bant_fields={"budget": "fields.bugdet"},
        bant=bant,
    ) == [
        "$.bant.sizes: is empty, give at least one number",
        "$.bant_fields.budget: unknown field 'fields.bugdet', did you mean 'fields.budget'?",
        "$.categories[1].name: category 'customers' is declared twice",
        "$.scoring_review.agreed[0].team: unknown team 'legal'",
        "$.threshold.rearm_below: 70 is above the threshold of 65, give no more than that",
    ]
