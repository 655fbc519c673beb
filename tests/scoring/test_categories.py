"""Models side by side, scores that say whether the data was enriched, and segments."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from leadmodel.conditions import Activities, Condition, CustomField, FieldKind, known_fields
from leadmodel.errors import TimeError
from leadmodel.lifecycle import enrichments, out_of_order
from leadmodel.records import Event, EventKind, Lead
from leadmodel.scoring import score
from leadmodel.scoring.categories import Category, check_categories, score_by_category, scoring_for
from leadmodel.scoring.enriched import EnrichedCode, score_enriched
from leadmodel.scoring.segments import segments
from tests.building import MONDAY, case_of, counts, did, grades, happened, lead, levels, points, scoring
from tests.scoring.test_scoring_policy import VICE_PRESIDENT

from .hourly import TICK, House

HOUR = timedelta(hours=1)
BUYS_AGAIN = scoring(behaviour=(counts("support_asked", 50),), grades=grades(), sales_ready=("Z1",))
FIRST_TIME = scoring(behaviour=(counts("demo", 50),), grades=grades(), sales_ready=("Z1",))
CUSTOMER = Condition(field="fields.customer", equals=True)
CATEGORIES = (
    Category(name="customers", scoring=BUYS_AGAIN, when=CUSTOMER),
    Category(name="prospects", scoring=FIRST_TIME),
)


def customer(**changes: Any) -> Lead:
    return lead(fields={"customer": True}, **changes)


# -------------------------------------------------------------------------------------------------------- categories


@pytest.mark.statement("SC-22")
def test_each_category_has_a_model_of_its_own_and_they_work_side_by_side() -> None:
    events = [did("support_asked", MONDAY), did("demo", MONDAY), did("demo", MONDAY - HOUR)]

    both = score_by_category(case_of(customer(), *events), CATEGORIES, at=MONDAY)
    one = score_by_category(case_of(lead(), *events), CATEGORIES, at=MONDAY)

    assert [(name, card.score) for name, card in both] == [("customers", 50), ("prospects", 100)]
    assert [(name, card.score) for name, card in one] == [("prospects", 100)]


@pytest.mark.statement("SC-22")
def test_the_first_category_that_a_lead_is_known_to_be_in_is_its_own() -> None:
    def name(subject: Lead) -> str | None:
        found = scoring_for(subject, CATEGORIES, at=MONDAY)
        return None if found is None else found.name

    assert name(customer()) == "customers"
    assert name(lead(fields={"customer": False})) == name(lead()) == "prospects"
    assert scoring_for(lead(), CATEGORIES[:1], at=MONDAY) is None


def test_what_a_lead_has_done_may_tell_its_category_as_of_the_instant() -> None:
    active = Condition(activities=Activities(of=("login",)), at_least=1)
    users = (Category(name="users", scoring=FIRST_TIME, when=active),)
    subject = case_of(lead(), did("login", MONDAY))

    assert scoring_for(subject, users, at=MONDAY) == users[0]
    assert scoring_for(subject, users, at=MONDAY - TICK) is None
    assert scoring_for(subject.lead, users, at=MONDAY) is None


def test_a_category_is_taken_wherever_a_model_is() -> None:
    subject = case_of(customer(), did("support_asked", MONDAY))

    assert score(subject, CATEGORIES[0], at=MONDAY).label == "Z1"


def test_faults_of_categories_have_their_paths() -> None:
    profile = known_fields((CustomField(name="customer", kind=FieldKind.BOOLEAN),), card=False)
    wrong = (
        CATEGORIES[0],
        Category(name="customers", scoring=scoring(sales_ready=("Q9",))),
        Category(name="", scoring=FIRST_TIME, when=Condition(field="lead.titel", equals="x")),
    )

    assert list(check_categories(CATEGORIES, "$", profile)) == []
    assert [finding.path for finding in check_categories(wrong, "$.c", profile)] == [
        "$.c[1].name",
        "$.c[1].scoring.sales_ready[0]",
        "$.c[2].name",
        "$.c[2].when.field",
    ]


# -------------------------------------------------------------------------------------------------------- enrichment


def note(activity: str, at: datetime) -> Event:
    return happened(EventKind.NOTED, at, activity=activity)


@pytest.mark.statement("SC-27")
def test_a_record_that_was_scored_without_enrichment_shows_it() -> None:
    model = House(scoring(fit=(points("vp", VICE_PRESIDENT, 20),)))
    subject = case_of(lead(title="VP"), note("enriched", MONDAY), note("scored", MONDAY - HOUR))
    known = enrichments(subject)

    early = score_enriched(subject, model, known, at=MONDAY - HOUR)
    later = score_enriched(subject, model, known, at=MONDAY)

    assert (early.code, early.enriched_at) == (EnrichedCode.SCORED_UNENRICHED, None)
    assert (later.code, later.enriched_at) == (EnrichedCode.ENRICHED, MONDAY)
    assert early.card == score(subject, model, at=MONDAY - HOUR)
    # The process finds the same by the same name.
    assert [each.code for each in out_of_order(subject)] == [EnrichedCode.SCORED_UNENRICHED]
    assert str(early).splitlines()[0].endswith("1 of 1 fit rules known, not enriched")
    assert str(later).splitlines() == [
        str(later.card).splitlines()[0] + ", enriched at 2026-11-09T12:00:00Z",
        *str(later.card).splitlines()[1:],
    ]


def test_the_last_enrichment_counts_and_none_from_the_future() -> None:
    subject = case_of(lead(), note("enriched", MONDAY - HOUR), note("enriched", MONDAY))
    known = enrichments(subject)

    assert score_enriched(subject, House(scoring()), known, at=MONDAY).enriched_at == MONDAY
    assert score_enriched(subject, House(scoring()), known, at=MONDAY - TICK).enriched_at == MONDAY - HOUR
    with pytest.raises(TimeError):
        score_enriched(subject, House(scoring()), known, at=datetime(2026, 1, 1))


# ---------------------------------------------------------------------------------------------------------- segments


@pytest.mark.statement("SC-11")
def test_a_score_tells_who_goes_to_sales_and_forms_segments_for_nurture() -> None:
    model = House(
        scoring(behaviour=(counts("demo", 30),), grades=grades(), levels=levels(60, 30), sales_ready=("Z1",))
    )
    times = {"L3": 2, "L1": 2, "L2": 1, "L4": 0}
    cards = [
        score(
            case_of(lead(who), *(did("demo", MONDAY - n * HOUR, to=who) for n in range(many))),
            model,
            at=MONDAY,
        )
        for who, many in times.items()
    ]

    found = segments(cards, model.scoring)

    assert [(each.label, each.sales_ready, each.leads) for each in found] == [
        ("Z1", True, ("L1", "L3")),
        ("Z2", False, ("L2",)),
        ("Z3", False, ("L4",)),
    ]
    assert segments([], model.scoring)[0].leads == ()
    other = scoring(grades=grades(), levels=levels(), sales_ready=())
    assert [each.leads for each in segments(cards, other)] == [("L1", "L3")]
