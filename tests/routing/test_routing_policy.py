"""What routing promises, one promise a test."""

import pickle
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from leadmodel.conditions import Condition
from leadmodel.errors import DefinitionError, InputError, TimeError, UnknownNameError
from leadmodel.hours import (
    Break,
    DatedShift,
    Holiday,
    HolidayList,
    Hours,
    Overlay,
    Recurring,
    TimeOff,
)
from leadmodel.model import LeadModel
from leadmodel.records import Company, Lead, LeadKind, RepId
from leadmodel.routing import Criterion, Decision, Rep, Routing, WhyNot, open_desk, ready_to_route, route
from leadmodel.scoring import score
from tests.building import (
    ANYBODY,
    HOUSE,
    MONDAY,
    OFFICE,
    PATTERNS,
    assigned,
    case_of,
    counts,
    desk_of,
    did,
    grades,
    house,
    lead,
    leave,
    levels,
    moment,
    nurtured,
    points,
    qualified,
    rep,
    scoring,
    touched,
)

HOUR = timedelta(hours=1)
TICK = timedelta(microseconds=1)


def asked(
    subject: Lead, *reps: Rep, at: datetime = MONDAY, model: LeadModel = HOUSE, **load: int
) -> Decision:
    return route(subject, model, desk=desk_of(*reps, model=model, **load), at=at)


def why_not(decision: Decision) -> dict[str, str | None]:
    return {each.rep: each.why_not for each in decision.candidates}


def policy(**changes: object) -> LeadModel:
    return house(routing=Routing(when=ANYBODY, **changes))  # type: ignore[arg-type]


# ----------------------------------------------------------------------------------------------- the texts' own cases

NEW_YORKER = rep("nell", zone="America/New_York", territories=("US",))
CALIFORNIAN = rep("cal", zone="America/Los_Angeles")
#: Friday at four in the afternoon in San Francisco, and seven in the evening in New York.
FOUR_O_CLOCK = moment("2026-11-06T16:00-08:00")


@pytest.mark.statement("RT-04")
def test_a_west_coast_form_at_four_goes_to_whoever_is_at_work_and_not_to_the_territory_in_new_york() -> None:
    decision = asked(lead(country="US"), NEW_YORKER, CALIFORNIAN, at=FOUR_O_CLOCK, model=policy())

    assert decision.rep == "cal"
    assert why_not(decision) == {"cal": None, "nell": "not_at_work"}


@pytest.mark.statement("RT-04")
def test_the_rep_of_the_territory_gets_the_form_while_new_york_is_at_work() -> None:
    decision = asked(lead(country="US"), NEW_YORKER, CALIFORNIAN, at=FOUR_O_CLOCK - 4 * HOUR, model=policy())

    assert decision.rep == "nell"
    assert decision.says == "covers the territory, before cal"


@pytest.mark.statement("RT-04")
def test_when_the_territory_comes_first_the_same_form_waits_for_new_york() -> None:
    model = policy(prefer=("territory", "soonest"), respond_within="72h")
    decision = asked(lead(country="US"), NEW_YORKER, CALIFORNIAN, at=FOUR_O_CLOCK, model=model)

    assert decision.rep == "nell"
    assert decision.candidates[0].can_respond_at == moment("2026-11-09T09:00-05:00")


@pytest.mark.statement("RT-05")
def test_an_italian_form_from_switzerland_goes_to_who_speaks_italian_not_to_the_swiss_who_speaks_french() -> (
    None
):
    swiss = rep("fleur", zone="Europe/Zurich", languages=("fr",), territories=("CH",))
    italian = rep("ida", zone="Europe/Rome", languages=("it",), territories=("IT",))
    decision = asked(lead(country="CH", languages=("it-CH",)), swiss, italian, model=policy())

    assert decision.rep == "ida"
    assert why_not(decision)["fleur"] == "language"
    assert asked(lead(country="CH", languages=("fr-CH",)), swiss, italian).rep == "fleur"


@pytest.mark.statement("RT-06")
def test_a_rep_on_leave_for_a_week_never_gets_a_lead_that_would_lie_idle() -> None:
    away = rep("ann", territories=("GB",), leave=(leave("2026-11-05", "2026-11-16", "vacation"),))
    decision = asked(lead(country="GB"), away, rep("bob"))

    assert decision.rep == "bob"
    assert why_not(decision)["ann"] == "on_leave"
    assert decision.candidates[1].says == "on vacation, back at Mon 16 Nov 09:00"


