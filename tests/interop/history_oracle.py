"""Field history once more, slow and obvious: true lives, told as other programs tell them, and read second by second.

Nothing here shares code with the package; a life is a list of (second, value) and its history is written from it.
"""

import itertools
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

START = datetime(2026, 3, 2, 8, tzinfo=UTC)
#: How many seconds a world of these tests has.
LAST = 60
STATUSES = ("New", "Marketing Qualified", "Working", "Converted")
OWNERS = ("0053x00000AAAAAAAA", "0053x00000BBBBBAAA", "0053x00000CCCCCAAA")
NAMES = {OWNERS[0]: "Ann Archer", OWNERS[1]: "Bob Brown", OWNERS[2]: "Cid Clark"}

Row = dict[str, Any]


def instant(second: int) -> datetime:
    return START + timedelta(seconds=second)


def salesforce_time(second: int) -> str:
    return instant(second).strftime("%Y-%m-%dT%H:%M:%S.000+0000")


@dataclass(frozen=True)
class TrueLife:
    """What really was: the values at creation, and each change; several may fall on one second."""

    created: int
    statuses: tuple[tuple[int, str | None], ...]
    owners: tuple[tuple[int, str | None], ...]


def changes_of(life: tuple[tuple[int, str | None], ...]) -> list[tuple[int, str | None, str | None]]:
    return [(after[0], before[1], after[1]) for before, after in itertools.pairwise(life)]


def as_salesforce(life: TrueLife, *, names_too: bool = True, lead: str = "L1") -> tuple[Row, list[Row]]:
    """The record, and its rows of history as Salesforce writes them: the owner once by id and once by name."""
    record = {
        "attributes": {"type": "Lead"},
        "Id": lead,
        "CreatedDate": salesforce_time(life.created),
        "Status": life.statuses[-1][1],
        "OwnerId": life.owners[-1][1],
    }
    rows: list[Row] = []

    def row(name: str, second: int, old: str | None, new: str | None) -> None:
        rows.append(
            {
                "Id": f"017{len(rows):012d}",
                "LeadId": lead,
                "Field": name,
                "OldValue": old,
                "NewValue": new,
                "CreatedDate": salesforce_time(second),
                "CreatedById": OWNERS[0],
            }
        )

    for second, old, new in changes_of(life.statuses):
        row("Status", second, old, new)
    for second, old, new in changes_of(life.owners):
        row("Owner", second, old, new)
        if names_too:
            row("Owner", second, NAMES.get(old or ""), NAMES.get(new or ""))
    row("Rating", life.created, None, "Hot")
    return record, rows


def as_hubspot(life: TrueLife, *, milliseconds: bool = False, lead: str = "L1") -> Row:
    """The object with its properties' values, the newest first, as HubSpot writes them."""

    def listed(values: tuple[tuple[int, str | None], ...]) -> list[Row]:
        entries = [
            {
                "value": value or "",
                "timestamp": int(instant(second).timestamp() * 1000)
                if milliseconds
                else instant(second).isoformat().replace("+00:00", "Z"),
                "sourceType": "CRM_UI",
            }
            for second, value in values
        ]
        return entries[::-1]

    return {
        "id": lead,
        "createdAt": instant(life.created).isoformat().replace("+00:00", "Z"),
        "properties": {
            "hs_lead_status": life.statuses[-1][1],
            "hubspot_owner_id": life.owners[-1][1],
        },
        "propertiesWithHistory": {
            "hs_lead_status": listed(life.statuses),
            "hubspot_owner_id": listed(life.owners),
        },
    }


def value_at(life: tuple[tuple[int, str | None], ...], second: int) -> str | None:
    """The last value that was set up to a second."""
    value = None
    for when, each in life:
        if when <= second:
            value = each
    return value


def rows_say(rows: list[Row], name: str, current: str | None, second: int) -> str | None:
    """The value at a second, from raw rows: the newest NewValue until then, else the OldValue of the oldest row."""
    of_field = sorted((row for row in rows if row["Field"] == name), key=lambda row: str(row["CreatedDate"]))
    if not of_field:
        return current
    value: str | None = of_field[0]["OldValue"]
    for row in of_field:
        if datetime.strptime(row["CreatedDate"], "%Y-%m-%dT%H:%M:%S.%f%z") <= instant(second):
            value = row["NewValue"]
    return value


@st.composite
def _values(draw: st.DrawFn, created: int, choices: tuple[str | None, ...], *, apart: bool) -> Any:
    seconds = sorted(draw(st.lists(st.integers(created, LAST - 1), max_size=7, unique=apart)))
    value = draw(st.sampled_from(choices))
    life = [(created, value)]
    for second in seconds:
        value = draw(st.sampled_from([each for each in choices if each != value]))
        life.append((second, value))
    return tuple(life)


@st.composite
def true_lives(draw: st.DrawFn, *, apart: bool = True, cleared: bool = True) -> TrueLife:
    """Random lives; `apart`: no two changes of one field on one second."""
    created = draw(st.integers(0, 5))
    nothing: tuple[str | None, ...] = (None,) if cleared else ()
    return TrueLife(
        created=created,
        statuses=draw(_values(created, (*STATUSES, *nothing), apart=apart)),
        owners=draw(_values(created, (*OWNERS, *nothing), apart=apart)),
    )


@st.composite
def lawful_lives(draw: st.DrawFn) -> TrueLife:
    """Lives that go the way of the statuses, one by one, always with an owner who is a person."""
    created = draw(st.integers(0, 5))
    steps = sorted(draw(st.sets(st.integers(created + 1, LAST - 1), min_size=3, max_size=3)))
    far = draw(st.integers(0, 3))
    statuses = ((created, "New"), *zip(steps[:far], STATUSES[1:], strict=False))
    return TrueLife(
        created=created,
        statuses=statuses,
        owners=draw(_values(created, OWNERS, apart=True)),
    )
