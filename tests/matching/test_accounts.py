"""Which account a lead belongs to: each rule of the policy, and each thing that people write."""

import builtins
import pickle
from dataclasses import replace
from typing import Any

import pytest

from leadmodel.conditions import field as condition_field
from leadmodel.errors import InputError
from leadmodel.matching import (
    AccountMatching,
    Evidence,
    Match,
    MatchCode,
    WhyLost,
    WhyUnusable,
    comparable_company,
    comparable_domain,
    comparable_phone,
    e164,
    index_accounts,
    links_of,
    mail_domain,
    match_account,
    public_suffixes,
)
from leadmodel.matching.domains import MORE_SUFFIXES, is_bare_suffix
from leadmodel.matching.mail_hosts import DISPOSABLE, FREE_MAIL
from leadmodel.records import (
    Account,
    AccountId,
    Company,
    Contact,
    ContactId,
    Lead,
    LeadId,
    Links,
    Opportunity,
    OpportunityId,
    RepId,
)
from leadmodel.routing import OwnerOf, PoolPolicy, Routing, Rule, route
from tests.building import ANYBODY, desk_of, house, rep
from tests.matching.worlds import NINE


def account(id: str, **said: Any) -> Account:
    return Account(id=AccountId(id), **said)


def lead(company: str | None = None, **said: Any) -> Lead:
    return Lead(id=LeadId("L1"), captured_at=NINE, source="form", company=Company(name=company), **said)


def ask(asked: Lead, *known: Account, **policy: Any) -> Match:
    return match_account(asked, index_accounts(known, AccountMatching(**policy)))


def points(**worth: int) -> tuple[Evidence, ...]:
    return tuple(Evidence(kind=kind, points=each) for kind, each in worth.items())  # type: ignore[arg-type]


ACME = account("A1", name="Acme GmbH", domain="acme.example")


@pytest.mark.statement("RT-08")
def test_a_colleague_with_another_spelling_finds_the_account_and_a_stranger_does_not() -> None:
    found = ask(lead("acme", email="Ada@ACME.example"), ACME, account("A2", name="Acme Bank"))

    assert found.account == ACME
    assert [(part.kind, part.points) for part in found.parts] == [("domain", 100), ("name", 60)]
    assert ask(lead("Acne", email="ada@acne.example"), ACME).code is MatchCode.NO_ACCOUNT


def test_only_the_nearest_domain_above_counts() -> None:
    near = account("A2", domain="eu.acme.example")

    assert ask(lead(email="a@mail.eu.acme.example"), ACME, near).account == near
    assert ask(lead(email="a@mail.us.acme.example"), ACME, near).account == ACME
    assert ask(lead(email="a@example"), account("A3", domain="example")).code is MatchCode.NOTHING_TO_GO_BY


@pytest.mark.parametrize("suffix", ["co.uk", "com.br", "gov.au", "ne.jp"])
def test_a_bare_suffix_is_nobodys_domain_with_a_list_and_without(suffix: str) -> None:
    known = [account("A1", domain=suffix)]
    for registrable in (None, public_suffixes()):
        index = index_accounts(known, AccountMatching(), registrable=registrable)
        assert [each.why for each in index.unusable] == [WhyUnusable.BARE_SUFFIX]
        assert match_account(lead(email=f"ada@firm.{suffix}"), index).account is None


def test_our_short_list_calls_nothing_a_suffix_that_the_public_list_does_not() -> None:
    registrable = public_suffixes()
    assert [each for each in MORE_SUFFIXES if registrable(each) is not None] == []
    assert not is_bare_suffix("acme.uk")


def test_free_and_disposable_domains_are_in_the_form_in_which_they_are_compared() -> None:
    assert [each for each in FREE_MAIL | DISPOSABLE if comparable_domain(each) != each] == []
    assert not FREE_MAIL & DISPOSABLE
    assert len(FREE_MAIL) > 200
    assert len(DISPOSABLE) > 90


@pytest.mark.parametrize(
    "host", ["gmail.com", "eu.gmail.com", "yahoo.co.uk", "yopmail.com", "uni.example", "cs.uni.example"]
)
def test_what_many_share_never_tells_an_account(host: str) -> None:
    found = ask(lead(email=f"ada@{host}"), account("A1", domain=host), shared_domains=("UNI.example.",))

    assert (found.account, found.code, len(found.unusable)) == (None, MatchCode.NOTHING_TO_GO_BY, 1)


def test_a_domain_that_somebody_else_registered_is_not_looked_above() -> None:
    def by_three_labels(domain: str) -> str:
        return ".".join(domain.split(".")[-3:])

    index = index_accounts([ACME], AccountMatching(), registrable=by_three_labels)

    assert match_account(lead(email="ada@acme.example"), index).account == ACME
    for host in ("shop.acme.example", "mail.shop.acme.example"):
        assert match_account(lead(email=f"ada@{host}"), index).account is None