@pytest.mark.statement("RT-06")
def test_with_everyone_away_the_lead_is_held_and_the_decision_says_when_to_ask_again() -> None:
    away = rep("ann", leave=(leave("2026-11-05", "2026-11-16"),))
    decision = asked(lead(), away)

    assert (decision.rep, decision.retry_at) == (None, moment("2026-11-16T00:00Z"))
    assert asked(lead(), away, at=moment("2026-11-16T00:00Z")).rep == "ann"


@pytest.mark.statement("RT-06")
def test_leave_that_begins_before_the_next_day_at_work_keeps_a_lead_away_too() -> None:
    leaving = rep("ann", leave=(leave("2026-11-09", "2026-11-16"),))
    decision = asked(lead(), leaving, at=moment("2026-11-06T18:00Z"), model=policy(respond_within="72h"))

    assert why_not(decision) == {"ann": "not_at_work"}
    assert decision.retry_at == moment("2026-11-16T00:00Z")


class TestTheFourCriteria:
    """Time zone, language, volume and vacation, each of which alone takes a lead from the first to the second rep."""

    pytestmark = pytest.mark.statement("RT-03")

    def test_whoever_is_at_work_now(self) -> None:
        asleep = rep("ann", zone="America/Los_Angeles")

        assert asked(lead(), rep("ann"), rep("bob")).rep == "ann"
        assert asked(lead(), asleep, rep("bob")).rep == "bob"

    def test_whoever_speaks_the_language(self) -> None:
        assert asked(lead(languages=("it",)), rep("ann", languages=("it",)), rep("bob")).rep == "ann"
        assert asked(lead(languages=("it",)), rep("ann"), rep("bob", languages=("it",))).rep == "bob"

    def test_nobody_who_is_full_and_rather_who_holds_fewer(self) -> None:
        assert asked(lead(), rep("ann"), rep("bob"), ann=0, bob=1).rep == "ann"
        assert asked(lead(), rep("ann"), rep("bob"), ann=2, bob=1).rep == "bob"
        assert asked(lead(), rep("ann", capacity=1), rep("bob"), ann=1, bob=9).rep == "bob"

    def test_nobody_on_vacation(self) -> None:
        assert asked(lead(), rep("ann", leave=(leave("2026-11-09", "2026-11-10"),)), rep("bob")).rep == "bob"


GOOD = Condition(field="card.sales_ready", equals=True)
DEMO = Condition(field="lead.source", equals="demo_request")
QUEUE = Condition(
    all_of=(
        Condition(field="lead.kind", equals="outbound"),
        Condition(field="lead.source", equals="tradeshow"),
    )
)
TARGET = Condition(
    all_of=(Condition(field="company.name", equals="Acme"), Condition(any_of=(GOOD, DEMO, QUEUE)))
)
ACME, BOLT = Company(name="Acme"), Company(name="Bolt")


@pytest.mark.statement("RT-01")
@pytest.mark.parametrize(
    ("path", "ready", "waiting"),
    [
        (GOOD, (lead(title="VP"), "webinar"), (lead(title="VP"), "page")),
        (DEMO, (lead(),), (lead(source="whitepaper"), "webinar")),
        (
            QUEUE,
            (lead(source="tradeshow", kind=LeadKind.OUTBOUND),),
            (lead(source="whitepaper", kind=LeadKind.OUTBOUND),),
        ),
        (TARGET, (lead(company=ACME),), (lead(company=BOLT),)),
        (TARGET, (lead(company=ACME),), (lead(company=ACME, source="whitepaper"),)),
    ],
    ids=[
        "it reached a score",
        "it asked for a demo",
        "it was on a list",
        "other account",
        "target, nothing else",
    ],
)
def test_a_lead_is_given_out_by_its_score_its_deed_its_queue_or_as_a_target(
    path: Condition, ready: tuple[Lead, *tuple[str, ...]], waiting: tuple[Lead, *tuple[str, ...]]
) -> None:
    model = house(
        scoring=scoring(
            fit=(points("vp", Condition(field="lead.title", mentions=("vp",)), 20),),
            behaviour=(counts("webinar", 50),),
            grades=grades(A=20),
            levels=levels(50),
            sales_ready=("A1",),
        ),
        routing=Routing(when=path),
    )

    def judged(subject: Lead, *activities: str) -> bool | None:
        case = case_of(subject, *(did(each, MONDAY - HOUR) for each in activities))
        return ready_to_route(case, model, card=score(case, model, at=MONDAY))

    assert (judged(*ready), judged(*waiting)) == (True, False)


