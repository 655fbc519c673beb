"""How alike two names are, as a whole number of percent, and which names of many are alike enough.

>>> similarity("sigma robotics", "sigma robotix"), similarity("acme", "acme")
(88, 100)
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

__all__ = ["LEAST", "SimilarNames", "similarity"]

#: Below this, names have too little in common to be found without comparing all.
LEAST = 75


def similarity(one: str, other: str) -> int:
    """Twice the letters that both have in one order, in percent of all letters, rounded down.

    That is the length of the longest common subsequence, found bit by bit (Hyyrö 2004); `rapidfuzz.fuzz.ratio` measures
    the same with fractions. Two empty names are alike.
    """
    total = len(one) + len(other)
    return 100 * 2 * _common(one, other) // total if total else 100


class SimilarNames:
    """Names of which those that are alike enough to another are found without comparing all.

    >>> names = SimilarNames(["acme", "globex", "initech"], least=80)
    >>> list(names.like("globexx"))
    [('globex', 92)]

    A change takes one letter out or puts one in. Names that are alike enough lie so few changes apart that of the
    pieces a name is cut into, one more than there may be changes, at least one is in the other name unchanged, and
    moved no further than letters may come or go (the pass-join of Li, Deng, Wang and Feng 2011).
    """

    __slots__ = ("_least", "_pieces")
    _pieces: dict[int, list[dict[str, list[str]]]]

    def __init__(self, names: Iterable[str], *, least: int) -> None:
        self._least = least
        self._pieces = {}
        for name in sorted(set(names)):
            size = len(name)
            if size not in self._pieces:
                self._pieces[size] = [defaultdict(list) for _ in _cuts(size, self._changes(size))]
            tables = self._pieces[size]
            for table, (start, end) in zip(tables, _cuts(size, self._changes(size)), strict=True):
                table[name[start:end]].append(name)

    def like(self, name: str) -> Iterator[tuple[str, int]]:
        """Each name that is at least as alike as asked, with its percent, in the order of the alphabet."""
        for other in sorted(self._candidates(name)):
            percent = similarity(name, other)
            if percent >= self._least:
                yield other, percent

    def _candidates(self, name: str) -> set[str]:
        found: set[str] = set()
        length, least = len(name), self._least
        # The shorter name is all that two can have in common.
        shortest = -(-length * least // (200 - least))
        longest = length * (200 - least) // least
        for size in range(shortest, longest + 1):
            tables = self._pieces.get(size)
            if tables is None:
                continue
            changes = (100 - least) * (length + size) // 100
            taken, put = (changes + size - length) // 2, (changes + length - size) // 2
            for table, (start, end) in zip(tables, _cuts(size, self._changes(size)), strict=True):
                first, last = max(0, start - taken), min(length - (end - start), start + put)
                for place in range(first, last + 1):
                    names = table.get(name[place : place + end - start])
                    if names is not None:
                        found.update(names)
        return found

    def _changes(self, size: int) -> int:
        """The most changes between a name of this size and any that is alike enough."""
        return (100 - self._least) * (size + size * (200 - self._least) // self._least) // 100


def _cuts(size: int, changes: int) -> list[tuple[int, int]]:
    """Where a name is cut so that no set of changes can touch every piece: pieces of nearly one length."""
    count = min(changes + 1, size)
    ends = [size * number // count for number in range(count + 1)]
    return list(pairwise(ends))


def _common(one: str, other: str) -> int:
    if one == other:
        return len(one)
    places: dict[str, int] = {}
    bit = 1
    for letter in one:
        places[letter] = places.get(letter, 0) | bit
        bit <<= 1
    every = state = bit - 1
    for letter in other:
        shared = state & places.get(letter, 0)
        state = ((state + shared) | (state - shared)) & every
    return len(one) - state.bit_count()
