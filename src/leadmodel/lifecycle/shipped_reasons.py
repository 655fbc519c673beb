"""Reasons to begin with: those that "The Measurable Lead Model" gives as good ones, and those that every house needs.

>>> from leadmodel.lifecycle import check_reasons, lint_reasons
>>> list(check_reasons(shipped_reasons(), "$.reasons")), lint_reasons(shipped_reasons())
([], ())
"""

from typing import Literal, NamedTuple

from .reasons import Reason

__all__ = [
    "WrongBuyer",
    "abandoned_reasons",
    "need_reasons",
    "nurture_reasons",
    "sales_nurture_reasons",
    "shipped_reasons",
    "unqualified_reasons",
    "wrong_buyer",
]


def nurture_reasons() -> tuple[Reason, ...]:
    """Why the timing is wrong, said so that a program can be chosen by it.

    >>> [reason.says for reason in nurture_reasons()][0]
    'Budget not available for 6+ months'
    """
    return (
        _later("budget_later", "Budget not available for 6+ months"),
        _later("feature_missing", "Product missing key feature for use case"),
        _later("re_evaluating", "Prospect is re-evaluating internal processes"),
    )


def sales_nurture_reasons() -> tuple[Reason, ...]:
    """For a rep who wants to hold a lead that fits: a follow-up is planned, and nobody leaves it in Working."""
    return (_later("sales_nurture", "Asked to be called again in 3 to 6 months"),)


def abandoned_reasons() -> tuple[Reason, ...]:
    """The one reason that every house has, in its two kinds: given up by the rep, or left in Working.

    >>> [(reason.code, reason.abandoned) for reason in abandoned_reasons()]
    [('no_response', 'rep'), ('auto_abandoned', 'auto')]
    """
    return (
        Reason(
            code="no_response",
            disposition="nurture",
            says="Rep abandoned: no response by the end of the cadence",
            abandoned="rep",
        ),
        Reason(
            code="auto_abandoned",
            disposition="nurture",
            says="Auto-abandoned: 30 days in Working, and no rep did anything in the last 7",
            abandoned="auto",
        ),
    )


def unqualified_reasons() -> tuple[Reason, ...]:
    """Why this person will never buy, by something that can be checked; only the first can be seen without a call.

    >>> [reason.without_touch for reason in unqualified_reasons()]
    [True, False, False, False]
    """
    return (
        Reason(
            code="not_a_prospect",
            disposition="unqualified",
            says="Not a prospect (student, job seeker)",
            without_touch=True,
        ),
        _never("incompatible", "Incompatible systems/solutions"),
        _never("left_organization", "No longer at organization"),
        _never("sells_to_us", "Wants to sell something to us"),
    )


def need_reasons() -> tuple[Reason, ...]:
    """Who has no need, as BANT asks for it: all four leave sales ("Nailing Speed to Lead").

    Three of them never will have one, by something that can be checked. Who only looks around may have one later, so
    that is a matter of time and goes to nurture.

    >>> [reason.code for reason in need_reasons() if reason.disposition == "unqualified"]
    ['job_seeker', 'student', 'sells_to_us']
    """
    return (
        _later("just_researching", "Only researches the subject, with no purchase in view"),
        Reason(
            code="job_seeker", disposition="unqualified", says="Looks for a job with us", without_touch=True
        ),
        Reason(code="student", disposition="unqualified", says="College student", without_touch=True),
        _never("sells_to_us", "Wants to sell something to us"),
    )


class WrongBuyer(NamedTuple):
    """Where the right account's wrong buyer goes; `reason` is None where the reasons that there are will do."""

    disposition: Literal["nurture", "unqualified"]
    reason: Reason | None


def wrong_buyer(*, keep_marketing: bool, segment: bool) -> WrongBuyer:
    """The right account and the wrong buyer: nurture or unqualified, by two questions.

    Whether to go on marketing to that title decides where the lead goes; whether to see it apart in the measures, if it
    has a reason of its own. Both are asked in "The Measurable Lead Model".

    >>> wrong_buyer(keep_marketing=True, segment=True).reason.code
    'wrong_buyer'
    >>> wrong_buyer(keep_marketing=False, segment=False)
    WrongBuyer(disposition='unqualified', reason=None)
    """
    disposition: Literal["nurture", "unqualified"] = "nurture" if keep_marketing else "unqualified"
    says = "Right account, but this person has no say in the purchase"
    own = Reason(code="wrong_buyer", disposition=disposition, says=says) if segment else None
    return WrongBuyer(disposition, own)


def shipped_reasons() -> tuple[Reason, ...]:
    """All of them, as a catalogue that a model can take as it is."""
    return (*nurture_reasons(), *sales_nurture_reasons(), *abandoned_reasons(), *unqualified_reasons())


def _later(code: str, says: str) -> Reason:
    return Reason(code=code, disposition="nurture", says=says)


def _never(code: str, says: str) -> Reason:
    return Reason(code=code, disposition="unqualified", says=says)
