"""Leads by bands of the score: what share of each was won, how much better than all that is, and how it adds up.

A band is a range of scores, so leads of one score are never in two bands. Band 1 is the best.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..errors import InputError
from .judged import Judged, Number, at_least_one
from .rates import Gap, Rate, gap_between, gap_to, rate_of, z_of

__all__ = ["Band", "Bands", "band_table", "bands_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bands:
    """Where one band ends and the next begins: `edges` from the highest to the lowest.

    >>> thirds = Bands(edges=(70, 40))
    >>> [thirds.band(score) for score in (100, 70, 69, 40, 0)]
    [1, 1, 2, 2, 3]

    A score that meets an edge is in the better band. Raises `InputError` unless the edges fall.
    """

    edges: tuple[Number, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "edges", tuple(self.edges))
        if any(low >= high for high, low in zip(self.edges, self.edges[1:], strict=False)):
            raise InputError("edges", self.edges, "do not fall, give each once, the highest first")

    def __len__(self) -> int:
        return len(self.edges) + 1

    def band(self, score: Number) -> int:
        """The number of the band that a score lies in."""
        return len(self) - bisect_right(self.edges[::-1], score)

    def numbers(self) -> range:
        """Every band, the best first."""
        return range(1, len(self) + 1)

    def span(self, band: int) -> tuple[Number | None, Number | None]:
        """From which score on, and below which; None where the band has no end."""
        return (
            self.edges[band - 1] if band < len(self) else None,
            self.edges[band - 2] if band > 1 else None,
        )

    def groups(self, outcomes: Iterable[Judged]) -> list[list[Judged]]:
        """The leads of each band, the best first."""
        rising, last = self.edges[::-1], len(self.edges)
        found: list[list[Judged]] = [[] for _ in self.numbers()]
        for each in outcomes:
            found[last - bisect_right(rising, each.score)].append(each)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """One band: its leads (those not known yet among them), the share won of the others, and the sums down to here.

    `lift` is the share won here by the share won of all. `gained` is the share of all wins in this band and those
    above, `worked` the share of all settled leads that it took to get them, `lift_so_far` the one by the other.
    `expected` is the share that was to be expected here, learnt from `expected_from` leads; `gap` is how far above it
    the share came out, `apart` whether that is more than chance. All of these are None where there is nothing to
    divide by, or where nothing was expected.
    """

    band: int
    at_least: Number | None
    below: Number | None
    leads: int
    censored: int
    won: Rate
    lift: float | None
    worked: float | None
    gained: float | None
    lift_so_far: float | None
    expected: float | None = None
    expected_from: int | None = None
    gap: Gap | None = None
    apart: bool | None = None


def bands_of(scores: Iterable[Number], count: int) -> Bands:
    """Bands that hold as nearly the same number of these scores as ties allow.

    >>> bands_of([90, 80, 70, 70, 70, 60, 50, 40], 4).edges
    (80, 70, 60)

    The k-th edge is the score of the lead that completes the best k of `count` parts, and all who have that score are
    in; so ties go up, and many of them leave fewer bands than were asked for. Raises `InputError` for no scores and
    for a count below one.
    """
    ranked = sorted(scores, reverse=True)
    if not ranked:
        raise InputError("scores", [], "is empty, so there are no bands to set")
    at_least_one(count, "bands", "number of bands")
    ends = (-(-part * len(ranked) // count) for part in range(1, count))
    edges = dict.fromkeys(ranked[end - 1] for end in ends)
    # A band below the lowest score would be empty.
    edges.pop(ranked[-1], None)
    return Bands(edges=tuple(edges))


def band_table(
    outcomes: Iterable[Judged],
    bands: Bands,
    *,
    expected: Mapping[int, Rate | float] | None = None,
    confidence: float = 0.95,
) -> tuple[Band, ...]:
    """The table of lift and gains, the best band first.

    >>> from datetime import datetime
    >>> nine = datetime.fromisoformat("2026-11-06T09:00Z")
    >>> ends = [(90, True), (80, True), (70, False), (30, True), (20, False), (10, False)]
    >>> rows = [Judged(lead=f"L{n}", at=nine, score=score, won=won) for n, (score, won) in enumerate(ends)]
    >>> [(each.won.share, each.lift, each.gained) for each in band_table(rows, Bands(edges=(75, 25)))]
    [(1.0, 2.0, 0.6666666666666666), (0.5, 1.0, 1.0), (0.0, 0.0, 1.0)]

    `expected` says for a band which share was to be expected: a number, or a share of an earlier sample, whose own
    uncertainty then counts. Whether a band is `apart` is asked at a confidence that is divided among the bands
    (Bonferroni), so that of twenty tables without any difference one shows some.
    """
    groups = bands.groups(outcomes)
    counts = [(len(rows), *_counted(rows)) for rows in groups]
    all_settled = sum(settled for _, _, settled in counts)
    all_won = sum(won for _, won, _ in counts)
    shared = z_of(1 - (1 - confidence) / len(bands))
    table: list[Band] = []
    won_so_far = settled_so_far = 0
    for number, (leads, won, settled) in zip(bands.numbers(), counts, strict=True):
        won_so_far += won
        settled_so_far += settled
        rate = rate_of(won, settled, confidence=confidence)
        hoped = None if expected is None else expected.get(number)
        gap = _gap(rate, hoped, shared)
        at_least, below = bands.span(number)
        table.append(
            Band(
                band=number,
                at_least=at_least,
                below=below,
                leads=leads,
                censored=leads - settled,
                won=rate,
                lift=_ratio(won * all_settled, settled * all_won),
                worked=_ratio(settled_so_far, all_settled),
                gained=_ratio(won_so_far, all_won),
                lift_so_far=_ratio(won_so_far * all_settled, settled_so_far * all_won),
                expected=hoped.share if isinstance(hoped, Rate) else hoped,
                expected_from=hoped.whole if isinstance(hoped, Rate) else None,
                gap=gap,
                apart=None if gap is None else gap.apart,
            )
        )
    return tuple(table)


def _counted(rows: Sequence[Judged]) -> tuple[int, int]:
    won = sum(each.won is True for each in rows)
    return won, won + sum(each.won is False for each in rows)


def _gap(actual: Rate, expected: Rate | float | None, z: float) -> Gap | None:
    if expected is None:
        return None
    return gap_between(actual, expected, z) if isinstance(expected, Rate) else gap_to(actual, expected, z)


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None
