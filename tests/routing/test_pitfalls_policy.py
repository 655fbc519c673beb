"""What goes wrong in routers: the traps of order, quotas, absence and time, each with the test that holds it off."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from leadmodel.conditions import field
from leadmodel.errors import InputError, TimeError
from leadmodel.hours import Schedule, TimeOff, Week, add, elapsed
from leadmodel.model import LeadModel
from leadmodel.records import Account, Links, RepId
from leadmodel.routing import (
    Ledger,
    Need,
    NeedKind,
    Nobody,
    OwnerOf,
    Period,
    PoolPolicy,
    Quota,
    Rep,
    Routing,
    Rule,
    Stream,
    WhyNot,
    availability,
    open_desk,
    route,
)
from tests.building import ANYBODY, MONDAY, OFFICE, house, lead, leave, rep

NINE = datetime(2026, 11, 9, 9, tzinfo=UTC)


def one_pool(**told: Any) -> LeadModel:
    rules = (Rule(id="all", pool="all"),)
    return house(routing=Routing(when=ANYBODY, rules=rules, pools=(PoolPolicy(name="all", **told),)))


def dealt(
    team: list[Rep], model: LeadModel, count: int, *, every: timedelta = timedelta(minutes=1)
) -> list[str | None]:
    stream = Stream(open_desk(team, model, ledger=Ledger(name="own")), model, at=NINE)
    return [stream.route(lead(f"L{number}"), at=NINE + number * every).rep for number in range(count)]


def test_pitfall_05_a_tier_decides_before_weights_when_it_is_listed_before_fairness_and_not_otherwise() -> (
    None
):
    team = [rep("first", tier=1, weight=1), rep("second", tier=2, weight=9)]
    tiers = house(routing=Routing(when=ANYBODY, prefer=("tier", "fairness")))
    weights = house(routing=Routing(when=ANYBODY, prefer=("fairness",)))

    assert dealt(team, tiers, 10) == ["first"] * 10
    assert dealt(team, weights, 10).count("second") == 9


def test_pitfall_08_fifteen_a_month_are_not_rounded_to_none_a_day() -> None:
    quota = Quota(leads=15, per=Period.MONTH)
    given = {f"2026-11-{day:02}": 1 for day in range(1, 30, 2)}

    assert [quota.allowed(date(2026, 11, day)).leads for day in (1, 2, 3, 4)] == [1, 1, 2, 2]
    assert quota.allowed(date(2026, 11, 30)).leads == sum(given.values()) == 15
    # Fifteen thirty-firsts are less than half a lead.
    assert quota.free_from(given, date(2026, 11, 30)) == date(2026, 12, 2)


def test_pitfall_09_a_quota_is_kept_by_the_day_however_often_leads_are_given_out() -> None:
    team = [rep("ann", quotas=(Quota(leads=2),)), rep("bob", quotas=(Quota(leads=2),), hours="always")]
    model = house(routing=Routing(when=ANYBODY, respond_within="0h"))
    stream = Stream(open_desk(team, model), model, at=NINE)
    first_run = [stream.route(lead(f"A{number}"), at=NINE).rep for number in range(3)]
    again = [stream.route(lead(f"B{number}"), at=NINE + timedelta(hours=1)).rep for number in range(3)]
    held = stream.route(lead("C"), at=NINE + timedelta(hours=2))

    assert sorted(filter(None, first_run + again)) == ["ann", "ann", "bob", "bob"]
    assert {each.why_not for each in held.candidates} == {WhyNot.QUOTA}
    assert held.retry_at == datetime(2026, 11, 10, tzinfo=UTC)
    # Midnight, for the one who works at night.
    assert route(lead("C"), model, desk=stream.desk(), at=held.retry_at).rep == "bob"


@pytest.mark.parametrize(
    ("nobody", "goes_to", "retries"),
    [
        (Nobody.HOLD, None, True),
        (Nobody.ANYWAY, "ann", False),
        (Nobody.STAND_IN, "max", False),
        (Nobody.NEXT, "zoe", False),
    ],
)
def test_pitfall_10_what_happens_when_everybody_is_away_is_declared(
    nobody: Nobody, goes_to: str | None, retries: bool
) -> None:
    away = leave("2026-11-09", "2026-11-16")
    pool = PoolPolicy(name="all", nobody=nobody, stand_in=RepId("max") if nobody is Nobody.STAND_IN else None)
    rules = (Rule(id="all", pool="all"), Rule(id="rest", pool="rest"))
    model = house(routing=Routing(when=ANYBODY, rules=rules, pools=(pool, PoolPolicy(name="rest"))))
    team = [
        rep("ann", pools=("all",), leave=(away,)),
        rep("max", pools=("nothing",), leave=(away,)),
        rep("zoe", pools=("rest",)),
    ]
    decision = route(lead(), model, desk=open_desk(team, model), at=MONDAY)

    assert decision.rep == goes_to
    # Eligible from the Sunday on, a day before the first opening.
    assert (decision.retry_at == datetime(2026, 11, 16, tzinfo=UTC)) is retries
    assert decision.steps[0].code.value in ("held", "looked_past", "stood_in", "nobody")


def test_pitfall_11_a_filter_that_is_dropped_is_told_and_one_that_is_hard_never_is() -> None:
    soft = one_pool(needs=(Need(of=NeedKind.LANGUAGE), Need(of=NeedKind.TERRITORY, after="1h")))
    hard = one_pool(needs=(Need(of=NeedKind.LANGUAGE), Need(of=NeedKind.TERRITORY)))
    team = [rep("ann", territories=("CH",))]
    asked = lead(country="US", captured_at=MONDAY - timedelta(hours=3))

    dropped = route(asked, soft, desk=open_desk(team, soft), at=MONDAY)
    assert (dropped.rep, dropped.relaxed) == ("ann", ("the territory of the lead, dropped after 1h",))
    assert "without the territory of the lead" in str(dropped)
    kept = route(asked, hard, desk=open_desk(team, hard), at=MONDAY)
    assert (kept.rep, kept.candidates[0].why_not, kept.retry_at) == (None, WhyNot.TERRITORY, None)
    # With somebody who fits, nothing is dropped, however long the lead has waited.
    fits = route(asked, soft, desk=open_desk([*team, rep("bob", territories=("US",))], soft), at=MONDAY)
    assert (fits.rep, fits.relaxed) == ("bob", ())


def test_pitfall_21_a_lead_that_is_passed_on_does_not_come_back_by_way_of_its_owner() -> None:
    rules = (Rule(id="owner", owner=OwnerOf.ACCOUNT), Rule(id="all", pool="all"))
    model = house(routing=Routing(when=ANYBODY, rules=rules, pools=(PoolPolicy(name="all"),)))
    desk = open_desk([rep("ann"), rep("bob")], model)
    links = Links(account=Account(id="A1", owner="ann"))  # type: ignore[arg-type]
    first = route(lead(), model, desk=desk, at=MONDAY, links=links)
    passed = route(lead(), model, desk=desk, at=MONDAY, links=links, without=("ann",))  # type: ignore[arg-type]
    spent = route(lead(), model, desk=desk, at=MONDAY, links=links, without=("ann", "bob"))  # type: ignore[arg-type]

    assert (first.rep, first.rule) == ("ann", "owner")
    assert (passed.rep, passed.rule) == ("bob", "all")
    assert (spent.rep, spent.says) == (None, "everybody in all had this lead before")


def test_pitfall_22_a_lead_that_was_missed_does_not_go_to_somebody_who_is_as_absent() -> None:
    model = house(routing=Routing(when=ANYBODY, respond_within="1h"))
    away = leave("2026-11-09", "2026-11-10")
    team = [rep("ann"), rep("bob", leave=(away,)), rep("cid", hours="night"), rep("dia")]
    decision = route(lead(), model, desk=open_desk(team, model), at=MONDAY, without=(RepId("ann"),))

    assert decision.rep == "dia"
    assert {each.rep: each.why_not for each in decision.candidates} == {
        "ann": WhyNot.TRIED,
        "bob": WhyNot.ON_LEAVE,
        "cid": WhyNot.NOT_AT_WORK,
        "dia": None,
    }


def test_pitfall_23_leave_begins_and_ends_at_the_midnights_of_the_rep() -> None:
    model = house(routing=Routing(when=ANYBODY, respond_within="72h"))
    team = [rep("kim", zone="Asia/Tokyo", leave=(leave("2026-11-10", "2026-11-11"),))]
    desk = open_desk(team, model)
    tokyo = [datetime(2026, 11, 9, 14, 59, tzinfo=UTC), datetime(2026, 11, 9, 15, tzinfo=UTC)]
    back = [datetime(2026, 11, 10, 14, 59, tzinfo=UTC), datetime(2026, 11, 10, 15, tzinfo=UTC)]

    assert [route(lead(), model, desk=desk, at=at).rep for at in (*tokyo, *back)] == [
        "kim",
        None,
        None,
        "kim",
    ]


def test_pitfall_24_hours_follow_the_clocks_of_a_zone_and_not_an_offset() -> None:
    model = house(routing=Routing(when=ANYBODY, respond_within="0h"))
    desk = open_desk([rep("ann", zone="America/New_York")], model)
    # Nine o'clock in New York, in summer and in winter.
    assert route(lead(), model, desk=desk, at=datetime(2026, 10, 30, 13, tzinfo=UTC)).rep == "ann"
    assert route(lead(), model, desk=desk, at=datetime(2026, 11, 2, 13, tzinfo=UTC)).rep is None
    assert route(lead(), model, desk=desk, at=datetime(2026, 11, 2, 14, tzinfo=UTC)).rep == "ann"
    with pytest.raises(TimeError, match="zone"):
        open_desk([rep("ann", zone="UTC+5")], model)


def test_pitfall_25_the_hour_that_is_skipped_and_the_one_that_comes_twice_are_counted_as_they_pass() -> None:
    night = Schedule(week=Week(sat=("22:00-06:00",)), zone="America/New_York")
    spring = elapsed(night, datetime(2026, 3, 7, 12, tzinfo=UTC), datetime(2026, 3, 9, 12, tzinfo=UTC))
    autumn = elapsed(night, datetime(2026, 10, 31, 12, tzinfo=UTC), datetime(2026, 11, 2, 12, tzinfo=UTC))

    assert (spring, autumn) == (timedelta(hours=7), timedelta(hours=9))


def test_pitfall_26_a_deadline_that_falls_on_a_day_off_runs_from_the_next_opening() -> None:
    weekdays = Schedule(week=OFFICE, zone="UTC")
    saturday = datetime(2026, 11, 7, 15, tzinfo=UTC)

    assert add(weekdays, saturday, timedelta(hours=1)) == datetime(2026, 11, 9, 10, tzinfo=UTC)


def test_pitfall_27_hours_that_never_open_are_refused_and_those_that_never_open_again_are_an_answer() -> None:
    with pytest.raises(InputError, match="never open"):
        Schedule(week=Week(), zone="UTC")
    model = house(routing=Routing(when=ANYBODY))
    gone = rep("ann", leave=(TimeOff(start=date(2026, 1, 1), end=date(2990, 1, 1)),))
    decision = route(lead(), model, desk=open_desk([gone], model), at=MONDAY)

    assert (decision.rep, decision.retry_at, decision.candidates[0].can_respond_at) == (None, None, None)


def test_pitfall_28_zero_is_a_value_and_none_is_missing() -> None:
    model = house(routing=Routing(when=ANYBODY))
    nothing = route(lead(), model, desk=open_desk([rep("ann", capacity=0)], model), at=MONDAY)
    no_limit = route(lead(), model, desk=open_desk([rep("ann", capacity=None)], model), at=MONDAY)

    assert (nothing.candidates[0].why_not, no_limit.rep) == (WhyNot.NO_ROOM, "ann")
    assert nothing.candidates[0].says == "holds 0 open leads of 0"


def test_pitfall_29_how_long_a_lead_waits_counts_from_when_it_came_and_not_from_what_we_did() -> None:
    model = one_pool(needs=(Need(of=NeedKind.TERRITORY, after="2h"),))
    desk = open_desk([rep("ann")], model)
    asked = lead(country="US", captured_at=MONDAY - timedelta(hours=2))

    assert route(asked, model, desk=desk, at=MONDAY).relaxed
    assert not route(
        asked, model, desk=desk, at=MONDAY, waiting_since=MONDAY - timedelta(minutes=119)
    ).relaxed


def test_nobody_has_to_guess_whether_holding_is_better_than_falling_back() -> None:
    model = house(routing=Routing(when=ANYBODY, respond_within="1h"))
    desk = open_desk([rep("ann"), rep("kim", zone="Asia/Tokyo")], model)
    evening = datetime(2026, 11, 9, 18, tzinfo=UTC)
    in_the_night = availability(
        lead(), model, desk=desk, at=evening, due_at=datetime(2026, 11, 10, tzinfo=UTC)
    )
    too_soon = availability(lead(), model, desk=desk, at=evening, due_at=evening + timedelta(hours=1))

    assert (in_the_night.first, in_the_night.first_at) == ("kim", datetime(2026, 11, 10, tzinfo=UTC))
    assert (in_the_night.in_time, in_the_night.advice) == (True, "hold")
    assert (too_soon.in_time, too_soon.advice) == (False, "fall_back")
    assert too_soon.says.endswith("later than 2026-11-09T19:00:00Z")


def test_a_rule_of_the_account_is_unknown_where_nobody_looked_and_no_where_there_is_none() -> None:
    rule = Rule(id="target", when=field("account.target") == True, pool="all")  # noqa: E712 # this makes a condition
    model = house(routing=Routing(when=ANYBODY, rules=(rule,), pools=(PoolPolicy(name="all"),)))
    desk = open_desk([rep("ann")], model)
    unknown = route(lead(), model, desk=desk, at=MONDAY)
    none = route(lead(), model, desk=desk, at=MONDAY, links=Links())

    assert [unknown.steps[0].code, none.steps[0].code] == ["unknown", "no_match"]
    assert unknown.says == none.says == "no rule is for this lead"
