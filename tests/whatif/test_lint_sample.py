"""What a sample of leads says of a model."""

from datetime import datetime
from typing import Any

import pytest

from leadmodel.conditions import field
from leadmodel.errors import InputError, TimeError
from leadmodel.records import Case, Company, Lead
from leadmodel.scoring import BehaviourRule, FitRule
from leadmodel.whatif import ScoringRemark, lint_scoring
from tests.building import HOUSE, MONDAY, case_of, did, grades, lead, levels, scoring

TITLE, EMPLOYEES = field("lead.title"), field("company.employees")
MODEL = scoring(
    fit=(
        FitRule(id="vp", when=TITLE.mentions("vp"), points=20),
        FitRule(id="large", when=EMPLOYEES >= 1000, points=10, bucket="qualification"),
        FitRule(id="known", when=TITLE.is_known(), points=5),
    ),
    behaviour=(BehaviourRule(id="demo", activity="demo_requested", points=30),),
    grades=grades(A=25, B=10),
    levels=levels(30),
    sales_ready=("A1", "B1"),
)


def sample(*titles: str | None, employees: int | None = None) -> list[Lead]:
    company = Company(employees=employees)
    return [lead(f"L{place}", title=title, company=company) for place, title in enumerate(titles)]


def found(code: str, leads: list[Any], **changes: Any) -> list[ScoringRemark]:
    model = scoring(
        **(
            {name: getattr(MODEL, name) for name in ("fit", "behaviour", "grades", "levels", "sales_ready")}
            | changes
        )
    )
    return [each for each in lint_scoring(model, sample=leads, at=MONDAY) if each.code == code]


def test_rules_that_match_nobody_or_everybody_are_named_with_the_number_of_leads() -> None:
    leads = sample("VP", "Clerk", "VP Sales")
    never, always = found("never_fires", leads), found("always_fires", leads)

    assert [(each.path, each.figures["leads"]) for each in never] == [("$.fit[1]", 3), ("$.behaviour[0]", 3)]
    assert [(each.path, each.figures["matched"]) for each in always] == [("$.fit[2]", 3)]


def test_rules_that_match_the_same_leads_and_never_apart_are_measured_double_counting() -> None:
    leads = [
        *sample("VP", "VP Sales", "VP", employees=5000),
        lead("L9", title="Clerk", company=Company(employees=5)),
    ]
    (remark,) = found("fires_together", leads)

    assert (remark.path, remark.figures) == ("$.fit[1]", {"leads": 4, "matched": 3, "together": 30})
    assert "'vp' (+20) and 'large' (+10)" in remark.wrong


def test_one_lead_alone_is_no_pattern() -> None:
    assert not found("fires_together", [*sample("VP", employees=5000), lead("L9", title="Clerk")])


def test_a_rule_that_matches_the_only_lead_says_nothing_of_all() -> None:
    assert not found("always_fires", sample("VP"))


def test_a_field_that_is_unknown_of_nearly_all_is_named_at_ninety_percent() -> None:
    nine = [*sample(*["VP"] * 9), lead("L9", company=Company(employees=10))]
    eight = [*nine[:8], *(lead(f"X{n}", company=Company(employees=10)) for n in range(2))]

    assert [(each.path, each.figures["unknown"]) for each in found("mostly_unknown", nine)] == [
        ("$.fit[1].when", 9)
    ]
    assert not found("mostly_unknown", eight)


def test_cells_that_nobody_is_in_and_the_share_that_is_ready_are_told() -> None:
    ready: Case = case_of(lead("L9", title="VP"), did("demo_requested", MONDAY, to="L9"))
    leads = [*sample("VP", "Clerk", "Clerk"), ready]
    empty = {each.wrong.split(" is in ")[1]: each.path for each in found("cell_empty", leads)}

    assert empty == {"B1, which goes to sales": "$.sales_ready[1]", "B2": "$", "Z1": "$"}
    (share,) = found("ready_share", leads)
    assert (share.severity, share.figures) == ("note", {"leads": 4, "ready": 1})
    assert "1 of 4 leads (25.0%)" in share.wrong


def test_a_sample_without_anybody_or_with_only_ready_leads_is_a_warning() -> None:
    assert found("ready_share", sample("VP"))[0].severity == "warning"
    assert found("ready_share", sample("VP"), sales_ready=("A2",))[0].severity == "warning"


def test_a_cell_out_of_reach_is_not_said_to_be_empty_as_well() -> None:
    leads = sample("VP", "Clerk")
    changes: dict[str, Any] = {"levels": levels(30, 15)}

    assert not any("A2" in each.wrong for each in found("cell_empty", leads, **changes))
    assert [each.path for each in found("band_out_of_reach", leads, **changes)] == ["$.levels[1]"]


def test_what_comes_later_than_the_sample_is_scored_counts_nothing() -> None:
    later = case_of(lead("L9", title="VP"), did("demo_requested", MONDAY, to="L9"))
    model = scoring(fit=MODEL.fit, behaviour=MODEL.behaviour, grades=MODEL.grades, levels=MODEL.levels)

    def fired(at: datetime) -> bool:
        remarks = lint_scoring(model, sample=[later, *sample("Clerk")], at=at)
        return not any(each.code == "never_fires" and each.path == "$.behaviour[0]" for each in remarks)

    assert (fired(MONDAY), fired(MONDAY.replace(day=1))) == (True, False)


def test_an_empty_sample_says_nothing() -> None:
    assert lint_scoring(MODEL, sample=[], at=MONDAY) == lint_scoring(MODEL)


def test_the_order_of_a_sample_is_of_no_importance() -> None:
    leads = sample("VP", "Clerk", None, "VP Sales", employees=2000)

    assert lint_scoring(MODEL, sample=leads, at=MONDAY) == lint_scoring(MODEL, sample=leads[::-1], at=MONDAY)


def test_a_sample_needs_an_instant_and_each_lead_once() -> None:
    with pytest.raises(InputError, match="at: None is missing"):
        lint_scoring(HOUSE, sample=[])
    with pytest.raises(TimeError):
        lint_scoring(HOUSE, sample=[], at=datetime(2026, 11, 9))
    with pytest.raises(InputError, match="'L1' is there twice"):
        lint_scoring(HOUSE, sample=[lead(), lead()], at=MONDAY)