@pytest.mark.statement("RT-09")
def test_a_decision_tells_for_every_rep_what_was_seen_and_why() -> None:
    decision = asked(
        lead(country="CH", languages=("it-CH",)),
        rep("ann", languages=("en", "fr"), territories=("CH",)),
        rep("bea", languages=("it",), leave=(leave("2026-11-02", "2026-11-10", "parental leave"),)),
        rep("cid", languages=("it",), capacity=4),
        rep("dan", languages=("it",), zone="Australia/Sydney"),
        rep("eva", languages=("it",), zone="Europe/Zurich", territories=("CH",)),
        rep("fil", languages=("it",), zone="Europe/Rome"),
        model=policy(respond_within="2h"),
        cid=4,
        eva=1,
    )

    assert str(decision).splitlines() == [
        "L1 goes to eva at 2026-11-09T12:00:00Z: covers the territory, before fil",
        "-> eva: at work now, covers CH, 1 open lead, no turn yet",
        "   fil: at work now, does not cover CH, 0 open leads, no turn yet",
        "   ann: does not speak it-CH, only en, fr",
        "   bea: on parental leave, back at Tue 10 Nov 09:00",
        "   cid: holds 4 open leads of 4",
        "   dan: next at work Tue 10 Nov 09:00, in 10 h, later than 2h",
    ]


def test_a_decision_that_holds_a_lead_reads_so() -> None:
    assert str(
        asked(lead(), rep("ann", zone="Asia/Kolkata"), model=policy(respond_within="2h"))
    ).splitlines() == [
        "L1 is held at 2026-11-09T12:00:00Z: nobody can respond in time, ask again for ann at 2026-11-10T01:30:00Z",
        "   ann: next at work Tue 10 Nov 09:00, in 15 h 30 min, later than 2h",
    ]


# ---------------------------------------------------------------------------------------------------------- criteria


@pytest.mark.parametrize(
    ("prefer", "winner", "says"),
    [
        (("soonest",), "near", "can respond first, before fresh"),
        (("territory",), "local", "covers the territory, before fresh"),
        (("fewest_open",), "idle", "holds the fewest open leads, before fresh"),
        (("longest_idle",), "fresh", "waited longest for a turn, before idle"),
    ],
)
def test_each_criterion_alone_picks_its_own_rep(
    prefer: tuple[Criterion, ...], winner: str, says: str
) -> None:
    reps = (
        rep("fresh", zone="America/New_York"),
        rep("idle", zone="America/New_York"),
        rep("local", zone="America/New_York", territories=("GB",)),
        rep("near"),
    )
    model = policy(prefer=prefer)
    desk = desk_of(*reps, model=model, fresh=2, local=3, near=3)
    for place, name in enumerate(("idle", "local", "near")):
        desk = desk.gave(RepId(name), at=MONDAY - (9 - place) * HOUR)
    decision = route(lead(country="GB"), model, desk=desk, at=MONDAY)

    assert (decision.rep, decision.says) == (winner, says)


def test_the_criteria_decide_in_the_order_in_which_they_are_declared() -> None:
    local, idle = rep("ann", territories=("GB",)), rep("bob")

    def winner(*prefer: Criterion) -> str | None:
        return asked(lead(country="GB"), local, idle, model=policy(prefer=prefer), ann=3, bob=0).rep

    assert winner("territory", "fewest_open") == "ann"
    assert winner("fewest_open", "territory") == "bob"


def test_when_all_else_is_equal_the_id_decides() -> None:
    decision = asked(lead(), rep("bob"), rep("ann"), rep("cid"))

    assert [each.rep for each in decision.candidates] == ["ann", "bob", "cid"]
    assert decision.says == "first by id, all else being equal, before bob"


