"""Bars on stderr while a long input is worked through, and nothing at all for a short one."""

from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import IO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

from .terminal import is_live

__all__ = ["Watch"]

#: Rows from which on somebody would wonder what takes so long.
LONG = 5_000
#: Rows between two looks at the clock of the display.
STRIDE = 500


class Watch:
    """Shows how far the work is; on a stream that is no terminal it shows nothing and costs nothing."""

    def __init__(self, stream: IO[str]) -> None:
        self._live = is_live(stream)
        self._stream = stream
        self._display: Progress | None = None
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> "Watch":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._display:
            self._display.stop()

    def lines(self, lines: Iterable[str], what: str) -> Iterable[str]:
        """The same lines, counted as they go by."""
        return self._counted(lines, what) if self._live else lines

    def told(self, stage: str, done: int, of: int) -> None:
        """How far a stage is: what `leadmodel.flow.run` reports to."""
        if self._live and of > LONG and (done % STRIDE == 0 or done == of):
            self._show(stage, done, of)

    def _counted(self, lines: Iterable[str], what: str) -> Iterator[str]:
        done = 0
        for done, line in enumerate(lines, start=1):
            if done > LONG and done % STRIDE == 0:
                self._show(what, done, None)
            yield line
        if done > LONG:
            self._show(what, done, done)

    def _show(self, what: str, done: int, of: int | None) -> None:
        if self._display is None:
            columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
            self._display = Progress(*columns, console=Console(file=self._stream), transient=True)
            self._display.start()
        if what not in self._tasks:
            self._tasks[what] = self._display.add_task(what, total=of)
        self._display.update(self._tasks[what], completed=done, total=of)
