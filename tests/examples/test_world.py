"""The bundled world: each case that has a name, the counts, and the script that writes it."""

import subprocess
import sys
import tomllib
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from leadmodel.lifecycle import Step
from leadmodel.metrics import Measures, measure
from leadmodel.overdue import LateLead
from leadmodel.records import EventKind, LeadKind, Qualified, Raw, Stage
from leadmodel.routing import WhyNot
from leadmodel.scoring import score
from leadmodel.sla import TimerState
from tests.examples.bundled import EXAMPLES, WORLD, bundled, case_of, clock_of, decision_on, report

THE_MONDAY_AFTER_THE_LEAVE = datetime.fromisoformat("2026-11-16T00:00:00+01:00")


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def refusal_of(lead: str) -> Step:
    (step,) = (step for step in report().refused if step.event.lead == lead)
    return step


def late(lead: str) -> LateLead:
    (found,) = (each for each in report().late if (each.lead, each.clock) == (lead, "response"))
    return found


def why_not(lead: str, rep: str) -> WhyNot | None:
    (candidate,) = (each for each in decision_on(lead).candidates if each.rep == rep)
    return candidate.why_not


def measures_of(lead: str) -> Measures:
    (measures,) = measure([case_of(lead)], by="all", at=bundled().at)
    return measures


# ------------------------------------------------------------------------------------------------------------ routing


@pytest.mark.statement("RT-05")
def test_an_italian_form_from_switzerland_goes_to_the_italian_speaker_and_not_to_the_swiss_rep() -> None:
    decision = decision_on("italian-speaker-in-switzerland")

    assert (decision.rep, decision.language) == ("ida", "it-CH")
    assert why_not(decision.lead, "fleur") is WhyNot.LANGUAGE
    assert next(rep for rep in bundled().reps if rep.id == "fleur").territories == ("CH",)


@pytest.mark.statement("RT-04", "RT-03")
def test_a_west_coast_form_at_four_goes_to_somebody_at_work_and_not_to_the_territory_in_new_york() -> None:
    world = bundled()
    decision = decision_on("west-coast-form-at-4pm")
    (sam,) = (rep for rep in world.reps if rep.id == "sam")

    assert decision.rep == sam.id
    assert sam.zone == "America/Los_Angeles"
    assert decision.candidates[0].can_respond_at == world.at
    assert decision.says == "can respond first, before olive"
    nora = next(each for each in decision.candidates if each.rep == "nora")
    assert (nora.covers_territory, nora.why_not) == (True, WhyNot.OUTRANKED)
    assert nora.can_respond_at == instant("2026-11-09T09:00:00-05:00")


def test_with_the_territory_first_the_west_coast_form_would_wait_for_new_york() -> None:
    world = bundled()
    routing = replace(world.model.routing, prefer=("territory", "soonest"))
    changed = world.with_model(routing=routing).run()

    assert decision_on("west-coast-form-at-4pm", changed).rep == "nora"


@pytest.mark.statement("RT-06", "RT-03")
def test_the_rep_of_the_territory_is_on_leave_for_a_week_and_somebody_else_gets_the_lead() -> None:
    assert decision_on("rep-on-leave-for-a-week").rep == "sam"
    assert why_not("rep-on-leave-for-a-week", "theo") is WhyNot.ON_LEAVE

    back = bundled().each_rep(lambda rep: replace(rep, leave=()) if rep.id == "theo" else rep).run()
    assert decision_on("rep-on-leave-for-a-week", back).rep == "theo"


def test_a_rep_who_is_back_within_the_weekend_may_get_a_lead_and_one_who_is_away_for_a_week_may_not() -> None:
    lead = "west-coast-form-at-4pm"

    assert why_not(lead, "harry") is WhyNot.OUTRANKED
    assert why_not(lead, "lottie") is WhyNot.NOT_AT_WORK
    assert why_not(lead, "arjun") is WhyNot.NOT_AT_WORK


def test_a_lead_is_held_while_the_only_rep_who_speaks_german_is_away_and_says_when_to_ask_again() -> None:
    decision = decision_on("only-german-speaker-is-away")

    assert decision.rep is None
    assert decision.retry_at == THE_MONDAY_AFTER_THE_LEAVE
    assert why_not(decision.lead, "gerta") is WhyNot.ON_LEAVE
    assert {each.why_not for each in decision.candidates if each.rep != "gerta"} == {WhyNot.LANGUAGE}


