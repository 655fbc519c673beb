"""Two ways of answering one question, timed fairly: in one process, turn by turn, and the median of many rounds.

What matters is the ratio: it hardly depends on the machine, and noise that hits one side of a round hits the other.
"""

import gc
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter

__all__ = ["Comparison", "Figures", "measure", "table"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One question, our answer and the plain one.

    `number` is how often each side is called in a round; a reference that is far slower may have its own
    `reference_number`. Whoever writes one first makes sure that both sides give the same answer.
    """

    name: str
    ours: Callable[[], object]
    reference: Callable[[], object]
    reference_is: str
    number: int = 1
    reference_number: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Seconds for one call of each side, and ours as a multiple of the reference: below one is faster."""

    ours: float
    reference: float
    reference_is: str

    @property
    def ratio(self) -> float:
        return self.ours / self.reference

    def to_dict(self) -> dict[str, float | str]:
        return {
            "ours": self.ours,
            "reference": self.reference,
            "ratio": self.ratio,
            "reference_is": self.reference_is,
        }


def measure(comparison: Comparison, *, rounds: int) -> Figures:
    """Time both sides by turns; the collector of garbage is off while a side runs."""
    loops = comparison.number
    reference_loops = comparison.reference_number or loops
    comparison.ours()
    comparison.reference()
    ours: list[float] = []
    reference: list[float] = []
    was_on = gc.isenabled()
    gc.disable()
    try:
        for _ in range(rounds):
            gc.collect()
            ours.append(_seconds_a_call(comparison.ours, loops))
            reference.append(_seconds_a_call(comparison.reference, reference_loops))
    finally:
        if was_on:
            gc.enable()
    return Figures(ours=median(ours), reference=median(reference), reference_is=comparison.reference_is)


def table(rows: list[tuple[Comparison, Figures]]) -> str:
    """The figures for people."""
    head = ("benchmark", "ours", "reference", "ratio", "the reference is")
    body = [
        (
            comparison.name + (f" ({comparison.note})" if comparison.note else ""),
            _readable(figures.ours),
            _readable(figures.reference),
            f"{figures.ratio:.4g}",
            figures.reference_is,
        )
        for comparison, figures in rows
    ]
    widths = [max(len(line[column]) for line in (head, *body)) for column in range(len(head))]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if 0 < column < 4 else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in (head, *body)
    )


def _seconds_a_call(call: Callable[[], object], loops: int) -> float:
    turns = range(loops)
    start = perf_counter()
    for _ in turns:
        call()
    return (perf_counter() - start) / loops


def _readable(seconds: float) -> str:
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-9:.3g} ns"
