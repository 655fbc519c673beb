"""A decision as text that is the same everywhere, and asked again: whether the router would say the same today.

The text is canonical JSON: sorted, without blanks, in ASCII. It holds the whole decision, and the digest of all that it
was made from, so that whoever keeps it can prove later what was decided and why.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..errors import InputError
from ..records.plain import as_plain
from .decision import Decision

__all__ = ["Replayed", "decision_text", "replay_decision"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """What came of asking again: `same` if the text is the same, byte for byte.

    `same_inputs` tells whether the question was the same; if it was not, another answer is no wonder. `changed` names
    the parts of the decision that differ.
    """

    same: bool
    same_inputs: bool
    changed: tuple[str, ...]
    decision: Decision


def decision_text(decision: Decision) -> str:
    """The decision in full as canonical JSON.

    >>> from datetime import UTC, datetime
    >>> nine = datetime(2026, 11, 9, 9, tzinfo=UTC)
    >>> held = Decision(lead="L1", at=nine, rep=None, language="en", says="nobody", retry_at=None, candidates=())
    >>> decision_text(held)[:56]
    '{"at":"2026-11-09T09:00:00Z","candidates":[],"cost":1,"e'
    """
    return json.dumps(as_plain(decision), sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def replay_decision(text: str, decision: Decision) -> Replayed:
    """Compare a decision that was kept with one made now of the same question, or of what is thought to be the same.

    Raises `InputError` for a text that is no decision.
    """
    try:
        kept = json.loads(text)
    except ValueError:
        kept = None
    if not isinstance(kept, Mapping) or "inputs" not in kept:
        raise InputError("text", text[:60], "is no decision, give what decision_text wrote")
    now: dict[str, Any] = json.loads(decision_text(decision))
    changed = sorted(name for name in {*kept, *now} if kept.get(name, ...) != now.get(name, ...))
    return Replayed(
        same=text == decision_text(decision),
        same_inputs=kept["inputs"] == now["inputs"],
        changed=tuple(changed),
        decision=decision,
    )