def test_turns_go_round() -> None:
    desk = desk_of(rep("ann"), rep("bob"), rep("cid"))
    given: list[str | None] = []
    for turn in range(6):
        at = MONDAY + turn * timedelta(minutes=1)
        decision = route(lead(), HOUSE, desk=desk, at=at)
        given.append(decision.rep)
        assert decision.rep is not None
        desk = desk.gave(decision.rep, at=at)

    assert given == ["ann", "bob", "cid"] * 2


def test_two_reps_at_work_now_respond_equally_soon() -> None:
    decision = asked(lead(), rep("bob", zone="Europe/Zurich"), rep("ann"))

    assert {each.can_respond_at for each in decision.candidates} == {MONDAY}


def test_criteria_have_to_be_given_and_each_once() -> None:
    for prefer in ((), ("soonest", "soonest")):
        with pytest.raises(InputError) as caught:
            Routing(when=ANYBODY, prefer=prefer)
        assert caught.value.argument == "prefer"


# ---------------------------------------------------------------------------------------------------------- languages


@pytest.mark.parametrize(
    ("wanted", "spoken", "answered"),
    [
        ("it-CH", "it", True),
        ("it", "it-CH", True),
        ("it-CH", "it-CH", True),
        ("pt-BR", "pt-PT", False),
        ("it-CH", "it-IT", False),
        ("zh-Hant-TW", "zh-Hant", True),
        ("zh-Hant-TW", "zh", True),
        ("en", "eng", False),
    ],
)
def test_a_region_is_answered_by_its_language_and_a_language_by_any_of_its_regions(
    wanted: str, spoken: str, answered: bool
) -> None:
    decision = asked(lead(languages=(wanted,)), rep("ann", languages=(spoken,)))

    assert (decision.rep == "ann") is answered


def test_a_lead_is_answered_in_the_first_of_its_languages_that_anyone_speaks() -> None:
    reps = (rep("ann", languages=("en",)), rep("bob", languages=("fr",)))

    assert asked(lead(languages=("it", "fr", "en")), *reps).language == "fr"
    assert asked(lead(languages=("it", "fr", "en")), *reps).rep == "bob"
    assert asked(lead(languages=("it", "en", "fr")), *reps).rep == "ann"


def test_a_language_that_somebody_speaks_is_waited_for_rather_than_passed_over() -> None:
    away = rep("ida", languages=("it",), leave=(leave("2026-11-09", "2026-11-10"),))
    decision = asked(lead(languages=("it", "en")), away, rep("ann"))

    assert (decision.rep, decision.language) == (None, "it")
    assert decision.retry_at == moment("2026-11-10T00:00Z")


def test_a_lead_that_names_no_language_is_answered_in_the_default_one() -> None:
    reps = (rep("ann"), rep("ida", languages=("it",)))

    assert asked(lead(), *reps, model=policy(default_language="it-CH")).rep == "ida"
    assert asked(lead(), *reps).rep == "ann"


def test_what_nobody_speaks_is_held_with_no_time_to_ask_again() -> None:
    decision = asked(lead(languages=("ja", "ko")), rep("ann"))

    assert (decision.rep, decision.retry_at, decision.language) == (None, None, "ja")
    assert decision.says == "nobody on the desk can answer in ja"


# --------------------------------------------------------------------------------------------------- time, room, leave


@pytest.mark.parametrize(("wait", "rep_id"), [(timedelta(), "ann"), (TICK, None)])
def test_respond_within_is_met_on_the_instant(wait: timedelta, rep_id: str | None) -> None:
    opens = moment("2026-11-10T09:00Z")
    decision = asked(lead(), rep("ann"), at=opens - 2 * HOUR - wait, model=policy(respond_within="2h"))

    assert decision.rep == rep_id
    assert decision.retry_at == (opens - 2 * HOUR if wait else None)


def test_at_the_closing_itself_nobody_is_at_work() -> None:
    model = policy(respond_within="2h")

    assert asked(lead(), rep("ann"), at=moment("2026-11-09T17:00Z") - TICK, model=model).rep == "ann"
    assert asked(lead(), rep("ann"), at=moment("2026-11-09T17:00Z"), model=model).rep is None


