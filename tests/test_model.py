"""A model is proved when it is built: every fault at once, each with its path."""

import pickle
from dataclasses import FrozenInstanceError, replace

import pytest

from leadmodel.conditions import Condition, CustomField, FieldKind
from leadmodel.errors import DefinitionError
from leadmodel.hours import HolidayList, Hours
from leadmodel.lifecycle import Reason
from leadmodel.model import LeadModel, check_model
from leadmodel.routing import Routing
from leadmodel.scoring import LevelBand
from leadmodel.sla import HoursOf, SlaPolicy
from tests.building import HOUSE, LADDER, OFFICE, REASONS, counts, grades, house, points, scoring


def faults(**changes: object) -> list[str]:
    with pytest.raises(DefinitionError) as caught:
        house(**changes)
    assert caught.value.what == "the model"
    assert all(str(finding) in str(caught.value) for finding in caught.value.findings)
    return [str(finding) for finding in caught.value.findings]


def test_every_fault_of_a_document_is_found_at_once_and_each_says_where() -> None:
    webinar = counts("webinar", 5)
    typo = Condition(
        all_of=(Condition(field="lead.country", equals="CH"), Condition(field="fields.plan", equals=5))
    )

    assert faults(
        version="",
        fields=(CustomField(name="plan"), CustomField(name="plan")),
        hours=(
            Hours(name="office", week=OFFICE),
            Hours(name="office", week=OFFICE),
            Hours(name="", week=OFFICE),
        ),
        holidays=(HolidayList(name="us", days=()), HolidayList(name="us", days=())),
        reasons=(REASONS[0], REASONS[0]),
        scoring=scoring(
            fit=(points("target", Condition(field="company.revenu", above=5), 5),),
            behaviour=(webinar, webinar),
            grades=grades(A=20, B=20),
            levels=(LevelBand(level=1, at_least=5),),
            sales_ready=("A1", "Z9"),
        ),
        routing=Routing(when=typo),
        sla=(
            SlaPolicy(name="all", target="2h", ladder=LADDER, hours=HoursOf(of="lead", pattern="ofice")),
            SlaPolicy(name="all", target="4h", when=Condition(field="card.level", equals="one")),
        ),
    ) == [
        "$.version: is empty, a decision has to say which model made it",
        "$.fields[1].name: field 'plan' is declared twice",
        "$.hours[1].name: pattern 'office' is declared twice",
        "$.hours[2].name: is empty, a pattern needs a name",
        "$.holidays[1].name: list 'us' is declared twice",
        "$.reasons[1].code: reason 'no_budget_yet' is declared twice",
        "$.reasons: no reason leads to 'unqualified', so no lead can be dispositioned there",
        "$.scoring.behaviour[1].id: rule 'webinar' is declared twice",
        "$.scoring.fit[0].when.field: unknown field 'company.revenu', did you mean 'company.revenue'?",
        "$.scoring.grades[1].at_least: 20 is not below the 20 of the grade before it",
        "$.scoring.levels[0].at_least: the last level takes the rest, leave out at_least",
        "$.scoring.sales_ready[1]: unknown label 'Z9', expected one of A1, B1, Z1",
        "$.routing.when.all_of[1].equals: 'fields.plan' holds text and is never 5",
        "$.sla[0].hours.pattern: unknown hours 'ofice', did you mean 'office'?",
        "$.sla[1].name: policy 'all' of clock 'response' is declared twice",
        "$.sla[1]: no lead reaches 'all': a policy before it takes every lead",
        "$.sla[1].when.equals: 'card.level' holds numbers and is never 'one'",
    ]


def test_a_model_without_hours_or_reasons_is_refused() -> None:
    assert faults(hours=(), reasons=()) == [
        "$.hours: is empty, declare at least one pattern that reps can work by",
        "$.reasons: no reason leads to 'nurture', so no lead can be dispositioned there",
        "$.reasons: no reason leads to 'unqualified', so no lead can be dispositioned there",
    ]


def test_a_field_has_to_be_declared_before_a_condition_reads_it() -> None:
    asked = Routing(when=Condition(field="fields.seats", at_least=5))

    assert faults(routing=asked)[0].startswith("$.routing.when.field: unknown field 'fields.seats'")
    declared = house(routing=asked, fields=(CustomField(name="seats", kind=FieldKind.NUMBER),))
    assert declared.routing == asked


@pytest.mark.parametrize("room", ["routing", "sla"])
def test_what_scoring_gives_may_be_asked_about_everywhere_but_in_scoring(room: str) -> None:
    ready = Condition(field="card.sales_ready", equals=True)

    if room == "routing":
        assert house(routing=Routing(when=ready)).routing.when == ready
    else:
        assert house(sla=(SlaPolicy(name="a", target="1h", when=ready),)).sla[0].when == ready
    assert faults(scoring=scoring(fit=(points("loop", ready, 1),)))[0].startswith("$.scoring.fit[0].when:")


def test_a_sound_model_has_no_findings() -> None:
    assert tuple(check_model(HOUSE)) == ()


def test_a_model_does_not_change_and_a_changed_copy_is_proved_anew() -> None:
    with pytest.raises(FrozenInstanceError):
        HOUSE.version = "2"  # type: ignore[misc]
    with pytest.raises(DefinitionError):
        replace(HOUSE, version="")

    assert replace(HOUSE, version="2").version == "2"


def test_lists_become_tuples_and_a_model_can_be_compared_and_sent_elsewhere() -> None:
    listed = house(reasons=list(REASONS), hours=list(HOUSE.hours), sla=list(HOUSE.sla))
    copy: LeadModel = pickle.loads(pickle.dumps(listed))

    assert listed == HOUSE == copy
    assert isinstance(listed.reasons, tuple)
    assert hash(copy) == hash(HOUSE)


def test_what_may_be_left_out_is_left_out() -> None:
    small = LeadModel(
        version="1",
        scoring=HOUSE.scoring,
        routing=HOUSE.routing,
        hours=HOUSE.hours,
        reasons=(
            Reason(code="later", disposition="nurture", says="Later"),
            Reason(code="never", disposition="unqualified", says="Never"),
        ),
    )

    assert (small.sla, small.holidays, small.fields, small.matching.same_person) == ((), (), (), "email")
