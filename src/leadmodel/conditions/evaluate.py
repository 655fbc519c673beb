"""Answering a condition for one lead: match, no match, or unknown.

Three-valued as SQL is, so that a DataFrame gives the same answer: what is missing never matches, and its negation does
not match either; only `present` asks about missing itself.
"""

from collections.abc import Mapping
from typing import Any, Protocol

from ..records import FrozenMap, Graded, Lead
from .condition import Condition
from .generate import Source, compile_source
from .vocabulary import BUILT_IN

__all__ = ["Answer", "Compiled", "compile_condition", "read_lead"]

Answer = bool | None
#: What is known beside a lead, by name: what it has done, or what it hangs on. What is not there is unknown.
Figures = Mapping[str, Any]
_NO_FIGURES: Figures = FrozenMap()


class Compiled(Protocol):
    """A condition as a function of a lead, of its scorecard, and of what it has done."""

    def __call__(self, lead: Lead, card: Graded | None, figures: Figures = ..., /) -> Answer: ...


def compile_condition(condition: Condition) -> Compiled:
    """A function of a lead and its scorecard (or None) that answers True, False or None for unknown.

    >>> from datetime import datetime, UTC
    >>> swiss = compile_condition(Condition(field="lead.country", equals="CH"))
    >>> lead = Lead(id="L1", captured_at=datetime(2026, 11, 6, tzinfo=UTC), source="form", country="CH")
    >>> swiss(lead, None)
    True
    >>> elsewhere = compile_condition(Condition(none_of=(Condition(field="lead.title", equals="Intern"),)))
    >>> elsewhere(lead, None) is None
    True

    A value of another kind than the one asked about (a text where a number is compared) is unknown, not an error.
    What is no field of the lead or of its card is read from a third argument, by name. The function is made on first
    use and kept with the condition.
    """
    kept: Compiled | None = getattr(condition, "kept", None)
    if kept is None:
        source = Source(read_lead)
        answer = source.answer(condition)
        kept = compile_source(source, f"lead, card, figures={source.bind(_NO_FIGURES)}", answer)
        object.__setattr__(condition, "kept", kept)
    return kept


def read_lead(source: Source, subject: str) -> str:
    """How a subject is read from `lead`, `card` and `figures`; what is missing reads as None."""
    built_in = BUILT_IN.get(subject)
    if built_in is not None:
        path = built_in[1]
        return f"None if card is None else {path}" if path.startswith("card.") else path
    if subject.startswith("fields."):
        return f"lead.fields.get({source.bind(subject.removeprefix('fields.'))})"
    return f"figures.get({source.bind(subject)})"
