"""Coverage as a picture: the hours of the week as a heat map, and the weeks as a bar with its gaps.

What a chart shows are the rows that stand in it, and those are the values of the table or the coverage, unchanged.
"""

from collections.abc import Iterable
from datetime import timedelta
from types import ModuleType
from typing import TYPE_CHECKING, Any

from ..errors import InputError, LeadModelError
from ..records import iso
from ..routing import Coverage, CoverageTable

if TYPE_CHECKING:
    import altair as alt

__all__ = ["gap_chart", "gap_rows", "week_chart", "week_rows"]

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MINUTE = timedelta(minutes=1)


def week_rows(tables: Iterable[CoverageTable]) -> list[dict[str, Any]]:
    """A row for each hour of the week that is asked for; times are in minutes.

    >>> week_rows([])
    []
    """
    return [
        {
            "lead": table.title,
            "zone": table.zone,
            "weekday": DAYS[each.weekday],
            "hour": each.hour,
            "asked": each.asked_time / MINUTE,
            "covered": each.covered_time / MINUTE,
            "reps": each.rep_time / each.asked_time,
            "fewest": each.fewest,
        }
        for table in tables
        for each in table.hours
        if each.fewest is not None
    ]


def gap_rows(coverage: Coverage) -> list[dict[str, Any]]:
    """A row for each stretch in which as many are at work, of each kind of lead; instants are in UTC.

    >>> from datetime import datetime
    >>> from leadmodel.routing import Desk, coverage
    >>> nobody = coverage(Desk(reps=(), schedules={}), since=datetime.fromisoformat("2026-11-02T00:00Z"), weeks=1)
    >>> gap_rows(nobody)
    [{'lead': 'everybody', 'start': '2026-11-02T00:00:00Z', 'end': '2026-11-09T00:00:00Z', 'reps': 0}]
    """
    return [
        {"lead": cell.title, "start": iso(each.start), "end": iso(each.end), "reps": each.reps}
        for cell in coverage.cells
        for each in cell.staffed
    ]


def week_chart(*tables: CoverageTable) -> "alt.FacetChart":
    """The hours of the week, a picture for each table, coloured by how few are at work at some time in the hour.

    Hours that are not asked for stay empty. Raises `LeadModelError` if Altair is not installed, `InputError` for no
    table.
    """
    alt = _altair("tables", tables)
    return _framed(
        alt,
        alt.Chart(alt.Data(values=week_rows(tables)))
        .mark_rect()
        .encode(
            x=alt.X("hour:O", title="hour"),
            y=alt.Y("weekday:O", sort=list(DAYS), title=None),
            color=alt.Color("fewest:Q", title="fewest at work", scale=alt.Scale(scheme="blues", domainMin=0)),
            tooltip=["lead:N", "zone:N", "weekday:O", "hour:O", "asked:Q", "covered:Q", "reps:Q", "fewest:Q"],
        ),
    )


def gap_chart(coverage: Coverage) -> "alt.FacetChart":
    """How many are at work over the weeks, a bar for each kind of lead; stretches with nobody are red.

    Raises `LeadModelError` if Altair is not installed, `InputError` for a coverage without cells.
    """
    alt = _altair("coverage", coverage.cells)
    return _framed(
        alt,
        alt.Chart(alt.Data(values=gap_rows(coverage)))
        .mark_rect()
        .encode(
            x=alt.X("start:T", title=None, scale=alt.Scale(type="utc")),
            x2="end:T",
            color=alt.condition(
                "datum.reps == 0",
                alt.value("firebrick"),
                alt.Color("reps:Q", title="at work", scale=alt.Scale(scheme="blues", domainMin=0)),
            ),
            tooltip=["lead:N", "start:T", "end:T", "reps:Q"],
        ),
    )


def _framed(alt: ModuleType, chart: "alt.Chart") -> "alt.FacetChart":
    return chart.facet(row=alt.Row("lead:N", title=None))


def _altair(argument: str, shown: tuple[object, ...]) -> ModuleType:
    if not shown:
        raise InputError(argument, shown, "is empty, so there is nothing to draw")
    try:
        import altair
    except ImportError as error:
        raise LeadModelError("Altair is needed to draw: pip install 'leadmodel[plots]'") from error
    return altair
