"""Text lines into raw rows, each with the number of the line on which it begins: CSV (RFC 4180) and JSON lines.

>>> from .faults import FaultList
>>> faults = FaultList("events.csv")
>>> list(csv_rows(["id,lead\\n", "e1,\\"L\\n", "1\\"\\n", "e2,L2\\n"], faults))
[(1, ['id', 'lead']), (2, ['e1', 'L\\n1']), (4, ['e2', 'L2'])]
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal, NoReturn

from .faults import FaultList, shown

__all__ = ["Format", "csv_rows", "json_rows"]

Format = Literal["csv", "jsonl"]

BYTE_ORDER_MARK = "\ufeff"


def csv_rows(lines: Iterable[str], faults: FaultList) -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV text, the header among them; blank lines are passed over, broken rows are noted as faults.

    A quoted cell may hold line ends; the number is that of the row's first line.
    """
    reader = csv.reader(_undamaged(lines, faults), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            faults.add(line, "", f"is no CSV row: {error}")
            continue
        if row:
            yield line, row


def json_rows(lines: Iterable[str], faults: FaultList) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a text that holds one on each line; blank lines are passed over, broken ones are noted."""
    decode = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_no_number).decode
    scan = json.JSONDecoder(parse_constant=_no_number).raw_decode
    for number, line in enumerate(_undamaged(lines, faults), start=1):
        if not line or line.isspace():
            continue
        try:
            value = _flat_object(line, scan) or decode(line)
        except json.JSONDecodeError as error:
            faults.add(
                number, "", f"is no JSON: {error.msg} at character {error.colno}, one object on each line"
            )
            continue
        except (ValueError, RecursionError) as error:
            # A key twice, NaN, a number of thousands of digits, brackets nested by the thousand.
            why = "too deep a nesting" if isinstance(error, RecursionError) else str(error)
            faults.add(number, "", f"cannot be read: {why}")
            continue
        if not isinstance(value, dict):
            faults.add(
                number, "", f'{shown(value)} is not an object, give one such as {{"id": ...}} on each line'
            )
        elif "\\u" in line and any(map(_damage, _texts(value))):
            faults.add(number, "", "holds \\u0000 or half a character as a \\u escape, which is no text")
        else:
            yield number, value


def _flat_object(line: str, scan: Callable[[str], tuple[Any, int]]) -> dict[str, Any] | None:
    """The object on a line, or None where it takes a closer look; three times as quick as the decoder that does.

    In an object without nesting and escapes, each key and each text has its two quotes. One quote more, and a key may
    have stood there twice.
    """
    text = line.strip(" \t\r\n")
    try:
        value, end = scan(text)
    except (ValueError, RecursionError):
        return None
    if end != len(text) or not isinstance(value, dict):
        return None
    strings = len(value)
    for each in value.values():
        if each.__class__ is str:
            strings += 1
    return value if text.count('"') == 2 * strings else None


def _undamaged(lines: Iterable[str], faults: FaultList) -> Iterator[str]:
    """The lines without a byte order mark; a line that is no text is noted, and read all the same."""
    # newline="" leaves line ends as they are: U+2028 inside a cell does not end a line.
    for number, line in enumerate(
        io.StringIO(lines, newline="") if isinstance(lines, str) else lines, start=1
    ):
        if number == 1:
            line = line.removeprefix(BYTE_ORDER_MARK)
        damage = _damage(line)
        if damage:
            faults.add(number, "", damage)
        yield line


def _damage(text: str) -> str:
    if "\0" in text:
        return "holds a NUL byte: the file is damaged, or it is not UTF-8 text"
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            return "holds half a character (a lone surrogate), which is no text"
    return ""


def _texts(value: object) -> Iterator[str]:
    """Every text in a value, without recursion: the nesting may be as deep as the decoder allows."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            yield each
        elif isinstance(each, dict):
            waiting += each.keys()
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for place, name in enumerate(names) if name in names[:place])
        raise ValueError(f"the key {shown(twice)} stands twice in one object")
    return found


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number in JSON, write null for what is unknown")
