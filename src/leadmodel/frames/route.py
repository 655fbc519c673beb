"""Routing a table of leads, in the order in which they came: for every row who gets it, as a stream over the desk says.

On Spark each independent part of the policy is routed by one worker, and goes where it would have gone in one process.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, TypeVar

import narwhals as nw
import pyarrow as pa

from ..errors import DefinitionError, Finding, InputError
from ..records import FrozenMap, Lead
from ..routing import Desk, HasRouting, Part, Stream, part_of, parts_of
from .engines import frame_of, in_duckdb, in_partitions, in_spark, native
from .lead_rows import LeadColumns, lead_columns, leads_in

__all__ = ["route_frame"]

Table = TypeVar("Table")
#: What is added: who gets the lead, and by which rule and pool.
ADDED = ("rep", "rule", "pool")
PART = "leadmodel_part"


def route_frame(
    leads: Table,
    model: HasRouting,
    *,
    desk: Desk,
    at: datetime,
    columns: Mapping[str, str] = FrozenMap(),
    prefix: str = "",
) -> Table:
    """Give out every lead of a table at the instant at which it was captured: a table of the same kind.

    >>> import polars as pl
    >>> from leadmodel.conditions import field
    >>> from leadmodel.hours import Hours, Week
    >>> from leadmodel.routing import Rep, Routing, open_desk
    >>> class House:
    ...     routing = Routing(when=field("lead.source").is_known(), prefer=("soonest", "round_robin"))
    ...     hours = (Hours(name="office", week=Week(mon=("09:00-17:00",))),)
    ...     holidays = ()
    >>> team = [Rep(id=name, zone="UTC", hours="office", languages=("en",)) for name in ("ann", "bob")]
    >>> nine = datetime.fromisoformat("2026-11-09T09:00Z")
    >>> leads = pl.DataFrame({"id": ["L2", "L1"], "captured_at": [nine, nine], "source": ["form", "form"]})
    >>> route_frame(leads, House(), desk=open_desk(team, House()), at=nine).select("id", "rep").rows()
    [('L2', 'bob'), ('L1', 'ann')]

    Added are `rep` (missing where the lead is held), `rule` and `pool`, all with the `prefix`. Leads are taken by
    `captured_at`, those of one instant by id; rows keep their order, except on Spark, which has none. `at` is when the
    desk stands as given: no lead may come before it. A field is read from the column of that name (`lead.country`, or
    `country`), or the one that `columns` names; languages are a list, or text separated by `;`.

    Every lead is given out that is in the table: filter by `model.routing.when` before, and by what waits. A lazy table
    of Polars has to be collected first. Raises `DefinitionError` with every fault of the columns, `InputError` for a
    value that no lead can have and for two leads with one id, `TimeError` for a lead before `at`.
    """
    frame = frame_of(leads, "leads")
    names = frame.collect_schema().names()
    own = [each.name for each in getattr(model, "fields", ())]
    bound = lead_columns(names, columns, own)
    kinds = {f"{prefix}{name}": nw.String for name in ADDED}
    taken = [
        Finding(name, "is a column already, give what is added a prefix") for name in kinds if name in names
    ]
    if taken:
        raise DefinitionError("the table of leads", taken)

    def answered(rows: nw.DataFrame[Any]) -> nw.DataFrame[Any]:
        table = rows.to_arrow()
        found = _routed([*leads_in(table, bound)], model, desk, at)
        return rows.with_columns(
            nw.new_series(name, list(cells), nw.String, backend=rows.implementation)
            for name, cells in zip(kinds, found, strict=True)
        )

    if isinstance(frame, nw.DataFrame):
        return native(answered(frame), leads)
    if frame.implementation.is_duckdb():
        return native(nw.from_native(in_duckdb(frame.to_native(), answered)), leads)
    if frame.implementation.is_polars():
        raise InputError("leads", "LazyFrame", "has no order before it is collected, collect it first")
    return native(nw.from_native(_on_spark(frame.to_native(), names, kinds, bound, model, desk, at)), leads)


def _routed(leads: list[Lead], model: HasRouting, desk: Desk, at: datetime) -> list[list[str | None]]:
    """The added columns for some leads, in the order in which those were given."""
    cells: list[list[str | None]] = [[None] * len(leads) for _ in ADDED]
    stream = Stream(desk, model, at=at)
    order = sorted(range(len(leads)), key=lambda place: (leads[place].captured_at, leads[place].id))
    seen: set[str] = set()
    for place in order:
        lead = leads[place]
        if lead.id in seen:
            raise InputError("leads", lead.id, "is the id of two leads, an id belongs to one")
        seen.add(lead.id)
        decision = stream.route(lead, at=lead.captured_at)
        for column, value in zip(cells, (decision.rep, decision.rule, decision.pool), strict=True):
            column[place] = value
    return cells


def _on_spark(
    frame: Any,
    names: list[str],
    kinds: Mapping[str, Any],
    bound: LeadColumns,
    model: HasRouting,
    desk: Desk,
    at: datetime,
) -> Any:
    """Two passes: which part each lead belongs to; then each part's leads in their order, with its own desk."""
    parts = parts_of(model, desk)

    def named(rows: pa.Table) -> pa.Table:
        found = [_name(part_of(lead, model, parts)) for lead in leads_in(rows, bound)]
        return rows.append_column(PART, pa.array(found, pa.string()))

    def answered(rows: pa.Table) -> pa.Table:
        leads = [*leads_in(rows, bound)]
        cells: list[list[str | None]] = [[None] * len(leads) for _ in kinds]
        for name, places in _by_part(rows[PART].to_pylist()):
            mine = next((part.desk(desk) for part in parts if part.name == name), desk)
            found = _routed([leads[place] for place in places], model, mine, at)
            for column, values in zip(cells, found, strict=True):
                for place, value in zip(places, values, strict=True):
                    column[place] = value
        for name, column in zip(kinds, cells, strict=True):
            rows = rows.append_column(name, pa.array(column, pa.string()))
        return rows

    with_part = in_spark(frame, names, {PART: nw.String}, named)
    by_part = in_partitions(with_part, PART, [*names, PART])
    return in_spark(by_part, names, kinds, answered, whole=True)


def _name(part: Part | None) -> str:
    """What no rule sends to a pool is looked at beside any part, and changes nothing there."""
    return "" if part is None else part.name


def _by_part(names: list[str]) -> Iterator[tuple[str, list[int]]]:
    places: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        places.setdefault(name, []).append(place)
    return iter(places.items())
