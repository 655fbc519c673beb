"""Limits on owning target accounts: what counts as work, when one goes back, and who may take another."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import InputError, LeadModelError, TimeError, UnknownNameError
from leadmodel.hours import is_open
from leadmodel.lifecycle import replay
from leadmodel.records import Account, AccountId, Case, LeadKind, RepId
from leadmodel.routing import AccountPolicy, RepAccounts, WhatToDo, account_holdings, may_take_account
from tests.building import HOUSE, assigned, case_of, desk_of, lead, leave, moment, nurtured, rep, touched

ANN = RepId("ann")
START = moment("2026-11-02T09:00Z")
DAY = timedelta(days=1)


def target(id: str = "A1", owner: str | None = "ann", **changes: Any) -> Account:
    told: dict[str, Any] = {"owner": owner, "target": True}
    return Account(id=AccountId(id), **(told | changes))


def hangs_on(case: Case) -> AccountId | None:
    """The account that stands before the dash of a lead's id."""
    account, dash, _ = case.lead.id.partition("-")
    return AccountId(account) if dash else None


def held(
    accounts: Iterable[Account],
    *cases: Case,
    at: datetime,
    given_at: datetime = START,
    policy: AccountPolicy | None = None,
    **changes: Any,
) -> tuple[RepAccounts, ...]:
    accounts = list(accounts)
    return account_holdings(
        accounts,
        cases,
        policy or AccountPolicy(at_most=2, unworked="30d"),
        given_at={each.id: given_at for each in accounts},
        account_of=hangs_on,
        at=at,
        **changes,
    )


def only(found: tuple[RepAccounts, ...]) -> Any:
    ((account,),) = (each.accounts for each in found)
    return account


@pytest.mark.statement("RT-22", "AB-06")
def test_a_rep_may_own_so_many_target_accounts_at_a_time() -> None:
    mine = [target(f"A{number}") for number in range(3)]
    (ann,) = held(mine, at=START)

    assert (ann.rep, ann.owned, ann.over_by) == (ANN, 3, 1)
    policy = AccountPolicy(at_most=4)
    assert [
        (found.owned, found.may, found.allowed)
        for found in (may_take_account(RepId(who), mine, policy) for who in ("ann", "bob"))
    ] == [(3, 1, True), (0, 4, True)]
    assert may_take_account(ANN, mine, AccountPolicy(at_most=3)).allowed is False
    assert may_take_account(ANN, mine, AccountPolicy(at_most=2)).may == 0


@pytest.mark.statement("RT-22")
def test_only_target_accounts_that_somebody_owns_count() -> None:
    some = [target("A1"), target("A2", target=False), target("A3", owner=None), target("A4", owner="bob")]
    found = held(some, at=START)

    assert [(each.rep, [one.account for one in each.accounts]) for each in found] == [
        ("ann", ["A1"]),
        ("bob", ["A4"]),
    ]
    assert may_take_account(ANN, some, AccountPolicy(at_most=2)).owned == 1


@pytest.mark.statement("RT-22", "AB-06")
@pytest.mark.parametrize("then", list(WhatToDo))
def test_an_account_that_nobody_worked_in_time_is_reassigned_or_returned(then: WhatToDo) -> None:
    policy = AccountPolicy(unworked="30d", then=then)
    due = START + 30 * DAY

    assert only(held([target()], at=due, policy=policy)).todo is None
    late = only(held([target()], at=due + timedelta(microseconds=1), policy=policy))
    assert (late.due_at, late.todo, late.idle_since) == (due, then, START)
    assert (
        late.says == f"A1 of ann: never worked since 2026-11-02T09:00:00Z, {then} since 2026-12-02T09:00:00Z"
    )


@pytest.mark.statement("RT-22")
@pytest.mark.parametrize("kind", list(LeadKind))
def test_a_touch_by_the_owner_on_any_lead_of_it_is_work_inbound_or_outbound(kind: LeadKind) -> None:
    work = START + 20 * DAY
    one = case_of(lead("A1-x", kind=kind), assigned(START, to="A1-x"), touched(work, to="A1-x"))
    other = case_of(lead("A1-y"), assigned(START, to="A1-y"))
    found = only(held([target()], one, other, at=START + 31 * DAY))

    assert (found.worked_at, found.due_at, found.todo) == (work, work + 30 * DAY, None)
    assert found.says == "A1 of ann: worked at 2026-11-22T09:00:00Z, due at 2026-12-22T09:00:00Z"