def test_leave_is_whole_days_in_the_zone_of_the_rep() -> None:
    away = rep("ann", zone="Australia/Sydney", hours="always", leave=(leave("2026-11-10", "2026-11-11"),))
    begins, ends = moment("2026-11-10T00:00+11:00"), moment("2026-11-11T00:00+11:00")

    assert [asked(lead(), away, at=at).rep for at in (begins - TICK, begins, ends - TICK, ends)] == [
        "ann",
        None,
        None,
        "ann",
    ]


def test_an_afternoon_away_is_time_not_worked_and_no_leave() -> None:
    dentist = TimeOff(start=moment("2026-11-09T13:00Z"), end=moment("2026-11-09T15:00Z"), reason="dentist")
    ann, noon = rep("ann", leave=(dentist,)), moment("2026-11-09T12:59Z")
    patient, strict = policy(respond_within="2h"), policy(respond_within="1h")

    assert [asked(lead(), ann, at=noon + TICK * n, model=patient).rep for n in (0, 1)] == ["ann", "ann"]
    assert asked(lead(), ann, at=moment("2026-11-09T13:00Z"), model=patient).rep == "ann"
    held = asked(lead(), ann, at=moment("2026-11-09T13:00Z"), model=strict)
    assert (held.rep, why_not(held), held.retry_at) == (
        None,
        {"ann": "not_at_work"},
        moment("2026-11-09T14:00Z"),
    )
    assert held.candidates[0].can_respond_at == dentist.end


def test_whoever_is_away_for_an_hour_comes_after_whoever_is_at_work() -> None:
    dentist = TimeOff(start=moment("2026-11-09T11:30Z"), end=moment("2026-11-09T12:30Z"), reason="dentist")

    assert asked(lead(), rep("ann", leave=(dentist,)), rep("bob")).rep == "bob"
    assert asked(lead(), rep("ann", leave=(dentist,))).rep == "ann"


def test_leave_of_days_and_an_hour_away_count_together() -> None:
    dentist = TimeOff(start=moment("2026-11-10T09:00Z"), end=moment("2026-11-10T11:00Z"), reason="dentist")
    away = rep("ann", leave=(dentist, leave("2026-11-09", "2026-11-10")))
    decision = asked(lead(), away)

    assert why_not(decision) == {"ann": "on_leave"}
    assert decision.candidates[0].can_respond_at == moment("2026-11-10T11:00Z")
    assert decision.retry_at == moment("2026-11-10T00:00Z")


def test_a_held_lead_is_asked_about_again_as_soon_as_the_first_can_take_it() -> None:
    long = rep("ann", leave=(leave("2026-11-09", "2026-11-16"),))
    short = rep("bob", leave=(leave("2026-11-09", "2026-11-12"),))
    decision = asked(lead(), long, short)

    assert decision.retry_at == moment("2026-11-12T00:00Z")
    assert decision.says == "nobody can respond in time, ask again for bob at 2026-11-12T00:00:00Z"


def test_two_leaves_in_a_row_are_one() -> None:
    away = rep("ann", leave=(leave("2026-11-12", "2026-11-13"), leave("2026-11-09", "2026-11-12")))

    assert asked(lead(), away).retry_at == moment("2026-11-13T00:00Z")


def test_one_day_of_leave_is_over_at_midnight_however_patient_the_house_is() -> None:
    away = rep("ann", leave=(leave("2026-11-09", "2026-11-10"),))
    decision = asked(lead(), away, model=policy(respond_within="72h"))

    assert decision.retry_at == moment("2026-11-10T00:00Z")


def test_coming_back_does_not_help_whoever_is_full() -> None:
    full = rep("ann", capacity=1, leave=(leave("2026-11-09", "2026-11-10"),))
    decision = asked(lead(), full, ann=1)

    assert (why_not(decision), decision.retry_at) == ({"ann": "on_leave"}, None)
    assert decision.says == "everyone who could answer is full or will not be back"


def test_whoever_never_comes_back_is_never_at_work_again() -> None:
    gone = rep("ann", leave=(leave("2026-11-10", "2050-01-01"),))
    decision = asked(lead(), gone, at=MONDAY + 6 * HOUR)

    assert (decision.rep, decision.retry_at) == (None, None)
    assert decision.candidates[0].says == "never at work again"


