"""The declared routing on the cases that the source texts tell."""

from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from leadmodel.conditions import Condition, CustomField, FieldKind
from leadmodel.conditions import field as about
from leadmodel.metrics import measure, median
from leadmodel.model import LeadModel
from leadmodel.records import (
    Account,
    AccountId,
    Case,
    Contact,
    ContactId,
    ContactRole,
    Lead,
    LeadId,
    LeadKind,
    Links,
    Opportunity,
    OpportunityId,
    RepId,
)
from leadmodel.routing import (
    Desk,
    Need,
    NeedKind,
    Nobody,
    OwnerAway,
    OwnerOf,
    PoolPolicy,
    Routing,
    Rule,
    WhyNot,
    ready_to_route,
    route,
)
from leadmodel.schema import dump_model, load_model, parse_model
from leadmodel.scoring import score
from leadmodel.sla import clocks
from tests.building import (
    ANYBODY,
    MONDAY,
    assigned,
    case_of,
    counts,
    desk_of,
    did,
    house,
    lead,
    leave,
    levels,
    moment,
    rep,
    scoring,
    touched,
)

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
ACME = AccountId("ACME")
LONG_AGO = moment("2026-09-01T09:00Z")
SUNDAY = moment("2026-11-08T12:00Z")


def policy(*rules: Rule, pools: tuple[PoolPolicy, ...] = (), **changes: Any) -> LeadModel:
    texts = ("product", "signal")
    return house(
        routing=Routing(when=ANYBODY, rules=rules, pools=pools, **changes),
        fields=tuple(CustomField(name=name, kind=FieldKind.TEXT) for name in texts),
    )


def both(*conditions: Condition) -> Condition:
    return Condition(all_of=conditions)


def account(**changes: Any) -> Account:
    return Account(id=ACME, **changes)


def deal(id: str, owner: str, *, day: int = 0, **changes: Any) -> Opportunity:
    told: dict[str, Any] = {"stage": "demo", "opened_at": LONG_AGO + timedelta(days=day)}
    return Opportunity(id=OpportunityId(id), account=ACME, owner=RepId(owner), **(told | changes))


TRUE, FALSE = True, False
ROUND = Rule(id="round robin", pool="sdr")
SDR = PoolPolicy(name="sdr")

# --------------------------------------------------------------------------------------- one decision over everything


@pytest.mark.statement("RT-07")
def test_one_decision_asks_the_lead_its_account_the_deal_there_and_who_is_at_work() -> None:
    """An open deal at the account that has the domain of the lead's email."""
    known = {"acme.example": account(domain="acme.example", target=True)}
    asked = lead(email="pat@acme.example", country="GB", source="demo_request")
    links = Links(account=known[str(asked.email).partition("@")[2]], opportunities=(deal("O1", "ann"),))
    model = policy(
        Rule(
            id="in a deal",
            when=both(
                about("lead.source") == "demo_request",
                about("account.target") == TRUE,
                about("opportunity.stage") == "demo",
                about("account.open_opportunities") >= 1,
            ),
            owner=OwnerOf.OPPORTUNITY,
        ),
        ROUND,
        pools=(SDR,),
    )
    there = desk_of(rep("ann"), rep("bob"), model=model)
    away = desk_of(
        rep("ann", leave=(leave("2026-11-05", "2026-11-16", "vacation"),)), rep("bob"), model=model
    )
    decision = route(asked, model, desk=away, at=MONDAY, links=links)

    assert route(asked, model, desk=there, at=MONDAY, links=links).rep == "ann"
    assert (decision.rep, decision.rule) == ("bob", "round robin")
    assert [(step.rule, step.code.value) for step in decision.steps] == [
        ("in a deal", "owner_away"),
        ("round robin", "taken"),
    ]
    # Not to say what the lead hangs on is not to say that it hangs on nothing.
    nobody_looked = route(asked, model, desk=there, at=MONDAY)
    assert (nobody_looked.steps[0].answer, nobody_looked.steps[0].code.value) == (None, "unknown")


