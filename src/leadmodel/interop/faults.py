"""Collecting the faults of a table: all of them, each with its file, line and column."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import NoReturn

from ..errors import Finding, InputError, RowError, hint

__all__ = ["FaultList", "UnreadableError", "expected", "shown"]

#: A file with more faults than this is the wrong file; looking for the nearest names in it would take minutes.
MOST_FAULTS = 1_000
#: Names among which the nearest one is looked for by comparing with each; of more, only the neighbours by alphabet.
MOST_COMPARED = 200
LONGEST_VALUE = 60
LONGEST_MESSAGE = 400


class UnreadableError(Exception):
    """A cell that cannot be read; `faults` says what is wrong, and where inside the cell (such as `[1].end`)."""

    def __init__(self, message: str = "", *, inside: tuple[tuple[str, str], ...] = ()) -> None:
        self.faults = inside or (("", message),)
        super().__init__(message)


class FaultList:
    """The faults of one table, in the order of its lines."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._found: list[tuple[int, Finding]] = []
        self._hints: dict[tuple[str, str], str] = {}

    def __bool__(self) -> bool:
        return bool(self._found)

    def add(self, line: int, column: str, message: str) -> None:
        """Note one more; after the thousandth, reading ends with a `RowError` that says how far it came."""
        if len(self._found) == MOST_FAULTS:
            raise RowError(f"{self.name}, read only as far as line {line},", self.findings())
        where = f"{self.name}:{line} {_printable(column)}" if column else f"{self.name}:{line}"
        self._found.append((line, Finding(where, _clipped(message, LONGEST_MESSAGE))))

    def near(self, kind: str, name: str, known: Sequence[str]) -> str:
        """`hint`, asked once for each name, and of a long list only about the neighbours.

        `known` belongs to the kind of name, and is sorted without regard to letter case.
        """
        if (kind, name) not in self._hints:
            self._hints[kind, name] = hint(name, _neighbours(name, known))
        return self._hints[kind, name]

    def fail(self) -> NoReturn:
        """Raise all that was found, by line."""
        raise RowError(self.name, self.findings())

    def findings(self) -> list[Finding]:
        """All that was found, by line."""
        return [finding for _, finding in sorted(self._found, key=lambda found: found[0])]


def shown(value: object) -> str:
    """A value as a message quotes it, cut short when it is long.

    >>> shown("anna"), len(shown("a" * 1000))
    ("'anna'", 60)
    """
    text = value[:LONGEST_VALUE] if isinstance(value, str) else value
    try:
        return _clipped(repr(text), LONGEST_VALUE)
    except RecursionError:
        return "a value with brackets inside brackets"


def expected(error: InputError) -> str:
    """The message of an error without the argument, which in a table is the column."""
    return str(error).removeprefix(f"{error.argument}: ")


def _neighbours(name: str, known: Sequence[str]) -> Sequence[str]:
    if len(known) <= MOST_COMPARED:
        return known
    place = bisect_left(known, name.casefold(), key=str.casefold)
    start = max(0, place - MOST_COMPARED // 2)
    return known[start : start + MOST_COMPARED]


def _printable(text: str) -> str:
    return _clipped(text if text.isprintable() else ascii(text), LONGEST_VALUE)


def _clipped(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 3]}..."