@pytest.mark.statement("RT-22")
def test_what_others_or_machines_did_or_what_was_done_before_is_no_work_of_the_owner() -> None:
    before = case_of(
        lead("A1-a"),
        assigned(START - 3 * DAY, to="A1-a"),
        touched(START - 2 * DAY, to="A1-a"),
        nurtured(START + DAY, to="A1-a"),
    )
    others = case_of(lead("A1-b"), assigned(START, "bob", to="A1-b"), touched(START + DAY, "bob", to="A1-b"))
    machine = case_of(
        lead("A1-c"), assigned(START, to="A1-c"), touched(START + DAY, to="A1-c", automatic=True)
    )
    elsewhere = case_of(lead("A2-d"), assigned(START, to="A2-d"), touched(START + DAY, to="A2-d"))
    nowhere = case_of(lead("alone"), assigned(START, to="alone"), touched(START + DAY, to="alone"))
    later = case_of(lead("A1-e"), assigned(START, to="A1-e"), touched(START + 40 * DAY, to="A1-e"))
    found = only(held([target()], before, others, machine, elsewhere, nowhere, later, at=START + 31 * DAY))

    assert (found.worked_at, found.todo) == (None, WhatToDo.RETURN)


def test_a_touch_of_a_lead_that_is_not_assigned_moved_nothing_and_is_no_work() -> None:
    raw = replay(lead("A1-raw"), [touched(START + DAY, to="A1-raw")], HOUSE).case

    assert raw.refused != ()
    assert only(held([target()], raw, at=START + 2 * DAY)).worked_at is None


def test_the_instant_of_being_given_the_account_and_of_asking_are_within() -> None:
    first = case_of(lead("A1-a"), assigned(START, to="A1-a"), touched(START, to="A1-a"))
    last = case_of(lead("A1-b"), assigned(START, to="A1-b"), touched(START + DAY, to="A1-b"))

    assert only(held([target()], first, at=START)).worked_at == START
    assert only(held([target()], first, last, at=START + DAY)).worked_at == START + DAY
    assert held([target()], at=START - DAY) == ()


def test_in_business_time_only_the_hours_of_the_owner_count() -> None:
    """40 hours from Monday at nine are the whole week, and a day of leave puts it off by a day of work."""
    policy = AccountPolicy(unworked="40h", basis="business")
    asked: dict[str, Any] = {"at": START, "policy": policy}

    assert only(
        held([target()], schedules=desk_of(rep()).schedules, **asked)
    ).due_at == START + 4 * DAY + timedelta(hours=8)
    away = desk_of(rep(leave=(leave("2026-11-04", "2026-11-05"),)))
    assert only(held([target()], schedules=away.schedules, **asked)).due_at == START + 7 * DAY + timedelta(
        hours=8
    )
    for_good = desk_of(rep(leave=(leave("2026-11-04", "9999-01-01"),)))
    assert only(held([target()], schedules=for_good.schedules, **asked)).due_at is None
    with pytest.raises(UnknownNameError, match="unknown hours of rep 'ann'"):
        held([target()], **asked)


def test_the_account_that_is_due_first_stands_at_the_top() -> None:
    worked = case_of(lead("A1-a"), assigned(START, to="A1-a"), touched(START + DAY, to="A1-a"))
    (ann,) = held([target("A1"), target("A3"), target("A2")], worked, at=START + 2 * DAY)

    assert [each.account for each in ann.accounts] == ["A2", "A3", "A1"]


def test_wrong_policies_and_questions_are_errors() -> None:
    told: tuple[tuple[dict[str, Any], str], ...] = (
        ({}, "give at least one limit"),
        ({"at_most": -1}, "is no count of accounts"),
        ({"at_most": True}, "is no count of accounts"),
        ({"unworked": "a month"}, "unworked: 'a month' is not a length of time"),
        ({"at_most": 1, "then": "sell"}, "then: 'sell' is neither"),
    )
    for wrong, message in told:
        with pytest.raises(InputError, match=message):
            AccountPolicy(**wrong)
    with pytest.raises(UnknownNameError, match="unknown basis 'busines', did you mean 'business'"):
        AccountPolicy(at_most=1, basis="busines")  # type: ignore[arg-type] # on purpose
    with pytest.raises(InputError, match="accounts: 'A1' is listed twice"):
        held([target(), target()], at=START)
    with pytest.raises(InputError, match="accounts: 'A1' is listed twice"):
        may_take_account(ANN, [target(), target()], AccountPolicy(at_most=1))
    with pytest.raises(TimeError, match=r"given_at: .* has no time zone"):
        held([target()], at=START, given_at=datetime(2026, 11, 2))
    with pytest.raises(UnknownNameError, match="unknown account in given_at 'A1'"):
        account_holdings([target()], [], AccountPolicy(at_most=1), given_at={}, account_of=hangs_on, at=START)