class TestExistingOpportunities:
    """Mid-market: all leads of the account go to whoever runs the deal. Enterprise: each product has its team."""

    @pytest.mark.statement("RT-12")
    def test_a_lead_of_an_account_in_a_deal_goes_to_whoever_runs_it_and_to_nurture_if_it_is_no_part(
        self,
    ) -> None:
        model = policy(
            Rule(
                id="no part of it",
                when=about("opportunity.has_lead") == FALSE,
                nurture="no_budget_yet",
            ),
            Rule(id="in a deal", when=about("account.open_opportunities") >= 1, owner=OwnerOf.OPPORTUNITY),
            ROUND,
            pools=(SDR,),
        )
        people = {"L1": "C1", "L2": "C2"}
        links = Links(
            account=account(),
            opportunities=(deal("O1", "ann", contacts=(ContactRole(contact=ContactId("C1")),)),),
            contacts=tuple(
                Contact(id=ContactId(contact), created_at=LONG_AGO, account=ACME, lead=LeadId(name))
                for name, contact in people.items()
            ),
        )
        desk = desk_of(rep("ann"), rep("bob"), model=model)
        part = route(lead("L1"), model, desk=desk, at=MONDAY, links=links)
        no_part = route(lead("L2"), model, desk=desk, at=MONDAY, links=links)

        assert (part.rep, part.rule) == ("ann", "in a deal")
        assert (no_part.rep, no_part.nurture) == (None, "no_budget_yet")
        assert route(lead("L3"), model, desk=desk, at=MONDAY, links=Links()).rule == "round robin"

    @pytest.mark.statement("RT-13")
    def test_each_product_has_its_team_and_the_first_with_a_deal_may_consolidate(self) -> None:
        teams = (
            Rule(id="crm", when=about("fields.product") == "crm", pool="crm team"),
            Rule(id="erp", when=about("fields.product") == "erp", pool="erp team"),
        )
        pools = (PoolPolicy(name="crm team"), PoolPolicy(name="erp team"))
        by_product = policy(
            Rule(id="same product", owner=OwnerOf.PRODUCT_OPPORTUNITY),
            *teams,
            pools=pools,
            product_field="fields.product",
        )
        consolidated = policy(Rule(id="first deal", owner=OwnerOf.OPPORTUNITY), *teams, pools=pools)
        reps = [
            rep("cleo", pools=("crm team",)),
            rep("cora", pools=("crm team",)),
            rep("eric", pools=("erp team",)),
            rep("emma", pools=("erp team",)),
        ]
        links = Links(
            account=account(),
            opportunities=(
                deal("O2", "cora", day=9, product="crm"),
                deal("O1", "eric", day=1, product="erp"),
                deal("O0", "emma", day=0, product="erp", closed_at=MONDAY, won=True),
            ),
        )
        asks_crm = lead(fields={"product": "crm"})

        def decided(model: LeadModel, told: Links) -> tuple[str | None, tuple[str, ...]]:
            decision = route(asks_crm, model, desk=desk_of(*reps, model=model), at=MONDAY, links=told)
            return decision.rep, decision.together

        assert decided(by_product, links) == ("cora", ())
        assert decided(consolidated, links) == ("eric", ("cora",))
        assert decided(by_product, Links(account=account())) == ("cleo", ())


@pytest.mark.statement("RT-14")
def test_a_customer_goes_to_who_looks_after_it_and_not_to_an_sdr_with_clock_and_measures_as_for_anybody() -> (
    None
):
    model = policy(
        Rule(
            id="customers",
            when=about("account.customer") == TRUE,
            owner=OwnerOf.CUSTOMER,
            away=OwnerAway.ANYWAY,
        ),
        ROUND,
        pools=(SDR,),
    )
    desk = desk_of(rep("ann"), rep("cs"), rep("sdr", pools=("sdr",)), model=model)

    def to(**changes: Any) -> str | None:
        links = Links(account=account(owner=RepId("ann"), **changes))
        return route(lead(), model, desk=desk, at=MONDAY, links=links).rep

    assert to(customer=True, success_manager=RepId("cs")) == "cs"
    assert to(customer=True) == "ann"
    assert to(customer=False) not in ("cs", None)
    case = case_of(lead(), assigned(MONDAY, "cs"), touched(MONDAY + HOUR, "cs"))
    (clock,) = clocks(case, model, schedules=desk.schedules, at=MONDAY + 2 * HOUR)
    (figures,) = measure([case], by="rep", at=MONDAY + 2 * HOUR)
    assert [each.owner for each in clock.cycles] == ["cs"]
    assert (clock.policy, figures.name, figures.response) == ("inbound", "cs", HOUR)


