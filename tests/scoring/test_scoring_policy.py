"""What scoring promises, one promise a test, with the figures that "Nailing Speed to Lead" and "Lead Liaison" give."""

from datetime import datetime, timedelta

import pytest

from leadmodel.conditions import Condition
from leadmodel.errors import DefinitionError, InputError, TimeError
from leadmodel.model import LeadModel
from leadmodel.records import Case, Company, Event, Lead
from leadmodel.routing import Routing, ready_to_route
from leadmodel.scoring import BehaviourRule, GradeBand, LevelBand, Outcome, Scorecard, score
from tests.building import (
    MONDAY,
    case_of,
    counts,
    did,
    grades,
    house,
    lead,
    levels,
    points,
    scoring,
    touched,
)

DAY = timedelta(days=1)
TICK = timedelta(microseconds=1)
VICE_PRESIDENT = Condition(field="lead.title", mentions=("vp", "vice president"))
STUDENT = Condition(field="lead.title", mentions=("student",))
LARGE = Condition(field="company.revenue", above=50_000_000)
ADMIN = Condition(field="lead.title", mentions=("assistant admin",))

#: Who they are and what they do, worth what the texts say or in the order that they ask for.
HOUSE = house(
    scoring=scoring(
        fit=(
            points("vp", VICE_PRESIDENT, 20),
            points("large", LARGE, 10),
            points("student", STUDENT, -50),
            points("sales_ops", Condition(field="lead.title", mentions=("sales operations",)), 15),
            points("fortune_500", Condition(field="company.employees", at_least=10_000), 25),
        ),
        behaviour=(
            counts("webinar_attended", 30),
            counts("demo_requested", 40),
            counts("pricing_page_read", 12),
            counts("page_viewed", 2),
            counts("homepage_glanced", 1),
            counts("unsubscribed", -30),
            counts("careers_page_viewed", -10),
        ),
        grades=grades(A=30, B=10),
        levels=levels(40, 20),
        sales_ready=("A1", "B1", "A2"),
    )
)


def card(subject: Lead, *activities: str, model: LeadModel = HOUSE) -> Scorecard:
    events = [did(activity, MONDAY - place * DAY) for place, activity in enumerate(activities, start=1)]
    return score(case_of(subject, *events), model, at=MONDAY)


def starred(**changes: object) -> LeadModel:
    """A threshold of 70 and 10 points for each star."""
    return house(
        scoring=scoring(
            behaviour=(counts("star", 10),),
            grades=grades(),
            levels=levels(70),
            sales_ready=("Z1",),
            **changes,
        )
    )


# -------------------------------------------------------------------------------------------- figures from the texts


@pytest.mark.statement("SC-18")
@pytest.mark.parametrize(
    ("title", "revenue", "fit"),
    [
        ("VP of Sales", 50_000_001, 30),
        ("Vice President, Marketing", 80_000_000, 30),
        ("Student, acting VP", 80_000_000, -20),
        ("VP of Sales", 50_000_000, 20),
        ("Clerk", 80_000_000, 10),
        ("Student", 10, -50),
    ],
)
def test_a_vice_president_adds_20_a_large_company_10_and_a_student_takes_50(
    title: str, revenue: int, fit: int
) -> None:
    assert card(lead(title=title, company=Company(revenue=revenue))).fit == fit


@pytest.mark.statement("SC-16")
def test_at_ten_points_a_star_seven_stars_are_ready_for_a_threshold_of_70_and_six_are_not() -> None:
    seven = card(lead(), *["star"] * 7, model=starred())
    six = card(lead(), *["star"] * 6, model=starred())

    assert (seven.score, seven.sales_ready) == (70, True)
    assert (six.score, six.sales_ready) == (60, False)


