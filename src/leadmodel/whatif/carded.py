"""Scoring the cases of a sample by a model, or by its scoring alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ..errors import InputError
from ..records import Case, Lead, LeadId
from ..scoring import Scorecard, Scoring, score

__all__ = ["Sample", "card_of", "lead_of", "sample_of"]

#: Each lead once, by id.
Sample = dict[LeadId, Case | Lead]


@dataclass(frozen=True, slots=True)
class _OnlyScoring:
    scoring: Scoring


def card_of(case: Case | Lead, scoring: Scoring, at: datetime) -> Scorecard:
    """The card of a lead."""
    return score(case, _OnlyScoring(scoring), at=at)


def lead_of(case: Case | Lead) -> Lead:
    """The lead of a case, or the lead itself."""
    return case.lead if isinstance(case, Case) else case


def sample_of(cases: Iterable[Case | Lead], argument: str) -> Sample:
    """The cases by the id of their lead, in its order. Raises `InputError` for a lead that is there twice."""
    found: Sample = {}
    for case in cases:
        name = lead_of(case).id
        if name in found:
            raise InputError(argument, name, "is there twice, give each lead once")
        found[name] = case
    return dict(sorted(found.items()))
