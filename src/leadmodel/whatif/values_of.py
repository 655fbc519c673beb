"""The values of a field that a model can tell apart: one for each way in which its comparisons can come out.

A comparison of numbers cuts the line of numbers into pieces, and a value of each piece stands for all of it. Texts are
told apart by what is found in them, so a text is made for every set of findings that a text can have.
"""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise, product
from math import floor, isinf
from string import ascii_lowercase, ascii_uppercase, digits
from typing import Any

from ..conditions import Condition, asked_for
from ..conditions.condition import AMONG, NUMERIC, TEXTUAL
from ..conditions.values import as_number, words_of
from ..records import LeadKind
from .asking import answers_to

__all__ = ["MOST_VALUES", "numbers_around", "values_of"]

#: More ways to come out than this are not listed.
MOST_VALUES = 20_000
#: Never missing in a lead.
_ALWAYS_KNOWN = frozenset({"lead.source", "lead.kind"})
_COUNTS = frozenset({"company.employees"})
_NOT_BELOW_ZERO = frozenset({"company.employees", "company.revenue"})
_COUNTRIES = tuple(first + second for first in ascii_uppercase for second in ascii_uppercase)
#: What stands between phrases: the first of them that no phrase has; there are more than any model has phrases.
_LETTERS = (*digits, *ascii_lowercase, *map(chr, range(0x3400, 0x4DB6)))
_MARKS = (*"|/;:#*+=~<>", *map(chr, range(0x2200, 0x2300)), *map(chr, range(0x2500, 0x2600)))


def values_of(name: str, leaves: Sequence[Condition]) -> tuple[Any, ...] | None:
    """Values of a field, None for missing among them, that answer its comparisons in every way there is.

    >>> values_of("company.employees", [Condition(field="company.employees", at_least=100)])
    (None, 0, 100)
    >>> len(values_of("lead.title", [Condition(field="lead.title", mentions=(word,)) for word in ("vp", "sales")]))
    5

    None for more ways than can be listed. Of a field of the house's own it is taken that it holds what its comparisons
    ask for.
    """
    answered = answers_to(leaves)
    found: dict[tuple[bool | None, ...], Any] = {}
    try:
        # Missing first; the first of those that answer alike is kept.
        for value in _candidates(name, leaves):
            if value is not None or name not in _ALWAYS_KNOWN:
                found.setdefault(answered({name: value}), value)
    except _TooManyError:
        return None
    return tuple(found.values())


class _TooManyError(Exception):
    pass


def _candidates(name: str, leaves: Sequence[Condition]) -> Iterator[Any]:
    yield None
    if name == "lead.kind":
        yield from (kind.value for kind in LeadKind)
        return
    if name == "lead.country":
        yield from _COUNTRIES
        return
    said = [
        value
        for leaf in leaves
        for name, asked in leaf.operators()
        if name in AMONG
        for value in asked_for(asked)
    ]
    compared = [getattr(leaf, operator) for leaf in leaves for operator in NUMERIC]
    limits = [limit for limit in (*said, *compared) if as_number(limit) is not None]
    if limits:
        yield from numbers_around(limits, whole=name in _COUNTS, least=0 if name in _NOT_BELOW_ZERO else None)
    if any(isinstance(value, bool) for value in said):
        yield from (False, True)
    literals = [value for value in said if isinstance(value, str)]
    searched = any(leaf.mentions or leaf.contains or leaf.starts_with or leaf.ends_with for leaf in leaves)
    if literals or searched or not (limits or said):
        # A source is never empty, and an empty text is found in nothing that a source is not.
        yield from (text for text in literals if text or name != "lead.source")
        yield from _texts(leaves)


def numbers_around(limits: Iterable[Any], *, whole: bool, least: int | None) -> Iterator[Any]:
    """The limits, and a number of each piece into which they cut the line.

    >>> list(map(str, numbers_around([10, 11], whole=False, least=None)))
    ['9', '10', '21/2', '11', '12']
    >>> list(numbers_around([2.5], whole=True, least=0))
    [0, 1, 2, 3]
    """
    ends = sorted(set(limits))
    finite = [Fraction(limit) for limit in ends if not isinf(limit)]
    around = {Fraction(0)} if least == 0 or not finite else set()
    if whole:
        around |= {Fraction(floor(limit) + step) for limit in finite for step in (-1, 0, 1)}
    else:
        around |= {*finite, *((low + high) / 2 for low, high in pairwise(finite))}
        around |= {finite[0] - 1, finite[-1] + 1} if finite else set()
    yield from (_plain(each) for each in sorted(around) if least is None or each >= least)
    yield from (limit for limit in ends if isinf(limit) and not whole and (least is None or limit > 0))


def _plain(number: Fraction) -> Any:
    return int(number) if number.denominator == 1 else number


def _texts(leaves: Sequence[Condition]) -> Iterator[str]:
    """A text for every set of findings: the first phrase, any in the middle, and the last one.

    A phrase is put between letters or marks that stand in no phrase, so that nothing is found by chance: whatever is
    found in such a text is found in every text that has its phrases.
    """
    every = [
        phrase.casefold()
        for leaf in leaves
        for operator in (leaf.mentions, leaf.contains, leaf.starts_with, leaf.ends_with)
        for phrase in operator or ()
    ]
    used = set("".join(every))
    letter = next(each for each in _LETTERS if each not in used)
    mark = next(each for each in _MARKS if each not in used)
    inner = {
        mark + mark.join(words_of(phrase.casefold()).split()) + mark
        for leaf in leaves
        for phrase in leaf.mentions or ()
    }
    inner |= {phrase.casefold() for leaf in leaves for phrase in leaf.contains or ()}
    starts = ["", *sorted({phrase.casefold() for leaf in leaves for phrase in leaf.starts_with or ()})]
    ends = ["", *sorted({phrase.casefold() for leaf in leaves for phrase in leaf.ends_with or ()})]
    # One operator each: with two in one comparison, a text that has only the first looks like one that has neither.
    searched = [
        Condition(field=leaf.field, **{operator: phrases})
        for leaf in leaves
        for operator in TEXTUAL
        if (phrases := getattr(leaf, operator)) is not None
    ]
    answered = answers_to(searched)
    subject = leaves[0].field or ""
    middles = {answered({subject: letter}): letter}
    for phrase in sorted(inner):
        for text in list(middles.values()):
            longer = f"{text}{phrase}{letter}"
            middles.setdefault(answered({subject: longer}), longer)
        if len(middles) > MOST_VALUES:
            raise _TooManyError
    for text, start, end in product(middles.values(), starts, ends):
        yield f"{start}{text}{end}"
