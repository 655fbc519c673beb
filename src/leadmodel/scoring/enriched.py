"""A score and the data that it rests on: enrichment comes first, and a lead that was scored without it shows.

"Nailing Speed to Lead" has a record enriched, then scored, and only then copied to the CRM.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from ..records import Case, iso
from .rules import HasScoring
from .scorecard import Scorecard, score

__all__ = ["EnrichedCard", "EnrichedCode", "HasInstant", "score_enriched"]


class HasInstant(Protocol):
    """Anything that happened at an instant, such as an enrichment."""

    @property
    def at(self) -> datetime: ...


class EnrichedCode(StrEnum):
    """Whether data had been added when the lead was scored."""

    ENRICHED = "enriched"
    SCORED_UNENRICHED = "scored_unenriched"


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrichedCard:
    """A card, and when data was added last before it was made; None for never."""

    card: Scorecard
    enriched_at: datetime | None

    @property
    def code(self) -> EnrichedCode:
        return EnrichedCode.SCORED_UNENRICHED if self.enriched_at is None else EnrichedCode.ENRICHED

    def __str__(self) -> str:
        said = "not enriched" if self.enriched_at is None else f"enriched at {iso(self.enriched_at)}"
        head, _, lines = str(self.card).partition("\n")
        return f"{head}, {said}" + (f"\n{lines}" if lines else "")


def score_enriched(
    case: Case, model: HasScoring, enrichments: Iterable[HasInstant], *, at: datetime
) -> EnrichedCard:
    """Score a case, and say whether its data had been added by then.

    `enrichments` are those of the case (`leadmodel.lifecycle.enrichments`); what comes after `at` has not happened yet,
    and on one instant the right order is assumed. Raises `TimeError` for a naive `at`.
    """
    card = score(case, model, at=at)
    return EnrichedCard(
        card=card,
        enriched_at=max((each.at for each in enrichments if each.at <= card.at), default=None),
    )
