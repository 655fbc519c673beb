"""A scoring model as one generated function: what a lead is and what it has done, to points, a grade and a level.

Made on first use and kept with the model. Its two forms differ only in where values are read from: from a lead and the
figures of its history, or from a row, such as a record of another system that has counted already.

>>> from .rules import BehaviourRule, FitRule, GradeBand, LevelBand
>>> from ..conditions import Condition
>>> scoring = Scoring(
...     fit=(FitRule(id="vp", when=Condition(field="lead.title", mentions=("vp",)), points=20),),
...     behaviour=(BehaviourRule(id="demo", activity="demo_requested", points=50),),
...     grades=(GradeBand(grade="A", at_least=20), GradeBand(grade="B")),
...     levels=(LevelBand(level=1, at_least=50), LevelBand(level=2)),
...     sales_ready=("A1",),
... )
>>> scorer = compile_scoring(scoring)
>>> scorer.points({"lead.title": "VP Sales", "count(demo_requested)": 1})
(20, 50)
>>> scorer.rate({"lead.title": "VP Sales"}).label
'A2'
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ..conditions import Source, compile_source
from ..conditions.evaluate import read_lead
from ..records import Event, Lead
from ..records.drafts import draft_of
from .account import Account
from .rules import Scoring
from .summing import add_up, parts_of
from .tally import Done, Figures, Tally, by_activity, compile_tally
from .treatments import Treatment

__all__ = ["Cell", "Rated", "Scorer", "Sums", "compile_scoring"]

#: Fit and score in thousandths of a point, within all bounds.
Sums = tuple[int, int]
Row = Mapping[str, Any]
#: What each rule with a condition finds: match, no match, or None for unknown.
Answers = tuple[bool | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell of the matrix of grades and levels."""

    grade: str
    level: int
    label: str
    sales_ready: bool
    treatment: Treatment


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """What a row comes to: whole points and a cell; the reasons are worked out when somebody asks (`lines_of`).

    The row is kept as it was, so that they cannot change afterwards.
    """

    fit: int
    score: int
    cell: Cell
    row: Row = field(compare=False, repr=False)
    scoring: Scoring = field(compare=False, repr=False)

    @property
    def label(self) -> str:
        return self.cell.label

    @property
    def grade(self) -> str:
        return self.cell.grade

    @property
    def level(self) -> int:
        return self.cell.level

    @property
    def sales_ready(self) -> bool:
        return self.cell.sales_ready

    @property
    def treatment(self) -> Treatment:
        return self.cell.treatment


class Scorer:
    """A compiled scoring model; `compile_scoring` makes it."""

    __slots__ = (
        "_account",
        "_lead_answers",
        "_of_history",
        "_of_lead",
        "_of_row",
        "_row_answers",
        "_tallied",
        "cell",
        "points",
        "scoring",
    )

    points: Callable[[Row], tuple[int, int]]
    """Whole points of a row, for fit and for behaviour."""
    cell: Callable[[int, int], Cell]
    """Where whole points of fit and of behaviour lie in the matrix."""

    def __init__(self, scoring: Scoring) -> None:
        self.scoring = scoring
        self.cell = _cells(scoring)
        self.points = _points(scoring, "row", Source(_read_row), whole=True)
        self._of_history: Callable[[Lead, None, Done, datetime], tuple[int, int]] | None = None
        self._of_row: Callable[[Row], Sums] | None = None
        self._of_lead: Callable[[Lead, None, Figures], Sums] | None = None
        self._row_answers: Callable[[Row], Answers] | None = None
        self._lead_answers: Callable[[Lead, None, Figures], Answers] | None = None
        self._tallied: Callable[[Done, datetime], Figures] | None = None
        self._account: Account | None = None

    def rate(self, row: Row) -> Rated:
        """What a row comes to. Its keys are names of fields and of figures; a key that is missing is unknown."""
        fit, score = self.points(row)
        # As in `records.drafts`: a frozen value, filled fast.
        new = _RatedDraft()
        new.fit = fit
        new.score = score
        new.cell = self.cell(fit, score)
        new.row = dict(row)
        new.scoring = self.scoring
        new.__class__ = Rated
        made: Rated = new
        return made

    def sums_of_row(self, row: Row) -> Sums:
        """Fit and score of a row in thousandths."""
        if self._of_row is None:
            self._of_row = _points(self.scoring, "row", Source(_read_row), whole=False)
        return self._of_row(row)

    def points_of(self, lead: Lead, history: Iterable[Event], at: datetime) -> tuple[int, int]:
        """Whole points of a lead with its history, as of an instant."""
        if self._of_history is None:
            self._of_history = _points_of_history(self.scoring)
        return self._of_history(lead, None, by_activity(history, at), at)

    def sums(self, lead: Lead, figures: Figures) -> Sums:
        """Fit and score of a lead in thousandths, with the figures of its history."""
        if self._of_lead is None:
            self._of_lead = _points(self.scoring, "lead, card, figures", Source(read_lead), whole=False)
        return self._of_lead(lead, None, figures)

    def figures(self, history: Iterable[Event], at: datetime) -> Figures:
        """Every figure that the rules ask of a history, as of an instant."""
        return self.figures_of(by_activity(history, at), at)

    def figures_of(self, done: Done, at: datetime) -> Figures:
        """The same, of what was done by that instant."""
        if self._tallied is None:
            self._tallied = compile_tally(self.scoring)
        return self._tallied(done, at)

    def answers(self, lead: Lead, figures: Figures) -> Answers:
        """What each rule with a condition finds, fit rules first: match, no match, or None for unknown."""
        if self._lead_answers is None:
            self._lead_answers = _answers(self.scoring, "lead, card, figures", read_lead)
        return self._lead_answers(lead, None, figures)

    def answers_of_row(self, row: Row) -> Answers:
        """The same, of a row."""
        if self._row_answers is None:
            self._row_answers = _answers(self.scoring, "row", _read_row)
        return self._row_answers(row)

    @property
    def account(self) -> Account:
        """The lines that explain, prepared."""
        if self._account is None:
            self._account = Account(self.scoring)
        return self._account


