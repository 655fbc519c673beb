"""Raw rows into values: the engine behind every table, the same for CSV and for JSON lines."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from ..errors import InputError, hint
from .columns import Column, Layout
from .faults import FaultList, UnreadableError, expected, shown
from .formats import Format, csv_rows, json_rows

__all__ = ["Table", "read_table"]

Row = TypeVar("Row")

#: A row on its way: its line, what could be read, and the arguments that could not. None stands for a whole row: all
#: that it has could be read, and all that is required is there.
Half = tuple[int, dict[str, Any], set[str] | None]

#: How one cell of a row is read: its place, its column, by what (None as it stands), and what was read before.
Step = tuple[int, Column, Callable[[str], Any] | None, dict[str, Any] | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Generic[Row]):
    """The rows of a file in its order, and for each the line on which it began.

    It can be passed wherever the rows are wanted: going over a table gives its rows. `repeated` counts rows that were
    there before, word for word, and are left out.
    """

    name: str
    rows: tuple[Row, ...]
    lines: tuple[int, ...]
    repeated: int = 0

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def read_table(layout: Layout[Row], lines: Iterable[str], *, format: Format, name: str) -> Table[Row]:
    """Read a whole table. Raises `RowError` with every fault, each with its path `name:line column`."""
    faults = FaultList(name)
    if format == "csv":
        halves = _from_csv(layout, lines, faults)
    elif format == "jsonl":
        halves = _from_json(layout, lines, faults)
    else:
        raise InputError("format", format, "is not a format, expected one of csv, jsonl")
    rows: list[Row | None] = []
    numbers: list[int] = []
    places: dict[str, int] = {}
    repeated = 0
    build = layout.build
    for line, values, wrong in halves:
        row = None
        if wrong is None:
            try:
                row = build(values)
            except InputError as error:
                _misfit(layout, line, error, faults)
        else:
            _look_further(layout, line, values, wrong, faults)
        # The id of the lead, rep or event: in every table what the row is known by.
        known_by = values.get("id")
        place = len(rows) if known_by is None else places.setdefault(known_by, len(rows))
        if place == len(rows):
            rows.append(row)
            numbers.append(line)
            continue
        before = rows[place]
        told = None
        if layout.first_told is not None:
            if row is None or before is None:
                continue
            told = layout.first_told(before, row)
        if told is None:
            faults.add(line, "id", _twice(layout, values["id"], numbers[place]))
        else:
            rows[place] = told
            repeated += 1
    if not rows and not faults and not layout.may_be_empty:
        faults.add(1, "", f"no {layout.what}, there is no row to read")
    if faults:
        faults.fail()
    whole = tuple(row for row in rows if row is not None)
    return Table(name=name, rows=whole, lines=tuple(numbers), repeated=repeated)


def _from_csv(layout: Layout[Row], lines: Iterable[str], faults: FaultList) -> Iterator[Half]:
    rows = csv_rows(lines, faults)
    line, header = next(rows, (1, []))
    if not header:
        names = ", ".join(column.name for column in layout.columns if column.required)
        faults.add(1, "", f"the file is empty, expected a header with at least {names}")
        return
    plan, absent = _plan(layout, line, header, faults)
    width = len(header)
    for line, row in rows:
        if len(row) != width:
            half_written = (
                ", a half-written row?" if len(row) < width else ", a comma that belongs into quotes?"
            )
            faults.add(line, "", f"has {len(row)} cells, the header has {width}{half_written}")
            continue
        values: dict[str, Any] = {}
        wrong: set[str] | None = set(absent) if absent else None
        for place, column, parse, remembered in plan:
            cell = row[place]
            if not cell:
                if column.required and wrong is None:
                    wrong = set()
            elif parse is None:
                values[column.argument] = cell
            elif remembered is not None and cell in remembered:
                values[column.argument] = remembered[cell]
            else:
                try:
                    value = parse(cell)
                except UnreadableError as error:
                    wrong = set() if wrong is None else wrong
                    wrong.add(column.argument)
                    _note(faults, line, column, error)
                    continue
                values[column.argument] = value
                if remembered is not None:
                    remembered[cell] = value
        yield line, values, wrong


def _plan(
    layout: Layout[Row], line: int, header: list[str], faults: FaultList
) -> tuple[list[Step], frozenset[str]]:
    """Where each column stands and how it is read; and the required arguments that no column fills."""
    plan: list[Step] = []
    found: set[str] = set()
    if len(header) == 1 and (other := next((mark for mark in ";\t|" if mark in header[0]), None)):
        faults.add(line, "", f"cells are separated by {other!r}, expected a comma")
        faults.fail()
    for place, cell in enumerate(header):
        name = cell.strip()
        column = layout.by_name.get(name)
        if column is None:
            faults.add(line, name, _unknown(layout, name) if name else f"column {place + 1} has no name")
        elif name in found:
            faults.add(line, name, "stands twice in the header")
        else:
            found.add(name)
            kind = column.kind
            plan.append((place, column, None if kind.parse is str else kind.parse, _memory(column)))
    missing = [column for column in layout.columns if column.required and column.name not in found]
    for column in missing:
        faults.add(line, column.name, "the column is missing, it is required")
    return plan, frozenset(column.argument for column in missing)


def _from_json(layout: Layout[Row], lines: Iterable[str], faults: FaultList) -> Iterator[Half]:
    unknown: set[str] = set()
    required = frozenset(column.argument for column in layout.columns if column.required)
    nested = frozenset(layout.objects)
    plan = {column.name: (column, column.kind.read, _memory(column)) for column in layout.columns}
    for line, found in json_rows(lines, faults):
        values: dict[str, Any] = {}
        wrong: set[str] | None = None
        for name, value in found.items() if nested.isdisjoint(found) else _flat(layout, line, found, faults):
            if name not in plan:
                # Once for the file, as in a header: the same key stands on every line.
                if name not in unknown:
                    unknown.add(name)
                    faults.add(line, name, _unknown(layout, name))
                continue
            column, read, remembered = plan[name]
            if value is None or value == "":
                continue
            if column.argument in values:
                faults.add(line, name, "is given twice, as an object and as a key of its own")
            elif remembered is not None and value.__class__ is str and value in remembered:
                values[column.argument] = remembered[value]
            else:
                try:
                    values[column.argument] = got = read(value)
                except UnreadableError as error:
                    wrong = set() if wrong is None else wrong
                    wrong.add(column.argument)
                    _note(faults, line, column, error)
                    continue
                if remembered is not None and value.__class__ is str:
                    remembered[value] = got
        if wrong is None and not required <= values.keys():
            wrong = set()
        yield line, values, wrong


def _flat(
    layout: Layout[Row], line: int, found: dict[str, Any], faults: FaultList
) -> Iterator[tuple[str, Any]]:
    for name, value in found.items():
        if name not in layout.objects:
            yield name, value
        elif isinstance(value, dict):
            yield from ((f"{name}.{part}", each) for part, each in value.items())
        elif value is not None:
            faults.add(line, name, f"{shown(value)} is not an object")


def _memory(column: Column) -> dict[str, Any] | None:
    """Where to keep what was read, for a column in which the same texts come again and again."""
    return {} if column.kind.few else None


def _misfit(layout: Layout[Row], line: int, error: InputError, faults: FaultList) -> None:
    """Cells that are fine one by one, and do not go together."""
    names = {column.argument: column.name for column in layout.columns}
    faults.add(line, names.get(error.argument, error.argument), expected(error))


def _look_further(
    layout: Layout[Row], line: int, values: dict[str, Any], wrong: set[str], faults: FaultList
) -> None:
    """What else is wrong with a row that cannot be built: cells that are empty, and cells that do not go together."""
    absent = set(wrong)
    for column in layout.columns:
        if column.required and column.argument not in wrong and column.argument not in values:
            faults.add(line, column.name, "is empty, it is required")
            absent.add(column.argument)
    stand_ins = {name: layout.stand_ins[name] for name in absent if name in layout.stand_ins}
    try:
        layout.build(values | stand_ins)
    except InputError as error:
        _misfit(layout, line, error, faults)


def _note(faults: FaultList, line: int, column: Column, error: UnreadableError) -> None:
    for inside, message in error.faults:
        faults.add(line, f"{column.name}{inside}", message)


def _unknown(layout: Layout[Row], name: str) -> str:
    nested = next(
        (f"{group}.{name}" for group in layout.objects if f"{group}.{name}" in layout.by_name), None
    )
    near = f", did you mean {nested!r}?" if nested else hint(name, layout.by_name)
    message = f"unknown column {shown(name)}{near}"
    return f"{message}{'' if message.endswith('?') else ';'} {layout.cure}"


def _twice(layout: Layout[Row], known_by: str, line: int) -> str:
    one = layout.what.removesuffix("s")
    if layout.first_told is not None:
        return f"{shown(known_by)} is the id of another {one} in line {line}, an id belongs to one"
    return f"{shown(known_by)} stands in line {line} already, an id belongs to one {one}"
