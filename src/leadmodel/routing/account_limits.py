"""Limits on owning target accounts: how many at a time, and how long one without working any of its leads.

"The Measurable Lead Model" asks both questions of territory rules and leaves the numbers to the house. An account is
worked when its owner touches one of its leads, inbound or outbound, as a human; a touch that was refused is none.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Literal

from ..errors import InputError, TimeError, UnknownNameError
from ..hours import Calendar, add
from ..records import Account, AccountId, Case, EventKind, FrozenMap, RepId, duration, iso, utc

__all__ = [
    "AccountAllowance",
    "AccountOf",
    "AccountPolicy",
    "HeldAccount",
    "RepAccounts",
    "WhatToDo",
    "account_holdings",
    "may_take_account",
]

#: Which account a lead belongs to, None for none.
AccountOf = Callable[[Case], AccountId | None]


class WhatToDo(StrEnum):
    """What becomes of an account that was not worked in time."""

    REASSIGN = "reassign"
    """Somebody is chosen to have it next."""
    RETURN = "return"
    """It goes back into the round robin, for whoever's turn it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPolicy:
    """How many target accounts one rep may own (`at_most`), and how long one may stay `unworked`, such as `30d`.

    Days are 24 elapsed hours on the calendar; `business` counts the owner's working time, so that `40h` may be a week.
    The due instant itself is in time. None is no limit.

    >>> AccountPolicy(at_most=50, unworked="30d").then
    <WhatToDo.RETURN: 'return'>

    Raises `InputError` for a policy without limits, a count that is none, a length of time that is none, and a word for
    `then` that is none; `UnknownNameError` for another basis.
    """

    at_most: int | None = None
    unworked: str | None = None
    basis: Literal["calendar", "business"] = "calendar"
    then: WhatToDo = WhatToDo.RETURN

    def __post_init__(self) -> None:
        if self.at_most is None and self.unworked is None:
            raise InputError("at_most", None, "is missing and so is `unworked`: give at least one limit")
        if self.at_most is not None and (type(self.at_most) is not int or self.at_most < 0):
            raise InputError(
                "at_most", self.at_most, "is no count of accounts, give a whole number from 0 on"
            )
        if self.unworked is not None:
            duration(self.unworked, "unworked")
        if self.basis not in ("calendar", "business"):
            raise UnknownNameError("basis", str(self.basis), ("calendar", "business"))
        try:
            object.__setattr__(self, "then", WhatToDo(self.then))
        except ValueError:
            raise InputError("then", self.then, "is neither 'reassign' nor 'return'") from None

    @property
    def patience(self) -> timedelta | None:
        """`unworked` as a length of time."""
        return None if self.unworked is None else duration(self.unworked, "unworked")


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldAccount:
    """One target account with its owner: since when nobody worked it, and when it is due to go.

    `worked_at` is the owner's last touch since they have it. `due_at` is None without a limit, or where the owner has
    no working time left to count. `todo` is what the policy says once that instant has passed, and None before.
    """

    account: AccountId
    rep: RepId
    since: datetime
    worked_at: datetime | None
    due_at: datetime | None
    todo: WhatToDo | None
    says: str

    @property
    def idle_since(self) -> datetime:
        """Since when no lead of it was worked: the last touch, or when the owner got it."""
        return self.worked_at or self.since


@dataclass(frozen=True, slots=True, kw_only=True)
class RepAccounts:
    """What one rep owns, the account that is due first at the top; `over_by` is how many are too many."""

    rep: RepId
    accounts: tuple[HeldAccount, ...]
    over_by: int

    @property
    def owned(self) -> int:
        return len(self.accounts)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountAllowance:
    """How many more target accounts a rep may take; `may` is None where there is no limit."""

    rep: RepId
    owned: int
    may: int | None
    says: str

    @property
    def allowed(self) -> bool:
        return self.may is None or self.may > 0


def account_holdings(
    accounts: Iterable[Account],
    cases: Iterable[Case],
    policy: AccountPolicy,
    *,
    given_at: Mapping[str, datetime],
    account_of: AccountOf,
    at: datetime,
    schedules: Mapping[str, Calendar] = FrozenMap(),
) -> tuple[RepAccounts, ...]:
    """The target accounts that each rep owns at an instant, by rep.

    `given_at` says since when each account has its owner, `account_of` which account a lead belongs to; one that was
    given later than `at` is not owned yet. For a business basis `schedules` hold the owners' hours (`Desk.schedules`).
    Accounts that are no target, or nobody's, are left out.

    >>> monday = datetime(2026, 11, 9, tzinfo=UTC)
    >>> acme = Account(id="A1", owner="ann", target=True)
    >>> (ann,) = account_holdings(
    ...     [acme], [], AccountPolicy(unworked="30d"),
    ...     given_at={"A1": monday}, account_of=lambda case: None, at=datetime(2026, 12, 10, tzinfo=UTC),
    ... )
    >>> ann.accounts[0].says
    'A1 of ann: never worked since 2026-11-09T00:00:00Z, return since 2026-12-09T00:00:00Z'

    Raises `InputError` for an account that is listed twice, `UnknownNameError` where `given_at` or `schedules` lack
    what is needed, `TimeError` for a naive instant.
    """
    at = utc(at, "at")
    owned = _owned(accounts, given_at, at)
    worked = _worked(cases, owned, account_of, at)
    by_rep: dict[RepId, list[HeldAccount]] = {}
    for account, (rep, since) in owned.items():
        held = _held(account, rep, since, worked.get(account), policy, schedules, at)
        by_rep.setdefault(rep, []).append(held)
    return tuple(
        RepAccounts(
            rep=rep,
            accounts=tuple(sorted(by_rep[rep], key=_due_first)),
            over_by=0 if policy.at_most is None else max(len(by_rep[rep]) - policy.at_most, 0),
        )
        for rep in sorted(by_rep)
    )


