"""One look for every table: no frames, a dashed line below the header, numbers to the right, long lists cut short."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from rich.box import Box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from ..records import spell
from .terminal import legible

__all__ = ["DATE", "LENGTH", "Cell", "Head", "Sheet", "Styled", "counted", "instant", "length", "share"]

#: Drawn with letters that every terminal has.
PLAIN = Box("    \n    \n -- \n    \n    \n    \n    \n    \n", ascii=True)


@dataclass(frozen=True, slots=True)
class Styled:
    """A cell with a style, where there is colour."""

    text: str
    style: str


Cell = str | int | Styled

#: An instant may be folded between its date and its time, and nowhere else.
DATE = len("2026-11-06")
#: A length of time may not: "858 h 30" is wrong without its "min".
LENGTH = len("858 h 30 min")


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: its title, the side to which its cells are set, and how far they may be folded."""

    title: str
    side: Literal["left", "right"] = "left"
    narrowest: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Makes tables and lines for one stream: `encoding` has the letters, `limit` rows are shown of each list."""

    encoding: str
    limit: int

    def title(self, text: str) -> Text:
        return Text(f"\n{self._safe(text)}", style="bold")

    def line(self, text: str, style: str = "") -> Text:
        return Text(self._safe(text), style=style)

    def table(
        self, heads: Sequence[Head], rows: Iterable[Sequence[Cell]], *, every_row: bool = False
    ) -> list[RenderableType]:
        """A table, and below it how many rows were left out."""
        rows = list(rows)
        table = Table(box=PLAIN, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
        for head in heads:
            table.add_column(
                Text(self._safe(head.title)),
                justify=head.side,
                min_width=head.narrowest,
                overflow="fold",
                vertical="top",
            )
        shown = rows if every_row else rows[: self.limit]
        for row in shown:
            table.add_row(*map(self._cell, row))
        left_out = len(rows) - len(shown)
        if not left_out:
            return [table]
        more = Text(f"... and {left_out} more, --limit {len(rows)} shows all", style="dim")
        return [table, more] if shown else [more]

    def _cell(self, cell: Cell) -> Text:
        if isinstance(cell, Styled):
            return Text(self._safe(cell.text), style=cell.style)
        return Text(self._safe(str(cell)))

    def _safe(self, text: str) -> str:
        return legible(text, self.encoding)


def counted(count: int, what: str) -> str:
    """A number of things, in words that agree.

    >>> counted(1, "lead"), counted(0, "lead")
    ('1 lead', '0 leads')
    """
    return f"{count} {what}{'s' * (count != 1)}"


def instant(value: datetime | None) -> str:
    """An instant in UTC to the minute; the report says once that it is UTC.

    >>> from datetime import UTC
    >>> instant(datetime(2026, 11, 6, 15, 5, tzinfo=UTC)), instant(None)
    ('2026-11-06 15:05', '-')
    """
    return "-" if value is None else value.strftime("%Y-%m-%d %H:%M")


def length(value: timedelta | None) -> str:
    """A length of time, or a dash for none.

    >>> length(timedelta(minutes=90)), length(None)
    ('1 h 30 min', '-')
    """
    return "-" if value is None else spell(value)


def share(value: float | None) -> str:
    """A rate in percent, or a dash for a rate of nothing.

    >>> share(0.625), share(None)
    ('62%', '-')
    """
    return "-" if value is None else f"{value:.0%}"
