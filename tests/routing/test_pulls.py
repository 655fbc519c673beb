"""The daily pull, one promise a test: what counts, on which day, who is told, and what may still be taken."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from leadmodel.errors import InputError, TimeError, UnknownNameError
from leadmodel.hours import Holiday, HolidayList
from leadmodel.lifecycle import eligible_for_outbound, replay
from leadmodel.records import Case, Event, EventId, EventKind, LeadId, LeadKind, RepId
from leadmodel.routing import (
    Desk,
    MayPull,
    Origin,
    Pull,
    PullAlertCode,
    PullPolicy,
    assignments,
    may_pull,
    origin_of,
    pull,
    pull_alerts,
    pull_days,
    self_assigned,
)
from tests.building import (
    HOUSE,
    assigned,
    case_of,
    desk_of,
    happened,
    house,
    lead,
    leave,
    moment,
    nurtured,
    rep,
    touched,
)

ANN, BOB = RepId("ann"), RepId("bob")
POLICY = PullPolicy()
MONDAY = moment("2026-11-09T00:00Z")
NINE = MONDAY + timedelta(hours=9)
EVENING = MONDAY + timedelta(hours=18)


def pulled(id: str, at: datetime, by: str = "ann", queue: str = "tradeshow") -> Event:
    return self_assigned(LeadId(id), RepId(by), id=EventId(f"{id}/{by}/{at.isoformat()}"), at=at, queue=queue)


def pulls(count: int, *, first: datetime = NINE, by: str = "ann", name: str = "P") -> list[Case]:
    """So many leads, pulled a minute apart."""
    return [
        case_of(lead(f"{name}{n}"), pulled(f"{name}{n}", first + n * timedelta(minutes=1), by))
        for n in range(count)
    ]


def told(cases: Iterable[Case], *, desk: Desk | None = None, at: datetime = EVENING) -> list[str]:
    found = pull_alerts(cases, POLICY, desk=desk or desk_of(rep()), since=MONDAY, at=at)
    return [f"{each.rep} {each.code} {each.pulled} {each.date} {each.known_at:%H:%M}" for each in found]


# ------------------------------------------------------------------------------------------------------ the origin


@pytest.mark.statement("RT-02")
def test_the_origin_of_an_assignment_is_recorded_with_it() -> None:
    case = case_of(
        lead(),
        happened(EventKind.ASSIGNED, NINE, rep=ANN, activity=Origin.MARKETING.value),
        nurtured(NINE + timedelta(hours=1), "too_small_yet"),
        pulled("L1", NINE + timedelta(hours=2), "bob", "recycled"),
        happened(EventKind.ASSIGNED, NINE + timedelta(hours=3), rep=ANN, activity=Origin.INBOUND_CALL.value),
    )

    assert [(each.cycle, each.rep, each.before, each.origin, each.queue) for each in assignments(case)] == [
        (1, ANN, None, Origin.MARKETING, None),
        (2, BOB, None, Origin.SELF_ASSIGNED, "recycled"),
        (2, ANN, BOB, Origin.INBOUND_CALL, None),
    ]


@pytest.mark.statement("RT-02")
def test_there_are_three_origins_and_what_is_not_recorded_is_none() -> None:
    assert [each.value for each in Origin] == ["marketing", "self_assigned", "inbound_call"]
    assert origin_of(assigned(NINE)) is None
    assert origin_of(happened(EventKind.ASSIGNED, NINE, rep=ANN, activity="found_it")) is None
    assert origin_of(happened(EventKind.NOTED, NINE, activity="marketing")) is None


# -------------------------------------------------------------------------------------------------------- alerts


@pytest.mark.statement("RT-25", "RP-03")
def test_ten_to_fifteen_leads_a_day_are_expected() -> None:
    assert (POLICY.at_least, POLICY.at_most) == (10, 15)


@pytest.mark.statement("RT-25", "RP-03")
@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, ["ann under 0 2026-11-09 17:00"]),
        (9, ["ann under 9 2026-11-09 17:00"]),
        (10, []),
        (15, []),
        (16, ["ann over 16 2026-11-09 09:15"]),
        # One alert a day and side: the lead that was one too many.
        (20, ["ann over 16 2026-11-09 09:15"]),
    ],
)
def test_the_manager_is_told_of_fewer_than_ten_and_of_more_than_fifteen(
    count: int, expected: list[str]
) -> None:
    assert told(pulls(count)) == expected


@pytest.mark.statement("RT-25", "RP-03")
def test_an_alert_names_the_manager_and_says_what_was_expected() -> None:
    desk = desk_of(rep(manager="mia"))
    (alert,) = pull_alerts(pulls(9), POLICY, desk=desk, since=MONDAY, at=EVENING)

    assert (alert.manager, alert.code) == ("mia", PullAlertCode.UNDER)
    assert alert.says == "ann pulled 9 leads on 2026-11-09, at least 10 are expected"


@pytest.mark.statement("RT-25")
def test_too_few_is_known_when_the_work_of_the_day_is_over_and_not_before() -> None:
    assert told(pulls(3), at=NINE + timedelta(hours=7, minutes=59)) == []
    assert told(pulls(3), at=NINE + timedelta(hours=8)) == ["ann under 3 2026-11-09 17:00"]


def test_leads_pulled_after_work_do_not_mend_the_day_and_count_towards_too_many() -> None:
    late = pulls(8, first=MONDAY + timedelta(hours=20), name="late")

    assert told([*pulls(8), *late], at=MONDAY + timedelta(hours=23)) == [
        "ann under 8 2026-11-09 17:00",
        "ann over 16 2026-11-09 20:07",
    ]
    on_the_stroke = pulls(2, first=MONDAY + timedelta(hours=16, minutes=59), name="last")
    assert told([*pulls(8), *on_the_stroke]) == []


@pytest.mark.statement("RT-25")
def test_the_day_is_that_of_the_zone_of_the_rep() -> None:
    """23:30 in London on Monday is Tuesday in Sydney, and still Monday in New York."""
    late = moment("2026-11-09T23:30Z")
    desk = desk_of(
        rep("ann", hours="always"),
        rep("nyc", zone="America/New_York", hours="always"),
        rep("syd", zone="Australia/Sydney", hours="always"),
    )
    cases = [case_of(lead(f"L-{who}"), pulled(f"L-{who}", late, who)) for who in ("ann", "nyc", "syd")]
    days = pull_days(cases, POLICY, desk=desk, since=late, at=late)

    assert [(each.rep, each.date.isoformat(), each.pulled) for each in days] == [
        ("ann", "2026-11-09", 1),
        ("nyc", "2026-11-09", 1),
        ("syd", "2026-11-10", 1),
    ]


@pytest.mark.statement("RT-25")
def test_leave_holidays_and_weekends_ask_for_no_pulls() -> None:
    closed = house(
        holidays=(HolidayList(name="uk", days=(Holiday(date=date(2026, 11, 10), name="a day off"),)),)
    )
    desk = desk_of(
        rep("ann", holidays="uk"), rep("bob", leave=(leave("2026-11-09", "2026-11-11"),)), model=closed
    )
    sunday = MONDAY - timedelta(hours=1)
    days = pull_days([], POLICY, desk=desk, since=sunday, at=MONDAY + timedelta(days=3))
    working = [(each.rep, each.date.day) for each in days if each.expected and each.date.day < 12]

    assert working == [("ann", 9), ("ann", 11), ("bob", 11)]
    assert [(each.rep, each.date.day) for each in days if each.alerts] == [
        ("ann", 9),
        ("ann", 11),
        ("bob", 11),
    ]


def test_who_is_not_active_is_asked_for_no_pulls_and_may_pull_none() -> None:
    """Ann starts on Tuesday at noon and goes on Wednesday at noon, Bob goes on Monday before work."""
    noon = MONDAY + timedelta(hours=12)
    ann = rep("ann", active_from=noon + timedelta(days=1), active_until=noon + timedelta(days=2))
    desk = desk_of(ann, rep("bob", active_until=NINE))
    days = pull_days([], POLICY, desk=desk, since=MONDAY, at=MONDAY + timedelta(days=4))

    assert [(each.rep, each.date.day, each.work_until) for each in days if each.expected] == [
        ("ann", 10, MONDAY + timedelta(days=1, hours=17)),
        ("ann", 11, noon + timedelta(days=2)),
    ]
    before = may_pull(ANN, POLICY, desk=desk, cases=[], at=noon + timedelta(hours=23))
    assert (before.may, before.short, before.code) == (0, 0, MayPull.NOT_ACTIVE)
    assert before.says == "ann takes no leads at this time"
    assert may_pull(ANN, POLICY, desk=desk, cases=[], at=noon + timedelta(hours=24)).may == 15


def test_too_many_is_too_many_on_a_day_off_too() -> None:
    desk = desk_of(rep(leave=(leave("2026-11-09", "2026-11-10"),)))

    assert told(pulls(16), desk=desk) == ["ann over 16 2026-11-09 09:15"]
    assert told(pulls(15), desk=desk) == []


def test_only_what_was_pulled_counts_and_a_lead_that_is_pulled_twice_is_one() -> None:
    again = case_of(
        lead("again"),
        pulled("again", NINE),
        nurtured(NINE + timedelta(hours=1), "too_small_yet", to="again"),
        pulled("again", NINE + timedelta(hours=2)),
    )
    given_out = case_of(lead("given"), assigned(NINE, to="given"))
    (day,) = pull_days([again, given_out], POLICY, desk=desk_of(rep()), since=EVENING, at=EVENING)

    assert day.leads == ("again",)


def test_a_lead_that_comes_back_after_work_was_pulled_in_time_all_the_same() -> None:
    again = case_of(
        lead("again"),
        pulled("again", NINE),
        nurtured(NINE + timedelta(hours=1), "too_small_yet", to="again"),
        pulled("again", MONDAY + timedelta(hours=17, minutes=30)),
    )

    assert told([*pulls(9), again]) == []


def test_what_became_known_at_the_last_question_is_not_told_again() -> None:
    closing = NINE + timedelta(hours=8)

    assert pull_alerts([], POLICY, desk=desk_of(rep()), since=closing, at=EVENING) == ()
    assert (
        len(pull_alerts([], POLICY, desk=desk_of(rep()), since=closing - timedelta(seconds=1), at=EVENING))
        == 1
    )


def test_a_pull_that_did_nothing_does_not_count() -> None:
    """To whoever has it already, or refused because it lies before the lead was there."""
    kept = case_of(lead("kept"), assigned(NINE, to="kept"), pulled("kept", NINE + timedelta(hours=1)))
    young = replay(lead("young", captured_at=EVENING), [pulled("young", NINE)], HOUSE).case
    assert young.refused != ()

    (day,) = pull_days([kept, young], POLICY, desk=desk_of(rep()), since=EVENING, at=EVENING)
    assert day.leads == ()


def test_wrong_questions_are_errors() -> None:
    desk = desk_of(rep())
    with pytest.raises(InputError, match="at_least: 16 is above the most, 15"):
        PullPolicy(at_least=16)
    for wrong in (-1, 1.5, True, None):
        with pytest.raises(InputError, match="is no count of leads"):
            PullPolicy(at_least=wrong)  # type: ignore[arg-type] # on purpose
    with pytest.raises(TimeError, match=r"since: .* is after 2026-11-09T00:00:00Z"):
        pull_days([], POLICY, desk=desk, since=EVENING, at=MONDAY)
    with pytest.raises(TimeError, match=r"at: .* has no time zone"):
        pull_alerts([], POLICY, desk=desk, since=MONDAY, at=datetime(2026, 11, 9, 18))
    with pytest.raises(TimeError, match="outside the years 1900 to 2999"):
        may_pull(ANN, POLICY, desk=desk, cases=[], at=datetime.min.replace(tzinfo=UTC))
    with pytest.raises(UnknownNameError, match="unknown rep 'anna', did you mean 'ann'"):
        may_pull(RepId("anna"), POLICY, desk=desk, cases=[], at=NINE)


# ------------------------------------------------------------------------------------------------- how many more


@pytest.mark.statement("RT-25")
@pytest.mark.parametrize(
    ("count", "changes", "load", "expected"),
    [
        (0, {}, 0, (15, 10, MayPull.FREE, "ann pulled 0 today, may pull 15 more")),
        (12, {}, 0, (3, 0, MayPull.FREE, "ann pulled 12 today, may pull 3 more")),
        (15, {}, 0, (0, 0, MayPull.ENOUGH, "ann pulled 15 today, the most is 15")),
        (16, {}, 0, (0, 0, MayPull.ENOUGH, "ann pulled 16 today, the most is 15")),
        (2, {"capacity": 20}, 16, (4, 8, MayPull.FREE, "ann pulled 2 today, may pull 4 more")),
        (2, {"capacity": 20}, 20, (0, 8, MayPull.NO_ROOM, "ann holds 20 open leads of 20")),
        (2, {"leave": (leave("2026-11-09", "2026-11-10"),)}, 0, (0, 0, MayPull.DAY_OFF, "ann is off today")),
    ],
)
def test_how_many_more_a_rep_may_pull_today(
    count: int, changes: dict[str, Any], load: int, expected: tuple[int, int, MayPull, str]
) -> None:
    desk = desk_of(rep(**changes), ann=load)
    found = may_pull(ANN, POLICY, desk=desk, cases=pulls(count), at=NINE + timedelta(hours=3))

    assert (found.may, found.short, found.code, found.says) == expected


# -------------------------------------------------------------------------------------------------- from the queue


def take(queue: list[Case], *, cases: Iterable[Case] = (), desk: Desk | None = None, **changes: Any) -> Pull:
    at = changes.pop("at", NINE)
    return pull(
        queue,
        ANN,
        changes.pop("policy", POLICY),
        desk=desk or desk_of(rep()),
        cases=cases,
        at=at,
        eligible=lambda case: eligible_for_outbound(case, at=at),
        **changes,
    )


def cold(id: str, days: int = 1, **changes: Any) -> Case:
    """A lead that nobody has had, which came so many days ago."""
    return case_of(lead(id, captured_at=NINE - timedelta(days=days), kind=LeadKind.OUTBOUND, **changes))


@pytest.mark.statement("RT-25")
def test_a_rep_takes_the_oldest_first_and_no_more_than_may_be_pulled() -> None:
    queue = [cold(f"Q{days:02}", days) for days in range(1, 21)]
    found = take(queue, cases=pulls(12, first=NINE - timedelta(minutes=30)))

    assert found.leads == ("Q20", "Q19", "Q18")
    assert (found.passed_over, found.says) == ((), "ann takes 3 of 3")
    assert take(queue, count=1).leads == ("Q20",)
    assert take(queue, count=1, order="newest").leads == ("Q01",)
    assert take(queue, count=0).says == "ann asked for none"


def test_by_score_the_highest_comes_first_and_one_without_a_card_last() -> None:
    class Card:
        grade, level, label, sales_ready = "A", 1, "A1", True

        def __init__(self, score: int, fit: int) -> None:
            self.score, self.fit = score, fit

    cards = {"low": Card(1, 90), "high": Card(9, 10), "fit": Card(9, 20), "old": Card(9, 10)}
    queue = [cold("none", 99), cold("low"), cold("high"), cold("fit"), cold("old", 5)]

    assert take(queue, order="score", cards=cards).leads == ("fit", "old", "high", "low", "none")


@pytest.mark.statement("RT-25")
def test_what_may_not_be_taken_is_passed_over_with_the_reason() -> None:
    busy = case_of(
        lead("busy", captured_at=NINE - timedelta(days=9)),
        assigned(NINE - timedelta(days=8), "bob", to="busy"),
        touched(NINE - timedelta(days=7), "bob", to="busy"),
    )
    queue = [
        cold("good", 1),
        busy,
        cold("french", 5, languages=("fr", "de")),
        cold("english", 4, languages=("fr", "en")),
    ]
    found = take(queue)

    assert found.leads == ("english", "good")
    assert [(each.lead, each.code, each.why) for each in found.passed_over] == [
        ("busy", "working", "a rep is working on it, who would be interrupted"),
        ("french", "language", "ann does not speak fr or de, only en"),
    ]
    assert found.says == "ann takes 2 of 15, the queue has no more, 2 passed over"


def test_nobody_pulls_on_a_day_off_and_the_answer_says_so() -> None:
    found = take([cold("Q1")], desk=desk_of(rep(leave=(leave("2026-11-09", "2026-11-10"),))))

    assert (found.leads, found.says) == ((), "ann is off today")


def test_wrong_questions_to_a_queue_are_errors() -> None:
    with pytest.raises(UnknownNameError, match="unknown order 'oldset', did you mean 'oldest'"):
        take([], order="oldset")
    with pytest.raises(InputError, match="queue: 'Q1' is there twice"):
        take([cold("Q1", 1), cold("Q2"), cold("Q1", 2)])
    with pytest.raises(InputError, match="count: -1 is below zero"):
        take([], count=-1)
