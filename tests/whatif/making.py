"""Judged leads with good defaults, and Hypothesis strategies for many of them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from leadmodel.records import LeadId
from leadmodel.whatif import Judged

START = datetime(2026, 1, 5, 9, tzinfo=UTC)  # a Monday
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LABELS = ("A1", "A2", "A3", "B1", "B2", "B3")
RULES = ("demo", "student", "vp")

ends = st.sampled_from([True, False, None])
#: Few different ones, so that ties are common; far apart and negative ones too.
scores = st.one_of(st.integers(-3, 4), st.sampled_from([-(10**9), 0.5, 2.25, 10**9]))
#: A label, which rules matched and who got it; one draw is quicker than three.
_WHO = st.sampled_from(
    [
        (label, rules, rep)
        for label in (None, *LABELS)
        for rules in ((), ("demo",), ("vp",), ("demo", "vp"), RULES)
        for rep in (None, "ann", "bob")
    ]
)
chances = st.sampled_from([0, 0.1, 0.25, 0.5, 0.75, 0.9, 1])


def judged(id: str = "L1", **changes: Any) -> Judged:
    """A lead of 50 points that was won."""
    told: dict[str, Any] = {"at": START, "score": 50, "won": True}
    return Judged(lead=LeadId(id), **(told | changes))


def leads_of(pairs: Iterable[tuple[Any, bool | None]], **changes: Any) -> list[Judged]:
    """Leads an hour apart, of these scores and these ends."""
    return [
        judged(f"L{number}", at=START + number * HOUR, score=score, won=won, **changes)
        for number, (score, won) in enumerate(pairs)
    ]


def won_of(won: int, of: int, *, name: str = "L", **changes: Any) -> list[Judged]:
    """So many won leads, and lost ones up to the number of all."""
    return [judged(f"{name}{number}", won=number < won, **changes) for number in range(of)]


def scaled(rows: Iterable[Judged], factor: int) -> list[Judged]:
    return [replace(each, score=each.score * factor) for each in rows]


@st.composite
def outcomes(
    draw: st.DrawFn, min_size: int = 0, max_size: int = 16, score: st.SearchStrategy[Any] = scores
) -> list[Judged]:
    """Leads of some days, each scored once; some not known yet, some with a label, some that tell when it was known."""
    lives = st.tuples(score, ends, st.integers(0, 120), st.sampled_from([None, 0, 5, 90]), _WHO)
    return [
        judged(
            f"L{number}",
            at=START + hour * HOUR,
            score=points,
            won=won,
            label=who[0],
            known_at=None if won is None or wait is None else START + (hour + wait) * HOUR,
            rules=who[1],
            rep=who[2],
        )
        for number, (points, won, hour, wait, who) in enumerate(
            draw(st.lists(lives, min_size=min_size, max_size=max_size))
        )
    ]


@st.composite
def shuffled(draw: st.DrawFn, rows: Sequence[Judged]) -> list[Judged]:
    return draw(st.permutations(rows)) if rows else []


def settled(rows: Iterable[Judged]) -> list[Judged]:
    return [each for each in rows if each.won is not None]


def still_open(count: int, **changes: Any) -> list[Judged]:
    """Leads that are not known yet."""
    return [
        judged(f"open{number}", **({"at": START + number * HOUR} | changes | {"won": None}))
        for number in range(count)
    ]
