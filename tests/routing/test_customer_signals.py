"""What a customer's interest signals: the four tags, who can have one, and what is not known."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.conditions import Condition, CustomField, FieldKind, compile_condition, field, known_fields
from leadmodel.errors import InputError, LeadModelError, TimeError
from leadmodel.records import Account, AccountId, Links
from leadmodel.routing import (
    CustomerSignal,
    CustomerSignals,
    PoolPolicy,
    Routing,
    Rule,
    SignalPolicy,
    SignalRule,
    check_signals,
    customer_signals,
    open_desk,
    route,
)
from tests.building import ANYBODY, MONDAY, house, lead, rep

CUSTOMER = Links(account=Account(id=AccountId("A1"), customer=True))
PROSPECT = Links(account=Account(id=AccountId("A2")))
DAY = timedelta(days=1)


def shows(signal: str, when: Condition) -> SignalRule:
    return SignalRule(signal=CustomerSignal(signal), when=when)


POLICY = SignalPolicy(
    rules=(
        shows("new_product", field("fields.asked_about") == "billing"),
        shows(
            "expansion", (field("company.employees") >= 1_000) & field("fields.plan").one_of("free", "team")
        ),
        shows("services", field("lead.source") == "problem_page"),
    ),
    contract_ending="90d",
)


def found(links: Links | None = CUSTOMER, ends: datetime | None = None, **changes: Any) -> CustomerSignals:
    at = changes.pop("at", MONDAY)
    return customer_signals(lead(**changes), POLICY, links=links, contract_ends_at=ends, at=at)


@pytest.mark.statement("RT-15")
@pytest.mark.parametrize(
    ("changes", "ends", "tags"),
    [
        ({"fields": {"asked_about": "billing"}}, None, ["new_product"]),
        ({}, MONDAY + 90 * DAY, ["contract_ending"]),
        ({"fields": {"plan": "free"}, "company": 5_000}, None, ["expansion"]),
        ({"source": "problem_page"}, None, ["services"]),
        ({"source": "problem_page", "fields": {"asked_about": "billing"}}, None, ["new_product", "services"]),
        ({"fields": {"plan": "free"}, "company": 10}, MONDAY + 91 * DAY, []),
    ],
)
def test_tags_say_what_the_interest_of_a_customer_signals(
    changes: dict[str, Any], ends: datetime | None, tags: list[str]
) -> None:
    company = changes.pop("company", None)
    someone = lead(**changes)
    if company:
        someone = replace(someone, company=replace(someone.company, employees=company))

    assert (
        list(customer_signals(someone, POLICY, links=CUSTOMER, contract_ends_at=ends, at=MONDAY).tags) == tags
    )


@pytest.mark.statement("RT-15")
def test_a_contract_is_near_its_end_from_so_long_before_until_it_ends() -> None:
    ends = MONDAY + 90 * DAY
    tick = timedelta(microseconds=1)

    assert [
        CustomerSignal.CONTRACT_ENDING in found(ends=ends, at=at).tags
        for at in (MONDAY - tick, MONDAY, ends - tick, ends, ends + DAY)
    ] == [False, True, True, False, False]


def test_nobody_but_a_customer_has_tags_and_who_was_not_looked_up_is_unknown() -> None:
    asked: dict[str, Any] = {"fields": {"asked_about": "billing"}, "ends": MONDAY + DAY}

    for links in (PROSPECT, Links()):
        none = found(links, **asked)
        assert (none.customer, none.tags, none.unknown, none.absent) == (False, (), (), tuple(CustomerSignal))
    looked = found(None, **asked)
    assert (looked.customer, looked.tags, looked.unknown) == (None, (), tuple(CustomerSignal))
    assert dict(looked.fields) == {}


def test_what_is_missing_leaves_a_signal_unknown() -> None:
    some = found()

    assert some.absent == (CustomerSignal.SERVICES,)
    assert some.unknown == (
        CustomerSignal.NEW_PRODUCT,
        CustomerSignal.CONTRACT_ENDING,
        CustomerSignal.EXPANSION,
    )
    assert dict(some.fields) == {"signal_services": False}


@pytest.mark.statement("RT-15")
def test_a_rule_of_routing_can_ask_for_a_tag() -> None:
    tag = CustomField(name="signal_services", kind=FieldKind.BOOLEAN)
    rules = (
        Rule(id="services", when=field("fields.signal_services") == True, pool="services"),  # noqa: E712 # a condition
        Rule(id="others", pool="others"),
    )
    pools = (PoolPolicy(name="services"), PoolPolicy(name="others"))
    model = house(fields=(tag,), routing=Routing(when=ANYBODY, rules=rules, pools=pools))
    desk = open_desk([rep(each.name, pools=(each.name,), hours="always") for each in pools], model)

    for source, expected in (("problem_page", "services"), ("webinar", "others")):
        someone = lead(source=source)
        tags = customer_signals(someone, POLICY, links=CUSTOMER, at=MONDAY).fields
        tagged = replace(someone, fields={**someone.fields, **tags})
        assert route(tagged, model, desk=desk, at=MONDAY, links=CUSTOMER).rep == expected


def test_every_fault_is_found_and_wrong_questions_are_errors() -> None:
    policy = SignalPolicy(
        rules=(
            shows("services", field("lead.sorce") == "x"),
            shows("expansion", field("account.owner") == "ann"),
        )
    )
    assert [str(each) for each in check_signals(policy, "$.signals", known_fields())] == [
        "$.signals.rules[0].when.field: unknown field 'lead.sorce', did you mean 'lead.source'?"
    ]
    with pytest.raises(InputError, match="signal: 'upsel' is not one of the names"):
        SignalRule(signal="upsel", when=ANYBODY)  # type: ignore[arg-type] # on purpose
    with pytest.raises(InputError, match="contract_ending: 'soon' is not a length of time"):
        SignalPolicy(contract_ending="soon")
    with pytest.raises(TimeError, match=r"contract_ends_at: .* has no time zone"):
        found(ends=datetime(2026, 12, 1))


conditions = st.sampled_from(
    (
        field("fields.a") == 1,
        field("fields.b") == 1,
        ~(field("fields.a") == 1),
        field("account.open_opportunities") == 0,
    )
)
rules = st.lists(
    st.builds(SignalRule, signal=st.sampled_from(list(CustomerSignal)), when=conditions), max_size=5
)
fields = st.dictionaries(st.sampled_from("ab"), st.integers(0, 1))


@given(
    rules,
    fields,
    st.sampled_from((CUSTOMER, PROSPECT, Links(), None)),
    st.none() | st.integers(-3, 5),
    st.randoms(),
)
def test_a_signal_is_shown_when_any_of_its_rules_holds_and_unknown_only_when_none_does(
    declared: list[SignalRule], values: dict[str, int], links: Links | None, days: int | None, random: Any
) -> None:
    policy = SignalPolicy(rules=tuple(declared), contract_ending="3d")
    ends = None if days is None else MONDAY + days * DAY
    someone = lead(fields=values)
    told = customer_signals(someone, policy, links=links, contract_ends_at=ends, at=MONDAY)

    around = {"account.open_opportunities": 0}
    for signal in policy.signals:
        answers = [
            compile_condition(rule.when)(someone, None, around) for rule in declared if rule.signal is signal
        ]
        if signal is CustomerSignal.CONTRACT_ENDING:
            answers.append(None if days is None else days in (1, 2, 3))
        if links is None:
            expected = "unknown"
        elif links is not CUSTOMER:
            expected = "absent"
        else:
            expected = "tags" if True in answers else "unknown" if None in answers else "absent"
        assert [name for name in ("tags", "unknown", "absent") if signal in getattr(told, name)] == [expected]
    assert {*told.tags, *told.unknown, *told.absent} == set(policy.signals)
    shuffled = SignalPolicy(rules=tuple(random.sample(declared, len(declared))), contract_ending="3d")
    assert customer_signals(someone, shuffled, links=links, contract_ends_at=ends, at=MONDAY) == told


@given(
    st.datetimes() | st.datetimes(timezones=st.just(UTC)), st.none() | st.datetimes(timezones=st.just(UTC))
)
def test_only_errors_of_the_package_escape(at: datetime, ends: datetime | None) -> None:
    with suppress(LeadModelError):
        found(at=at, ends=ends)
