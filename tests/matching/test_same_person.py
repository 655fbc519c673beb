"""Who is one person by the declared ways, against every pair looked at and joined until nothing changes."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import DefinitionError, InputError
from leadmodel.matching import (
    AccountMatching,
    Matching,
    comparable_person,
    comparable_phone,
    e164,
    find_duplicates,
    mail_domain,
    same_person,
)
from leadmodel.records import Lead, LeadId
from leadmodel.schema import dump_model, load_model
from tests.schema.test_faults import SMALL

NINE = datetime(2026, 11, 6, 9, tzinfo=UTC)
WAYS = ("email", "phone", "name_and_company")


@dataclass(frozen=True)
class House:
    matching: Matching = field(default_factory=Matching)


def by(*ways: str) -> House:
    return House(Matching(same_person=ways))  # type: ignore[arg-type]


def lead(
    name: str,
    *,
    minutes: int = 0,
    email: str | None = None,
    phone: str | None = None,
    person: str | None = None,
) -> Lead:
    at = NINE + timedelta(minutes=minutes)
    return Lead(id=LeadId(name), captured_at=at, source="form", email=email, phone=phone, name=person)


people = st.lists(
    st.builds(
        lead,
        st.text("abcdefgh", min_size=1, max_size=2),
        minutes=st.integers(0, 3),
        email=st.sampled_from(
            [
                None,
                "",
                "ada@acme.example",
                "ADA@acme.example",
                "a.byron@acme.example",
                "ada@gmail.com",
                "b@gmail.com",
            ]
        ),
        phone=st.sampled_from([None, "", "n/a", "+41 44 123 45 67", "0041441234567", "044 123 45 67"]),
        person=st.sampled_from([None, "", "Ada", "Ada Byron", "ADA  BYRON", "Adá Byron"]),
    ),
    unique_by=lambda each: each.id,
    max_size=9,
)


def alike(one: Lead, other: Lead, ways: tuple[str, ...]) -> bool:
    def both(mine: object, theirs: object) -> bool:
        return mine is not None and mine == theirs

    name, domain = comparable_person(one.name), mail_domain(one.email)
    return (
        ("email" in ways and both(same_person(one.email), same_person(other.email)))
        or ("phone" in ways and both(comparable_phone(one.phone), comparable_phone(other.phone)))
        or (
            "name_and_company" in ways
            and both(name, comparable_person(other.name))
            and " " in str(name)
            and both(domain, mail_domain(other.email))
            and domain != "gmail.com"
        )
    )


def slow_groups(leads: list[Lead], ways: tuple[str, ...]) -> dict[str, str]:
    """Everybody gets the number of the first who is alike, over and over, until nothing changes."""
    inorder = sorted(leads, key=lambda each: (each.captured_at, each.id))
    label = list(range(len(inorder)))
    changed = True
    while changed:
        changed = False
        for one, mine in enumerate(inorder):
            for other, theirs in enumerate(inorder):
                if label[other] < label[one] and alike(mine, theirs, ways):
                    label[one] = label[other]
                    changed = True
    return {
        str(each.id): str(inorder[label[place]].id)
        for place, each in enumerate(inorder)
        if label[place] != place
    }


@pytest.mark.statement("RT-08")
@given(people, st.lists(st.sampled_from(WAYS), min_size=1, unique=True), st.randoms(use_true_random=False))
def test_groups_are_those_of_joining_every_pair(leads: list[Lead], ways: list[str], dice: Random) -> None:
    found = find_duplicates(leads, by(*ways))

    assert {each.lead: each.of for each in found} == slow_groups(leads, tuple(ways))
    dice.shuffle(leads)
    assert find_duplicates(leads, by(*reversed(ways))) == found


@given(people, st.lists(st.sampled_from(WAYS), min_size=1, unique=True))
def test_a_reason_names_what_the_two_leads_have_in_common(leads: list[Lead], ways: list[str]) -> None:
    known = {each.id: each for each in leads}
    for each in find_duplicates(leads, by(*ways)):
        via = each.why.rpartition(" as ")[2] if " as " in each.why else each.of
        assert alike(known[each.lead], known[LeadId(via)], tuple(ways))


def test_who_is_the_same_as_the_same_is_the_same() -> None:
    first = lead("a", email="ada@acme.example")
    between = lead("b", minutes=1, email="ADA@acme.example", phone="+41 44 123 45 67")
    last = lead("c", minutes=2, phone="0041 44 123 45 67")
    found = find_duplicates([last, between, first], by("email", "phone"))

    assert [(each.lead, each.of, each.why) for each in found] == [
        ("b", "a", "same e-mail address ada@acme.example"),
        ("c", "a", "same telephone number +41441234567 as b"),
    ]


def test_a_number_without_its_country_needs_a_plan_and_the_country_of_the_lead() -> None:
    leads = [
        Lead(id=LeadId("a"), captured_at=NINE, source="form", phone="+41 44 668 18 00"),
        Lead(id=LeadId("b"), captured_at=NINE, source="form", phone="044 668 18 00", country="CH"),
        Lead(id=LeadId("c"), captured_at=NINE, source="form", phone="044 668 18 00", country="DE"),
    ]

    assert [(each.lead, each.of) for each in find_duplicates(leads, by("phone"))] == [("c", "b")]
    assert [(each.lead, each.of) for each in find_duplicates(leads, by("phone"), phones=e164())] == [
        ("b", "a")
    ]


@pytest.mark.parametrize("host", ["gmail.com", "mailinator.com", "school.example", "co.uk", "example"])
def test_a_name_at_a_shared_domain_is_nobody(host: str) -> None:
    house = House(
        Matching(same_person="name_and_company", accounts=AccountMatching(shared_domains=("school.example",)))
    )
    pair = [
        lead("a", person="Ada Byron", email=f"ada@{host}"),
        lead("b", person="Ada Byron", email=f"byron@{host}"),
    ]

    assert find_duplicates(pair, house) == ()


def test_ways_can_be_declared_in_the_order_one_likes_and_are_kept_as_a_tuple() -> None:
    assert Matching(same_person=["phone", "email"]).same_person == ("phone", "email")  # type: ignore[arg-type]
    assert Matching(same_person="none").ways == ()


@pytest.mark.parametrize("said", ["mail", [], ["none"], ["email", "mail"], None, 7])
def test_another_word_is_refused(said: object) -> None:
    with pytest.raises(InputError, match="same_person"):
        Matching(same_person=said)  # type: ignore[arg-type]


@pytest.mark.parametrize("said", ["", "0m", "soon"])
def test_a_window_is_a_length_of_time(said: str) -> None:
    with pytest.raises(InputError, match="same_form_within"):
        Matching(same_form_within=said)


def test_it_is_declared_in_the_model_and_goes_out_as_it_came_in() -> None:
    declared = {
        "same_person": ["email", "name_and_company"],
        "same_form_within": "10m",
        "accounts": {
            "evidence": [{"kind": "domain", "points": 100}, {"kind": "phone", "points": 40}],
            "least": 100,
            "margin": 20,
            "least_similarity": 90,
            "tie_breaks": ["customer"],
            "if_ambiguous": "lowest_id",
            "shared_domains": ["school.example"],
        },
    }
    model = load_model(SMALL | {"matching": declared})

    assert model.matching.ways == ("email", "name_and_company")
    assert dump_model(model)["matching"] == declared


@pytest.mark.parametrize(
    ("faulty", "path"),
    [
        ({"same_person": "mail"}, "$.matching.same_person"),
        ({"same_person": ["email", "mail"]}, "$.matching.same_person"),
        ({"same_form_within": "soon"}, "$.matching.same_form_within"),
        ({"accounts": {"least": 0}}, "$.matching.accounts"),
        (
            {"accounts": {"evidence": [{"kind": "fax", "points": 100}]}},
            "$.matching.accounts.evidence[0].kind",
        ),
        ({"accounts": {"shared_domains": ["school"]}}, "$.matching.accounts"),
    ],
)
def test_a_fault_in_a_document_is_told_with_its_path(faulty: dict[str, Any], path: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        load_model(SMALL | {"matching": faulty})

    assert len(caught.value.findings) == 1
    assert caught.value.findings[0].path.startswith(path)
