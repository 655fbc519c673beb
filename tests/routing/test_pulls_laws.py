"""What holds of every week of pulls, against a count by the clocks on the wall."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import LeadModelError
from leadmodel.hours import is_open
from leadmodel.lifecycle import eligible_for_outbound, holdings
from leadmodel.records import Case, EventId, EventKind, LeadId, RepId
from leadmodel.routing import (
    Desk,
    PullPolicy,
    Rep,
    assignments,
    may_pull,
    pull,
    pull_alerts,
    pull_days,
    self_assigned,
)
from tests.building import assigned, case_of, desk_of, lead, leave, nurtured, rep

#: New York and London leave summer time in these days, the Azores too.
START = datetime(2026, 10, 24, tzinfo=UTC)
STEP = timedelta(minutes=30)
ZONES = ("Europe/London", "America/New_York", "Pacific/Auckland", "Atlantic/Azores")
NAMES = ("ann", "bob", "cid")

reps = st.builds(
    lambda name, zone, hours, off: rep(
        name,
        zone=zone,
        hours=hours,
        leave=(leave("2026-10-26", "2026-10-28"),) if off else (),
        manager="mia",
    ),
    st.just("ann"),
    st.sampled_from(ZONES),
    st.sampled_from(("office", "night", "always", "lunch")),
    st.booleans(),
)
moments = st.integers(0, 10 * 48).map(lambda steps: START + steps * STEP)
policies = st.tuples(st.integers(0, 3), st.integers(0, 3)).map(
    lambda limits: PullPolicy(at_least=min(limits), at_most=max(limits))
)


@st.composite
def desks(draw: st.DrawFn) -> Desk:
    chosen = draw(st.lists(reps, min_size=1, max_size=3))
    return desk_of(*(_renamed(each, name) for each, name in zip(chosen, NAMES, strict=False)))


def _renamed(each: Rep, name: str) -> Rep:
    return rep(name, **{field: getattr(each, field) for field in ("zone", "hours", "leave", "manager")})


@st.composite
def worlds(draw: st.DrawFn) -> list[Case]:
    """Leads that are pulled, given out, passed on, and put back to be pulled again."""
    cases = []
    for number in range(draw(st.integers(0, 12))):
        name = f"L{number}"
        events = []
        held = False
        for when in sorted(draw(st.lists(moments, max_size=4, unique=True))):
            what = draw(st.sampled_from(("pull", "pull", "give", "nurture")))
            if what == "nurture" and held:
                events.append(nurtured(when, "too_small_yet", to=name))
                held = False
            elif what != "nurture":
                who = draw(st.sampled_from(NAMES))
                event_id = EventId(f"{name}/{when.isoformat()}")
                events.append(
                    self_assigned(LeadId(name), RepId(who), id=event_id, at=when)
                    if what == "pull"
                    else assigned(when, who, to=name)
                )
                held = True
        cases.append(case_of(lead(name), *events))
    return cases


def counted(cases: Iterable[Case], who: Rep, day: date, until: datetime) -> dict[LeadId, datetime]:
    """The leads that changed hands by a pull on a date, by the clock of the rep."""
    found: dict[LeadId, datetime] = {}
    for case in cases:
        holder = None
        for event in case.history:
            if event.kind is EventKind.NURTURED:
                holder = None
            elif event.kind is EventKind.ASSIGNED and event.rep != holder:
                holder = event.rep
                local = event.at.astimezone(ZoneInfo(who.zone)).date()
                if (
                    event.activity == "self_assigned"
                    and holder == who.id
                    and local == day
                    and event.at <= until
                ):
                    found.setdefault(case.lead.id, event.at)
    return found


def closing(desk: Desk, who: Rep, day: date) -> datetime | None:
    """The end of the last half hour of a date in which the rep works, looked up one by one."""
    zone = ZoneInfo(who.zone)
    now, last = START - timedelta(days=3), None
    while now < START + timedelta(days=14):
        if now.astimezone(zone).date() == day and is_open(desk.schedules[who.id], now):
            last = now + STEP
        now += STEP
    return last


@given(worlds(), desks(), policies, moments)
def test_days_and_alerts_are_those_of_a_count_by_the_clock_on_the_wall(
    cases: list[Case], desk: Desk, policy: PullPolicy, at: datetime
) -> None:
    for day in pull_days(cases, policy, desk=desk, since=at - timedelta(hours=20), at=at):
        who = next(each for each in desk.reps if each.id == day.rep)
        found = counted(cases, who, day.date, at)
        assert set(day.leads) == set(found)
        assert list(day.leads) == sorted(day.leads, key=lambda each: (found[each], each))
        until = closing(desk, who, day.date)
        assert day.work_until == until
        in_time = sum(when <= until for when in found.values()) if until else 0
        expected = set()
        if until is not None and until <= at and in_time < policy.at_least:
            expected.add(("under", in_time, until))
        if len(found) > policy.at_most:
            expected.add(("over", policy.at_most + 1, sorted(found.values())[policy.at_most]))
        assert {(each.code.value, each.pulled, each.known_at) for each in day.alerts} == expected


@given(worlds(), desks(), policies, st.lists(moments, min_size=3, max_size=3).map(sorted))
def test_asked_in_two_halves_every_alert_is_told_once(
    cases: list[Case], desk: Desk, policy: PullPolicy, times: list[datetime]
) -> None:
    first, middle, last = times
    halves = [
        *pull_alerts(cases, policy, desk=desk, since=first, at=middle),
        *pull_alerts(cases, policy, desk=desk, since=middle, at=last),
    ]

    assert tuple(halves) == pull_alerts(cases, policy, desk=desk, since=first, at=last)


@given(worlds(), desks(), policies, moments, st.randoms(use_true_random=False))
def test_the_order_of_the_cases_does_not_matter(
    cases: list[Case], desk: Desk, policy: PullPolicy, at: datetime, random: Any
) -> None:
    shuffled = random.sample(cases, len(cases))
    since = at - timedelta(days=3)

    assert pull_days(shuffled, policy, desk=desk, since=since, at=at) == pull_days(
        cases, policy, desk=desk, since=since, at=at
    )


@given(worlds(), desks(), policies, moments, st.data())
def test_what_is_pulled_is_never_more_than_may_be_and_then_counts(
    cases: list[Case], desk: Desk, policy: PullPolicy, at: datetime, data: st.DataObject
) -> None:
    who = RepId("ann")
    so_far = [case_of(case.lead, *(each for each in case.history if each.at <= at)) for case in cases]
    queue = data.draw(st.permutations([*so_far, *(case_of(lead(f"Q{number}")) for number in range(4))]))
    before = may_pull(who, policy, desk=desk, cases=so_far, at=at)
    found = pull(
        queue,
        who,
        policy,
        desk=desk,
        cases=so_far,
        at=at,
        eligible=lambda case: eligible_for_outbound(case, at=at),
        order=data.draw(st.sampled_from(("oldest", "newest", "score"))),
    )
    could = [case for case in queue if eligible_for_outbound(case, at=at)]

    assert len(found.leads) == min(before.may, len(could))
    assert before.pulled + before.may <= policy.at_most or before.may == 0
    taken = [
        case_of(
            case.lead,
            *case.history,
            self_assigned(case.lead.id, who, id=EventId(f"now/{case.lead.id}"), at=at),
        )
        for case in queue
        if case.lead.id in found.leads
    ]
    others = [case for case in so_far if case.lead.id not in found.leads]
    after = may_pull(who, policy, desk=desk, cases=[*others, *taken], at=at)
    # A lead that was pulled, put back and pulled again on one day is one.
    again = sum(case.lead.id in found.leads and _pulled_today(case, desk, at) for case in so_far)
    assert after.pulled == before.pulled + len(taken) - again


def _pulled_today(case: Case, desk: Desk, at: datetime) -> bool:
    who = desk.reps[0]
    return case.lead.id in counted([case], who, at.astimezone(ZoneInfo(who.zone)).date(), at)


@given(worlds())
def test_assignments_are_the_beginnings_of_what_the_lifecycle_knows_as_holdings(cases: list[Case]) -> None:
    for case in cases:
        expected = [(each.given_by, each.owner, each.cycle) for each in holdings(case)]
        assert [(each.event, each.rep, each.cycle) for each in assignments(case)] == expected


@given(
    st.datetimes() | st.datetimes(timezones=st.just(UTC)),
    st.datetimes() | st.datetimes(timezones=st.just(UTC)),
    st.text(max_size=4),
)
def test_only_errors_of_the_package_escape(since: datetime, at: datetime, who: str) -> None:
    desk = desk_of(rep(), rep("bob", zone="Pacific/Auckland"))
    if since.tzinfo and at.tzinfo and timedelta() < at - since:
        since = max(since, at - timedelta(days=30))
    for ask in (
        lambda: pull_alerts([], PullPolicy(), desk=desk, since=since, at=at),
        lambda: may_pull(RepId(who), PullPolicy(), desk=desk, cases=[], at=at),
        lambda: may_pull(RepId("bob"), PullPolicy(), desk=desk, cases=[], at=at),
    ):
        try:
            ask()
        except LeadModelError:
            continue
