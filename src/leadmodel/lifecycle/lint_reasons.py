"""What is wrong with a catalogue of reasons, and what a good one would say.

A model with bad reasons is valid; it only cannot be learnt from. "The Measurable Lead Model" names bad examples and
says what good ones have: for nurture why the *timing* is wrong, for unqualified an objective criterion, and for both
plain words that can be audited.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .reasons import Reason

__all__ = ["ReasonRemark", "lint_reasons"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonRemark:
    """One weakness. `reason` is the code of the reason, empty where the whole catalogue lacks something.

    Codes: `ambiguous`, `catch_all`, `disqualified`, `subjective`, `never_by_silence`, `abandoned_kind`, `not_plain`,
    `one_word`, `acronym`, `same_words`; of the whole catalogue `no_rep_abandoned` and `no_auto_abandoned`.
    """

    code: str
    reason: str
    wrong: str
    better: str


_WHY_NOT_NOW = "say why the timing is wrong, such as 'Budget not available for 6+ months'"
_WHY_NEVER = "say by which objective criterion, such as 'Not a prospect (student, job seeker)'"
_BETTER = {"nurture": _WHY_NOT_NOW, "unqualified": _WHY_NEVER}

#: Whole texts, or whole parts of one: "No budget" says nothing, "No budget until April" does.
_AMBIGUOUS = {
    "nurture": frozenset(
        {
            "bad fit",
            "bad timing",
            "no budget",
            "no interest",
            "no need",
            "not a fit",
            "not a good fit",
            "not interested",
            "not now",
            "not ready",
        }
    ),
    "unqualified": frozenset(
        {
            "bad fit",
            "bad lead",
            "garbage",
            "junk",
            "junk lead",
            "low quality",
            "no fit",
            "not a fit",
            "not a good fit",
            "not interested",
            "spam",
        }
    ),
}
_CATCH_ALL = frozenset(
    {
        "any other",
        "any other reason",
        "general",
        "misc",
        "miscellaneous",
        "n a",
        "na",
        "none",
        "none of the above",
        "other",
        "other reason",
        "others",
        "reason unknown",
        "see notes",
        "something else",
        "tbd",
        "unclear",
        "unknown",
        "various",
    }
)
_SUBJECTIVE = frozenset(
    {"bad", "crap", "garbage", "junk", "lousy", "poor", "terrible", "useless", "weak", "worthless"}
)
_SILENCE = (
    "abandoned",
    "did not answer",
    "never answered",
    "never responded",
    "no answer",
    "no reply",
    "no response",
    "unresponsive",
)
#: Read by everybody as words; the rest is shorthand of one team.
_KNOWN_CAPITALS = frozenset({"CEO", "CFO", "CTO", "EU", "HR", "IT", "UK", "UN", "US", "USA", "VP"})
_CAPITALS = re.compile(r"\b[A-Z]{2,6}\b")
_PARTS = re.compile(r"[/,;|]|\bor\b|\band\b")


def lint_reasons(reasons: Iterable[Reason]) -> tuple[ReasonRemark, ...]:
    """Every weakness, in the order of the catalogue; a reason that is called bad outright is not picked apart further.

    >>> vague = Reason(code="no_budget", disposition="nurture", says="No budget")
    >>> remark = lint_reasons([vague])[0]
    >>> remark.code, remark.reason, remark.better
    ('ambiguous', 'no_budget', "say why the timing is wrong, such as 'Budget not available for 6+ months'")
    """
    catalogue = tuple(reasons)
    found: list[ReasonRemark] = []
    first: dict[str, str] = {}
    for reason in catalogue:
        found += _of_one(reason)
        earlier = first.setdefault(_plain(reason.says), reason.code)
        if earlier != reason.code:
            found.append(
                ReasonRemark(
                    code="same_words",
                    reason=reason.code,
                    wrong=f"says the same as {earlier!r}, so that a rep picks either",
                    better="keep one of the two, or say what tells them apart",
                )
            )
    for kind, who in (("rep", "the rep gave up after a cadence"), ("auto", "the lead was left in Working")):
        if not any(reason.abandoned == kind for reason in catalogue):
            found.append(
                ReasonRemark(
                    code=f"no_{kind}_abandoned",
                    reason="",
                    wrong=f"no reason says that {who}, and every house has such leads",
                    better=f"add a nurture reason with abandoned = {kind!r}",
                )
            )
    return tuple(found)


def _of_one(reason: Reason) -> Iterator[ReasonRemark]:
    says, plain, better = reason.says, _plain(reason.says), _BETTER[reason.disposition]
    parts = [_plain(part) for part in _PARTS.split(says.casefold())]
    named = [part for part in parts if part]

    def remark(code: str, wrong: str, instead: str = better) -> ReasonRemark:
        return ReasonRemark(code=code, reason=reason.code, wrong=wrong, better=instead)

    if plain in _CATCH_ALL or (named and all(part in _CATCH_ALL for part in named)):
        yield remark("catch_all", f"{says!r} is a bucket for anything, and nothing can be learnt from it")
        return
    if named and all(part in _AMBIGUOUS[reason.disposition] | _CATCH_ALL for part in named):
        yield remark("ambiguous", f"{says!r} may mean anything from not now to never")
        return
    words = plain.split()
    if any(word.startswith("disqualif") for word in words):
        yield remark(
            "disqualified",
            f"{says!r} names a choice of ours, not a criterion that the lead fails",
            "somebody who is not the best choice today goes to nurture; " + _WHY_NEVER,
        )
    if reason.disposition == "unqualified":
        if any(f" {silence} " in f" {plain} " for silence in _SILENCE):
            yield remark(
                "never_by_silence",
                f"{says!r} says that nobody answered, and silence does not say never",
                "send the lead to nurture, with a reason that is abandoned = 'rep'",
            )
        judged = sorted(_SUBJECTIVE & set(words))
        if judged:
            yield remark("subjective", f"{judged[0]!r} is a judgement that nobody can audit")
    if reason.abandoned is None and reason.disposition == "nurture" and "abandoned" in words:
        yield remark(
            "abandoned_kind",
            f"{says!r} does not record who gave up",
            "say abandoned = 'rep' or abandoned = 'auto'",
        )
    if "_" in says or not plain:
        yield remark("not_plain", f"{says!r} is a code, not plain words")
    elif reason.disposition == "nurture" and len(words) == 1:
        yield remark("one_word", f"{says!r} does not say why the time is wrong")
    short = [word for word in _CAPITALS.findall(says) if word not in _KNOWN_CAPITALS]
    if short and not (says.isupper() and len(words) > 1):
        yield remark(
            "acronym",
            f"{short[0]!r} is shorthand that a prospect would not use",
            "write it out in plain words",
        )


def _plain(text: str) -> str:
    """The words alone, in small letters and with single spaces."""
    return " ".join("".join(each if each.isalnum() else " " for each in text.casefold()).split())