def test_one_registration_joins_sisters_where_a_list_is_given() -> None:
    policy = AccountMatching(evidence=points(registrable_domain=70), least=70)
    sister = account("A1", domain="eu.acme.co.uk")
    index = index_accounts([sister], policy, registrable=public_suffixes())

    assert match_account(lead(email="ada@us.acme.co.uk"), index).account == sister
    assert match_account(lead(email="ada@globex.co.uk"), index).account is None
    with pytest.raises(InputError, match="registrable"):
        index_accounts([sister], policy)


@pytest.mark.parametrize(
    ("ahead", "behind", "why"),
    [
        ({"owner": RepId("ann")}, {"target": True, "customer": True}, "owner"),
        ({"target": True}, {"customer": True}, "target"),
        ({"owner": RepId("ann"), "customer": True}, {"owner": RepId("bob")}, "customer"),
    ],
)
def test_tie_breaks_decide_in_their_order(ahead: dict[str, Any], behind: dict[str, Any], why: str) -> None:
    found = ask(lead("Acme"), account("A1", name="Acme", **behind), account("A2", name="Acme", **ahead))

    assert (found.account and found.account.id, found.code) == ("A2", MatchCode.TIE_BREAK)
    (other,) = found.runners_up
    assert (other.why, other.tie_break) == (WhyLost.TIE_BREAK, why)
    assert why in found.says


def test_within_the_margin_a_tie_break_beats_points() -> None:
    best = account("A1", domain="acme.example")
    owned = account("A2", name="Acme", owner=RepId("ann"))
    asked = lead("Acme", email="ada@acme.example")

    assert ask(asked, best, owned).account == best
    assert ask(asked, best, owned, margin=39).account == best
    assert ask(asked, best, owned, margin=40).account == owned
    assert ask(asked, best, owned, margin=40, tie_breaks=()).account == best


def test_ambiguous_is_a_value_and_a_house_may_prefer_the_lowest_id() -> None:
    pair = [account("A2", name="Acme"), account("A1", name="ACME AG")]

    assert ask(lead("Acme"), *pair).is_ambiguous
    found = ask(lead("Acme"), *pair, if_ambiguous="lowest_id")
    assert (found.account and found.account.id, found.code) == ("A1", MatchCode.LOWEST_ID)
    assert [each.why for each in found.runners_up] == [WhyLost.LATER_ID]


def test_of_many_runners_up_ten_are_shown_and_all_are_counted() -> None:
    found = ask(lead("Acme"), *(account(f"A{number:02}", name="Acme") for number in range(30)))

    assert ([each.account for each in found.runners_up], found.others) == (
        [f"A{n:02}" for n in range(10)],
        30,
    )


def test_of_a_family_the_kind_declared_first_counts() -> None:
    asked = lead("Acme")
    first = ask(asked, ACME, evidence=points(similar_name=50, name=60), least=1)

    assert [(part.kind, part.points, part.similarity) for part in first.parts] == [("similar_name", 50, 100)]


@pytest.mark.statement("RT-07")
def test_one_decision_sees_the_open_opportunity_of_the_account_with_the_domain_of_the_lead() -> None:
    deal = Opportunity(
        id=OpportunityId("O1"), account=ACME.id, stage="demo", opened_at=NINE, owner=RepId("bob")
    )
    other = replace(deal, id=OpportunityId("O2"), account=AccountId("A2"), owner=RepId("ann"))
    person = Contact(id=ContactId("C1"), created_at=NINE, account=ACME.id)
    asked = lead(email="ada@acme.example", languages=("en",))
    links = links_of(ask(asked, ACME), opportunities=[other, deal], contacts=[person])

    assert links == Links(account=ACME, opportunities=(deal,), contacts=(person,))
    assert links_of(ask(lead(), ACME), opportunities=[deal]) == Links()

    rules = (
        Rule(
            id="open opportunity",
            when=condition_field("account.open_opportunities") >= 1,
            owner=OwnerOf.OPPORTUNITY,
        ),
        Rule(id="everybody else", pool="inbound"),
    )
    model = house(routing=Routing(when=ANYBODY, rules=rules, pools=(PoolPolicy(name="inbound"),)))
    desk = desk_of(rep("ann"), rep("bob"), model=model)
    decision = route(asked, model, desk=desk, at=NINE, links=links)
    assert (decision.rep, decision.rule) == ("bob", "open opportunity")


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("Foo S.p.A.", "foo"),
        ("Foo S.à r.l.", "foo"),
        ("Foo Sp. z o.o.", "foo"),
        ("Foo GmbH & Co. KG", "foo"),
        ("Foo Pty. Ltd.", "foo"),
        ("ООО Фу", "фу"),
        ("(株)フー", "フー"),
        ("Ｆｏｏ　Ltd", "foo"),
        ("AT&T Inc.", "at and t"),
        ("Johnson + Johnson", "johnson and johnson"),
        ("L'Oréal", "loreal"),
        ("Ørsted A/S", "orsted"),
        ("M.D. Anderson", "md anderson"),
        ("Booking.com", "booking com"),
        ("GmbH", "gmbh"),
        ("Co Ltd", "co"),
        ("Unknown Ltd", "unknown"),
        ("unknown", None),
        ("N/A", None),
        ("---", None),
        ("x" * 201, None),
    ],
)
def test_a_company_is_compared_without_what_does_not_tell_it(written: str, compared: str | None) -> None:
    assert comparable_company(written) == compared


