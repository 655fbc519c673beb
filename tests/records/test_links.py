"""Accounts, contacts, opportunities and campaigns: frozen, ready to travel, and strict at the door."""

import copy
import dataclasses
import pickle
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest

from leadmodel.errors import InputError, LeadModelError, TimeError
from leadmodel.records import (
    Account,
    AccountId,
    Campaign,
    CampaignGoal,
    CampaignId,
    Contact,
    ContactId,
    ContactRole,
    LeadId,
    Opportunity,
    OpportunityId,
    RepId,
    Stage,
)
from leadmodel.records.plain import as_plain

NINE = datetime(2026, 11, 6, 9, tzinfo=UTC)
TEN = NINE + timedelta(hours=1)
A1, C1, C2, O1 = AccountId("A1"), ContactId("C1"), ContactId("C2"), OpportunityId("O1")

ACCOUNT = Account(id=A1, name="Acme", domain="acme.example", owner=RepId("ann"), target=True)
CONTACT = Contact(id=C1, created_at=NINE, account=A1, name="Ada", lead=LeadId("L1"), reasons=("later",))
OPPORTUNITY = Opportunity(
    id=O1,
    account=A1,
    stage="demo",
    opened_at=NINE,
    contacts=(ContactRole(contact=C1, role="decision maker"), ContactRole(contact=C2)),
    amount=12_000,
    closed_at=TEN,
    won=False,
    reason="chose a competitor",
)
CAMPAIGN = Campaign(id=CampaignId("K1"), name="Autumn fair", goal=CampaignGoal.AWARENESS)
VALUES = [ACCOUNT, CONTACT, OPPORTUNITY, CAMPAIGN]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_a_link_is_frozen_hashable_and_survives_copies_and_pickles(value: object) -> None:
    assert dataclasses.is_dataclass(value)
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(value, dataclasses.fields(value)[0].name, "other")
    assert pickle.loads(pickle.dumps(value)) == copy.deepcopy(value) == value
    assert hash(copy.deepcopy(value)) == hash(value)


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_a_link_has_a_plain_form_with_every_field(value: object) -> None:
    assert dataclasses.is_dataclass(value)
    assert {field.name for field in dataclasses.fields(value)} == set(as_plain(value))


def test_times_become_utc_and_names_members() -> None:
    zurich = timezone(timedelta(hours=1))
    contact = Contact(
        id=C1,
        created_at=datetime(2026, 11, 6, 10, tzinfo=zurich),
        status="nurture",  # type: ignore[arg-type]
        assigned_at=datetime(2026, 11, 6, 10, tzinfo=zurich),
    )

    assert (contact.created_at.tzinfo, contact.assigned_at, contact.status) == (UTC, NINE, Stage.NURTURE)
    assert type(contact.status) is Stage
    goal = Campaign(id=CampaignId("K"), name="Fair", goal="awareness").goal  # type: ignore[arg-type]
    assert type(goal) is CampaignGoal


def test_lists_become_tuples_so_that_nobody_can_change_them_later() -> None:
    roles = [ContactRole(contact=C1)]
    opportunity = Opportunity(id=O1, account=A1, stage="demo", opened_at=NINE, contacts=roles)  # type: ignore[arg-type]
    roles.clear()

    assert opportunity.contacts == (ContactRole(contact=C1),)


@pytest.mark.parametrize(
    ("written", "kept"),
    [("Acme.Example", "acme.example"), (" acme.example. ", "acme.example"), ("localhost", "localhost")],
)
def test_a_domain_is_compared_without_case_and_the_dot_of_the_root(written: str, kept: str) -> None:
    assert Account(id=A1, domain=written).domain == kept


