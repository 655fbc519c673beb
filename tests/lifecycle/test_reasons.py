"""Good reasons, bad reasons, and those that every house has."""

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import InputError, UnknownNameError
from leadmodel.lifecycle import (
    Reason,
    ReasonRemark,
    Result,
    abandoned_reasons,
    advance,
    check_reasons,
    lint_reasons,
    need_reasons,
    nurture_program,
    nurture_reasons,
    shipped_reasons,
    unqualified_reasons,
    wrong_buyer,
)
from leadmodel.metrics import measure
from leadmodel.records import EventKind, LeadId, Nurture, Stage
from tests.building import MONDAY

from .noting import AUTO, GENEROUS, NO_RESPONSE, generous
from .stories import NOON, STATE_OF, a_lead, assigned, hour, nurtured, touched, unqualified

WHOLE_HOUSE = ("no_rep_abandoned", "no_auto_abandoned")


def later(says: str, code: str = "x") -> Reason:
    return Reason(code=code, disposition="nurture", says=says)


def never(says: str, code: str = "x") -> Reason:
    return Reason(code=code, disposition="unqualified", says=says)


def remarks(*reasons: Reason) -> list[ReasonRemark]:
    """What is said about these alone; that a catalogue lacks something is another matter."""
    return [each for each in lint_reasons(reasons) if each.code not in WHOLE_HOUSE]


def codes(*reasons: Reason) -> list[str]:
    return [each.code for each in remarks(*reasons)]


@pytest.mark.statement("RS-02")
def test_the_shipped_nurture_reasons_are_those_of_the_text_and_none_is_remarked_on() -> None:
    assert [reason.says for reason in nurture_reasons()] == [
        "Budget not available for 6+ months",
        "Product missing key feature for use case",
        "Prospect is re-evaluating internal processes",
    ]
    assert codes(*nurture_reasons()) == []


@pytest.mark.statement("RS-04")
def test_the_shipped_unqualified_reasons_hold_those_of_the_text_and_none_is_remarked_on() -> None:
    assert [reason.says for reason in unqualified_reasons()][:3] == [
        "Not a prospect (student, job seeker)",
        "Incompatible systems/solutions",
        "No longer at organization",
    ]
    assert codes(*unqualified_reasons()) == []


def test_the_shipped_catalogue_is_sound_and_whole() -> None:
    assert list(check_reasons(shipped_reasons(), "$.reasons")) == []
    assert lint_reasons(shipped_reasons()) == ()


@pytest.mark.statement("RS-03")
@pytest.mark.parametrize("says", ["No budget", "Not a fit", "no budget.", " NOT A FIT "])
def test_a_nurture_reason_that_may_mean_anything_is_flagged(says: str) -> None:
    (remark,) = remarks(later(says))

    assert (remark.code, remark.reason) == ("ambiguous", "x")
    assert repr(says) in remark.wrong
    assert remark.better.startswith("say why the timing is wrong, such as")


@pytest.mark.parametrize(
    "says", ["No budget until April", "Not a fit before we sell in Japan", "Not ready: moves office in May"]
)
def test_the_same_words_with_the_time_beside_them_are_fine(says: str) -> None:
    assert codes(later(says)) == []


@pytest.mark.statement("RS-05")
@pytest.mark.parametrize(
    "says", ["Not a fit", "Bad lead / junk lead", "Bad lead", "junk lead", "bad lead or junk"]
)
def test_an_unqualified_reason_that_may_mean_anything_is_flagged(says: str) -> None:
    (remark,) = remarks(never(says))

    assert remark.code == "ambiguous"
    assert remark.better.startswith("say by which objective criterion, such as")


@pytest.mark.statement("RS-06")
@pytest.mark.parametrize(
    "says", ["Other", "other...", "Misc.", "N/A", "Unknown / other", "None of the above"]
)
def test_a_bucket_for_anything_is_flagged(says: str) -> None:
    assert codes(later(says)) == ["catch_all"]
    assert codes(never(says)) == ["catch_all"]


@pytest.mark.statement("RS-06")
def test_a_reason_is_worded_as_a_prospect_would_word_it() -> None:
    assert codes(later("budget_later")) == ["not_plain"]
    assert codes(later("???")) == ["not_plain"]
    assert codes(later("Timing")) == ["one_word"]
    assert codes(never("Student")) == []
    assert codes(never("NO LONGER AT ORGANIZATION")) == []
    assert [each.wrong for each in remarks(never("Fails BANT for the US"))] == [
        "'BANT' is shorthand that a prospect would not use"
    ]