@pytest.mark.parametrize(
    ("written", "domain"),
    [
        ("ada@acme.example", "acme.example"),
        (" ADA@Acme.Example. ", "acme.example"),
        ("Ada <ada@acme.example>", "acme.example"),
        ('"a@b"@acme.example', "acme.example"),
        ("ada+news@acme.example", "acme.example"),
        ("ada@müller.example", "xn--mller-kva.example"),
        ("ada@mu\u0308ller.example", "xn--mller-kva.example"),
        ("ada@straße.example", "xn--strae-oqa.example"),
        ("ada@acme。example", "acme.example"),
        ("ada", None),
        ("@acme.example", None),
        ("ada@", None),
        ("ada@acme..example", None),
        ("ada@-acme.example", None),
        ("ada@acme.example\x00", None),
        ("ada@[10.0.0.1]", None),
        ("ada@10.0.0.1", None),
        ("ada@" + "a" * 64 + ".example", None),
        ("ada@" + "a." * 130 + "example", None),
        ("a" * 100_000, None),
    ],
)
def test_an_address_has_the_domain_behind_its_last_at(written: str, domain: str | None) -> None:
    assert mail_domain(written) == domain


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("+41 (0)44 123 45 67", "+41441234567"),
        ("0041 44 123 45 67", "+41441234567"),
        ("tel:+41-44-123-45-67", "+41441234567"),
        ("044/123 45 67", "0441234567"),
        ("+1 202 555 0143 x7", "+12025550143"),
        ("+1 202 555 0143;ext=7", "+12025550143"),
        ("٠٤٤١٢٣٤٥٦٧", "0441234567"),
        ("12", None),
        ("1" * 16, None),
        ("0000000", None),
        ("call me", None),
        ("1-800-FLOWERS", None),
        ("1" * 10_000, None),
    ],
)
def test_a_number_is_compared_by_its_digits(written: str, compared: str | None) -> None:
    assert comparable_phone(written) == compared


def test_a_numbering_plan_reads_a_number_in_the_country_of_the_lead() -> None:
    reads = e164(country="CH")

    assert reads("044 668 18 00", None) == reads("+41 44 668 18 00 ext. 3", "US") == "+41446681800"
    assert reads("044 668 18 00", "GB") != "+41446681800"
    assert (reads("n/a", None), reads("1" * 100, None), reads("+", None), reads("12", "ZZ")) == (None,) * 4
    with pytest.raises(InputError, match="'XX'"):
        e164(country="XX")


@pytest.mark.parametrize(
    ("library", "makes"), [("publicsuffixlist", public_suffixes), ("phonenumbers", e164)]
)
def test_a_missing_library_says_what_to_install(
    library: str, makes: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = builtins.__import__

    def missing(name: str, *rest: Any) -> Any:
        if name == library:
            raise ImportError(name)
        return known(name, *rest)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(InputError, match=r"install leadmodel\["):
        makes()


@pytest.mark.parametrize(
    "said",
    [
        {"evidence": ()},
        {"evidence": "domain"},
        {"evidence": points(domain=1) * 2, "least": 1},
        {"least": 0},
        {"least": 1.5},
        {"least": True},
        {"least": 241},
        {"margin": -1},
        {"least_similarity": 74},
        {"least_similarity": 100},
        {"tie_breaks": ("size",)},
        {"tie_breaks": ("owner", "owner")},
        {"tie_breaks": "owner"},
        {"if_ambiguous": "anybody"},
        {"shared_domains": ("school",)},
        {"shared_domains": (7,)},
    ],
)
def test_a_policy_that_cannot_be_is_refused(said: dict[str, Any]) -> None:
    with pytest.raises(InputError, match=next(iter(said))):
        AccountMatching(**said)


@pytest.mark.parametrize(("kind", "worth"), [("fax", 1), ("name", 0), ("name", 1.0), ("name", 1_000_001)])
def test_evidence_that_cannot_be_is_refused(kind: Any, worth: Any) -> None:
    with pytest.raises((InputError, ValueError)):
        Evidence(kind=kind, points=worth)


def test_an_id_stands_once() -> None:
    with pytest.raises(InputError, match="'A1' stands there twice"):
        index_accounts([ACME, ACME], AccountMatching())


def test_a_plug_in_that_answers_nonsense_is_told_so() -> None:
    with pytest.raises(InputError, match="no part of"):
        index_accounts([ACME], AccountMatching(), registrable=lambda domain: "other.example")


def test_an_index_is_frozen_and_travels_to_other_processes() -> None:
    index = index_accounts([ACME, account("A2", name="Acmes")], AccountMatching())
    copy = pickle.loads(pickle.dumps(index))

    assert copy == index
    assert match_account(lead("Acme"), copy) == match_account(lead("Acme"), index)
    with pytest.raises(AttributeError):
        index.policy = AccountMatching()  # type: ignore[misc]
