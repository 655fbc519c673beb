"""The rows of a table as leads: each field from the column of its name."""

from collections.abc import Collection, Iterator, Mapping
from math import isnan
from typing import Any

import pyarrow as pa

from ..errors import DefinitionError, Finding, InputError, hint
from ..records import Company, Lead

__all__ = ["LeadColumns", "lead_columns", "leads_in"]

#: Field by name: what of a lead, or of its company, it is.
LEAD = ("id", "captured_at", "source", "kind", "name", "email", "title", "country", "zone", "languages")
COMPANY = ("name", "industry", "employees", "revenue")
REQUIRED = ("id", "captured_at", "source")
#: The columns that hold each field.
LeadColumns = Mapping[str, str]


def lead_columns(names: Collection[str], columns: Mapping[str, str], own: Collection[str]) -> LeadColumns:
    """Which column holds which field: the one that `columns` names, or that has its name, with or without `lead.`.

    `own` are the fields of the house's own. Raises `DefinitionError` with every fault: names that are no field, columns
    that are not there, and the three fields that every lead has.
    """
    fields = {*(f"lead.{name}" for name in LEAD), *(f"company.{name}" for name in COMPANY)}
    fields |= {f"fields.{name}" for name in own}
    findings = []
    for name, column in columns.items():
        if name not in fields:
            findings.append(Finding(f"columns[{name!r}]", f"is no field of a lead{hint(name, fields)}"))
        elif column not in names:
            findings.append(Finding(f"columns[{name!r}]", f"unknown column {column!r}{hint(column, names)}"))
    found = {}
    for name in sorted(fields):
        plain = name.removeprefix("lead.")
        held = columns.get(name) or next((each for each in (name, plain) if each in names), None)
        if held is not None:
            found[name] = held
        elif plain in REQUIRED:
            findings.append(Finding(name, f"has no column{hint(plain, names)}, name it in columns"))
    if findings:
        raise DefinitionError("the table of leads", findings)
    return found


def leads_in(rows: pa.Table, columns: LeadColumns) -> Iterator[Lead]:
    """A lead for each row. Raises `InputError` that names the lead for a value that a lead cannot have."""
    cells = {name: _cells(rows[column]) for name, column in columns.items()}
    groups = [
        ("", {name.removeprefix("lead."): each for name, each in cells.items() if name.startswith("lead.")}),
        ("company", _under("company.", cells)),
        ("fields", _under("fields.", cells)),
    ]
    for place in range(rows.num_rows):
        told: dict[str, Any] = {}
        for group, held in groups:
            values = {name: each[place] for name, each in held.items() if each[place] is not None}
            if not group:
                told |= values
            elif group == "company":
                told["company"] = Company(**values)
            else:
                told["fields"] = values
        yield _lead(told)


def _lead(told: dict[str, Any]) -> Lead:
    languages = told.get("languages")
    if isinstance(languages, str):
        told["languages"] = tuple(part.strip() for part in languages.split(";") if part.strip())
    for name in REQUIRED:
        if name not in told:
            raise InputError(f"lead {told.get('id')!r}", None, f"has no {name}, which every lead has")
    try:
        return Lead(**told)
    except InputError as error:
        expected = str(error).removeprefix(f"{error.argument}: {error.value!r} ")
        raise InputError(f"lead {told['id']!r}: {error.argument}", error.value, expected) from None


def _under(group: str, cells: Mapping[str, list[Any]]) -> dict[str, list[Any]]:
    return {name.removeprefix(group): each for name, each in cells.items() if name.startswith(group)}


def _cells(column: pa.ChunkedArray) -> list[Any]:
    kind = column.type
    if pa.types.is_timestamp(kind):
        # Nanoseconds would come as another library's instants; a lead is not captured within a microsecond.
        return list(column.cast(pa.timestamp("us", kind.tz), safe=False).to_pylist())
    values = column.to_pylist()
    if pa.types.is_floating(kind):
        return [None if each is None or isnan(each) else _whole(each) for each in values]
    return list(values)


def _whole(number: float) -> float | int:
    """Whole numbers with gaps come as fractions from some engines."""
    return int(number) if number.is_integer() else number
