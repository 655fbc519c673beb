"""Whether a probability keeps what it promises: of the leads given 20%, was about a fifth won?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import fsum, inf, log

from ..errors import InputError
from ..records import iso
from .bands import Band, Bands, band_table, bands_of
from .judged import Judged, Number
from .rates import Gap, Rate, gap_to, rate_of, z_of

__all__ = ["Calibration", "calibration", "checked_probabilities", "mean_score", "promised"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """What was promised and what came, by band and in all.

    `brier` is the mean squared distance of the probability from the outcome (Brier 1950), `log_loss` the mean of
    -ln(probability of what happened), infinite when the impossible happened (Good 1952). Both are low when good and
    both blend calibration with separation, so read them beside the AUC. None of no settled leads.
    """

    bands: tuple[Band, ...]
    expected: float | None
    won: Rate
    censored: int
    gap: Gap | None
    apart: bool | None
    brier: float | None
    log_loss: float | None


def calibration(
    outcomes: Iterable[Judged], *, bands: int | Sequence[Number] = 10, confidence: float = 0.95
) -> Calibration:
    """How the shares won lie to the probabilities that were given, by bands of these leads or between given edges.

    >>> from datetime import datetime
    >>> nine = datetime.fromisoformat("2026-11-06T09:00Z")
    >>> rows = [Judged(lead=f"L{n}", at=nine, score=0.2, won=n < 30) for n in range(100)]
    >>> found = calibration(rows, bands=1)
    >>> found.expected, found.won.share, found.apart
    (0.2, 0.3, True)

    The expected share of a band is the mean of the probabilities of its settled leads. Raises `InputError` for a score
    that is no probability, and for no leads.
    """
    rows = checked_probabilities(outcomes)
    edges = (
        bands_of((each.score for each in rows), bands)
        if isinstance(bands, int)
        else Bands(edges=tuple(bands))
    )
    settled = [each for each in rows if each.settled]
    won = rate_of(sum(each.won is True for each in settled), len(settled), confidence=confidence)
    expected = mean_score(settled)
    gap = None if expected is None else gap_to(won, expected, z_of(confidence))
    return Calibration(
        bands=band_table(rows, edges, expected=promised(rows, edges), confidence=confidence),
        expected=expected,
        won=won,
        censored=len(rows) - len(settled),
        gap=gap,
        apart=None if gap is None else gap.apart,
        brier=_mean([(each.score - bool(each.won)) ** 2 for each in settled]),
        log_loss=_mean([_surprise(each) for each in settled]),
    )


def checked_probabilities(outcomes: Iterable[Judged]) -> list[Judged]:
    """The leads, if every score is a probability; raises `InputError` if not."""
    rows = list(outcomes)
    for each in rows:
        if not 0 <= each.score <= 1:
            says = f"of {each.lead!r} at {iso(each.at)} is no probability, give one between 0 and 1, or call it points"
            raise InputError("score", each.score, says)
    return rows


def promised(outcomes: Iterable[Judged], bands: Bands) -> dict[int, float]:
    """For each band that has settled leads the mean of their probabilities."""
    means = {
        number: mean_score(each for each in rows if each.settled)
        for number, rows in zip(bands.numbers(), bands.groups(outcomes), strict=True)
    }
    return {number: mean for number, mean in means.items() if mean is not None}


def mean_score(outcomes: Iterable[Judged]) -> float | None:
    """The mean of the scores, the same in whatever order they come; None of nothing."""
    return _mean([each.score for each in outcomes])


def _surprise(each: Judged) -> float:
    chance = each.score if each.won else 1 - each.score
    # The last bits of a logarithm are the machine's own.
    return round(-log(chance), 12) if chance > 0 else inf


def _mean(values: Sequence[Number]) -> float | None:
    return fsum(values) / len(values) if values else None
