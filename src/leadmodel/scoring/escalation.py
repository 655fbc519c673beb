"""When a lead that rises in the matrix is handed to sales: on the crossing, and once.

"Zephyr 47": as leads are nurtured to a minimum of B2, they are escalated to sales automatically.

>>> from .treatments import Treatments
>>> treatments = Treatments(sales=("A1", "A2", "B1", "B2"), rest="nurture")
>>> escalates("C3", "B2", treatments, already=False).reason
<EscalationReason.ROSE: 'rose'>
>>> bool(escalates("B2", "A1", treatments, already=True))
False
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from ..errors import InputError
from .treatments import Treatment, Treatments

__all__ = ["Escalation", "EscalationReason", "escalates"]


class EscalationReason(StrEnum):
    """Why a lead is escalated now, or why not."""

    #: It was nurtured or let go before, and its cell is one for sales now.
    ROSE = "rose"
    #: Nothing was known of it before, and its first cell is one for sales.
    FIRST_CELL = "first_cell"
    #: It rises again, and has been escalated in this cycle.
    ALREADY_ESCALATED = "already_escalated"
    #: Its cell before was one for sales, so there is no crossing.
    WAS_WITH_SALES = "was_with_sales"
    #: Its cell now is none for sales.
    BELOW = "below"
    #: Its cell now is not known.
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation:
    """Whether a lead is handed to sales now, and why; true where it is. `before` and `after` are None where unknown."""

    due: bool
    reason: EscalationReason
    before: Treatment | None
    after: Treatment | None

    def __bool__(self) -> bool:
        return self.due


def escalates(
    before: str | None,
    after: str | None,
    treatments: Treatments,
    *,
    already: bool,
    cells: Iterable[str] | None = None,
) -> Escalation:
    """Whether the change from one cell to another hands a lead to sales.

    `already` says whether the lead was escalated in this cycle; a new cycle starts with a no. None is a cell that is
    not known: before, that of a lead which nobody had graded; after, that of one whose size is missing, say.

    >>> treatments = Treatments(sales=("A1", "B1"), rest="nurture")
    >>> [escalates(*step, treatments, already=False).due for step in [("B2", "B1"), ("B1", "A1"), (None, "A1")]]
    [True, False, True]
    >>> escalates("B2", "B1", treatments, already=True).reason.value
    'already_escalated'

    Raises `UnknownNameError` for a cell that has no treatment, or that is not among the `cells` of the matrix where
    these are given; `InputError` for an `already` that is neither yes nor no.
    """
    given: object = already
    if not isinstance(given, bool):
        raise InputError("already", already, "is neither True nor False")
    known = None if cells is None else tuple(cells)
    was, now = (
        None if cell is None else treatments.treatment_of(cell, cells=known) for cell in (before, after)
    )
    reason = _reason(was, now, already)
    due = reason in (EscalationReason.ROSE, EscalationReason.FIRST_CELL)
    return Escalation(due=due, reason=reason, before=was, after=now)


def _reason(was: Treatment | None, now: Treatment | None, already: bool) -> EscalationReason:
    if now is None:
        return EscalationReason.UNKNOWN
    if now is not Treatment.SALES:
        return EscalationReason.BELOW
    if was is Treatment.SALES:
        return EscalationReason.WAS_WITH_SALES
    if already:
        return EscalationReason.ALREADY_ESCALATED
    return EscalationReason.FIRST_CELL if was is None else EscalationReason.ROSE