def test_a_desk_that_is_full_says_so() -> None:
    decision = asked(lead(), rep("ann", capacity=2), rep("fay", languages=("fr",)), ann=2)

    assert decision.says == "everyone who could answer is full"
    assert asked(lead(), rep("ann", capacity=2), ann=1).rep == "ann"
    assert asked(lead(), rep("ann", capacity=0)).rep is None


def test_an_empty_desk_holds_every_lead() -> None:
    decision = asked(lead())

    assert (decision.rep, decision.retry_at, decision.candidates) == (None, None, ())


def test_a_public_holiday_of_the_reps_own_list_counts() -> None:
    days = HolidayList(name="us", days=(Holiday(date=date(2026, 11, 11), name="Veterans Day"),))
    model = house(holidays=(days,), routing=Routing(when=ANYBODY, respond_within="2h"))
    at = moment("2026-11-11T12:00-05:00")
    american = rep("ann", zone="America/New_York", holidays="us")

    assert asked(lead(), american, at=at, model=model).rep is None
    assert asked(lead(), rep("ann", zone="America/New_York"), at=at, model=model).rep == "ann"


# ---------------------------------------------------------------------------------------------------------- the desk


def test_the_load_of_a_desk_is_what_is_assigned_or_in_work_and_what_the_rep_brings() -> None:
    start = datetime(2026, 11, 2, 9, tzinfo=UTC)
    held = case_of(lead("L1"), assigned(start))
    worked = case_of(lead("L2"), assigned(start, to="L2"), touched(start + HOUR, to="L2"))
    done = case_of(
        lead("L3"), assigned(start, to="L3"), touched(start, to="L3"), qualified(start + HOUR, to="L3")
    )
    passed_on = case_of(lead("L4"), assigned(start, to="L4"), assigned(start + HOUR, "bob", to="L4"))
    strangers = case_of(lead("L5"), assigned(start, "zoe", to="L5"))
    waiting = case_of(lead("L6"))
    desk = open_desk(
        (rep("bob"), rep("ann", open_leads=3)),
        HOUSE,
        cases=(held, worked, done, passed_on, strangers, waiting),
    )

    assert desk.load == {"ann": 5, "bob": 1}
    assert [each.id for each in desk.reps] == ["ann", "bob"]


def test_the_last_turn_is_the_latest_assignment_whatever_became_of_it() -> None:
    start = datetime(2026, 11, 2, 9, tzinfo=UTC)
    recycled = case_of(
        lead("L1"), assigned(start), nurtured(start + HOUR, "too_small_yet"), assigned(start + 2 * HOUR)
    )
    older = case_of(lead("L2"), assigned(start, to="L2"))

    for cases in ((recycled, older), (older, recycled)):
        assert open_desk((rep("ann"), rep("bob")), HOUSE, cases=cases).last_turn == {"ann": start + 2 * HOUR}


def test_a_desk_that_was_put_together_in_another_order_decides_the_same() -> None:
    desk = desk_of(rep("ann"), rep("bob"), rep("cid", capacity=0), rep("dan", languages=("fr",)))
    other = replace(desk, reps=desk.reps[::-1])

    assert route(lead(), HOUSE, desk=other, at=MONDAY) == route(lead(), HOUSE, desk=desk, at=MONDAY)


def shop(**more: Any) -> LeadModel:
    """A house whose only hours are the office's, with what differs from them."""
    return house(
        routing=Routing(when=ANYBODY, respond_within="15m"),
        hours=(Hours(name="office", week=OFFICE, **more),),
    )


def test_a_break_is_kept_by_every_rep_of_the_pattern_in_their_own_zone() -> None:
    model = shop(breaks=(Break(hours=("12:00-13:00",), name="lunch"),))
    london, zurich = rep("ann"), rep("zoe", zone="Europe/Zurich")

    at_noon = {
        hour: asked(lead(), london, zurich, at=moment(f"2026-11-09T{hour}:30Z"), model=model).rep
        for hour in ("11", "12")
    }

    assert at_noon == {"11": "ann", "12": "zoe"}