def test_when_everybody_who_speaks_spanish_is_full_no_time_can_be_named() -> None:
    held = [decision for decision in report().decisions if decision.rep is None and decision.retry_at is None]

    assert [decision.language for decision in held] == ["es-MX", "es-ES"]
    for decision in held:
        assert why_not(decision.lead, "miguel") is WhyNot.NO_ROOM
        assert why_not(decision.lead, "rosa") is WhyNot.NO_ROOM


@pytest.mark.statement("RT-09")
def test_every_decision_has_a_word_for_every_rep() -> None:
    roster = sorted(rep.id for rep in bundled().reps)

    for decision in report().decisions:
        assert sorted(each.rep for each in decision.candidates) == roster
        assert all(each.says for each in decision.candidates)


@pytest.mark.statement("RT-03")
def test_nobody_is_given_more_than_they_can_hold() -> None:
    limits: dict[str, int | None] = {rep.id: rep.capacity for rep in bundled().reps}
    full = {
        each.rep
        for decision in report().decisions
        for each in decision.candidates
        if each.why_not is WhyNot.NO_ROOM
    }

    assert full == {"miguel", "priya", "rosa"}
    for decision in report().decisions:
        if decision.rep is not None:
            limit = limits[decision.rep]
            assert limit is None or decision.candidates[0].open_leads < limit


@pytest.mark.statement("RT-08")
def test_a_second_form_of_the_same_person_is_not_routed() -> None:
    (duplicate,) = (each for each in report().duplicates if each.lead == "duplicate-of-ada")

    assert duplicate.of == "ada"
    assert "duplicate-of-ada" not in {decision.lead for decision in report().decisions}


@pytest.mark.statement("RT-01")
def test_a_lead_is_given_out_for_its_score_or_for_what_it_asked() -> None:
    assert report().cards["west-coast-form-at-4pm"].sales_ready is False
    assert decision_on("west-coast-form-at-4pm").rep is not None

    leads = {lead.id: lead for lead in bundled().leads}
    asked = {"demo_request", "contact_us", "pricing_request"}
    by_score = [each for each in report().decisions if leads[each.lead].source not in asked]
    assert by_score
    assert all(report().cards[each.lead].sales_ready for each in by_score)


def test_a_lead_whose_country_nobody_knows_is_undecided_and_one_of_the_reseller_is_left_alone() -> None:
    leads = {lead.id: lead for lead in bundled().leads}
    given = {decision.lead for decision in report().decisions}
    of_reseller = {lead.id for lead in leads.values() if lead.country in ("BR", "JP")}

    assert all(leads[lead].country is None for lead in report().undecided)
    assert not given & of_reseller
    assert any(report().cards[lead].sales_ready for lead in of_reseller)


# ------------------------------------------------------------------------------------------------------------- clocks


@pytest.mark.statement("SL-05", "SL-07", "CF-02")
def test_the_friday_lead_waits_119_minutes_of_business_and_65_hours_59_of_the_calendar() -> None:
    clock = clock_of("friday-1505")

    assert clock.elapsed_business == timedelta(minutes=119)
    assert clock.elapsed_calendar == timedelta(hours=65, minutes=59)
    assert clock.current is not None
    assert clock.current.due_calendar == instant("2026-10-23T17:05:00-04:00")
    assert clock.current.due_business == instant("2026-10-26T09:05:00-04:00")
    assert (clock.current.basis, clock.state) == ("calendar", TimerState.BREACHED)
    assert clock.due == clock.current.due_calendar


@pytest.mark.statement("SL-05", "SL-07")
def test_the_same_friday_lead_is_on_time_where_business_hours_were_asked_for() -> None:
    clock = clock_of("friday-1505-by-business-hours")

    assert clock.current is not None
    assert (clock.current.basis, clock.state) == ("business", TimerState.MET)
    assert clock.elapsed_business == timedelta(minutes=119)
    assert clock.elapsed_calendar == timedelta(hours=65, minutes=59)


@pytest.mark.statement("CF-13")
def test_across_the_change_of_the_clocks_the_friday_lead_waits_an_hour_more() -> None:
    clock = clock_of("friday-1505-clock-change")

    assert clock.elapsed_business == timedelta(minutes=119)
    assert clock.elapsed_calendar == timedelta(hours=66, minutes=59)
    assert clock.state is TimerState.BREACHED


@pytest.mark.statement("SL-04")
def test_who_asks_for_a_demo_has_a_stricter_promise_than_who_came_to_a_webinar() -> None:
    assert clock_of("friday-1505").policy == "hand-raisers"
    assert clock_of("friday-1505-by-business-hours").policy == "everyone-else"