@pytest.mark.statement("SC-14")
@pytest.mark.parametrize("threshold", [75, 100, 1000])
def test_which_number_the_threshold_has_is_immaterial(threshold: int) -> None:
    def model(scale: int) -> LeadModel:
        return house(
            scoring=scoring(
                fit=(points("vp", VICE_PRESIDENT, 7 * scale), points("student", STUDENT, -9 * scale)),
                behaviour=(counts("webinar", 8 * scale), counts("unsubscribed", -5 * scale)),
                grades=grades(A=7 * scale),
                levels=levels(25 * scale),
                sales_ready=("A1",),
            )
        )

    histories = [["webinar"] * times + ["unsubscribed"] * down for times in range(8) for down in range(4)]
    people = [lead(title=title) for title in ("VP", "Student", "VP, student", None)]
    small, large = model(1), model(threshold // 25)
    decided = [
        (card(person, *each, model=small).label, card(person, *each, model=large).label)
        for person in people
        for each in histories
    ]

    assert all(before == after for before, after in decided)
    assert {before for before, _ in decided} == {"A1", "A2", "Z1", "Z2"}


@pytest.mark.statement("SC-19", "SC-29", "ST-30")
@pytest.mark.parametrize(("reached", "qualifies"), [(65, True), (64, False), (66, True)])
def test_at_a_threshold_of_65_a_lead_at_65_qualifies_and_one_at_64_does_not(
    reached: int, qualifies: bool
) -> None:
    model = house(
        scoring=scoring(
            behaviour=(counts("form", 60), counts("click", 1)),
            grades=grades(),
            levels=levels(65),
            sales_ready=("Z1",),
        ),
        routing=Routing(when=Condition(field="card.sales_ready", equals=True)),
    )
    person = lead()
    scored = card(person, "form", *["click"] * (reached - 60), model=model)

    assert scored.score == reached
    assert ready_to_route(person, model, card=scored) is qualifies


# ------------------------------------------------------------------------------------------------ what the texts order


@pytest.mark.statement("SC-01")
def test_points_of_every_quality_and_action_add_up_until_the_threshold_is_met() -> None:
    person = lead(title="VP", company=Company(revenue=60_000_000))
    done: list[str] = []
    ready = []
    for activity in (
        "page_viewed",
        "homepage_glanced",
        "pricing_page_read",
        "page_viewed",
        "pricing_page_read",
    ):
        done.append(activity)
        ready.append(card(person, *done).sales_ready)

    assert ready == [False, False, False, False, True]
    assert card(person, *done).score == 29


@pytest.mark.statement("SC-02")
def test_what_a_lead_does_leaves_its_grade_and_who_it_is_leaves_its_score() -> None:
    idle, busy = card(lead(title="VP")), card(lead(title="VP"), "demo_requested")
    somebody = card(lead(title="Clerk"), "demo_requested")

    assert (idle.fit, idle.grade) == (busy.fit, busy.grade) == (20, "B")
    assert (busy.score, busy.level) == (somebody.score, somebody.level) == (40, 1)
    assert (idle.score, somebody.fit) == (0, 0)


@pytest.mark.statement("SC-03")
def test_a_webinar_scores_more_than_a_page_view_and_a_small_company_less_than_a_corporation() -> None:
    assert card(lead(), "webinar_attended").score > card(lead(), "page_viewed").score
    assert card(lead(company=Company(employees=20))).fit < card(lead(company=Company(employees=40_000))).fit


@pytest.mark.statement("SC-04")
def test_the_same_contact_form_is_worth_more_from_a_vice_president_than_from_an_assistant() -> None:
    chief, clerk = (card(lead(title=title), "demo_requested") for title in ("VP", "Assistant admin"))
    better = HOUSE.scoring.labels().index

    assert chief.score == clerk.score
    assert better(chief.label) < better(clerk.label)
    assert (chief.sales_ready, clerk.sales_ready) == (True, False)


@pytest.mark.statement("SC-05")
def test_reading_the_pricing_page_scores_more_than_a_glance_at_the_homepage() -> None:
    assert card(lead(), "pricing_page_read").score > card(lead(), "homepage_glanced").score


@pytest.mark.statement("SC-06", "RS-14")
@pytest.mark.parametrize(("regret", "left"), [("unsubscribed", 10), ("careers_page_viewed", 30)])
def test_an_unsubscribe_and_the_careers_page_take_points_away(regret: str, left: int) -> None:
    assert card(lead(), "demo_requested").score == 40
    assert card(lead(), "demo_requested", regret).score == left


@pytest.mark.statement("SC-07")
def test_neither_the_idle_ideal_buyer_nor_the_busy_student_is_ready_by_one_axis_alone() -> None:
    buyer = card(lead(title="Sales Operations Manager", company=Company(employees=50_000)))
    student = card(lead(title="Student"), "demo_requested", "webinar_attended", "pricing_page_read")

    assert (buyer.grade, buyer.level, buyer.sales_ready) == ("A", 3, False)
    assert (student.grade, student.level, student.sales_ready) == ("Z", 1, False)
    both = card(
        lead(title="Sales Operations Manager", company=Company(employees=50_000)),
        "demo_requested",
        "webinar_attended",
    )
    assert (both.label, both.sales_ready) == ("A1", True)


@pytest.mark.statement("SC-08")
def test_a_company_on_the_list_of_targets_has_a_higher_grade() -> None:
    listed = Condition(field="company.name", one_of=("Acme", "Bolt"))
    model = house(scoring=scoring(fit=(points("target", listed, 20),)))

    assert card(lead(company=Company(name="acme")), model=model).grade == "B"
    assert card(lead(company=Company(name="Cogs")), model=model).grade == "Z"


@pytest.mark.statement("SC-09")
def test_a_policy_may_let_everyone_with_an_address_pass_or_ask_for_a_series_of_criteria() -> None:
    permissive = house(routing=Routing(when=Condition(field="lead.email", present=True)))
    stringent = house(
        routing=Routing(
            when=Condition(
                all_of=(
                    Condition(field="lead.email", present=True),
                    Condition(field="company.employees", at_least=100),
                    Condition(field="lead.country", equals="CH"),
                )
            )
        )
    )
    anyone = lead(email="a@a.example", company=Company(employees=10), country="CH")
    right_one = lead(email="a@a.example", company=Company(employees=100), country="CH")

    assert [ready_to_route(each, permissive) for each in (anyone, right_one, lead())] == [True, True, False]
    assert [ready_to_route(each, stringent) for each in (anyone, right_one, lead())] == [False, True, False]


def test_ready_for_sales_is_a_list_of_cells_and_so_can_be_a_box_or_a_rank() -> None:
    box = ("A1", "A2", "B1", "B2")
    rank = ("A1", "A2", "A3", "B1", "B2")
    vp, clerk = lead(title="VP", company=Company(revenue=60_000_000)), lead(title="VP")

    def ready(cells: tuple[str, ...]) -> list[bool]:
        told = HOUSE.scoring
        model = house(
            scoring=scoring(
                fit=told.fit,
                behaviour=told.behaviour,
                grades=told.grades,
                levels=told.levels,
                sales_ready=cells,
            )
        )
        return [card(who, model=model).sales_ready for who in (vp, clerk)]

    assert (card(vp).label, card(clerk).label) == ("A3", "B3")
    assert ready(box) == [False, False]
    assert ready(rank) == [True, False]


def test_a_card_says_as_of_when_it_is() -> None:
    assert card(lead()).at == MONDAY


# --------------------------------------------------------------------------------------------- windows, limits, bands


@pytest.mark.parametrize(
    ("age", "counted"),
    [(7 * DAY - TICK, 1), (7 * DAY, 0), (7 * DAY + TICK, 0), (timedelta(), 1), (-TICK, 0)],
    ids=["just inside", "exactly that old", "just outside", "now", "a moment later"],
)
def test_within_seven_days_means_less_than_seven_days_ago_and_now_counts(
    age: timedelta, counted: int
) -> None:
    model = house(scoring=scoring(behaviour=(counts("webinar", 5, within="7d"),)))
    scored = score(case_of(lead(), did("webinar", MONDAY - age)), model, at=MONDAY)

    assert scored.score == 5 * counted


def test_a_window_longer_than_the_calendar_takes_everything() -> None:
    model = house(scoring=scoring(behaviour=(counts("webinar", 5, within="36500d"),)))

    assert card(lead(), "webinar", model=model).score == 5


def test_at_most_two_webinars_count_and_the_line_says_so() -> None:
    model = house(scoring=scoring(behaviour=(counts("webinar_attended", 5, at_most=2),)))
    twice, thrice = (card(lead(), *["webinar_attended"] * times, model=model) for times in (2, 3))

    assert (twice.score, thrice.score) == (10, 10)
    assert twice.lines[0].says == "webinar attended (2 times)"
    assert thrice.lines[0].says == "webinar attended (3 times), 2 counted"


def test_a_limit_holds_for_points_that_are_taken_away_too() -> None:
    model = house(scoring=scoring(behaviour=(counts("careers", -5, at_most=1),)))

    assert card(lead(), "careers", "careers", model=model).score == -5


def test_the_events_outside_the_window_do_not_use_up_the_limit() -> None:
    model = house(scoring=scoring(behaviour=(counts("webinar", 5, within="3d", at_most=1),)))

    assert card(lead(), "other", "webinar", "other", "webinar", model=model).score == 5


@pytest.mark.parametrize(("fit", "grade"), [(50, "A"), (49, "B"), (20, "B"), (19, "Z"), (-1, "Z")])
def test_a_grade_is_given_when_its_points_are_met_or_exceeded(fit: int, grade: str) -> None:
    model = house(scoring=scoring(fit=(points("any", Condition(field="lead.source", present=True), fit),)))

    assert card(lead(), model=model).grade == grade


def test_a_touch_by_a_rep_is_no_activity_of_the_lead() -> None:
    model = house(scoring=scoring(behaviour=(counts("touched", 5),)))
    called: Case = case_of(lead(), touched(MONDAY, automatic=True))

    assert score(called, model, at=MONDAY).score == 0


# --------------------------------------------------------------------------------------------------- what is not known


def test_what_is_not_known_is_neither_a_match_nor_none_and_gains_and_loses_nothing() -> None:
    scored = card(lead(title="Student"))
    outcomes = {line.rule: (line.outcome, line.points) for line in scored.lines if line.part == "fit"}

    assert outcomes == {
        "vp": (Outcome.NO_MATCH, 0),
        "large": (Outcome.UNKNOWN, 0),
        "student": (Outcome.MATCH, -50),
        "sales_ops": (Outcome.NO_MATCH, 0),
        "fortune_500": (Outcome.UNKNOWN, 0),
    }
    assert (scored.known, scored.asked) == (3, 5)


def test_the_negation_of_what_is_not_known_is_not_known_either() -> None:
    model = house(scoring=scoring(fit=(points("no_student", Condition(none_of=(STUDENT,)), 10),)))

    assert card(lead(), model=model).lines[0].outcome is Outcome.UNKNOWN
    assert card(lead(title="VP"), model=model).fit == 10


def test_a_card_shows_that_nobody_has_looked_the_company_up_yet() -> None:
    bare = card(lead(title="VP"))
    enriched = card(lead(title="VP", company=Company(employees=20_000, revenue=90_000_000)))

    assert (bare.known, enriched.known, bare.asked) == (3, 5, 5)
    assert "3 of 5 fit rules known" in str(bare)
    assert enriched.fit > bare.fit


def test_a_card_reads_as_a_headline_and_the_lines_that_matter() -> None:
    assert str(card(lead(title="VP"), "demo_requested", "page_viewed", "page_viewed")).splitlines() == [
        "B1 (ready for sales): fit 20, score 44, 3 of 5 fit rules known",
        "  +20 lead.title mentions 'vp' or 'vice president'",
        "  unknown: company.revenue is above 50000000",
        "  unknown: company.employees is at least 10000",
        "  +40 demo requested",
        "  +4 page viewed (2 times)",
    ]


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(TimeError, match="no time zone"):
        score(lead(), HOUSE, at=datetime(2026, 11, 9))


# ------------------------------------------------------------------------------------------------ faults of a document


@pytest.mark.parametrize("limit", ["at_most", "min_amount"])
@pytest.mark.parametrize("value", [0, -1])
def test_a_limit_below_one_is_refused_when_the_rule_is_written(limit: str, value: int) -> None:
    with pytest.raises(InputError) as caught:
        BehaviourRule(id="b", activity="a", points=1, **{limit: value})  # type: ignore[arg-type]

    assert caught.value.argument == limit


def faults(**changes: object) -> list[tuple[str, str]]:
    with pytest.raises(DefinitionError) as caught:
        house(scoring=scoring(**changes))
    return [(finding.path, finding.message) for finding in caught.value.findings]


def test_a_rule_that_is_declared_twice_is_named_where_it_is_repeated() -> None:
    same = points("vp", VICE_PRESIDENT, 1)

    assert faults(fit=(same, same), behaviour=(BehaviourRule(id="vp", activity="a", points=1),)) == [
        ("$.scoring.fit[1].id", "rule 'vp' is declared twice"),
        ("$.scoring.behaviour[0].id", "rule 'vp' is declared twice"),
    ]


def test_a_fit_rule_cannot_ask_for_what_scoring_gives() -> None:
    cyclic = Condition(any_of=(Condition(field="card.grade", equals="A"), VICE_PRESIDENT))

    assert faults(fit=(points("loop", cyclic, 1),)) == [
        ("$.scoring.fit[0].when", "'card.grade' is what scoring gives, a fit rule cannot ask for it")
    ]


def test_a_fit_rule_that_asks_for_an_unknown_field_hears_the_nearest_one() -> None:
    inside = Condition(none_of=(Condition(field="lead.titel", equals="VP"),))

    assert faults(fit=(points("vp", inside, 1),)) == [
        ("$.scoring.fit[0].when.none_of[0].field", "unknown field 'lead.titel', did you mean 'lead.title'?")
    ]


@pytest.mark.parametrize(
    ("bands", "path", "message"),
    [
        ((), "$.scoring.grades", "is empty, give at least one grade"),
        (
            (GradeBand(grade="A", at_least=5),),
            "$.scoring.grades[0].at_least",
            "the last grade takes the rest, leave out at_least",
        ),
        (
            (GradeBand(grade="A"), GradeBand(grade="B")),
            "$.scoring.grades[0]",
            "only the last grade may leave out at_least",
        ),
        (
            (GradeBand(grade="A", at_least=5), GradeBand(grade="B", at_least=5), GradeBand(grade="C")),
            "$.scoring.grades[1].at_least",
            "5 is not below the 5 of the grade before it",
        ),
        (
            (GradeBand(grade="A", at_least=5), GradeBand(grade="A")),
            "$.scoring.grades[1]",
            "grade 'A' is declared twice",
        ),
    ],
)
def test_grades_cover_every_figure_once(bands: tuple[GradeBand, ...], path: str, message: str) -> None:
    assert (path, message) in faults(grades=bands, sales_ready=())


def test_levels_cover_every_figure_once_too() -> None:
    rising = (LevelBand(level=1, at_least=5), LevelBand(level=2, at_least=9), LevelBand(level=3))

    assert faults(levels=rising) == [
        ("$.scoring.levels[1].at_least", "9 is not below the 5 of the level before it")
    ]


def test_a_label_that_does_not_exist_and_one_that_is_listed_twice_are_named() -> None:
    found = faults(sales_ready=("A1", "D1", "A1"))

    assert [path for path, _ in found] == ["$.scoring.sales_ready[1]", "$.scoring.sales_ready[2]"]
    assert found[0][1].startswith("unknown label 'D1', ")
    assert found[1][1] == "label 'A1' is listed twice"


def test_two_cells_that_would_read_the_same_are_a_fault() -> None:
    mixed = (GradeBand(grade="A", at_least=9), GradeBand(grade="A1"))
    numbered = (LevelBand(level=11, at_least=9), LevelBand(level=1))

    assert faults(grades=mixed, levels=numbered, sales_ready=()) == [
        ("$.scoring.grades", "two cells of the matrix read 'A11', rename a grade")
    ]


def test_labels_run_from_the_best_grade_and_the_most_active_level_on() -> None:
    assert scoring(grades=grades(A=9), levels=levels(9)).labels() == ("A1", "A2", "Z1", "Z2")


def test_events_are_those_of_the_case_and_a_lead_alone_has_none() -> None:
    events: list[Event] = [did("demo_requested", MONDAY)]

    assert score(case_of(lead(), *events), HOUSE, at=MONDAY).score == 40
    assert score(lead(), HOUSE, at=MONDAY).score == 0