REFUSED: list[tuple[Callable[[], object], str]] = [
    (lambda: Account(id=AccountId("")), "id: '' is empty, an account needs an id of its own"),
    (lambda: Account(id=A1, domain="https://acme.example"), "is not a domain such as 'acme.example'"),
    (lambda: Account(id=A1, domain="ada@acme.example"), "is not a domain such as 'acme.example'"),
    (lambda: Account(id=A1, domain="acme..example"), "is not a domain such as 'acme.example'"),
    (lambda: Account(id=A1, domain=" "), "is not a domain such as 'acme.example'"),
    (lambda: Contact(id=ContactId(""), created_at=NINE), "id: '' is empty"),
    (lambda: Contact(id=C1, created_at=NINE, source=""), "source: '' is empty"),
    (lambda: Contact(id=C1, created_at=NINE.replace(tzinfo=None)), "created_at: .* has no time zone"),
    (lambda: Contact(id=C1, created_at=NINE, assigned_at=NINE.replace(tzinfo=None)), "assigned_at: "),
    (lambda: Contact(id=C1, created_at=NINE, status="nurtre"), "did you mean 'nurture'"),  # type: ignore[arg-type]
    (lambda: Contact(id=C1, created_at=NINE, reasons="later"), "is not a list of texts"),  # type: ignore[arg-type]
    (lambda: ContactRole(contact=ContactId("")), "contact: '' is empty"),
    (lambda: dataclasses.replace(OPPORTUNITY, id=OpportunityId("")), "id: '' is empty"),
    (lambda: dataclasses.replace(OPPORTUNITY, account=AccountId("")), "account: '' is empty"),
    (lambda: dataclasses.replace(OPPORTUNITY, stage=""), "stage: '' is empty"),
    (lambda: dataclasses.replace(OPPORTUNITY, amount=-1), "amount: -1 is below zero"),
    (lambda: dataclasses.replace(OPPORTUNITY, won=None), "go together"),
    (lambda: dataclasses.replace(OPPORTUNITY, closed_at=None), "go together"),
    (lambda: dataclasses.replace(OPPORTUNITY, won=True), "the opportunity is not lost"),
    (
        lambda: dataclasses.replace(OPPORTUNITY, contacts=(ContactRole(contact=C1), ContactRole(contact=C1))),
        "contacts: 'C1' takes part twice",
    ),
    (lambda: dataclasses.replace(OPPORTUNITY, closed_at=NINE - timedelta(microseconds=1)), "lies before"),
    (lambda: Campaign(id=CampaignId(""), name="Fair", goal=CampaignGoal.AWARENESS), "id: '' is empty"),
    (lambda: Campaign(id=CampaignId("K"), name="", goal=CampaignGoal.AWARENESS), "name: '' is empty"),
    (lambda: Campaign(id=CampaignId("K"), name="Fair", goal="money"), "is not one of the names"),  # type: ignore[arg-type]
]


@pytest.mark.parametrize(
    ("make", "message"), REFUSED, ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_link_that_cannot_be_is_refused_with_what_would_be_right(
    make: Callable[[], object], message: str
) -> None:
    with pytest.raises(LeadModelError, match=message) as caught:
        make()
    assert isinstance(caught.value, InputError)


def test_an_opportunity_that_closes_before_it_opens_is_an_error_of_time() -> None:
    with pytest.raises(TimeError, match="lies before the opportunity was opened at 2026-11-06T09:00:00Z"):
        dataclasses.replace(OPPORTUNITY, closed_at=NINE - timedelta(seconds=1))


def test_an_opportunity_is_open_until_it_is_won_or_lost() -> None:
    assert Opportunity(id=O1, account=A1, stage="demo", opened_at=NINE).is_open
    assert not OPPORTUNITY.is_open


def test_a_campaign_has_one_of_three_goals() -> None:
    assert [goal.value for goal in CampaignGoal] == ["awareness", "ready_leads", "acceleration"]


def test_an_account_may_go_by_other_names_and_none_of_them_is_blank() -> None:
    assert Account(id=A1, names=["Acme Robotics"]).names == ("Acme Robotics",)  # type: ignore[arg-type]
    for names in ("Acme", ("Acme", " "), ("",), (7,)):
        with pytest.raises(InputError, match="names"):
            Account(id=A1, names=names)  # type: ignore[arg-type]