def may_take_account(rep: RepId, accounts: Iterable[Account], policy: AccountPolicy) -> AccountAllowance:
    """How many more target accounts a rep may take, by those that they own now.

    >>> mine = [Account(id=f"A{number}", owner="ann", target=True) for number in range(3)]
    >>> may_take_account("ann", mine, AccountPolicy(at_most=3)).says
    'ann owns 3 target accounts, the most is 3'

    One that is due to go is theirs until it went. Raises `InputError` for an account that is listed twice.
    """
    owned = sum(each.owner == rep and each.target for each in _once(accounts))
    own = f"{rep} owns {owned} target account{'s' * (owned != 1)}"
    if policy.at_most is None:
        return AccountAllowance(rep=rep, owned=owned, may=None, says=f"{own}, and there is no limit")
    may = max(policy.at_most - owned, 0)
    rest = f"may take {may} more" if may else f"the most is {policy.at_most}"
    return AccountAllowance(rep=rep, owned=owned, may=may, says=f"{own}, {rest}")


def _once(accounts: Iterable[Account]) -> list[Account]:
    found: dict[AccountId, Account] = {}
    for each in accounts:
        if each.id in found:
            raise InputError("accounts", each.id, "is listed twice")
        found[each.id] = each
    return list(found.values())


def _owned(
    accounts: Iterable[Account], given_at: Mapping[str, datetime], at: datetime
) -> dict[AccountId, tuple[RepId, datetime]]:
    owned: dict[AccountId, tuple[RepId, datetime]] = {}
    for each in _once(accounts):
        if each.owner is None or not each.target:
            continue
        if each.id not in given_at:
            raise UnknownNameError("account in given_at", each.id, given_at)
        since = utc(given_at[each.id], "given_at")
        if since <= at:
            owned[each.id] = each.owner, since
    return owned


def _worked(
    cases: Iterable[Case],
    owned: Mapping[AccountId, tuple[RepId, datetime]],
    account_of: AccountOf,
    at: datetime,
) -> dict[AccountId, datetime]:
    """When each account was last touched by its owner, since they have it."""
    found: dict[AccountId, datetime] = {}
    for case in cases:
        account = account_of(case)
        if account is None or account not in owned:
            continue
        owner, since = owned[account]
        for event in reversed(case.history):
            if event.at < since:
                break
            if (
                event.kind is EventKind.TOUCHED
                and not event.automatic
                and event.rep == owner
                and event.at <= at
                and event.id not in case.refused
            ):
                found[account] = max(event.at, found.get(account, event.at))
                break
    return found


def _held(
    account: AccountId,
    rep: RepId,
    since: datetime,
    worked_at: datetime | None,
    policy: AccountPolicy,
    schedules: Mapping[str, Calendar],
    at: datetime,
) -> HeldAccount:
    due_at = _due(rep, worked_at or since, policy, schedules)
    todo = policy.then if due_at is not None and due_at < at else None
    how = f"worked at {iso(worked_at)}" if worked_at else f"never worked since {iso(since)}"
    if due_at is None:
        rest = ""
    elif todo is None:
        rest = f", due at {iso(due_at)}"
    else:
        rest = f", {todo} since {iso(due_at)}"
    return HeldAccount(
        account=account,
        rep=rep,
        since=since,
        worked_at=worked_at,
        due_at=due_at,
        todo=todo,
        says=f"{account} of {rep}: {how}{rest}",
    )


def _due(
    rep: RepId, idle_since: datetime, policy: AccountPolicy, schedules: Mapping[str, Calendar]
) -> datetime | None:
    patience = policy.patience
    if patience is None:
        return None
    if policy.basis == "business":
        if rep not in schedules:
            raise UnknownNameError("hours of rep", rep, schedules)
        try:
            return add(schedules[rep], idle_since, patience)
        except TimeError:
            return None
    try:
        return idle_since + patience
    except OverflowError:
        return None


def _due_first(held: HeldAccount) -> tuple[datetime, AccountId]:
    return held.due_at or datetime.max.replace(tzinfo=UTC), held.account
