"""Pools of a whole house: by how a lead came, by the account, by segment, by product, country and language."""

from itertools import product
from typing import Any

import pytest

from leadmodel.conditions import CustomField, FieldKind, field
from leadmodel.model import LeadModel
from leadmodel.records import Account, AccountId, Lead, LeadKind, Links
from leadmodel.routing import GTM_TABLE, Desk, Need, PoolPolicy, Routing, Rule, open_desk, route, segment_when
from tests.building import ANYBODY, MONDAY, house, lead, rep

TARGET = Links(account=Account(id=AccountId("A1"), target=True))
OTHER = Links(account=Account(id=AccountId("A2")))
FIELDS = (CustomField(name="size", kind=FieldKind.NUMBER), CustomField(name="product"))

SDR, AE = Need(of="role", name="sdr"), Need(of="role", name="ae")  # type: ignore[arg-type] # as in a document
OF_A_TARGET = field("account.target") == True  # noqa: E712 # a condition
CHIEF = field("lead.title").mentions("ceo", "cto", "chief") & (field("lead.source") == "demo_request")


def house_of(*rules: Rule, pools: tuple[PoolPolicy, ...]) -> LeadModel:
    return house(fields=FIELDS, routing=Routing(when=ANYBODY, rules=rules, pools=pools))


BY_KIND = house_of(
    Rule(id="chiefs of targets", when=OF_A_TARGET & CHIEF, pool="closing"),
    Rule(id="targets", when=OF_A_TARGET, pool="target_accounts"),
    Rule(id="outbound", when=field("lead.kind") == "outbound", pool="outbound"),
    Rule(id="inbound", pool="inbound"),
    pools=(
        PoolPolicy(name="closing", needs=(AE,)),
        PoolPolicy(name="target_accounts", needs=(SDR,)),
        PoolPolicy(name="outbound", needs=(SDR,)),
        PoolPolicy(name="inbound", needs=(SDR,)),
    ),
)
#: In every pool by name is somebody who develops and somebody who closes; the needs tell them apart.
TEAM = tuple(
    rep(f"{role}-{pool}", pools=(pool,), role=role, hours="always")
    for role in ("sdr", "ae")
    for pool in ("closing", "target_accounts", "outbound", "inbound")
)


def goes_to(someone: Lead, model: LeadModel, desk: Desk, links: Links | None = None) -> str | None:
    return route(someone, model, desk=desk, at=MONDAY, links=links).rep


@pytest.mark.statement("RT-17", "RT-18")
@pytest.mark.parametrize(
    ("kind", "links", "expected"),
    [
        (LeadKind.INBOUND, OTHER, "sdr-inbound"),
        (LeadKind.OUTBOUND, OTHER, "sdr-outbound"),
        (LeadKind.INBOUND, TARGET, "sdr-target_accounts"),
        (LeadKind.OUTBOUND, TARGET, "sdr-target_accounts"),
    ],
)
def test_inbound_outbound_and_target_accounts_have_pools_of_their_own(
    kind: LeadKind, links: Links, expected: str
) -> None:
    assert goes_to(lead(kind=kind), BY_KIND, open_desk(TEAM, BY_KIND), links) == expected


@pytest.mark.statement("RT-17")
def test_who_closes_does_not_develop_even_if_nobody_else_is_left() -> None:
    closers = open_desk([each for each in TEAM if each.role == "ae"], BY_KIND)

    assert goes_to(lead(), BY_KIND, closers, OTHER) is None


@pytest.mark.statement("RT-16")
@pytest.mark.parametrize(
    ("changes", "links", "expected"),
    [
        ({"title": "CTO"}, TARGET, "ae-closing"),
        ({"title": "Chief Revenue Officer"}, TARGET, "ae-closing"),
        ({"title": "CTO"}, OTHER, "sdr-inbound"),
        ({"title": "Engineer"}, TARGET, "sdr-target_accounts"),
        ({"title": "CTO", "source": "webinar"}, TARGET, "sdr-target_accounts"),
        ({}, TARGET, "sdr-target_accounts"),
    ],
)
def test_a_chief_of_a_target_account_who_asks_for_a_demo_skips_the_sdr(
    changes: dict[str, Any], links: Links, expected: str
) -> None:
    assert goes_to(lead(**changes), BY_KIND, open_desk(TEAM, BY_KIND), links) == expected


@pytest.mark.statement("RT-20", "RT-21")
@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"size": 4_999}, "sales_assisted"),
        ({"size": 5_000}, "inside"),
        ({"size": 100_000}, "inside"),
        ({"size": 100_001}, "enterprise"),
        ({}, "unsized"),
    ],
)
def test_each_segment_has_a_pool_and_a_deal_of_unknown_size_goes_to_none_of_them(
    fields: dict[str, int], expected: str
) -> None:
    names = [each.name for each in GTM_TABLE.segments]
    model = house_of(
        *(Rule(id=name, when=segment_when(name, contract="fields.size"), pool=name) for name in names),
        Rule(id="unsized", pool="unsized"),
        pools=tuple(PoolPolicy(name=name) for name in (*names, "unsized")),
    )
    desk = open_desk([rep(name, pools=(name,), hours="always") for name in (*names, "unsized")], model)

    assert goes_to(lead(fields=fields), model, desk) == expected


@pytest.mark.statement("RT-24")
def test_several_product_lines_times_countries_times_languages_are_one_pool_with_three_needs() -> None:
    products, countries, languages = ("crm", "billing", "chat"), ("CH", "CA", "BE"), ("fr", "de", "en")
    every = list(product(products, countries, languages))
    needs = (Need(of="language"), Need(of="territory"), Need(of="skill", field="fields.product"))  # type: ignore[arg-type]
    model = house_of(Rule(id="all", pool="all"), pools=(PoolPolicy(name="all", needs=needs),))
    desk = open_desk(
        [
            rep(
                "-".join(each),
                skills={each[0]: 1},
                territories=(each[1],),
                languages=(each[2],),
                hours="always",
            )
            for each in every
        ],
        model,
    )

    for line, country, language in every:
        someone = lead(fields={"product": line}, country=country, languages=(language,))
        assert goes_to(someone, model, desk) == f"{line}-{country}-{language}"