@pytest.mark.statement("RT-15")
@pytest.mark.parametrize("signal", ["new_product", "end_of_term", "expansion", "services_upsell"])
def test_what_a_customers_interest_signals_is_a_tag_that_rules_read(signal: str) -> None:
    owners = {"new_product": "ae", "end_of_term": "cs", "expansion": "ae", "services_upsell": "services"}
    model = policy(
        *(
            Rule(
                id=tag, when=both(about("account.customer") == TRUE, about("fields.signal") == tag), pool=pool
            )
            for tag, pool in owners.items()
        ),
        ROUND,
        pools=(SDR, *(PoolPolicy(name=name) for name in sorted(set(owners.values())))),
    )
    desk = desk_of(*(rep(name, pools=(name,)) for name in ("ae", "cs", "sdr", "services")), model=model)
    links = Links(account=account(customer=True))

    def to(asked: Lead) -> tuple[str | None, str | None]:
        decision = route(asked, model, desk=desk, at=MONDAY, links=links)
        return decision.rep, decision.rule

    assert to(lead(fields={"signal": signal})) == (owners[signal], signal)
    assert to(lead()) == ("sdr", "round robin")


@pytest.mark.statement("RT-16")
def test_a_chief_of_a_target_account_who_asks_for_a_demo_skips_the_sdr() -> None:
    model = policy(
        Rule(
            id="bypass",
            when=both(
                about("account.target") == TRUE,
                about("lead.source") == "demo_request",
                about("lead.title").mentions("ceo", "cio", "chief"),
            ),
            pool="closers",
        ),
        ROUND,
        pools=(SDR, PoolPolicy(name="closers", needs=(Need(of=NeedKind.ROLE, name="account_executive"),))),
    )
    desk = desk_of(rep("ae", role="account_executive"), rep("aa", role="sdr"), model=model)
    target = Links(account=account(target=True))

    def to(links: Links, **changes: Any) -> str | None:
        return route(lead(**changes), model, desk=desk, at=MONDAY, links=links).rep

    assert to(target, title="Chief Information Officer") == "ae"
    assert to(target, title="Analyst") == "aa"
    assert to(target, title="CEO", source="whitepaper") == "aa"
    assert to(Links(account=account()), title="CEO") == "aa"


@pytest.mark.statement("RT-17")
def test_inbound_outbound_and_target_accounts_have_pools_of_their_own_and_closing_is_another_role() -> None:
    develop = (Need(of=NeedKind.LANGUAGE), Need(of=NeedKind.ROLE, name="developer"))
    model = policy(
        Rule(id="targets", when=about("account.target") == TRUE, pool="targets"),
        Rule(id="outbound", when=about("lead.kind") == "outbound", pool="outbound"),
        Rule(id="inbound", pool="inbound"),
        pools=tuple(PoolPolicy(name=name, needs=develop) for name in ("inbound", "outbound", "targets")),
    )
    pools = ("inbound", "outbound", "targets")
    reps = [rep(f"{name} rep", pools=(name,), role="developer") for name in pools]
    desk = desk_of(*reps, rep("a closer", role="closer"), model=model)

    def decided(kind: LeadKind, *, target: bool) -> dict[str, WhyNot | None]:
        links = Links(account=account(target=target))
        decision = route(lead(kind=kind), model, desk=desk, at=MONDAY, links=links)
        return {each.rep: each.why_not for each in decision.candidates}

    for kind, target, name in (
        (LeadKind.INBOUND, False, "inbound"),
        (LeadKind.OUTBOUND, False, "outbound"),
        (LeadKind.INBOUND, True, "targets"),
        (LeadKind.OUTBOUND, True, "targets"),
    ):
        others = {f"{other} rep": WhyNot.NOT_IN_POOL for other in pools if other != name}
        expected = {f"{name} rep": None, "a closer": WhyNot.ROLE} | others
        assert decided(kind, target=target) == expected


