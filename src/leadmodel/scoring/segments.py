"""The two uses of a score: to tell which leads go to sales, and to form segments of those that are nurtured."""

from collections.abc import Iterable
from dataclasses import dataclass

from ..records import LeadId
from .rules import Scoring
from .scorecard import Scorecard

__all__ = ["Segment", "segments"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """The leads of one cell of the matrix, by id; `sales_ready` ones go to sales, the others are nurtured."""

    label: str
    sales_ready: bool
    leads: tuple[LeadId, ...]


def segments(cards: Iterable[Scorecard], scoring: Scoring) -> tuple[Segment, ...]:
    """Every cell of the matrix with the leads that are in it, best grade first; empty cells are shown as such.

    A card with a label that the model does not have belongs to another model and is in no segment.
    """
    leads: dict[str, list[LeadId]] = {label: [] for label in scoring.labels()}
    for card in cards:
        if card.label in leads:
            leads[card.label].append(card.lead)
    return tuple(
        Segment(label=label, sales_ready=label in scoring.sales_ready, leads=tuple(sorted(found)))
        for label, found in leads.items()
    )
