"""What a lead would come to if something about it were otherwise."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.conditions import field
from leadmodel.errors import InputError, TimeError, UnknownNameError
from leadmodel.records import Case, Company
from leadmodel.records.plain import as_plain
from leadmodel.scoring import BehaviourRule, FitRule, Scoring, score
from leadmodel.whatif import what_if
from tests.building import MONDAY, case_of, did, grades, lead, levels, scoring
from tests.whatif.sampling import Scored, cases
from tests.whatif.small_models import small_models

HOUR = timedelta(hours=1)
MODEL = scoring(
    fit=(
        FitRule(id="vp", when=field("lead.title").mentions("vp"), points=20),
        FitRule(id="large", when=field("company.employees") >= 1000, points=10),
        FitRule(id="trial", when=field("fields.trial") == True, points=5),  # noqa: E712 - it makes a condition
        FitRule(id="seats", when=field("fields.seats") >= 10, points=5),
    ),
    behaviour=(BehaviourRule(id="demo", activity="demo", points=30, at_most=2),),
    grades=grades(A=30, B=20),
    levels=levels(50, 20),
    sales_ready=("A1",),
)


def test_other_fields_of_the_lead_and_of_its_company_change_their_lines_and_no_others() -> None:
    person = lead(title="Clerk", company=Company(name="Acme", employees=10))
    found = what_if(person, MODEL, at=MONDAY, title="VP", employees=1000)

    assert [(line.rule, line.before, line.after) for line in found.lines] == [("vp", 0, 20), ("large", 0, 10)]
    assert (found.before.grade, found.after.grade) == ("Z", "A")


def test_a_field_can_be_taken_away_and_fields_of_the_house_stay_where_they_are_not_named() -> None:
    person = lead(title="VP", fields={"trial": True})
    found = what_if(person, MODEL, at=MONDAY, title=None, fields={"seats": 12})

    assert [(line.rule, line.change) for line in found.lines] == [("vp", -20), ("seats", 5)]


def test_further_activities_come_on_top_of_what_was_done() -> None:
    case = case_of(lead(), did("demo", MONDAY - HOUR))
    found = what_if(case, MODEL, at=MONDAY, did=["demo", "demo"])

    assert (found.before.score, found.after.score) == (30, 60)
    assert [(line.rule, line.change) for line in found.lines] == [("demo", 30)]


def test_an_event_counts_when_it_happened() -> None:
    later = did("demo", MONDAY + HOUR)

    assert what_if(case_of(lead()), MODEL, at=MONDAY, did=[later]).lines == ()
    assert what_if(case_of(lead()), MODEL, at=MONDAY + HOUR, did=[later]).after.score == 30


def test_a_bare_lead_is_known_from_its_first_activity_on() -> None:
    found = what_if(lead(), MODEL, at=MONDAY, did=["demo"])

    assert (found.before.score, found.after.score) == (0, 30)
    assert found.after.lines[-1].outcome == "match"


def test_what_does_not_exist_is_an_error_that_names_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'title'"):
        what_if(lead(), MODEL, at=MONDAY, titel="VP")
    with pytest.raises(UnknownNameError):
        what_if(lead(), MODEL, at=MONDAY, id="L2")
    with pytest.raises(InputError):
        what_if(lead(), MODEL, at=MONDAY, employees=-1)
    with pytest.raises(TimeError):
        what_if(lead(), MODEL, at=datetime(2026, 11, 9))


def test_a_company_can_be_given_whole_and_then_changed() -> None:
    acme = replace(
        MODEL, fit=(*MODEL.fit, FitRule(id="acme", when=field("company.name") == "Acme", points=1))
    )
    found = what_if(lead(), acme, at=MONDAY, company=Company(name="Acme", employees=5), employees=2000)

    assert [line.rule for line in found.lines] == ["large", "acme"]


def test_it_reads_as_text_and_is_plain_data() -> None:
    found = what_if(lead(), MODEL, at=MONDAY, title="VP")

    assert str(found).splitlines()[0] == "Z3 to B3: fit 0 to 20, score 0 to 0"
    assert str(what_if(lead(), MODEL, at=MONDAY)) == "stays in Z3: fit 0 to 0, score 0 to 0"
    assert as_plain(found)["lines"][0]["rule"] == "vp"


@given(
    small_models(fit=2, behaviour=2, activities=("page",)),
    cases("L1"),
    st.sampled_from((None, "VP", "intern")),
)
def test_the_two_cards_are_those_of_the_two_leads_and_their_lines_add_up(
    model: Scoring, case: Any, title: str | None
) -> None:
    found = what_if(case, Scored(scoring=model), at=MONDAY, title=title, employees=7, did=["page"] * 2)

    assert found.before == score(case, Scored(scoring=model), at=MONDAY)
    assert (found.after.lead, found.after.at) == (found.before.lead, MONDAY)
    for part, points in (
        ("fit", found.after.fit - found.before.fit),
        ("behaviour", found.after.score - found.before.score),
    ):
        assert sum(line.thousandths for line in found.lines if line.part == part) == 1000 * points


@given(small_models(fit=2, behaviour=2, activities=("page",)), cases("L1"))
def test_without_a_change_nothing_changes(model: Scoring, case: Case) -> None:
    found = what_if(case, model, at=MONDAY)

    assert (found.before, found.lines) == (found.after, ())