@pytest.mark.statement("RS-06")
def test_a_judgement_cannot_be_audited() -> None:
    assert codes(never("Poor email domain")) == ["subjective"]
    assert codes(later("Poor harvest this year, buys next autumn")) == []


def test_two_reasons_with_the_same_words_are_one() -> None:
    (remark,) = remarks(later("Moves office in May", "a"), later("moves office, in May!", "b"))

    assert (remark.code, remark.reason) == ("same_words", "b")
    assert "'a'" in remark.wrong


@pytest.mark.statement("ST-17")
def test_a_doctor_without_a_degree_is_unqualified_and_one_who_is_not_the_best_today_goes_to_nurture() -> None:
    degree = never("Has no medical degree", "no_degree")
    today = later("Another candidate has more experience this year", "not_the_best_today")
    disqualified = never("Disqualified: not the best candidate today", "disqualified")

    assert codes(degree, today) == []
    (remark,) = remarks(disqualified)
    assert remark.code == "disqualified"
    assert remark.better.startswith("somebody who is not the best choice today goes to nurture")
    assert "disqualified" not in {kind.value for kind in EventKind} | {stage.value for stage in Stage}


@pytest.mark.statement("RS-07")
def test_a_house_without_both_kinds_of_abandoned_is_told_so() -> None:
    assert [each.code for each in lint_reasons(nurture_reasons())] == list(WHOLE_HOUSE)
    assert [each.code for each in lint_reasons([NO_RESPONSE])] == ["no_auto_abandoned"]
    assert [(each.disposition, each.abandoned) for each in abandoned_reasons()] == [
        ("nurture", "rep"),
        ("nurture", "auto"),
    ]


@pytest.mark.statement("RS-07")
def test_abandoned_without_its_kind_is_flagged() -> None:
    assert codes(later("Abandoned after a cadence")) == ["abandoned_kind"]
    kind = Reason(code="x", disposition="nurture", says="Abandoned after a cadence", abandoned="rep")
    assert codes(kind) == []


@pytest.mark.statement("RS-12")
def test_silence_leads_to_nurture_and_cannot_be_declared_as_unqualified() -> None:
    with pytest.raises(InputError, match="silence does not say never"):
        Reason(code="x", disposition="unqualified", says="No response", abandoned="rep")

    assert codes(never("No response to six calls")) == ["never_by_silence"]
    step = advance(STATE_OF[Stage.WORKING], unqualified(NOON + 1, NO_RESPONSE), GENEROUS)
    assert (step.result, step.code) == (Result.REFUSED, "reason_refused")


def test_what_is_abandoned_was_worked_and_the_kinds_are_two() -> None:
    with pytest.raises(InputError, match="needs a lead that somebody worked"):
        Reason(code="x", disposition="nurture", says="No reply", abandoned="auto", without_touch=True)
    with pytest.raises(InputError, match="is not one of rep, auto"):
        Reason(code="x", disposition="nurture", says="No reply", abandoned="both")  # type: ignore[arg-type]


@pytest.mark.statement("RS-08", "RS-11")
def test_who_gives_up_after_a_cadence_says_no_response_and_the_lead_keeps_its_source() -> None:
    case = generous(assigned(1), touched(2), touched(30)).case
    after = advance(case.state, nurtured(40, NO_RESPONSE), GENEROUS)
    given_up = generous(assigned(1), touched(2), touched(30), nurtured(40, NO_RESPONSE)).case

    assert (after.result, after.state.stage) == (Result.MOVED, Stage.NURTURE)
    assert NO_RESPONSE.abandoned == "rep"
    assert given_up.cycles[0].reason == "no_response"
    assert given_up.lead.source == a_lead().source == "form"
    (line,) = measure([given_up], by="source", at=hour(50))
    assert (line.name, line.nurture) == ("form", 1)


@pytest.mark.statement("RS-07")
def test_the_two_kinds_are_told_apart_by_what_was_recorded() -> None:
    kinds = {reason.code: reason.abandoned for reason in GENEROUS.reasons}
    for reason, kind in ((NO_RESPONSE, "rep"), (AUTO, "auto")):
        case = generous(assigned(1), touched(2), nurtured(40, reason)).case
        assert kinds[case.cycles[0].reason or ""] == kind


# ------------------------------------------------------------------------------------------------------------- laws

