"""Laws of the readers: what is written is read back equal, and nothing but `RowError` comes of what is not."""

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.conditions import CustomField, FieldKind
from leadmodel.errors import RowError
from leadmodel.hours import TimeOff
from leadmodel.interop import Table, read_events, read_leads, read_reps
from leadmodel.interop.faults import FaultList
from leadmodel.interop.formats import json_rows
from leadmodel.records import Company, Event, EventId, EventKind, Lead, LeadId, LeadKind, RepId
from leadmodel.records.plain import as_plain
from leadmodel.routing import Period, Quota, Rep

FIELDS = (
    CustomField(name="budget", kind=FieldKind.NUMBER),
    CustomField(name="target", kind=FieldKind.BOOLEAN),
    CustomField(name="plan"),
)
Format = Literal["csv", "jsonl"]

#: All of Unicode that is text: cells may hold quotes, commas, line ends and letters of every alphabet.
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=12)
maybe = st.none() | texts
instants = st.datetimes(datetime(1900, 1, 2), datetime(2999, 12, 30), timezones=st.just(UTC))
tags = st.lists(st.sampled_from(["it", "it-CH", "en", "pt-BR", "zh-Hant"]), max_size=3, unique=True).map(
    tuple
)
countries = st.lists(st.sampled_from(["CH", "IT", "US"]), max_size=3, unique=True).map(tuple)
counts = st.none() | st.integers(0, 10**17)
days = st.dates(date(1900, 1, 1), date(2999, 1, 1))


def own_fields() -> st.SearchStrategy[dict[str, Any]]:
    numbers = st.integers(-(10**17), 10**17) | st.floats(allow_nan=False, allow_infinity=False)
    return st.fixed_dictionaries({}, optional={"budget": numbers, "target": st.booleans(), "plan": texts})


leads = st.builds(
    Lead,
    id=texts.map(LeadId),
    captured_at=instants,
    source=texts,
    kind=st.sampled_from(LeadKind),
    name=maybe,
    email=maybe,
    title=maybe,
    country=st.none() | st.sampled_from(["CH", "IT"]),
    languages=tags,
    company=st.builds(Company, name=maybe, industry=maybe, employees=counts, revenue=counts),
    fields=own_fields(),
)
lengths = st.integers(1, 60).map(lambda days: timedelta(days=days)) | st.timedeltas(
    timedelta(microseconds=1), timedelta(days=9)
)
absences = st.builds(
    lambda start, length, reason: TimeOff(
        start=start, end=start + max(length, timedelta(type(start) is date)), reason=reason
    ),
    days | instants.filter(lambda at: at.year < 2999),
    lengths,
    st.sampled_from(["leave", "long vacation", "Müller's day"]),
)
#: What can stand in a list of a CSV cell.
names = st.sampled_from(["inbound", "Zürich", "long name", "ki/ml"])
reps = st.builds(
    Rep,
    id=texts.map(RepId),
    zone=st.sampled_from(["UTC", "Europe/Zurich", "America/Argentina/Ushuaia"]),
    hours=texts,
    languages=tags.filter(bool),
    name=maybe,
    holidays=maybe,
    territories=countries,
    capacity=counts,
    open_leads=st.integers(0, 99),
    manager=maybe,
    executive=maybe,
    leave=st.lists(absences, max_size=2).map(tuple),
    skills=st.dictionaries(names, st.integers(1, 99), max_size=3),
    role=maybe,
    tier=st.integers(1, 9),
    pools=st.lists(names, max_size=2, unique=True).map(tuple),
    quotas=st.lists(st.builds(Quota, leads=st.integers(1, 99), per=st.sampled_from(Period)), max_size=2).map(
        tuple
    ),
    active_from=st.none() | instants,
)
events = st.builds(
    Event,
    id=texts.map(EventId),
    lead=texts.map(LeadId),
    kind=st.sampled_from(EventKind),
    at=instants,
    rep=texts.map(RepId),
    reason=maybe,
    activity=texts,
    automatic=st.booleans(),
)


