"""How well somebody speaks a language, by the levels of the Common European Framework of Reference (CEFR).

>>> Level.C1.reaches(Level.B2), Level.B1.reaches(Level.B2)
(True, False)
"""

from collections.abc import Mapping
from enum import StrEnum

from ..errors import InputError
from .languages import language_tag

__all__ = ["Level", "language_level", "spoken_at"]


class Level(StrEnum):
    """The six levels of the CEFR, and above them a native speaker, the lowest first.

    The Framework says of C2 that it is not meant to imply the competence of a native speaker (Council of Europe 2001,
    3.6), so that stands apart.
    """

    A1 = "A1"
    A2 = "A2"
    B1 = "B1"
    B2 = "B2"
    C1 = "C1"
    C2 = "C2"
    NATIVE = "native"

    def reaches(self, least: "Level") -> bool:
        """Whether this level is that one, or above it."""
        return _RANKS[self] >= _RANKS[least]


_RANKS = {level: rank for rank, level in enumerate(Level)}
_BY_NAME = {level.casefold(): level for level in Level}


def language_level(text: str, argument: str = "level") -> Level:
    """The level of that name, in any letter case.

    >>> language_level("b2"), language_level("Native")
    (<Level.B2: 'B2'>, <Level.NATIVE: 'native'>)

    Raises `InputError` for anything else: what `fluent` means is not the same in any two houses, and a level between
    two such as `B2+` has to be declared as one of them.
    """
    level = _BY_NAME.get(str(text).casefold())
    if level is None:
        raise InputError(argument, text, f"is not one of the levels {', '.join(Level)}")
    return level


def spoken_at(levels: Mapping[str, Level | str], least: Level | str) -> tuple[str, ...]:
    """The languages that are spoken at a level or above, for `speaks` and `answers`, in the order of the alphabet.

    >>> spoken_at({"it": "native", "fr-CH": "C1", "de": "A2"}, Level.B2)
    ('fr-CH', 'it')

    Raises `InputError` for a tag or a level that is none.
    """
    known = {language_tag(tag, "levels"): language_level(level, "levels") for tag, level in levels.items()}
    wanted = language_level(least, "least")
    return tuple(sorted(tag for tag, level in known.items() if level.reaches(wanted)))