def test_a_dated_shift_of_the_pattern_opens_a_saturday_and_shortens_a_day() -> None:
    model = shop(
        shifts=(
            DatedShift(date=date(2026, 11, 14), hours=("10:00-12:00",), name="open Saturday"),
            DatedShift(date=date(2026, 11, 9), hours=("09:00-11:00",), name="short Monday"),
        )
    )

    assert asked(lead(), rep("ann"), at=moment("2026-11-14T10:00Z"), model=model).rep == "ann"
    assert asked(lead(), rep("ann"), at=moment("2026-11-14T12:00Z"), model=model).rep is None
    assert asked(lead(), rep("ann"), at=MONDAY, model=model).rep is None


def test_a_recurring_day_off_of_the_pattern_begins_at_midnight_where_the_rep_is() -> None:
    mondays = Recurring(rule="FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", start=date(2026, 11, 9), name="closed")
    model = house(
        routing=Routing(when=ANYBODY, respond_within="15m"),
        hours=(Hours(name="always", week=PATTERNS["always"], recurring=(mondays,)),),
    )
    sydney = rep("sue", zone="Australia/Sydney", hours="always")
    begins = moment("2026-11-09T00:00+11:00")

    assert [
        asked(lead(), sydney, at=at, model=model).rep
        for at in (begins - TICK, begins, begins + 24 * HOUR - TICK, begins + 24 * HOUR, begins + 168 * HOUR)
    ] == ["sue", None, "sue", "sue", "sue"]


def test_reps_who_share_a_pattern_with_breaks_share_one_table_of_it() -> None:
    model = shop(breaks=(Break(hours=("12:00-13:00",), name="lunch"),))
    dentist = TimeOff(start=moment("2026-11-09T13:00Z"), end=moment("2026-11-09T15:00Z"))
    desk = desk_of(rep("ann"), rep("bob"), rep("cat", leave=(dentist,)), model=model)

    assert desk.schedules["ann"] is desk.schedules["bob"]
    assert desk.schedules["cat"] == Overlay(base=desk.schedules["ann"], time_off=(dentist,))


def test_giving_a_lead_makes_another_desk_and_leaves_the_first_alone() -> None:
    desk = desk_of(rep("ann"), rep("bob"))
    later = desk.gave(RepId("ann"), at=moment("2026-11-09T07:00-05:00"))

    assert (desk.load["ann"], dict(desk.last_turn)) == (0, {})
    assert (later.load["ann"], later.load["bob"]) == (1, 0)
    assert later.last_turn == {"ann": MONDAY}
    assert later.last_turn["ann"].tzinfo is UTC


def test_a_desk_gives_nothing_to_a_stranger_and_at_no_naive_time() -> None:
    with pytest.raises(UnknownNameError, match="unknown rep 'anna', did you mean 'ann'"):
        desk_of(rep("ann")).gave(RepId("anna"), at=MONDAY)
    with pytest.raises(TimeError, match="no time zone"):
        desk_of(rep("ann")).gave(RepId("ann"), at=datetime(2026, 11, 9))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"hours": "ofice"}, "unknown hours of rep 'ann' 'ofice', did you mean 'office'?"),
        ({"holidays": "uss"}, "unknown holidays of rep 'ann' 'uss', did you mean 'usa'?"),
        (
            {"zone": "Europe/Zurch"},
            "rep 'ann': zone: 'Europe/Zurch' is not a time zone, did you mean 'Europe/Zurich'?",
        ),
    ],
)
def test_what_a_rep_names_has_to_be_there(changes: dict[str, str], message: str) -> None:
    model = house(holidays=(HolidayList(name="usa", days=()),))
    with pytest.raises((UnknownNameError, TimeError)) as caught:
        open_desk((rep("ann", **changes),), model)

    assert str(caught.value) == message


def test_a_rep_is_listed_once() -> None:
    with pytest.raises(InputError, match="'ann' is listed twice"):
        open_desk((rep("ann"), rep("bob"), rep("ann", zone="UTC")), HOUSE)


@pytest.mark.parametrize(
    ("changes", "argument"),
    [
        ({"id": ""}, "id"),
        ({"languages": ()}, "languages"),
        ({"languages": ("xx",)}, "languages"),
        ({"territories": ("CHE",)}, "territories"),
        ({"capacity": -1}, "capacity"),
        ({"open_leads": -1}, "open_leads"),
    ],
)
def test_a_rep_with_an_impossible_value_is_refused(changes: dict[str, object], argument: str) -> None:
    with pytest.raises(InputError) as caught:
        Rep(**({"id": "ann", "zone": "UTC", "hours": "office", "languages": ("en",)} | changes))  # type: ignore[arg-type]

    assert caught.value.argument == argument


