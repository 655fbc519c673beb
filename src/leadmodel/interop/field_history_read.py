"""Reading the rows of a history that come as decoded JSON or as dicts: every fault at once, with its row."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from ..errors import RowError, TimeError
from ..records import utc
from ..records.instants import from_micros
from .cells import INSTANT
from .faults import FaultList, UnreadableError, expected, shown

__all__ = ["Reader", "fail"]

LAST_MILLISECOND = 253_402_300_799_999
MISSING = "is missing, it is required"


class Reader:
    """The objects of one list, each with its number from 1, and the faults found in them."""

    def __init__(self, name: str) -> None:
        self.faults = FaultList(name)

    def objects(self, rows: Iterable[Mapping[str, Any]]) -> Iterator[tuple[int, Mapping[str, Any]]]:
        """Each row that is an object."""
        for number, row in enumerate(rows, 1):
            found: object = row
            if isinstance(found, Mapping):
                yield number, row
            else:
                self.faults.add(number, "", f"{shown(found)} is not an object")

    def text(
        self, number: int, row: Mapping[str, Any], column: str, *, required: bool = False, label: str = ""
    ) -> str | None:
        """A text; an empty one and null are None."""
        value = row.get(column)
        if value is None or value == "":
            if required:
                self.faults.add(number, label or column, MISSING)
            return None
        if not isinstance(value, str):
            self.faults.add(number, label or column, f"{shown(value)} is not text")
            return None
        return value

    def instant(
        self, number: int, row: Mapping[str, Any], column: str, *, label: str = ""
    ) -> datetime | None:
        """An instant: ISO 8601 with an offset, milliseconds since 1970, or an aware datetime."""
        value = row.get(column)
        where = label or column
        if value is None or value == "":
            self.faults.add(number, where, MISSING)
            return None
        try:
            return _instant(value)
        except UnreadableError as error:
            for _, message in error.faults:
                self.faults.add(number, where, message)
        except TimeError as error:
            self.faults.add(number, where, expected(error))
        return None


def fail(*readers: Reader) -> None:
    """Raise what was found in all of them, if anything was."""
    findings = [finding for reader in readers for finding in reader.faults.findings()]
    if findings:
        raise RowError("the history", findings)


def _instant(value: Any) -> datetime:
    if isinstance(value, datetime):
        return utc(value, "")
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) >= 10:
        value = int(value[:20])
    if isinstance(value, int) and not isinstance(value, bool):
        if not 0 <= value <= LAST_MILLISECOND:
            raise UnreadableError(f"{shown(value)} is not a number of milliseconds since 1970")
        return from_micros(value * 1000)
    instant: datetime = INSTANT.read(value)
    return instant
