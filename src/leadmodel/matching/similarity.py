"""How alike two names are, as a whole number of percent, and which names of many are alike enough.

>>> name_similarity("sigma robotics", "sigma robotix"), name_similarity("data dog", "datadog")
(80, 100)
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise

__all__ = ["LEAST", "SimilarNames", "SimilarWords", "name_similarity", "word_similarity"]

#: Below this, words have too little in common to be found without comparing all.
LEAST = 75


def word_similarity(one: str, other: str) -> int:
    """Twice the letters that both have in one order, in percent of all letters, rounded down.

    That is the length of the longest common subsequence, found bit by bit (Hyyrö 2004); `rapidfuzz.fuzz.ratio` measures
    the same with fractions.

    >>> word_similarity("robotics", "robotix"), word_similarity("acme", "acme"), word_similarity("", "")
    (80, 100, 100)
    """
    total = len(one) + len(other)
    return 200 * _common(_places(one), len(one), other) // total if total else 100


def name_similarity(one: str, other: str) -> int:
    """As alike as the least alike of their words, taken in the order in which they stand.

    A long word that thousands have, such as `consulting`, must not outweigh the short one that tells them apart. The
    same letters, parted otherwise, are alike to 100%; another number of words is not alike at all.

    >>> name_similarity("canex logistics", "brabonex logistics"), name_similarity("acme", "acme bank")
    (61, 0)
    """
    if one.replace(" ", "") == other.replace(" ", ""):
        return 100
    mine, theirs = one.split(" "), other.split(" ")
    return min(map(word_similarity, mine, theirs)) if len(mine) == len(theirs) else 0


class SimilarNames:
    """Names of which those that are alike enough to another are found without comparing all.

    >>> names = SimilarNames(["acme robotics", "globex robotics", "globex"], least=80)
    >>> names.like("globexx robotics")
    [('globex robotics', 92)]
    """

    __slots__ = ("_by_letters", "_by_words", "_words")
    _by_letters: dict[str, list[str]]
    _by_words: dict[int, list[dict[str, list[str]]]]

    def __init__(self, names: Iterable[str], *, least: int) -> None:
        self._by_letters, self._by_words = {}, {}
        for name in sorted(set(names)):
            words = name.split(" ")
            self._by_letters.setdefault("".join(words), []).append(name)
            tables = self._by_words.setdefault(len(words), [{} for _ in words])
            for table, word in zip(tables, words, strict=True):
                table.setdefault(word, []).append(name)
        vocabulary = {word for tables in self._by_words.values() for table in tables for word in table}
        self._words = SimilarWords(vocabulary, least=least)

    def like(self, name: str) -> list[tuple[str, int]]:
        """Each name that is at least as alike as asked, with its percent, in the order of the alphabet."""
        words = name.split(" ")
        found = dict.fromkeys(self._by_letters.get("".join(words), ()), 100)
        tables = self._by_words.get(len(words), ())
        # Every word has to be alike, so those of the rarest one are all that can be.
        rarest: list[list[str]] | None = None
        fewest = 0
        alike: list[dict[str, int]] = []
        for table, word in zip(tables, words, strict=False):
            near = {other: percent for other, percent in self._words.like(word) if other in table}
            lists = [table[other] for other in near]
            count = sum(map(len, lists))
            if not count:
                return sorted(found.items())
            if rarest is None or count < fewest:
                rarest, fewest = lists, count
            alike.append(near)
        for names in rarest or ():
            for other in names:
                percents = [near.get(word, 0) for near, word in zip(alike, other.split(" "), strict=True)]
                if all(percents):
                    found.setdefault(other, min(percents))
        return sorted(found.items())


class SimilarWords:
    """Words of which those that are alike enough to another are found without comparing all.

    >>> words = SimilarWords(["acme", "globex", "initech"], least=80)
    >>> list(words.like("globexx"))
    [('globex', 92)]

    A change takes one letter out or puts one in. Words that are alike enough lie so few changes apart that of the
    pieces a word is cut into, one more than there may be changes, at least one is in the other name unchanged, and
    moved no further than letters may come or go (the pass-join of Li, Deng, Wang and Feng 2011).
    """

    __slots__ = ("_least", "_letters", "_pieces")
    _pieces: dict[int, list[dict[str, list[str]]]]

    def __init__(self, words: Iterable[str], *, least: int) -> None:
        self._least = least
        self._pieces = {}
        self._letters: dict[str, int] = {}
        for word in sorted(set(words)):
            self._letters[word] = _letters(word)
            size = len(word)
            if size not in self._pieces:
                self._pieces[size] = [{} for _ in _cuts(size, self._changes(size))]
            tables = self._pieces[size]
            for table, (start, end) in zip(tables, _cuts(size, self._changes(size)), strict=True):
                table.setdefault(word[start:end], []).append(word)

    def like(self, word: str) -> Iterator[tuple[str, int]]:
        """Each word that is at least as alike as asked, with its percent, in the order of the alphabet."""
        places, length = _places(word), len(word)
        for other in sorted(self._candidates(word)):
            percent = 200 * _common(places, length, other) // (length + len(other))
            if percent >= self._least:
                yield other, percent

    def _candidates(self, word: str) -> set[str]:
        found: set[str] = set()
        length, least = len(word), self._least
        letters, letters_of = _letters(word), self._letters
        # The shorter word is all that two can have in common.
        shortest = -(-length * least // (200 - least))
        longest = length * (200 - least) // least
        for size in range(shortest, longest + 1):
            tables = self._pieces.get(size)
            if tables is None:
                continue
            changes = (100 - least) * (length + size) // 100
            # Letters are taken from the other word and put into it until it is this one.
            taken, put = (changes + size - length) // 2, (changes + length - size) // 2
            near: set[str] = set()
            for table, (start, end) in zip(tables, _cuts(size, self._changes(size)), strict=True):
                first, last = max(0, start - taken), min(length - (end - start), start + put)
                for place in range(first, last + 1):
                    words = table.get(word[place : place + end - start])
                    if words is not None:
                        near.update(words)
            for other in near:
                theirs = letters_of[other]
                if (theirs & ~letters).bit_count() <= taken and (letters & ~theirs).bit_count() <= put:
                    found.add(other)
        return found

    def _changes(self, size: int) -> int:
        """The most changes between a word of this size and any that is alike enough."""
        return (100 - self._least) * (size + size * (200 - self._least) // self._least) // 100


def _cuts(size: int, changes: int) -> list[tuple[int, int]]:
    """Where a word is cut so that no set of changes can touch every piece: pieces of nearly one length."""
    count = min(changes + 1, size)
    ends = [size * number // count for number in range(count + 1)]
    return list(pairwise(ends))


def _letters(word: str) -> int:
    """A bit for each letter that is there, and another for each that is there twice; letters may share one."""
    once = twice = 0
    for letter in word:
        bit = 1 << ord(letter) % 31
        twice |= once & bit
        once |= bit
    return once | twice << 31


def _places(word: str) -> dict[str, int]:
    """Where each letter stands in a word, a bit for each place."""
    places: dict[str, int] = {}
    bit = 1
    for letter in word:
        places[letter] = places.get(letter, 0) | bit
        bit <<= 1
    return places


def _common(places: dict[str, int], length: int, other: str) -> int:
    """How long the longest common subsequence of two words is, one of them by its places and length."""
    every = state = (1 << length) - 1
    for letter in other:
        shared = state & places.get(letter, 0)
        if shared:
            state = ((state + shared) | (state - shared)) & every
    return length - state.bit_count()