# ------------------------------------------------------------------------------------------------------------- laws

hours_later = st.integers(0, 12 * 24).map(lambda hours: START + timedelta(hours=hours))


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[Account], dict[str, datetime], list[Case]]:
    accounts = [
        target(f"A{number}", draw(st.sampled_from(("ann", "bob", None))), target=draw(st.booleans()))
        for number in range(draw(st.integers(1, 4)))
    ]
    given_at: dict[str, datetime] = {each.id: draw(hours_later) for each in accounts}
    cases = []
    for number in range(draw(st.integers(0, 6))):
        name = f"{draw(st.sampled_from([each.id for each in accounts]))}-{number}"
        times = sorted(draw(st.lists(hours_later, min_size=1, max_size=5, unique=True)))
        done = [
            touched(when, draw(st.sampled_from(("ann", "bob"))), to=name, automatic=draw(st.booleans()))
            for when in times[1:]
        ]
        cases.append(
            case_of(lead(name), assigned(times[0], draw(st.sampled_from(("ann", "bob"))), to=name), *done)
        )
    return accounts, given_at, cases


@given(worlds(), hours_later, st.sampled_from(("1h", "30h", "3d")), st.sampled_from(("calendar", "business")))
def test_the_answer_is_that_of_a_count_hour_by_hour(
    world: tuple[list[Account], dict[str, datetime], list[Case]], at: datetime, unworked: str, basis: Any
) -> None:
    accounts, given_at, cases = world
    schedules = desk_of(rep("ann"), rep("bob", hours="night", zone="America/New_York")).schedules
    policy = AccountPolicy(at_most=1, unworked=unworked, basis=basis)
    found = account_holdings(
        accounts, cases, policy, given_at=given_at, account_of=hangs_on, at=at, schedules=schedules
    )
    told = {one.account: one for each in found for one in each.accounts}
    patience = policy.patience
    assert patience is not None

    mine = [each for each in accounts if each.target and each.owner and given_at[each.id] <= at]
    assert set(told) == {each.id for each in mine}
    for each in mine:
        assert each.owner is not None
        touches = [
            event.at
            for case in cases
            for event in case.history
            if hangs_on(case) == each.id
            and event.kind == "touched"
            and event.rep == each.owner
            and not event.automatic
            and given_at[each.id] <= event.at <= at
        ]
        idle = max(touches, default=given_at[each.id])
        now, left = idle, patience
        while left > timedelta():
            # Shifts begin and end on the hour.
            if basis == "calendar" or is_open(schedules[each.owner], now):
                left -= timedelta(hours=1)
            now += timedelta(hours=1)
        one = told[each.id]
        assert (one.rep, one.idle_since, one.due_at) == (each.owner, idle, now)
        assert (one.todo is not None) == (now < at)
    for rep_accounts in found:
        assert rep_accounts.over_by == max(sum(each.owner == rep_accounts.rep for each in mine) - 1, 0)
    assert [each.rep for each in found] == sorted({each.owner for each in mine if each.owner})


@given(worlds(), hours_later, st.randoms(use_true_random=False))
def test_the_order_of_accounts_and_cases_does_not_matter(
    world: tuple[list[Account], dict[str, datetime], list[Case]], at: datetime, random: Any
) -> None:
    accounts, given_at, cases = world

    def ask(some: list[Account], leads: list[Case]) -> tuple[RepAccounts, ...]:
        policy = AccountPolicy(at_most=1, unworked="2d")
        return account_holdings(some, leads, policy, given_at=given_at, account_of=hangs_on, at=at)

    assert ask(random.sample(accounts, len(accounts)), random.sample(cases, len(cases))) == ask(
        accounts, cases
    )


@given(
    st.none() | st.integers(-2, 3),
    st.none() | st.sampled_from(("36500d", "1h", "0h", "", "x")),
    st.sampled_from(("calendar", "business", "")),
    st.datetimes() | st.datetimes(timezones=st.just(UTC)),
)
def test_only_errors_of_the_package_escape(at_most: Any, unworked: Any, basis: Any, at: datetime) -> None:
    with suppress(LeadModelError):
        policy = AccountPolicy(at_most=at_most, unworked=unworked, basis=basis)
        held([target()], at=at, given_at=at, policy=policy, schedules=desk_of(rep()).schedules)
        may_take_account(RepId("x"), [target()], policy)