def compile_scoring(scoring: Scoring) -> Scorer:
    """The scorer of a model, the same one each time."""
    kept: Scorer | None = getattr(scoring, "kept", None)
    if kept is None:
        kept = Scorer(scoring)
        object.__setattr__(scoring, "kept", kept)
    return kept


_RatedDraft = draft_of(Rated)


def _read_row(source: Source, subject: str) -> str:
    return f"row.get({source.bind(subject)})"


def _points(scoring: Scoring, arguments: str, source: Source, *, whole: bool) -> Callable[..., Any]:
    """The function that adds up fit and score."""
    fit, score = (add_up(source, part, whole=whole) for part in parts_of(scoring))
    return compile_source(source, arguments, f"{fit}, {score}")


def _points_of_history(scoring: Scoring) -> Callable[..., tuple[int, int]]:
    """The same from what was done: each figure is added as it is counted, and none is handed over."""

    def read(source: Source, subject: str) -> str:
        return tally.figure(subject) or read_lead(source, subject)

    source = Source(read)
    tally = Tally(source, scoring)
    return _points(scoring, "lead, card, done, at", source, whole=True)


def _answers(scoring: Scoring, arguments: str, read: Callable[[Source, str], str]) -> Callable[..., Answers]:
    """The function that answers every rule with a condition."""
    source = Source(read)
    said = [source.answer(when) for when in scoring.conditions()]
    return compile_source(source, arguments, f"({''.join(f'{each}, ' for each in said)})")


def _cells(scoring: Scoring) -> Callable[[int, int], Cell]:
    """The cell of the matrix for whole points of fit and score."""
    source = Source()
    cells = tuple(
        Cell(
            grade=grade.grade,
            level=level.level,
            label=f"{grade.grade}{level.level}",
            sales_ready=f"{grade.grade}{level.level}" in scoring.sales_ready,
            treatment=scoring.treatment_of(f"{grade.grade}{level.level}"),
        )
        for grade in scoring.grades
        for level in scoring.levels
    )
    for name, total, limits in (
        ("row", "f", [band.at_least for band in scoring.grades]),
        ("column", "s", [band.at_least for band in scoring.levels]),
    ):
        # From the last band, which takes the rest, up to the best that is reached.
        source.lines.append(f"{name} = {len(limits) - 1}")
        source.lines += [
            f"if {total} >= {source.number(limits[place])}: {name} = {place}"
            for place in reversed(range(len(limits) - 1))
        ]
    return compile_source(source, "f, s", f"{source.bind(cells)}[row * {len(scoring.levels)} + column]")