def test_tags_and_countries_of_a_rep_get_their_usual_letter_case() -> None:
    italian = rep("ida", languages=("IT-ch",), territories=("ch",))

    assert (italian.languages, italian.territories) == (("it-CH",), ("CH",))


# ----------------------------------------------------------------------------------------------- readiness and the rest


def test_a_lead_of_which_too_little_is_known_is_neither_ready_nor_not() -> None:
    model = house(routing=Routing(when=Condition(field="company.employees", at_least=50)))

    assert ready_to_route(lead(company=Company(employees=50)), model) is True
    assert ready_to_route(lead(company=Company(employees=49)), model) is False
    assert ready_to_route(lead(), model) is None


@pytest.mark.statement("ST-03")
def test_a_raw_lead_that_misses_the_criteria_is_owed_nothing() -> None:
    model = house(routing=Routing(when=Condition(field="card.sales_ready", equals=True)))
    case = case_of(lead())

    assert ready_to_route(case, model, card=score(case, model, at=MONDAY)) is False
    assert case.cycles == ()


def test_a_policy_that_asks_for_an_unknown_field_is_a_fault_with_its_path() -> None:
    with pytest.raises(DefinitionError) as caught:
        house(routing=Routing(when=Condition(field="card.lable", equals="A1")))

    assert [str(each) for each in caught.value.findings] == [
        "$.routing.when.field: unknown field 'card.lable', did you mean 'card.label'?"
    ]


@pytest.mark.parametrize(
    ("changes", "argument"),
    [
        ({"respond_within": "soon"}, "respond_within"),
        ({"respond_within": "-1h"}, "respond_within"),
        ({"default_language": "english!"}, "default_language"),
    ],
)
def test_a_policy_of_no_length_or_no_language_is_refused(changes: dict[str, str], argument: str) -> None:
    with pytest.raises(InputError) as caught:
        policy(**changes)

    assert caught.value.argument == argument


def test_a_case_is_routed_as_its_lead_is() -> None:
    subject = lead(country="GB")

    assert route(case_of(subject), HOUSE, desk=desk_of(rep("ann")), at=MONDAY) == asked(subject, rep("ann"))


def test_an_instant_of_another_zone_gives_the_same_decision_and_a_naive_one_is_refused() -> None:
    local = moment("2026-11-09T07:00-05:00")

    assert asked(lead(), rep("ann"), at=local) == asked(lead(), rep("ann"), at=MONDAY)
    assert asked(lead(), rep("ann"), at=local).at.tzinfo is UTC
    with pytest.raises(TimeError, match="no time zone"):
        asked(lead(), rep("ann"), at=datetime(2026, 11, 9))


def test_a_decision_and_a_desk_travel_to_other_processes() -> None:
    desk = desk_of(rep("ann"), rep("bob", zone="Asia/Kolkata"))
    decision = route(lead(), HOUSE, desk=desk, at=MONDAY)

    assert pickle.loads(pickle.dumps(decision)) == decision
    assert route(lead(), HOUSE, desk=pickle.loads(pickle.dumps(desk)), at=MONDAY) == decision
    assert hash(decision) == hash(pickle.loads(pickle.dumps(decision)))


def test_the_first_reason_that_applies_is_the_one_that_is_given() -> None:
    wrong = rep("ann", languages=("fr",), capacity=0, leave=(leave("2026-11-09", "2026-11-10"),))
    away = rep("bob", capacity=0, leave=(leave("2026-11-09", "2026-11-10"),))
    full = rep("cid", capacity=0, zone="Asia/Kolkata")
    asleep = rep("dan", zone="Asia/Kolkata")

    assert why_not(asked(lead(), wrong, away, full, asleep, model=policy(respond_within="2h"))) == {
        "ann": WhyNot.LANGUAGE,
        "bob": WhyNot.ON_LEAVE,
        "cid": WhyNot.NO_ROOM,
        "dan": WhyNot.NOT_AT_WORK,
    }
