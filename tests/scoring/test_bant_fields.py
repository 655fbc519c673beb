"""Answers read from a lead under a declared mapping: nothing is guessed, and what is no answer is told."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import DefinitionError, InputError
from leadmodel.records import Company
from leadmodel.scoring.bant_answers import Authority, Bant, Budget
from leadmodel.scoring.bant_fields import BantFields, BantReading, BantWord, read_bant
from tests.building import lead
from tests.scoring.bant_oracle import Plain
from tests.scoring.bant_worlds import answers, told

ANSWERS = sorted(Bant.__dataclass_fields__)
EVERY = BantFields(**{name: f"fields.{name}" for name in ANSWERS})  # type: ignore[arg-type]


def read(mapping: BantFields = EVERY, **fields: Any) -> BantReading:
    return read_bant(lead(fields=fields), mapping)


def findings(mapping: BantFields = EVERY, **fields: Any) -> list[str]:
    reading = read(mapping, **fields)
    assert reading.answers == Bant()
    return [str(finding) for finding in reading.findings]


@given(answers())
def test_what_was_told_is_read_back(replies: Plain) -> None:
    row = {name: value.isoformat() if isinstance(value, date) else value for name, value in replies.items()}
    reading = read_bant(lead(fields=row), EVERY)

    assert (reading.answers, reading.findings) == (told(replies), ())
    assert reading.lead == "L1"


@given(
    answers(),
    st.sampled_from([str.upper, str.title, lambda text: text.replace("_", " "), lambda t: f" {t}-"]),
)
def test_letter_case_spaces_and_hyphens_make_no_difference_to_a_name(replies: Plain, change: Any) -> None:
    named = {
        name: change(replies[name])
        for name in ("budget", "authority", "need", "compelling_event", "size")
        if name in replies
    }
    reading = read(**replies | named | {n: v.isoformat() for n, v in replies.items() if isinstance(v, date)})

    assert (reading.answers, reading.findings) == (told(replies), ())


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"budget": "avaliable"}, "fields.budget: 'avaliable' is no budget, did you mean 'available'?"),
        ({"budget": ""}, "fields.budget: '' is no budget, expected one of available, none, will_be_provided"),
        ({"budget": True}, "fields.budget: True is no budget, expected one of"),
        ({"budget": 0}, "fields.budget: 0 is no budget, expected one of"),
        ({"compelling_event": "project"}, "fields.compelling_event: 'project' is no compelling event"),
        ({"decision_maker": "yes"}, "fields.decision_maker: 'yes' is neither True nor False"),
        ({"influencer": 1}, "fields.influencer: 1 is neither True nor False"),
        ({"decides_on": "30.11.2026"}, "fields.decides_on: '30.11.2026' is no date such as '2026-11-30'"),
        ({"decides_on": "2026-02-30"}, "fields.decides_on: '2026-02-30' is no date"),
        ({"decides_on": "20261130"}, "fields.decides_on: '20261130' is no date"),
        ({"decides_on": "2026-W48-1"}, "fields.decides_on: '2026-W48-1' is no date"),
        ({"said_on": 20261130}, "fields.said_on: 20261130 is no date"),
        ({"decides_in": "3"}, "fields.decides_in: '3' is no whole number"),
        ({"decides_in": 1.5}, "fields.decides_in: 1.5 is no whole number"),
        ({"revenue": float("inf")}, "fields.revenue: inf is no whole number"),
        ({"revenue": -5}, "fields.revenue: -5 is below zero"),
        ({"activates_in": 5000}, "fields.activates_in: 5000 is more than 1200 months"),
        ({"title": 7}, "fields.title: 7 is not text"),
    ],
)
def test_what_is_no_answer_is_a_finding_and_counts_as_not_known(fields: dict[str, Any], says: str) -> None:
    (told_fault,) = findings(**fields)

    assert told_fault.startswith(says)


def test_every_fault_of_a_lead_is_told_and_the_rest_is_read() -> None:
    reading = read(budget="lots", need="job seeker", revenue=-1, size="large")

    assert [finding.path for finding in reading.findings] == ["fields.budget", "fields.revenue"]
    assert reading.answers == told({"need": "job_seeker", "size": "large"})


def test_answers_that_contradict_each_other_are_a_finding_and_none_of_them_counts() -> None:
    assert findings(authority="user", decision_maker=True) == [
        "fields.decision_maker: decision_maker: True contradicts authority 'user', correct one of them"
    ]
    assert len(findings(authority="neither", decision_maker=True, influencer=True)) == 2
    assert findings(budget="none", budget_amount=5) == [
        "fields.budget_amount: budget_amount: 5 contradicts budget 'none', correct one of them"
    ]
    assert findings(decides_on="2027-01-01", decides_in=3) == [
        "fields.decides_in: decides_in: 3 stands beside decides_on, give one of the two"
    ]


def test_a_missing_value_is_not_known_and_no_fault() -> None:
    assert read(revenue=float("nan")) == read() == BantReading(lead=lead().id, answers=Bant(), findings=())


def test_a_whole_number_may_come_as_a_decimal() -> None:
    assert read(revenue=250_000.0, decides_in=3.0).answers == Bant(revenue=250_000, decides_in=3)


def test_a_lead_tells_its_title_and_its_company_tells_its_figures() -> None:
    mapping = BantFields(title="lead.title", revenue="company.revenue", budget_amount="company.employees")
    person = lead(title="VP", company=Company(revenue=7, employees=40))

    assert read_bant(person, mapping).answers == Bant(title="VP", revenue=7, budget_amount=40)
    assert mapping.fields_read() == {"lead.title", "company.revenue", "company.employees"}


def test_what_is_not_mapped_is_not_read() -> None:
    assert read(BantFields(need="fields.n"), budget="available", n="student").answers == told(
        {"need": "student"}
    )


# ------------------------------------------------------------------------------------------------- words of the house

HOUSE = BantFields(
    budget="fields.funded",
    authority="fields.role",
    decision_maker="fields.decides",
    words=(
        BantWord(answer="budget", says="true", means="available"),
        BantWord(answer="budget", says="Nächstes  Jahr", means="will_be_provided"),
        BantWord(answer="authority", says="Sponsor", means="decision_maker"),
        BantWord(answer="decision_maker", says="ja", means="yes"),
        BantWord(answer="decision_maker", says="nein", means="no"),
    ),
)


def test_a_house_may_have_words_of_its_own() -> None:
    assert read(HOUSE, funded=True).answers.budget is Budget.AVAILABLE
    assert read(HOUSE, funded="nächstes jahr").answers.budget is Budget.WILL_BE_PROVIDED
    assert read(HOUSE, role="SPONSOR").answers.authority is Authority.DECISION_MAKER
    assert [read(HOUSE, decides=each).answers.decision_maker for each in ("Ja", "nein", True)] == [
        True,
        False,
        True,
    ]


def test_a_word_counts_for_its_own_answer_alone_and_names_stay_names() -> None:
    assert findings(HOUSE, role="true")[0].startswith("fields.role: 'true' is no authority")
    assert findings(HOUSE, funded=False)[0].startswith("fields.funded: False is no budget")
    assert read(HOUSE, funded="available").answers.budget is Budget.AVAILABLE


def test_every_fault_of_a_mapping_is_told_at_once() -> None:
    words = (
        BantWord(answer="budgt", says="x", means="available"),
        BantWord(answer="need", says="x", means="pain"),
        BantWord(answer="influencer", says="si", means="true"),
        BantWord(answer="influencer", says=" SI", means="no"),
    )
    places: dict[str, Any] = {"budget": "budget", "need": "fields.", "title": 3, "size": "lead.size"}
    places |= {"influencer": "fields.i"}
    with pytest.raises(DefinitionError, match="the mapping of BANT has 8 faults") as caught:
        BantFields(**places, words=words)

    needs = "job_seeker, problem_to_solve, researching, selling_to_you, student"
    expected = "expected fields.NAME or one of company.employees, company.revenue, lead.title"
    assert [str(finding) for finding in caught.value.findings] == [
        f"$.budget: unknown field 'budget', {expected}",
        f"$.title: unknown field 3, {expected}",
        f"$.need: unknown field 'fields.', {expected}",
        f"$.size: unknown field 'lead.size', {expected}",
        "$.words[0].answer: unknown answer 'budgt', did you mean 'budget'?",
        f"$.words[1].means: unknown answer 'pain', expected one of {needs}",
        "$.words[2].means: unknown answer 'true', expected one of no, yes",
        "$.words[3].says: ' SI' is declared twice",
    ]


def test_a_word_for_an_answer_that_is_read_from_nowhere_is_a_fault() -> None:
    with pytest.raises(DefinitionError, match="'need' is read from no field, declare one"):
        BantFields(budget="fields.b", words=(BantWord(answer="need", says="x", means="student"),))


def test_words_of_another_kind_are_an_error() -> None:
    with pytest.raises(InputError, match="words: 'x' is not a list of BantWord"):
        BantFields(words="x")  # type: ignore[arg-type]


scalars = (
    st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(("2027-01-01", "none"))
)


@given(st.sampled_from(ANSWERS), scalars)
def test_a_value_is_read_or_told_of_or_missing(answer: str, value: Any) -> None:
    reading = read_bant(lead(fields={answer: value}), EVERY)
    known = getattr(reading.answers, answer) is not None

    assert [known, bool(reading.findings), value != value].count(True) == 1


@given(st.dictionaries(st.sampled_from(ANSWERS), scalars))
def test_whatever_stands_in_the_fields_a_reading_comes_back(fields: dict[str, Any]) -> None:
    reading = read_bant(lead(fields=fields), EVERY)

    assert {name for name in ANSWERS if getattr(reading.answers, name) is not None} <= set(fields)
    assert all(finding.path.removeprefix("fields.") in fields for finding in reading.findings)