def cell(value: Any) -> str:
    """A plain value as the text of a CSV cell."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ";".join(item(each) for each in value)
    if isinstance(value, dict):
        return ";".join(f"{name}:{level}" for name, level in value.items())
    return "" if value is None else str(value)


def item(value: Any) -> str:
    """One of several in a cell: a name, a quota, or time off."""
    if not isinstance(value, dict):
        return str(value)
    if "leads" in value:
        return f"{value['leads']}/{value['per']}"
    return f"{value['start']}/{value['end']} {value['reason']}"


def written(values: list[Any], format: Format) -> str:
    """Values of one kind as a file, written by the standard library alone."""
    rows = []
    for value in values:
        row = as_plain(value)
        if "at" in row:
            row["occurred_at"] = row.pop("at")
        rows.append(row)
    if format == "jsonl":
        return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)
    for row in rows:
        for group in ("company", "fields"):
            row |= {f"{group}.{name}": each for name, each in row.pop(group, {}).items()}
    paper = io.StringIO(newline="")
    names = sorted({name for row in rows for name in row})
    writer = csv.DictWriter(paper, names, restval="")
    writer.writeheader()
    writer.writerows({name: cell(value) for name, value in row.items()} for row in rows)
    return paper.getvalue()


def by_id(values: list[Any]) -> list[Any]:
    return list({value.id: value for value in values}.values())


formats = pytest.mark.parametrize("format", ["csv", "jsonl"])


@formats
@given(st.lists(leads, min_size=1, max_size=4).map(by_id))
def test_leads_that_are_written_are_read_back_equal(format: Format, values: list[Lead]) -> None:
    assert list(read_leads(written(values, format), format=format, fields=FIELDS)) == values


@formats
@given(st.lists(reps, min_size=1, max_size=4).map(by_id))
def test_reps_that_are_written_are_read_back_equal(format: Format, values: list[Rep]) -> None:
    assert list(read_reps(written(values, format), format=format)) == values


@formats
@given(st.lists(events, min_size=1, max_size=4).map(by_id), st.integers(1, 3))
def test_events_that_are_written_are_read_back_equal_however_often(
    format: Format, values: list[Event], times: int
) -> None:
    table = read_events(written(values * times, format), format=format)

    assert list(table) == values
    assert table.repeated == len(values) * (times - 1)


# ------------------------------------------------------------------------------------------------------------ fuzz

READERS: list[Callable[..., Table[Any]]] = [
    read_events,
    read_reps,
    lambda text, format: read_leads(text, format=format, fields=FIELDS),
]
anything = st.text(max_size=200) | st.text(alphabet='{}[]",:;\n\r\0\ufeff\\u0dtruefalse019e-. ', max_size=200)


def tried(read: Callable[..., Table[Any]], text: str, format: Format) -> None:
    try:
        table = read(text, format=format)
    except RowError as error:
        assert error.findings
        assert all(finding.path and finding.message for finding in error.findings)
    else:
        assert len(table.lines) == len(table.rows)
        assert list(table.lines) == sorted(table.lines)


@formats
@pytest.mark.parametrize("read", READERS, ids=["events", "reps", "leads"])
@given(text=anything)
def test_any_text_at_all_is_read_or_refused_with_its_faults(
    read: Callable[..., Table[Any]], format: Format, text: str
) -> None:
    tried(read, text, format)


@formats
@given(data=st.data())
def test_a_damaged_file_is_read_or_refused_with_its_faults(format: Format, data: st.DataObject) -> None:
    """A piece of a valid file is cut out, and something else put in its place."""
    place = data.draw(st.integers(0, 2))
    values: list[Any] = data.draw(st.lists((events, reps, leads)[place], min_size=1, max_size=3))
    text = written(values, format)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(start + 20, len(text))))

    tried(READERS[place], text[:start] + data.draw(anything) + text[end:], format)


@given(st.lists(st.lists(st.text(max_size=8), max_size=9), max_size=5))
def test_any_cells_below_a_valid_header_are_read_or_refused(rows: list[list[str]]) -> None:
    paper = io.StringIO(newline="")
    writer = csv.writer(paper)
    writer.writerow("id lead kind occurred_at rep reason activity automatic".split())
    writer.writerows(rows)

    tried(read_events, paper.getvalue(), "csv")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
LEAD_KEYS = [
    "id",
    "captured_at",
    "source",
    "kind",
    "country",
    "languages",
    "company",
    "fields",
    "fields.budget",
]
REP_KEYS = ["id", "zone", "hours", "languages", "territories", "capacity", "leave", "open_leads"]


@given(st.lists(st.dictionaries(st.sampled_from(LEAD_KEYS + REP_KEYS), json_values), max_size=3))
def test_any_json_values_under_valid_keys_are_read_or_refused(rows: list[dict[str, Any]]) -> None:
    for read in READERS:
        tried(read, "".join(f"{json.dumps(row)}\n" for row in rows), "jsonl")


@given(
    st.lists(st.tuples(st.sampled_from(["id", "a", 'q"', "b\\"]), json_values), max_size=4),
    st.sampled_from(["", " ", "x", "{}", ",", "\u00a0"]),
)
def test_a_line_of_json_is_read_the_quick_way_as_the_standard_library_reads_it(
    pairs: list[tuple[str, Any]], tail: str
) -> None:
    """The oracle reads each line once more, with every key in the open."""
    line = f"{{{', '.join(f'{json.dumps(key)}: {json.dumps(value)}' for key, value in pairs)}}}{tail}"
    faults = FaultList("t")
    found = [row for _, row in json_rows([line], faults)]
    try:
        seen = json.loads(line, object_pairs_hook=list)
    except json.JSONDecodeError:
        seen = None

    if seen is None or len(dict(seen)) != len(seen) or "\\u0000" in line:
        assert faults
        assert not found
    elif not faults:
        assert found == [json.loads(line)]
