"""Whatever the accounts, the lead and the policy: the answer is that of scoring every account, and explains itself."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Indel

from leadmodel.errors import LeadModelError
from leadmodel.matching import (
    AccountMatching,
    EvidenceKind,
    Match,
    MatchCode,
    WhyLost,
    comparable_company,
    comparable_domain,
    comparable_phone,
    index_accounts,
    mail_domain,
    match_account,
    public_suffixes,
)
from leadmodel.matching.legal_forms import NO_COMPANY
from leadmodel.matching.similarity import SimilarNames, SimilarWords, name_similarity, word_similarity
from leadmodel.records import Account, Company, Lead, LeadId
from leadmodel.records.plain import as_plain
from tests.matching import oracle
from tests.matching.worlds import NAMES, NINE, accounts, leads, policies


def found(lead: Lead, known: list[Account], policy: AccountMatching, listed: bool) -> Match:
    return match_account(
        lead, index_accounts(known, policy, registrable=oracle.registrable if listed else None)
    )


def needs_a_list(policy: AccountMatching) -> bool:
    return any(each.kind is EvidenceKind.REGISTRABLE_DOMAIN for each in policy.evidence)


@pytest.mark.statement("RT-08")
@given(leads(), accounts(), policies(), st.booleans())
def test_the_answer_is_that_of_scoring_every_account(
    lead: Lead, known: list[Account], policy: AccountMatching, listed: bool
) -> None:
    listed = listed or needs_a_list(policy)
    match = found(lead, known, policy, listed)
    scored = oracle.score_all(lead, known, policy, listed=listed)
    taken, ambiguous = oracle.decide(scored, policy)

    assert (match.account.id if match.account else None) == taken
    assert match.is_ambiguous is ambiguous
    told = {
        each.account: (each.score, [(part.kind.value, part.points) for part in each.parts])
        for each in match.runners_up
    }
    if match.account is not None:
        told[match.account.id] = (match.score, [(part.kind.value, part.points) for part in match.parts])
    assert told == {each.account.id: (each.score, each.parts) for each in scored}
    assert match.others == len(scored) - (taken is not None)


@given(leads(), accounts(), policies(), st.randoms(use_true_random=False))
def test_the_order_of_the_accounts_never_matters(
    lead: Lead, known: list[Account], policy: AccountMatching, dice: Random
) -> None:
    first = found(lead, known, policy, True)
    dice.shuffle(known)

    assert found(lead, known, policy, True) == first


@given(leads(), accounts(12), policies())
def test_the_parts_add_up_and_the_reasons_agree_with_the_answer(
    lead: Lead, known: list[Account], policy: AccountMatching
) -> None:
    match = found(lead, known, policy, True)

    assert match.score == sum(part.points for part in match.parts)
    for each in match.runners_up:
        assert each.score == sum(part.points for part in each.parts)
        assert (each.why is WhyLost.BELOW_LEAST) is (each.score < policy.least)
        assert (each.tie_break is not None) is (each.why is WhyLost.TIE_BREAK)
    level = [each for each in match.runners_up if each.why is WhyLost.LEVEL]
    assert bool(level) is match.is_ambiguous
    assert not match.is_ambiguous or len(level) > 1
    assert (match.account is None) is (
        match.code
        in {MatchCode.AMBIGUOUS, MatchCode.TOO_LITTLE, MatchCode.NO_ACCOUNT, MatchCode.NOTHING_TO_GO_BY}
    )
    assert (match.code is MatchCode.TIE_BREAK) <= any(each.tie_break for each in match.runners_up)
    assert [each.score for each in match.runners_up] == sorted(
        (each.score for each in match.runners_up), reverse=True
    )
    assert match.says
    assert as_plain(match)["score"] == match.score


@given(accounts(), policies())
def test_what_is_missing_matches_nothing(known: list[Account], policy: AccountMatching) -> None:
    nobody = Lead(
        id=LeadId("L"), captured_at=NINE, source="form", email=" ", phone="", company=Company(name="")
    )
    match = found(nobody, known, policy, True)

    assert (match.account, match.code, match.score, match.others, match.unusable) == (
        None,
        MatchCode.NOTHING_TO_GO_BY,
        0,
        0,
        (),
    )


TEXTS = (
    st.text(max_size=40)
    | st.text('aß.@-<>"\x00éÅİ。xn ', max_size=30)
    | st.sampled_from(["a" * 10_000, "é" * 900])
)


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_whatever_people_write_only_our_own_errors_come_back(
    email: str, name: str, phone: str, domain: str
) -> None:
    lead = Lead(
        id=LeadId("L"), captured_at=NINE, source="form", email=email, company=Company(name=name), phone=phone
    )
    try:
        account = Account(id="A", name=name, domain=domain, phone=phone)  # type: ignore[arg-type]
        index = index_accounts([account], AccountMatching(), registrable=public_suffixes())
        match = match_account(lead, index)
    except LeadModelError:
        return
    assert match.others + (match.account is not None) <= 1


@given(TEXTS)
def test_what_is_compared_is_compared_as_itself(text: str) -> None:
    for compared in (comparable_company, comparable_domain, comparable_phone):
        once = compared(text)
        assert once is None or (once and (compared(once) == once or once in NO_COMPANY))
    domain = mail_domain(text)
    assert domain is None or comparable_domain(domain) == domain


WORDS = st.text("abc", min_size=1, max_size=12)
SPOKEN = st.lists(st.text("ab", min_size=1, max_size=5), min_size=1, max_size=3).map(" ".join)


@st.composite
def relatives(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A word, and others that some letters were taken from, put into, or swapped in: as near as the limit lies."""
    word = draw(st.text("abcdefghij", min_size=1, max_size=16))
    others = draw(st.lists(WORDS, max_size=3))
    for _ in range(draw(st.integers(1, 6))):
        letters = list(word)
        for _ in range(draw(st.integers(1, 4))):
            place = draw(st.integers(0, len(letters)))
            letters[place : place + draw(st.integers(0, 1))] = draw(st.sampled_from(["", "a", "q", "qr"]))
        others.append("".join(letters) or "a")
    return word, others


@given(relatives(), st.integers(75, 99))
def test_no_similar_word_is_overlooked(told: tuple[str, list[str]], least: int) -> None:
    word, words = told
    like = dict(SimilarWords(words, least=least).like(word))

    assert like == {each: oracle.percent(word, each) for each in words if oracle.percent(word, each) >= least}


@given(st.lists(SPOKEN, max_size=12), SPOKEN, st.integers(75, 99))
def test_no_similar_name_is_overlooked(names: list[str], name: str, least: int) -> None:
    like = dict(SimilarNames(names, least=least).like(name))

    assert like == {
        each: oracle.alikeness(name, each) for each in names if oracle.alikeness(name, each) >= least
    }


@given(st.sampled_from(NAMES) | st.text(max_size=20), st.sampled_from(NAMES) | st.text(max_size=20))
def test_similarity_of_words_is_that_of_the_textbook_and_of_rapidfuzz(one: str, other: str) -> None:
    together = len(one) + len(other)
    if together:
        assert word_similarity(one, other) == oracle.percent(one, other)
        assert word_similarity(one, other) == 100 * (together - Indel.distance(one, other)) // together
    assert word_similarity(one, other) == word_similarity(other, one)


@given(SPOKEN, SPOKEN)
def test_similarity_of_names_is_by_words_and_knows_no_first_and_second(one: str, other: str) -> None:
    assert name_similarity(one, other) == oracle.alikeness(one, other) == name_similarity(other, one)
    assert name_similarity(one, one) == 100