# ----------------------------------------------------------------------------------------------------------- fallbacks

OTHERS = Rule(id="others", pool="others")
AWAY = rep("ann", zone="Asia/Kolkata", pools=("first",))


def with_nobody(nobody: Nobody, **changes: Any) -> tuple[LeadModel, Desk]:
    """A pool whose only rep is away until Monday morning, and another pool that is never closed."""
    first = PoolPolicy(name="first", nobody=nobody, respond_within="1h", **changes)
    rules = Rule(id="first", pool="first"), OTHERS
    model = policy(*rules, pools=(first, PoolPolicy(name="others")))
    return model, desk_of(AWAY, rep("bob", hours="always", pools=("others",)), model=model)


@pytest.mark.statement("RT-06")
@pytest.mark.parametrize(
    ("nobody", "due", "rep_id", "code"),
    [
        (Nobody.HOLD, None, None, "held"),
        (Nobody.NEXT, None, "bob", "nobody"),
        (Nobody.HOLD_IN_TIME, moment("2026-11-09T09:00+05:30"), None, "held"),
        (Nobody.HOLD_IN_TIME, moment("2026-11-09T08:59+05:30"), "bob", "nobody"),
        (Nobody.ANYWAY, None, "ann", "looked_past"),
    ],
)
def test_what_happens_when_nobody_can_is_declared(
    nobody: Nobody, due: Any, rep_id: str | None, code: str
) -> None:
    model, desk = with_nobody(nobody)
    decision = route(lead(), model, desk=desk, at=SUNDAY, due_at=due)

    assert (decision.rep, decision.steps[0].code) == (rep_id, code)
    assert decision.retry_at == (moment("2026-11-09T08:00+05:30") if rep_id is None else None)


@pytest.mark.statement("RT-06")
def test_somebody_may_be_named_who_stands_in() -> None:
    model, desk = with_nobody(Nobody.STAND_IN, stand_in=RepId("bob"))
    decision = route(lead(), model, desk=desk, at=SUNDAY)

    assert (decision.rep, decision.steps[0].code, decision.says) == (
        "bob",
        "stood_in",
        "nobody in first can have it, so the one who stands in does",
    )


@pytest.mark.statement("RT-06")
@pytest.mark.parametrize(
    ("away", "rep_id"), [(OwnerAway.NEXT, "bob"), (OwnerAway.HOLD, None), (OwnerAway.ANYWAY, "ann")]
)
def test_what_happens_while_an_owner_is_away_is_declared_too(away: OwnerAway, rep_id: str | None) -> None:
    vacation = leave("2026-11-05", "2026-11-16", "vacation")
    model = policy(
        Rule(id="owner", owner=OwnerOf.ACCOUNT, away=away), OTHERS, pools=(PoolPolicy(name="others"),)
    )
    desk = desk_of(rep("ann", leave=(vacation,)), rep("bob"), model=model)
    links = Links(account=account(owner=RepId("ann")))
    decision = route(lead(), model, desk=desk, at=MONDAY, links=links)

    assert decision.rep == rep_id
    assert decision.retry_at == (moment("2026-11-16T00:00Z") if rep_id is None else None)


# -------------------------------------------------------------------------------------- triggers, products, turnaround


@pytest.mark.statement("RT-23")
def test_a_lead_is_given_out_on_its_creation_on_a_score_or_on_something_that_it_did() -> None:
    def given_out(trigger: Condition, subject: Lead, *activities: str) -> bool | None:
        model = house(
            routing=Routing(when=trigger),
            scoring=scoring(behaviour=(counts("webinar", 30),), levels=levels(50)),
        )
        case = case_of(
            subject, *(did(each, MONDAY - (1 + place) * HOUR) for place, each in enumerate(activities))
        )
        return ready_to_route(case, model, card=score(case, model, at=MONDAY))

    creation = about("lead.source").is_known()
    threshold = about("card.score") >= 50
    behaviour = about("lead.source") == "demo_request"
    paper = lead(source="whitepaper")

    assert given_out(creation, paper)
    assert [given_out(threshold, paper, *["webinar"] * times) for times in (0, 1, 2)] == [False, False, True]
    assert [given_out(behaviour, each) for each in (paper, lead())] == [False, True]


