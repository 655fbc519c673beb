"""Our values as rows of a table: for a spreadsheet, a warehouse or a chart."""

import csv
from collections.abc import Iterable
from io import StringIO
from typing import Any

from ..errors import InputError
from ..records.plain import as_plain

__all__ = ["csv_text", "rows_of"]


def rows_of(values: Iterable[object]) -> list[dict[str, Any]]:
    """Each value as one flat row: what lies in a value within it is named `outer.inner`, a list is joined by `;`.

    >>> from leadmodel.records import Company
    >>> rows_of([Company(name="Acme", employees=40)])
    [{'name': 'Acme', 'industry': None, 'employees': 40, 'revenue': None}]

    Instants are ISO 8601 in UTC and lengths of time seconds, as in `as_plain`. Raises `InputError` for what is none of
    this library's values.
    """
    return [dict(_flat("", as_plain(value))) for value in values]


def csv_text(values: Iterable[object]) -> str:
    """The same as CSV, with a line for the names of all columns that occur; what is unknown is empty.

    >>> from leadmodel.records import Company
    >>> csv_text([Company(name="Acme, Inc.", employees=40)]).splitlines()
    ['name,industry,employees,revenue', '"Acme, Inc.",,40,']

    Lines end as RFC 4180 has it, so that a text with either half of that end is quoted.
    """
    rows = rows_of(values)
    columns = list(dict.fromkeys(name for row in rows for name in row))
    text = StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\r\n")
    if columns:
        writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _flat(name: str, value: Any) -> Iterable[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _flat(f"{name}.{key}" if name else key, part)
    elif not name:
        raise InputError("values", value, "is not a value with fields, and makes no row")
    elif isinstance(value, list):
        yield name, ";".join(_cell(part) for part in value)
    elif isinstance(value, bool):
        yield name, "true" if value else "false"
    else:
        yield name, value


def _cell(part: Any) -> str:
    if isinstance(part, dict | list):
        raise InputError("values", part, "is a table within a list, which no row can hold")
    return "" if part is None else str(part)
