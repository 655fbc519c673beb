"""The difference of two versions as text, for those who read."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .compare import ScoringDiff

__all__ = ["diff_text"]


def diff_text(diff: "ScoringDiff") -> str:
    """Who moves, what sales gets, what is declared differently and what comes of it."""
    return "\n".join(_lines(diff))


def _lines(diff: "ScoringDiff") -> Iterator[str]:
    if diff.same:
        yield f"no difference on {diff.sample} leads"
        return
    yield f"{len(diff.moved)} of {diff.sample} leads move, {len(diff.leads)} change in points or cell"
    more = diff.ready_after - diff.ready_before
    yield f"ready for sales: {diff.ready_before} before, {diff.ready_after} after ({more:+})"
    work = diff.workload
    if work is not None:
        verdict = "" if work.verdict is None else f": {work.verdict} at a capacity of {work.capacity:g}"
        yield f"for each rep and week: {work.before:.1f} before, {work.after:.1f} after{verdict}"
    for declared in (*diff.rules.rules, *diff.rules.other):
        yield f"  {declared}"
    if diff.effects:
        yield "what comes of it:"
    for effect in diff.effects:
        who = f"{effect.part} {effect.step} {effect.rule!r}"
        yield f"  {who}: {effect.leads} leads, {effect.change:+} points in all"
    moves = [move for move in diff.moves if move.before != move.after]
    if moves:
        yield "moves:"
    for move in moves:
        yield f"  {move.before} to {move.after}: {move.leads}"