@pytest.mark.statement("ST-07", "SL-29", "CF-15")
def test_an_automatic_email_stops_nothing() -> None:
    found = late("automatic-email-only")

    assert case_of("automatic-email-only").state.stage is Stage.ASSIGNED
    assert found.waited == bundled().at - instant("2026-11-04T11:02:00-05:00")
    assert found.alert == ("nora", "maya")
    assert found.next_step_at == instant("2026-11-07T11:02:00-05:00")


def test_a_colleague_who_calls_answers_the_lead_but_does_not_take_it_over() -> None:
    clock = clock_of("touched-by-a-colleague")
    (step,) = (step for step in report().surprising if step.event.lead == "touched-by-a-colleague")

    assert (clock.state, clock.elapsed_calendar) == (TimerState.MET, timedelta(hours=1, minutes=18))
    assert step.code == "not_the_owner"
    assert case_of("touched-by-a-colleague").state.stage is Stage.ASSIGNED


def test_passing_a_lead_on_hides_no_delay_and_the_alert_goes_to_the_new_owner() -> None:
    found = late("passed-on-and-still-late")

    assert (found.owner, found.alert) == ("miguel", ("miguel",))
    assert found.started_at == instant("2026-11-05T11:02:00-05:00")


@pytest.mark.statement("SL-14", "SL-15", "RP-04")
def test_the_ladder_tells_the_rep_then_the_manager_and_then_the_executive() -> None:
    reps = {rep.id: rep for rep in bundled().reps}
    steps = Counter[int]()
    for found in report().late:
        if found.policy != "hand-raisers":
            continue
        assert found.owner is not None
        rep = reps[found.owner]
        days = min(found.waited // timedelta(hours=24), 3)
        assert found.alert == (rep.id, rep.manager, rep.executive)[:days]
        ahead = None if days == 3 else found.started_at + (days + 1) * timedelta(hours=24)
        assert found.next_step_at == ahead
        steps[days] += 1

    assert all(steps[days] for days in (1, 2, 3))


def test_clocks_that_still_run_say_when_they_are_due() -> None:
    by_calendar = clock_of("assigned-minutes-ago")
    by_business = clock_of("assigned-before-the-weekend")

    assert (by_calendar.state, by_business.state) == (TimerState.RUNNING, TimerState.RUNNING)
    assert by_calendar.due == instant("2026-11-06T17:24:00-08:00")
    assert by_business.due == instant("2026-11-09T12:30:00-05:00")


@pytest.mark.parametrize(
    ("lead", "by_the_wall", "change"),
    [
        ("forgotten-in-los-angeles", timedelta(days=15, hours=4, minutes=57), timedelta(hours=1)),
        ("forgotten-in-london", timedelta(days=15, hours=12, minutes=57), timedelta(hours=1)),
        ("forgotten-in-zurich", timedelta(days=15, hours=13, minutes=57), timedelta(hours=1)),
        ("forgotten-on-lord-howe", timedelta(days=35, hours=19), timedelta(minutes=-30)),
    ],
)
@pytest.mark.statement("CF-13")
def test_who_waits_across_a_change_of_the_clocks_has_waited_what_the_wall_says_and_the_change(
    lead: str, by_the_wall: timedelta, change: timedelta
) -> None:
    assert late(lead).waited == by_the_wall + change


# ------------------------------------------------------------------------------------------------------------ scoring


@pytest.mark.statement("SC-07", "SC-02")
def test_the_ideal_buyer_who_does_nothing_and_the_student_who_reads_everything_are_both_left_alone() -> None:
    manager = report().cards["sales-ops-manager-fortune-500"]
    student = report().cards["student-with-many-downloads"]

    assert (manager.label, manager.fit, manager.score, manager.sales_ready) == ("A4", 55, 0, False)
    assert (student.label, student.fit, student.score, student.sales_ready) == ("D1", -50, 33, False)


@pytest.mark.statement("SC-18")
def test_a_vice_president_above_50_million_comes_to_30_and_a_student_one_to_minus_20() -> None:
    assert report().cards["vp-above-50-million"].fit == 30
    assert report().cards["student-vp"].fit == -20


@pytest.mark.statement("SC-06", "RS-14")
def test_the_careers_page_and_unsubscribing_take_points_away() -> None:
    assert report().cards["job-seeker"].score == 25 - 15 - 15

    taken = {rule.id: rule.points for rule in bundled().model.scoring.behaviour if rule.points < 0}
    assert taken == {"careers": -15, "unsubscribed": -30}


@pytest.mark.statement("SC-03")
def test_a_webinar_is_worth_more_than_a_page_and_a_large_company_more_than_a_middle_one() -> None:
    scoring = bundled().model.scoring
    fit = {rule.id: rule.points for rule in scoring.fit}
    behaviour = {rule.id: rule.points for rule in scoring.behaviour}

    assert behaviour["webinar"] > behaviour["page"]
    assert fit["large-company"] > fit["middle-company"]


def test_a_webinar_of_next_week_is_counted_next_week() -> None:
    world = bundled()
    lead = next(lead for lead in world.leads if lead.id == "webinar-next-week")
    booked = [event for event in world.events if event.lead == lead.id and event.at > world.at]
    later = replace(world, at=world.at + timedelta(days=7)).run()

    assert report().in_future == tuple(event.id for event in booked)
    assert len(booked) == 1
    assert report().cards[lead.id].label == "B4"
    assert score(case_of(lead.id), world.model, at=booked[0].at).label == "B4"
    assert (later.cards[lead.id].label, later.in_future) == ("B2", ())


# ---------------------------------------------------------------------------------------------------------- lifecycle


@pytest.mark.statement("ST-13", "MT-03", "MT-04")
def test_a_job_seeker_is_let_go_without_a_call_and_counts_as_picked_up_and_not_as_an_answer() -> None:
    measures = measures_of("job-seeker")

    assert case_of("job-seeker").state.stage is Stage.UNQUALIFIED
    assert clock_of("job-seeker").state is TimerState.CANCELLED
    assert (measures.bypassed, measures.picked_up, measures.worked) == (1, 1, 0)
    assert (measures.answered, measures.response) == (0, None)


@pytest.mark.statement("ST-05", "CF-09", "MT-08")
def test_a_booth_list_let_go_in_bulk_with_no_touch_stays_where_it_is() -> None:
    for number in (1, 2, 3):
        lead = f"let-go-in-bulk-{number}"
        assert refusal_of(lead).code == "reason_refused"
        assert case_of(lead).state.stage is Stage.ASSIGNED
        assert late(lead).alert == ("nora", "maya")


@pytest.mark.statement("ST-19", "ST-20", "SL-26")
def test_who_returns_from_nurture_begins_a_second_cycle_with_a_clock_of_its_own() -> None:
    first, second = case_of("returned-from-nurture").cycles
    old, new = (cycle.reading for cycle in clock_of("returned-from-nurture").cycles)

    assert (first.outcome, first.reason, first.owner) == (Stage.NURTURE, "budget_later", "nora")
    assert (second.number, second.outcome, second.owner) == (2, Stage.QUALIFIED, "theo")
    assert (old.used_calendar, new.used_calendar) == (timedelta(minutes=25), timedelta(minutes=20))
    assert new.started_at == instant("2026-10-28T09:20:00-07:00")


@pytest.mark.statement("ST-15")
def test_a_lost_opportunity_goes_back_to_nurture_and_was_qualified_all_the_same() -> None:
    (cycle,) = case_of("lost-opportunity").cycles

    assert (cycle.outcome, cycle.reason) == (Stage.NURTURE, "other_vendor_for_now")
    assert cycle.qualified_at == instant("2026-10-07T15:00:00+02:00")
    assert measures_of("lost-opportunity").qualified == 1


def test_a_raw_lead_cannot_be_qualified() -> None:
    assert refusal_of("illegal-qualification").code == "not_allowed"
    assert isinstance(case_of("illegal-qualification").state, Raw)


@pytest.mark.statement("RS-01")
def test_no_reason_no_nurture() -> None:
    assert refusal_of("nurtured-without-a-reason").code == "reason_missing"
    assert case_of("nurtured-without-a-reason").state.stage is Stage.WORKING


def test_what_happened_before_the_lead_came_is_refused() -> None:
    assert refusal_of("assigned-before-it-came").code == "too_early"


@pytest.mark.statement("RS-02", "RS-04")
def test_the_catalogue_has_the_good_reasons_and_every_one_is_used() -> None:
    says = {reason.says: reason.disposition for reason in bundled().model.reasons}
    used = {event.reason for event in bundled().events if event.reason}

    for text in (
        "Budget not available for 6+ months",
        "Product missing key feature for use case",
        "Prospect is re-evaluating internal processes",
    ):
        assert says[text] == "nurture"
    for text in (
        "Not a prospect (student, job seeker)",
        "Incompatible systems/solutions",
        "No longer at organization",
    ):
        assert says[text] == "unqualified"
    assert used == {reason.code for reason in bundled().model.reasons}


@pytest.mark.statement("MT-04", "MT-10")
def test_outbound_leads_have_no_pick_up_rate_and_no_response_time() -> None:
    (outbound,) = (each for each in report().by_source if each.name == "outbound_list")

    assert outbound.assigned > 50
    assert (outbound.pick_up_rate, outbound.response) == (None, None)


# ------------------------------------------------------------------------------------------------------------- counts


def test_the_world_is_as_large_and_as_varied_as_it_says() -> None:
    world = bundled()

    assert len(world.leads) == 2_000
    assert len(world.reps) == 14
    assert len({rep.zone for rep in world.reps}) == 6
    assert {tag for rep in world.reps for tag in rep.languages} == {"en", "fr", "de", "it", "es"}
    assert 5_000 < len(world.events) < 15_000
    assert {event.kind for event in world.events} == set(EventKind)
    assert {lead.kind for lead in world.leads} == set(LeadKind)
    assert len(report().duplicates) == 41


@pytest.mark.parametrize("column", ["name", "email", "title", "country", "languages"])
def test_some_leads_miss_a_field(column: str) -> None:
    missing = sum(not getattr(lead, column) for lead in bundled().leads)

    assert 20 < missing < 400


@pytest.mark.parametrize("column", ["industry", "employees", "revenue"])
def test_some_leads_miss_what_is_known_of_others_companies(column: str) -> None:
    missing = sum(getattr(lead.company, column) is None for lead in bundled().leads)

    assert 100 < missing < 600


def test_the_figures_are_those_of_a_sales_team() -> None:
    (overall,) = report().overall
    waiting = len(report().decisions)

    assert overall.pick_up_rate is not None
    assert overall.qualified_rate is not None
    assert overall.response is not None
    assert overall.response_business is not None
    assert 0.85 < overall.pick_up_rate < 0.97
    assert 0.15 < overall.qualified_rate < 0.35
    assert overall.response < timedelta(hours=6)
    assert overall.response_business < timedelta(hours=2)
    assert 10 <= sum(each.clock == "response" for each in report().late) <= 40
    assert 60 <= waiting <= 120
    assert all(report().stages[stage] for stage in Stage)
    states = report().clock_states
    assert set(states) == {"response", "outcome", "meeting"}
    assert all(sum(counted[state] for counted in states.values()) for state in set(TimerState) - {"paused"})
    assert all(cell.leads for cell in report().matrix)


def test_a_qualified_lead_is_there_whose_owner_is_on_the_roster() -> None:
    roster = {rep.id for rep in bundled().reps}
    owners = {case.state.owner for case in report().cases if isinstance(case.state, Qualified)}

    assert owners <= roster
    assert len(owners) == len(roster)


def test_the_clocks_change_in_europe_and_in_america_while_it_lasts() -> None:
    captured = [lead.captured_at for lead in bundled().leads]

    assert min(captured) < instant("2026-10-03T16:00:00+00:00")
    assert max(captured) > instant("2026-11-01T09:00:00+00:00")


# ------------------------------------------------------------------------------------------------------------- files


def test_the_script_writes_the_files_that_are_there_byte_for_byte(tmp_path: Path) -> None:
    script = [sys.executable, "-W", "error", str(EXAMPLES / "make_world.py"), "--out", str(tmp_path)]
    done = subprocess.run(script, capture_output=True, text=True, timeout=120)

    assert done.returncode == 0, done.stderr
    for name in ("leads.csv", "reps.csv", "events.csv"):
        assert (tmp_path / name).read_bytes() == (WORLD / name).read_bytes(), name


def test_the_bundled_data_is_small() -> None:
    assert sum(path.stat().st_size for path in WORLD.iterdir()) < 1_500_000


def test_the_page_about_the_world_tells_of_every_case_that_has_a_name() -> None:
    page = (WORLD / "README.md").read_text("utf-8")
    names = tomllib.loads((WORLD / "cases.toml").read_text("utf-8"))

    assert [name for name in names if f"`{name}`" not in page] == []


@pytest.mark.parametrize("file", ["leads.csv", "reps.csv", "events.csv", "cases.toml"])
def test_every_address_lies_in_a_domain_that_cannot_exist(file: str) -> None:
    addresses = [
        word.strip('" }')
        for line in (WORLD / file).read_text("utf-8").splitlines()
        for word in line.replace("=", ",").split(",")
        if "@" in word
    ]

    assert all(address.lower().endswith(".example") for address in addresses)
