"""Whether a scoring model still is what it was: are the scores the same, and do they still mean the same?

The two are different questions. The population stability index looks at the scores alone, and a score can be stable
while the shares won have long parted from what they were.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import copysign, log, sqrt
from typing import Literal

from ..errors import InputError, hint
from .bands import Bands, bands_of
from .calibration import checked_probabilities, promised
from .judged import Judged, Number, Scale, in_time_order
from .periods import Per
from .rates import Gap, Rate, gap_between, rate_of, z_of
from .remarks import Remark, RemarkCode
from .separation import Separation, separation
from .volume import DROWNING, STARVING, VolumeChange, mql_volume, volume_changes

__all__ = ["Drift", "DriftBand", "drift"]

#: Of the population stability index, by a custom of credit scoring: from here on it has shifted, and from there much.
SHIFTED, MOVED = 0.10, 0.25
SCALES = ("points", "probability")

Verdict = Literal["stable", "watch", "act"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftBand:
    """One band before and after: its share of the leads, what that adds to the index, and the share won.

    `expected_after` is what was to be expected of the band later: the share won before, or on a scale of probability
    the mean that was promised (`expected_before` is the mean promised then). `gap` is how much further above its
    expectation it came out than before, and `apart` whether that is more than chance.
    """

    band: int
    at_least: Number | None
    below: Number | None
    leads_before: int
    leads_after: int
    share_before: float
    share_after: float
    psi: float
    won_before: Rate
    won_after: Rate
    expected_before: float | None
    expected_after: float | None
    gap: Gap | None
    apart: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """What has changed between two sets of leads, and a verdict with its reasons in `remarks`.

    `psi_by_chance` is what the index may reach (at the confidence) when nothing has changed: few leads and many bands
    make it large. The verdict is `act` when outcomes have parted, separation has fallen or the scores have moved,
    `watch` when scores have shifted or a volume has changed, else `stable`; a shift that chance reaches counts for
    neither.
    """

    verdict: Verdict
    before: int
    after: int
    censored_before: int
    censored_after: int
    psi: float
    psi_by_chance: float
    psi_verdict: Literal["stable", "shifted", "moved"]
    bands: tuple[DriftBand, ...]
    won_before: Rate
    won_after: Rate
    separation_before: Separation
    separation_after: Separation
    per: Per
    volumes: tuple[VolumeChange, ...]
    remarks: tuple[Remark, ...]

    def __str__(self) -> str:
        from .wording import drift_text

        return drift_text(self)


_ACT = frozenset({RemarkCode.OUTCOMES_PARTED, RemarkCode.SEPARATION_FELL, RemarkCode.SCORES_MOVED})
_WATCH = frozenset({RemarkCode.SCORES_SHIFTED, RemarkCode.VOLUME_UP, RemarkCode.VOLUME_DOWN})


def drift(
    before: Iterable[Judged],
    after: Iterable[Judged],
    *,
    scale: Scale = "points",
    bands: int | Sequence[Number] = 10,
    threshold: Number | None = None,
    per: Per = "week",
    zone: str = "UTC",
    confidence: float = 0.95,
) -> Drift:
    """Hold later leads against earlier ones, or the leads of a new model against those of the old one.

    >>> from datetime import datetime
    >>> nine = datetime.fromisoformat("2026-11-06T09:00Z")
    >>> def leads(won):  # the same scores, and of each ten so many won
    ...     return [Judged(lead=f"L{n}", at=nine, score=n % 10, won=n // 10 % 10 < won) for n in range(1000)]
    >>> found = drift(leads(3), leads(6))
    >>> found.psi, found.psi_verdict, found.verdict, {str(each.code) for each in found.remarks}
    (0.0, 'stable', 'act', {'outcomes_parted'})

    Bands end where those of `before` do, or at the given edges. The index is the sum over the bands of the change of
    share by its ln; where a band is empty on one side, half a lead is added to every band on both. It counts leads
    that are not known yet, the shares won do not. Whether a band is apart is asked as in `band_table`. With a
    `threshold` the volume that passes is compared too, in all and by rep. Raises `InputError` where a side is empty.
    """
    earlier, later = in_time_order(before), in_time_order(after)
    if scale not in SCALES:
        raise InputError("scale", scale, f"is no scale{hint(str(scale), SCALES)}")
    for name, rows in (("before", earlier), ("after", later)):
        if not rows:
            raise InputError(name, [], "is empty, so there is nothing to compare")
        if scale == "probability":
            checked_probabilities(rows)
    edges = (
        bands_of((each.score for each in earlier), bands)
        if isinstance(bands, int)
        else Bands(edges=tuple(bands))
    )
    table = tuple(_table(earlier, later, edges, scale, confidence))
    psi = round(sum(band.psi for band in table), 12)
    volumes: tuple[VolumeChange, ...] = ()
    if threshold is not None:
        sides = [mql_volume(rows, threshold=threshold, per=per, zone=zone) for rows in (earlier, later)]
        volumes = volume_changes(*sides, confidence=confidence)
    of_earlier = separation(earlier, confidence=confidence)
    of_later = separation(later, confidence=confidence)
    chance = _by_chance(len(edges), len(earlier), len(later), confidence)
    remarks = (
        *_about_scores(psi, chance),
        *_about_outcomes(table),
        *_about_separation(of_earlier, of_later),
        *_about_volumes(volumes, per),
    )
    codes = {remark.code for remark in remarks}
    return Drift(
        verdict="act" if codes & _ACT else "watch" if codes & _WATCH else "stable",
        before=len(earlier),
        after=len(later),
        censored_before=of_earlier.censored,
        censored_after=of_later.censored,
        psi=psi,
        psi_by_chance=chance,
        psi_verdict="moved" if psi >= MOVED else "shifted" if psi >= SHIFTED else "stable",
        bands=table,
        won_before=rate_of(of_earlier.won, of_earlier.won + of_earlier.lost, confidence=confidence),
        won_after=rate_of(of_later.won, of_later.won + of_later.lost, confidence=confidence),
        separation_before=of_earlier,
        separation_after=of_later,
        per=per,
        volumes=volumes,
        remarks=remarks,
    )


def _table(
    earlier: Sequence[Judged], later: Sequence[Judged], edges: Bands, scale: Scale, confidence: float
) -> Iterator[DriftBand]:
    groups = list(zip(edges.numbers(), edges.groups(earlier), edges.groups(later), strict=True))
    added = 0.5 if any(not old or not new for _, old, new in groups) else 0
    wholes = [len(earlier) + added * len(edges), len(later) + added * len(edges)]
    promises = [promised(rows, edges) for rows in (earlier, later)] if scale == "probability" else [{}, {}]
    z = z_of(1 - (1 - confidence) / len(edges))
    for number, old, new in groups:
        shares = [(len(rows) + added) / whole for rows, whole in zip((old, new), wholes, strict=True)]
        won_before, won_after = _rate(old, confidence), _rate(new, confidence)
        first, then = (promise.get(number) for promise in promises)
        risen = gap_between(won_after, won_before, z)
        gap = risen
        if risen is not None and first is not None and then is not None:
            moved = then - first
            gap = Gap(value=risen.value - moved, low=risen.low - moved, high=risen.high - moved)
        at_least, below = edges.span(number)
        yield DriftBand(
            band=number,
            at_least=at_least,
            below=below,
            leads_before=len(old),
            leads_after=len(new),
            share_before=len(old) / len(earlier),
            share_after=len(new) / len(later),
            psi=round((shares[1] - shares[0]) * log(shares[1] / shares[0]), 12),
            won_before=won_before,
            won_after=won_after,
            expected_before=first,
            expected_after=won_before.share if scale == "points" else then,
            gap=gap,
            apart=None if gap is None else gap.apart,
        )


def _by_chance(bands: int, before: int, after: int, confidence: float) -> float:
    """What the index reaches when nothing has changed: (1/n + 1/m) times chi-square (Yurdakul and Naranjo 2020)."""
    degrees = bands - 1
    if not degrees:
        return 0.0
    return _chi_square(degrees, confidence) * (1 / before + 1 / after)


def _chi_square(degrees: int, confidence: float) -> float:
    """The quantile: exact for one and two degrees, from three on within 1% (Wilson and Hilferty 1931)."""
    if degrees == 1:
        return z_of(confidence) ** 2
    if degrees == 2:
        return -2 * log(1 - confidence)
    one_sided = abs(2 * confidence - 1)
    z = copysign(z_of(one_sided), confidence - 0.5) if one_sided else 0.0
    small = 2 / (9 * degrees)
    return degrees * float((1 - small + z * sqrt(small)) ** 3)


def _about_scores(psi: float, chance: float) -> Iterator[Remark]:
    if psi < SHIFTED:
        return
    much = psi >= MOVED
    code = RemarkCode.SCORES_MOVED if much else RemarkCode.SCORES_SHIFTED
    says = f"the scores have {'moved' if much else 'shifted'}: PSI {psi:.3f}, {MOVED if much else SHIFTED:.2f} or more"
    if psi <= chance:
        code = RemarkCode.SHIFT_WITHIN_CHANCE
        says = (
            f"PSI {psi:.3f} may be chance: with so few leads it reaches {chance:.3f} when nothing has changed"
        )
    yield Remark(code=code, says=says)


def _about_outcomes(table: Iterable[DriftBand]) -> Iterator[Remark]:
    for band in table:
        if band.apart:
            told = "" if band.expected_before is None else f", with {band.expected_after:.1%} expected now"
            says = f"band {band.band} won {band.won_before} before and {band.won_after} after{told}"
            yield Remark(code=RemarkCode.OUTCOMES_PARTED, about=str(band.band), says=says)


def _about_separation(before: Separation, after: Separation) -> Iterator[Remark]:
    if before.auc is not None and after.auc is not None and after.auc_high < before.auc_low:
        says = f"the score separates less than it did: {before} before, {after} after"
        yield Remark(code=RemarkCode.SEPARATION_FELL, says=says)


def _about_volumes(volumes: Iterable[VolumeChange], per: Per) -> Iterator[Remark]:
    for each in volumes:
        up = each.ratio is None or each.ratio >= DROWNING
        if each.beyond_chance and (up or (each.ratio is not None and each.ratio <= STARVING)):
            says = (
                f"{each.rep or 'sales'} gets {each.after_per_period:.2f} leads a {per} instead of "
                f"{each.before_per_period:.2f} ({each.before} before, {each.after} after)"
            )
            code = RemarkCode.VOLUME_UP if up else RemarkCode.VOLUME_DOWN
            yield Remark(code=code, about=each.rep or "", says=says)


def _rate(rows: Iterable[Judged], confidence: float) -> Rate:
    settled = [each.won for each in rows if each.won is not None]
    return rate_of(sum(settled), len(settled), confidence=confidence)