COMPLEX = """
version = "1"
fields = [{ name = "product" }]
hours = [{ name = "always", week = { mon = ["00:00-24:00"], tue = ["00:00-24:00"], wed = ["00:00-24:00"] } }]
reasons = [{ code = "later", disposition = "nurture", says = "Not now" },
           { code = "never", disposition = "unqualified", says = "Not a prospect" }]

[routing]
when = { field = "lead.source", present = true }
rules = [{ id = "lines", when = { field = "fields.product", present = true }, pool = "lines" },
         { id = "rest", pool = "desk" }]

[[routing.pools]]
name = "lines"
needs = [{ of = "skill", field = "fields.product" },
         { of = "language" },
         { of = "territory", after = "1h" }]
nobody = "next"

[[routing.pools]]
name = "desk"

[scoring]
fit = []
behaviour = []
grades = [{ grade = "A" }]
levels = [{ level = 1 }]
sales_ready = []
"""


@pytest.mark.statement("RT-24")
def test_product_lines_by_countries_by_languages_are_one_policy() -> None:
    model = parse_model(COMPLEX)
    lines, countries, languages = ("crm", "erp", "hcm"), ("CH", "CA", "BE"), ("fr", "en", "de")
    combined = list(product(lines, countries, languages))
    desk = desk_of(
        *(
            rep(
                f"{line} {country} {language}",
                hours="always",
                languages=(language,),
                territories=(country,),
                skills={line: 1},
                pools=("lines",),
            )
            for line, country, language in combined
        ),
        rep("desk", hours="always", pools=("desk",), languages=("en", "it")),
        model=model,
    )

    def to(line: str | None, country: str, language: str, **changes: Any) -> Any:
        asked = lead(
            country=country,
            languages=(language,),
            fields={} if line is None else {"product": line},
            captured_at=MONDAY,
        )
        return route(asked, model, desk=desk, at=MONDAY + changes.get("later", 0 * HOUR))

    for line, country, language in combined:
        assert to(line, country, language).rep == f"{line} {country} {language}"
    assert (to("crm", "FR", "fr").rep, to(None, "CH", "it").rep) == (None, "desk")
    relaxed = to("crm", "FR", "fr", later=HOUR)
    assert (relaxed.rep, relaxed.relaxed) == (
        "crm BE fr",
        ("the territory of the lead, dropped after 1h",),
    )
    assert to("crm", "FR", "fr").retry_at == MONDAY + HOUR
    assert load_model(dump_model(model)) == model


@pytest.mark.statement("RT-26")
def test_leads_are_given_out_by_declared_criteria_and_the_turnaround_is_measured() -> None:
    """From the capture to the assignment; whoever comes at night waits until somebody can respond in time."""
    model = house(routing=Routing(when=ANYBODY, respond_within="15m"))
    desk = desk_of(rep("ann"), rep("bob"), model=model)
    cases: list[Case] = []
    for number, captured in enumerate(("2026-11-09T10:00Z", "2026-11-09T10:05Z", "2026-11-09T07:00Z")):
        asked = lead(f"L{number}", captured_at=moment(captured))
        at = asked.captured_at
        decision = route(asked, model, desk=desk, at=at)
        if decision.rep is None:
            assert decision.retry_at is not None
            at = decision.retry_at
            decision = route(asked, model, desk=desk, at=at)
        assert decision.rep is not None
        desk = desk.gave(decision.rep, at=at, decision=decision)
        cases.append(case_of(asked, assigned(at, decision.rep, to=asked.id)))

    turnaround = [each.visits[0].duration for each in cases]
    assert turnaround == [timedelta(0), timedelta(0), HOUR + 45 * MINUTE]
    assert median(length // MINUTE for length in turnaround if length is not None) == 0
    assert {name: desk.load[name] for name in ("ann", "bob")} == {"ann": 2, "bob": 1}
