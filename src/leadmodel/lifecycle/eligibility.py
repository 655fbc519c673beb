"""Who may be contacted by a programme: a lead that a rep is working on is left alone, and one that opted out for good.

"The Measurable Lead Model" blocks nurture programmes and outbound queues while a lead is in Working, and only then.
What else stands here follows from the states: nobody writes to those who will never buy, and a queue from which reps
are given leads does not hand out one that a rep has, one with an open opportunity, or a customer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from ..records import Case, FrozenMap, Note, Stage, iso, utc
from .standing import notes_between, standing

__all__ = ["Eligibility", "eligible_for_marketing", "eligible_for_outbound"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Eligibility:
    """Whether a lead may be taken, and if not a code and the reason in words; it is true when it may.

    Codes: `not_captured`, `opted_out`, `working`, `unqualified`; for outbound also `assigned`, `qualified`, `won`.
    """

    allowed: bool
    code: str = ""
    why: str = ""

    def __bool__(self) -> bool:
        return self.allowed


_YES = Eligibility(allowed=True)
_MARKETING: Mapping[str, str] = FrozenMap(
    {
        Stage.WORKING: "a rep is working on it, who would be interrupted",
        Stage.UNQUALIFIED: "this person will never buy",
    }
)
_OUTBOUND: Mapping[str, str] = FrozenMap(
    {
        **_MARKETING,
        Stage.ASSIGNED: "a rep has it already and owes it an answer",
        Stage.QUALIFIED: "its opportunity is open, and belongs to who runs it",
        Stage.WON: "it is a customer, and belongs to who looks after it",
    }
)


def eligible_for_marketing(case: Case, *, at: datetime) -> Eligibility:
    """Whether a nurture programme may write to the lead.

    >>> from leadmodel.records import Lead, Raw
    >>> nine = datetime.fromisoformat("2026-11-02T09:00Z")
    >>> case = Case(lead=Lead(id="L1", captured_at=nine, source="form"), history=(), state=Raw(lead="L1", since=nine))
    >>> eligible_for_marketing(case, at=nine).allowed
    True

    Raises `TimeError` for a naive `at`.
    """
    return _judged(case, _MARKETING, at)


def eligible_for_outbound(case: Case, *, at: datetime) -> Eligibility:
    """Whether an outbound queue may hand the lead to a rep. Raises `TimeError` for a naive `at`."""
    return _judged(case, _OUTBOUND, at)


def _judged(case: Case, blocked: Mapping[str, str], at: datetime) -> Eligibility:
    at = utc(at, "at")
    stands = standing(case, at=at)
    if stands is None:
        why = f"it was captured at {iso(case.lead.captured_at)}, after {iso(at)}"
        return Eligibility(allowed=False, code="not_captured", why=why)
    opted_out = notes_between(case, (Note.OPTED_OUT,), None, at)
    if opted_out:
        why = f"it wants no more messages, since {iso(opted_out[0].at)}"
        return Eligibility(allowed=False, code="opted_out", why=why)
    why = blocked.get(stands.stage, "")
    return Eligibility(allowed=False, code=stands.stage.value, why=why) if why else _YES
