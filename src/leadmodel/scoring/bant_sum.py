"""Adding weighted points up exactly: a total in whole thousandths of a point, and shares that come to it.

The exact total is the sum of weight × points over the sum of the weights. It is rounded down, so that the total shown
meets a limit in whole points if and only if the exact one does. The shares are rounded down, too; the thousandths that
are then missing go, one each, to the shares that lost most by it, on a tie to the earlier one.
"""

from collections.abc import Sequence

from .bant_model import LetterBand

__all__ = ["PER_POINT", "letter_of", "shares_of", "total_of"]

#: Figures are kept in thousandths of a point.
PER_POINT = 1_000


def total_of(parts: Sequence[tuple[int, int]], weights: int) -> int:
    """The total of parts, each a weight and its points, over so much weight; in thousandths.

    >>> total_of([(1, 100), (2, 50)], 3)
    66666
    """
    return sum(weight * points for weight, points in parts) * PER_POINT // weights if weights else 0


def shares_of(parts: Sequence[tuple[int, int]], weights: int) -> tuple[int, ...]:
    """What each part is of the total, in thousandths; the shares come to `total_of` exactly.

    >>> shares_of([(1, 100), (1, 100), (1, 100)], 6)  # a sixth of 100 each, and 50 in all
    (16667, 16667, 16666)
    """
    if not weights:
        return (0,) * len(parts)
    split = [divmod(weight * points * PER_POINT, weights) for weight, points in parts]
    missing = total_of(parts, weights) - sum(whole for whole, _ in split)
    by_loss = sorted(range(len(parts)), key=lambda place: (-split[place][1], place))
    given = frozenset(by_loss[:missing])
    return tuple(whole + (place in given) for place, (whole, _) in enumerate(split))


def letter_of(total: int, letters: Sequence[LetterBand]) -> str:
    """The first letter whose limit a total in thousandths meets or exceeds.

    >>> letter_of(69_999, [LetterBand(letter="A", at_least=70), LetterBand(letter="B")])
    'B'
    """
    return next(
        band.letter for band in letters if band.at_least is None or total >= band.at_least * PER_POINT
    )
