"""A matrix of letters and numbers as data: the letter says how good a lead is, the number how large, best first.

"Zephyr 47" puts a grade A–C beside a size 1–4, where A1 is the premium cell and C4 the lowest; any others will do.

>>> cells(("A", "B", "C"), (1, 2, 3, 4))
('A1', 'A2', 'A3', 'A4', 'B1', 'B2', 'B3', 'B4', 'C1', 'C2', 'C3', 'C4')

"B2 to A1" can be read in two ways, and both are here. As a box it asks for a letter and a number that are each at least
as good; as a rank it takes all that stands before B2 in the order above, and so a small A4 too.

>>> box("B2", ("A", "B", "C"), (1, 2, 3, 4))
('A1', 'A2', 'B1', 'B2')
>>> rank("B2", ("A", "B", "C"), (1, 2, 3, 4))
('A1', 'A2', 'A3', 'A4', 'B1', 'B2')
"""

from collections.abc import Iterable
from typing import Literal

from ..errors import InputError, UnknownNameError

__all__ = ["Reading", "box", "cells", "or_better", "rank"]

#: The two ways to read "B2 or better".
Reading = Literal["box", "rank"]


def cells(letters: Iterable[str], numbers: Iterable[int]) -> tuple[str, ...]:
    """Every cell, the best letter first, and within a letter the best number first.

    >>> cells(("hot", "cold"), range(1, 3))
    ('hot1', 'hot2', 'cold1', 'cold2')

    The best comes first because it is given first: nothing is sorted. Two cells may read alike, such as `A11` of "A"
    and 11 and of "A1" and 1; `check_treatments` finds them. Raises `InputError` for letters that are one text, for a
    letter that is none, and for a number that is not whole.
    """
    rows, columns = axes(letters, numbers)
    return tuple(f"{letter}{number}" for letter in rows for number in columns)


def box(corner: str, letters: Iterable[str], numbers: Iterable[int]) -> tuple[str, ...]:
    """The cells with a letter at least as good as that of the corner, and a number, too; in the order of `cells`.

    >>> box("B1", ("A", "B"), (1, 2, 3))
    ('A1', 'B1')

    Raises `UnknownNameError` for a corner that is no cell, and `InputError` where two cells read alike.
    """
    rows, columns = axes(letters, numbers)
    row, column = _corner(corner, rows, columns)
    return cells(rows[: row + 1], columns[: column + 1])


def rank(corner: str, letters: Iterable[str], numbers: Iterable[int]) -> tuple[str, ...]:
    """The cells that stand before the corner in the order of `cells`, and the corner itself: letter first, then number.

    >>> rank("B1", ("A", "B"), (1, 2, 3))
    ('A1', 'A2', 'A3', 'B1')

    It holds every cell of the box. Raises as `box` does.
    """
    rows, columns = axes(letters, numbers)
    row, column = _corner(corner, rows, columns)
    return cells(rows, columns)[: row * len(columns) + column + 1]


def or_better(
    corner: str, letters: Iterable[str], numbers: Iterable[int], *, reading: Reading = "box"
) -> tuple[str, ...]:
    """The cells that are "B2 or better", as a box unless the other reading is asked for.

    >>> or_better("B2", "A B C".split(), range(1, 5))
    ('A1', 'A2', 'B1', 'B2')
    >>> len(or_better("B2", "A B C".split(), range(1, 5), reading="rank"))
    6

    The box is the default because a rank would send a small A4 to sales before a large B1. Raises as `box` does, and
    `InputError` for a reading that is neither.
    """
    if reading not in ("box", "rank"):
        raise InputError("reading", reading, "is not one of box, rank")
    return (box if reading == "box" else rank)(corner, letters, numbers)


def axes(letters: Iterable[str], numbers: Iterable[int]) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Both sides of a matrix as tuples, proved to be letters and numbers."""
    if isinstance(letters, str):
        raise InputError("letters", letters, "is one text, give a list of letters such as ('A', 'B', 'C')")
    rows, columns = tuple(letters), tuple(numbers)
    for letter in rows:
        given: object = letter
        if not isinstance(given, str) or not given.strip():
            raise InputError("letters", letter, "is no letter, give text such as 'A'")
    for number in columns:
        whole: object = number
        if not isinstance(whole, int) or isinstance(whole, bool):
            raise InputError("numbers", number, "is no whole number, give one such as 1")
    return rows, columns


def _corner(corner: str, letters: tuple[str, ...], numbers: tuple[int, ...]) -> tuple[int, int]:
    every = cells(letters, numbers)
    if corner not in every:
        raise UnknownNameError("cell", corner, every)
    if len(set(every)) < len(every):
        twice = next(cell for cell in every if every.count(cell) > 1)
        raise InputError("letters", letters, f"make two cells that read {twice!r}, rename one")
    return divmod(every.index(corner), len(numbers))
