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

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ..conditions import Source, compile_source
from ..conditions.evaluate import read_lead
from ..records import Event, Lead
from .points import Points, thousandths
from .rules import BehaviourRule, FitRule, Scoring, groups_of
from .tally import Figures, tallier
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

    __slots__ = ("_of_lead", "_of_row", "_outcomes", "_tallied", "cell", "points", "scoring")

    points: Callable[[Row], tuple[int, int]]
    """Whole points of a row, for fit and for behaviour."""
    cell: Callable[[int, int], Cell]
    """Where whole points of fit and of behaviour lie in the matrix."""

    def __init__(self, scoring: Scoring) -> None:
        self.scoring = scoring
        self.cell = _cells(scoring)
        self.points = _points(scoring, "row", _read_row, whole=True)
        self._of_row: Callable[[Row], Sums] | None = None
        self._of_lead: Callable[[Lead, None, Figures], Sums] | None = None
        self._outcomes: dict[str, Callable[..., Answers]] = {}
        self._tallied: Callable[[Iterable[Event], datetime], Figures] | None = None

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
            self._of_row = _points(self.scoring, "row", _read_row, whole=False)
        return self._of_row(row)

    def sums(self, lead: Lead, figures: Figures) -> Sums:
        """Fit and score of a lead in thousandths, with the figures of its history."""
        if self._of_lead is None:
            self._of_lead = _points(self.scoring, "lead, card, figures", read_lead, whole=False)
        return self._of_lead(lead, None, figures)

    def figures(self, history: Iterable[Event], at: datetime) -> Figures:
        """Every figure that the rules ask of a history, as of an instant."""
        if self._tallied is None:
            self._tallied = tallier(self.scoring)
        return self._tallied(history, at)

    def answers(self, lead: Lead, figures: Figures) -> Answers:
        """What each rule with a condition finds, fit rules first: match, no match, or None for unknown."""
        return self._answered("lead, card, figures", read_lead)(lead, None, figures)

    def answers_of_row(self, row: Row) -> Answers:
        """The same, of a row."""
        return self._answered("row", _read_row)(row)

    def _answered(self, arguments: str, read: Callable[[Source, str], str]) -> "Callable[..., Answers]":
        found = self._outcomes.get(arguments)
        if found is None:
            source = Source(read)
            rules: list[FitRule | BehaviourRule] = [*self.scoring.fit, *self.scoring.behaviour]
            said = [
                f"True if {source.holds(rule.when)} else False if {source.fails(rule.when)} else None"
                for rule in rules
                if rule.when is not None
            ]
            found = compile_source(source, arguments, f"({''.join(f'{each}, ' for each in said)})")
            self._outcomes[arguments] = found
        return found


def compile_scoring(scoring: Scoring) -> Scorer:
    """The scorer of a model, the same one each time."""
    kept: Scorer | None = getattr(scoring, "kept", None)
    if kept is None:
        kept = Scorer(scoring)
        object.__setattr__(scoring, "kept", kept)
    return kept


if TYPE_CHECKING:
    _RatedDraft: Any
else:

    class _RatedDraft:
        __slots__ = Rated.__slots__


def _read_row(source: Source, subject: str) -> str:
    return f"row.get({source.bind(subject)})"


def _points(
    scoring: Scoring, arguments: str, read: Callable[[Source, str], str], *, whole: bool
) -> Callable[..., Any]:
    """The function that adds up fit and score."""
    source = Source(read)
    parts: tuple[tuple[str, Sequence[FitRule | BehaviourRule], Points | None, Points | None, Points], ...] = (
        ("f", scoring.fit, scoring.fit_cap, scoring.fit_floor, scoring.start),
        ("s", scoring.behaviour, scoring.score_cap, scoring.score_floor, 0),
    )
    for total, rules, cap, floor, start in parts:
        groups = groups_of(scoring, rules)
        names = {group.name: f"{total}{place}" for place, group in enumerate(groups)}
        source.lines.append(f"{total} = {source.number(thousandths(start))}")
        source.lines += [f"{name} = 0" for name in names.values()]
        for rule in rules:
            to = names.get(rule.group or "", total)
            if isinstance(rule, FitRule) or rule.when is not None:
                _add_condition(source, rule, to)
            else:
                _add_activity(source, rule, to)
        for group in groups:
            _bound(source, names[group.name], group.cap, group.floor)
            source.lines.append(f"{total} += {names[group.name]}")
        _bound(source, total, cap, floor)
    return compile_source(source, arguments, "(f // 1000, s // 1000)" if whole else "(f, s)")


def _add_condition(source: Source, rule: FitRule | BehaviourRule, to: str) -> None:
    if rule.when is None:
        return
    worth = thousandths(rule.points)
    if isinstance(rule, FitRule) and rule.otherwise:
        fails = source.fails(rule.when)
        source.lines.append(f"if {fails}: {to} += {source.number(thousandths(rule.otherwise))}")
    if worth:
        holds = source.holds(rule.when)
        source.lines.append(f"if {holds}: {to} += {source.number(worth)}")


def _add_activity(source: Source, rule: BehaviourRule, to: str) -> None:
    figure = source.whole(rule.figure)
    # Nothing done, and nothing known of it, both come to nothing.
    worth, done = figure, figure
    if rule.counted:
        done = f"{figure} and {figure} > 0"
        worth = f"{figure} * {source.number(thousandths(rule.points))}"
        if rule.at_most is not None:
            most = source.number(rule.at_most)
            all_of_it = source.number(thousandths(rule.points) * rule.at_most)
            worth = f"({worth} if {figure} < {most} else {all_of_it})"
    if rule.cap is None and rule.floor is None:
        source.lines.append(f"if {done}: {to} += {worth}")
    else:
        part = f"p{len(source.lines)}"
        source.lines.append(f"{part} = {worth} if {done} else 0")
        _bound(source, part, rule.cap, rule.floor)
        source.lines.append(f"{to} += {part}")


def _bound(source: Source, name: str, cap: Points | None, floor: Points | None) -> None:
    if cap is not None:
        most = source.number(thousandths(cap))
        source.lines.append(f"if {name} > {most}: {name} = {most}")
    if floor is not None:
        least = source.number(thousandths(floor))
        source.lines.append(f"if {name} < {least}: {name} = {least}")


def _cells(scoring: Scoring) -> Callable[[int, int], Cell]:
    """The cell of the matrix for whole points of fit and score."""
    source = Source(_read_row)
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