BAD = {
    "nurture": ("no budget", "not a fit"),
    "unqualified": ("not a fit", "bad lead", "junk lead", "bad lead / junk lead"),
}
TEXTS = st.text(max_size=30) | st.sampled_from(
    ["No budget", "Not a fit", "Other", "Junk lead", "DQ", "Abandoned", "No longer at organization", "a_b"]
)
ANY_REASON = st.builds(
    lambda code, disposition, says: Reason(code=code, disposition=disposition, says=says),
    code=st.sampled_from(["a", "b", "c", "d"]),
    disposition=st.sampled_from(["nurture", "unqualified"]),
    says=TEXTS.filter(bool),
)


def obviously_bad(reason: Reason) -> bool:
    """The texts' examples, found by taking out everything but letters one by one."""
    letters = re.sub(r"[^a-z]+", " ", reason.says.lower()).strip()
    return any(
        letters == re.sub(r"[^a-z]+", " ", bad).strip()
        for bad in BAD[reason.disposition]
        if reason.says.isascii() and not any(each.isdigit() for each in reason.says)
    )


@given(st.lists(ANY_REASON, max_size=5))
def test_any_catalogue_can_be_read_and_every_remark_is_about_one_of_its_reasons(
    catalogue: list[Reason],
) -> None:
    found = lint_reasons(catalogue)

    assert {each.reason for each in found if each.code not in WHOLE_HOUSE} <= {
        each.code for each in catalogue
    }
    assert [each.code for each in found[-2:]] == list(WHOLE_HOUSE)
    assert all(each.wrong and each.better for each in found)
    for reason in catalogue:
        if obviously_bad(reason):
            assert any(each.reason == reason.code and each.code == "ambiguous" for each in found)


@given(st.lists(ANY_REASON, max_size=4, unique_by=lambda each: each.code))
def test_a_remark_on_one_reason_does_not_hang_on_the_others(catalogue: list[Reason]) -> None:
    alone = list(itertools.chain.from_iterable(remarks(reason) for reason in catalogue))

    assert [each for each in remarks(*catalogue) if each.code != "same_words"] == alone


@pytest.mark.statement("RS-13")
def test_the_nurture_reason_decides_which_program_a_lead_goes_to() -> None:
    class House:
        reasons = (
            Reason(code="budget", disposition="nurture", says="Budget next year", program="yearly-check-in"),
            Reason(code="feature", disposition="nurture", says="Misses a feature", program="release-notes"),
            Reason(code="quiet", disposition="nurture", says="No response to a complete cadence"),
        )

    programs = [
        nurture_program(Nurture(lead=LeadId("L1"), cycle=1, reason=code, since=MONDAY), House())
        for code in ("budget", "feature", "quiet")
    ]

    assert programs == ["yearly-check-in", "release-notes", None]
    with pytest.raises(UnknownNameError, match="unknown reason 'budgt', did you mean 'budget'"):
        nurture_program(Nurture(lead=LeadId("L1"), cycle=1, reason="budgt", since=MONDAY), House())


def test_who_is_out_for_good_is_in_no_program() -> None:
    with pytest.raises(InputError, match="program: 'news' is for nurture, and this is for good"):
        Reason(code="x", disposition="unqualified", says="Incompatible systems", program="news")


@pytest.mark.statement("ST-18")
@pytest.mark.parametrize(("keep_marketing", "disposition"), [(True, "nurture"), (False, "unqualified")])
def test_whether_to_go_on_marketing_to_the_wrong_buyer_decides_where_they_go(
    keep_marketing: bool, disposition: str
) -> None:
    apart = wrong_buyer(keep_marketing=keep_marketing, segment=True)
    among_others = wrong_buyer(keep_marketing=keep_marketing, segment=False)

    assert apart.disposition == among_others.disposition == disposition
    assert apart.reason is not None
    assert (apart.reason.code, apart.reason.disposition) == ("wrong_buyer", disposition)
    assert among_others.reason is None
    assert codes(apart.reason) == []


@pytest.mark.statement("RS-15")
@pytest.mark.parametrize("reason", need_reasons(), ids=lambda reason: reason.code)
def test_who_has_no_need_leaves_sales(reason: Reason) -> None:
    class House:
        reasons = need_reasons()

    let_go = nurtured if reason.disposition == "nurture" else unqualified

    step = advance(STATE_OF[Stage.WORKING], let_go(NOON + 1, reason), House())

    assert step.result is Result.MOVED
    assert step.state.stage in (Stage.NURTURE, Stage.UNQUALIFIED)
    assert codes(reason) == []
