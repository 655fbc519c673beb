"""Fit and score of many leads at once: the arithmetic of `leadmodel.scoring.scorer`, block by block over columns.

Rules that look at one column of few different values are answered value by value and added up beforehand, so that a
column with ten rules costs one look-up. All is reckoned in whole thousandths of 64 bits; a row whose figures are so
large that they might not fit is scored as a single lead.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ..conditions.values import as_whole
from ..errors import InputError
from ..scoring import BehaviourRule, FitRule, LineStep, Scoring, compile_scoring
from ..scoring.points import Points, thousandths
from ..scoring.rules import groups_of
from ..scoring.scorecard import row_lines
from .beside import side_by_side
from .columns import Coded, Column, Numbers
from .figures import conditions_of
from .masks import Mask, Table, hangs_on, known_in, mask_of
from .reading import read_by

__all__ = ["Totals", "totals"]

Ints: TypeAlias = NDArray[np.int64]
Rule: TypeAlias = FitRule | BehaviourRule

#: So many rows at once stay in the processor's cache through all the rules.
_BLOCK = 131_072
#: What a part may come to, with room for the sums of parts.
_SAFE = 2**62


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Totals:
    """Whole points of fit and score, the places of the grade and the level, and how many fit rules were known.

    `rules` is what each rule gave, in thousandths, if that was asked for.
    """

    fit: Ints
    score: Ints
    grade: NDArray[np.int32]
    level: NDArray[np.int32]
    known: Ints
    rules: Mapping[str, Ints]


class _Share(Protocol):
    """What one rule, or several over one column, give to some of the rows."""

    def points(self, part: slice) -> Ints: ...


@dataclass(frozen=True, slots=True)
class _Looked:
    """Points by value, looked up by code."""

    codes: NDArray[Any]
    worth: Ints

    def points(self, part: slice) -> Ints:
        return self.worth.take(self.codes[part])


@dataclass(frozen=True, slots=True)
class _Answered:
    """Points where a condition holds, and others where it does not."""

    mask: Mask
    worth: int
    otherwise: int

    def points(self, part: slice) -> Ints:
        found: Ints = self.mask.holds(part) * np.int64(self.worth)
        if self.otherwise:
            found += self.mask.fails(part) * np.int64(self.otherwise)
        return found


@dataclass(frozen=True, slots=True)
class _Counted:
    """Points for each time, or the points that a figure already says, within the bounds of the rule."""

    figure: Ints
    worth: int
    times: bool
    most: int | None
    cap: Points | None
    floor: Points | None

    def points(self, part: slice) -> Ints:
        found = self.figure[part]
        if self.times:
            found = np.maximum(found, 0) if self.most is None else np.clip(found, 0, self.most)
            found = found * np.int64(self.worth)
        return _bound(found, self.cap, self.floor)


@dataclass(slots=True)
class _Sum:
    """Shares that are bounded together, as the rules of a group are."""

    shares: list[_Share]
    start: int
    cap: Points | None
    floor: Points | None

    def points(self, part: slice, rows: int, also: Iterable[Ints] = ()) -> Ints:
        found = np.full(rows, self.start, np.int64)
        for share in self.shares:
            found += share.points(part)
        for each in also:
            found += each
        return _bound(found, self.cap, self.floor)


class _Part:
    """Fit or behaviour: the sums of its groups, and the sum of those and of the rules in no group."""

    def __init__(
        self,
        scoring: Scoring,
        rules: Sequence[Rule],
        columns: "_Columns",
        *,
        bounds: tuple[Points | None, Points | None],
        start: int,
        apart: bool,
    ) -> None:
        self.total = _Sum([], start, *bounds)
        self.groups = {group.name: _Sum([], 0, group.cap, group.floor) for group in groups_of(scoring, rules)}
        self.rules: dict[str, _Share] = {}
        merged: dict[tuple[int, str], _Looked] = {}
        for rule in rules:
            share = columns.share(rule)
            into = self.groups.get(rule.group or "", self.total)
            if apart:
                self.rules[rule.id] = share
            elif isinstance(share, _Looked):
                key = id(share.codes), "" if into is self.total else rule.group or ""
                earlier = merged.get(key)
                if earlier is not None:
                    np.add(earlier.worth, share.worth, out=earlier.worth)
                    continue
                merged[key] = share
            into.shares.append(share)

    def points(self, part: slice, rows: int) -> Ints:
        return self.total.points(part, rows, [group.points(part, rows) for group in self.groups.values()])


class _Columns:
    """The columns of a table, and what has been made of them for the rules of one model."""

    def __init__(self, scoring: Scoring, columns: Mapping[str, Column]) -> None:
        self.columns = columns
        self._read = read_by(conditions_of(scoring), columns)
        self.odd: NDArray[np.bool_] | None = None
        self._figures: dict[str, Ints] = {}
        self._masks: dict[int, Mask] = {}
        self._safe = _SAFE // (len(scoring.behaviour) + 2)

    def share(self, rule: Rule) -> _Share:
        if isinstance(rule, BehaviourRule):
            if rule.when is None:
                return self._activity(rule)
            otherwise = 0
        else:
            otherwise = thousandths(rule.otherwise)
        mask, worth = self.mask(rule), thousandths(rule.points)
        if isinstance(mask, Table):
            return _Looked(mask.codes, mask.held * np.int64(worth) + mask.failed * np.int64(otherwise))
        return _Answered(mask, worth, otherwise)

    def mask(self, rule: Rule) -> Mask:
        assert rule.when is not None
        found = self._masks.get(id(rule))
        if found is None:
            found = self._masks[id(rule)] = mask_of(rule.when, self._read)
        return found

    def _activity(self, rule: BehaviourRule) -> _Counted:
        figure = self._figures.get(rule.figure)
        if figure is None:
            figure = self._figures[rule.figure] = self._whole(self.columns[rule.figure])
        worth = thousandths(rule.points)
        most = None if rule.at_most is None else min(rule.at_most, 2**63 - 1)
        limit = self._safe // max(abs(worth), 1) if rule.counted else self._safe
        if len(figure) and (most is None or most > limit or not rule.counted):
            large = np.greater(figure, limit)
            if not rule.counted:
                large |= np.less(figure, -limit)
            if large.any():
                self._set_apart(large)
        return _Counted(figure, worth, rule.counted, most, rule.cap, rule.floor)

    def _whole(self, column: Column) -> Ints:
        """A figure as whole numbers; where it is none, it gives nothing."""
        if isinstance(column, Coded):
            found = [as_whole(value) or 0 for value in column.values]
            fitting = [0 if abs(each) >= 2**63 else each for each in found]
            if fitting != found:
                large = np.array([abs(each) >= 2**63 for each in found])
                self._set_apart(large[column.codes])
            return np.array(fitting, np.int64).take(column.codes)
        if column.whole:
            return column.values if column.known is None else np.where(column.known, column.values, 0)
        values = np.asarray(column.values)
        whole = np.isfinite(values) & (values == np.floor(values))
        large = whole & (np.abs(values) >= 2.0**63)
        if large.any():
            self._set_apart(large)
        return np.where(whole & ~large, values, 0.0).astype(np.int64)

    def _set_apart(self, rows: NDArray[np.bool_]) -> None:
        self.odd = rows if self.odd is None else self.odd | rows


def totals(scoring: Scoring, columns: Mapping[str, Column], rows: int, *, per_rule: bool = False) -> Totals:
    """Fit and score of every row, over the columns of all fields and figures that the model reads, by their names.

    Raises `InputError` when a score is beyond 64 bits.
    """
    held = _Columns(scoring, columns)
    fit = _Part(
        scoring,
        scoring.fit,
        held,
        bounds=(scoring.fit_cap, scoring.fit_floor),
        start=thousandths(scoring.start),
        apart=per_rule,
    )
    score = _Part(
        scoring,
        scoring.behaviour,
        held,
        bounds=(scoring.score_cap, scoring.score_floor),
        start=0,
        apart=per_rule,
    )
    counted = _Known(held.mask(rule) for rule in scoring.fit)
    grades, levels = (band.at_least for band in scoring.grades), (band.at_least for band in scoring.levels)
    bands = _Bands(grades), _Bands(levels)
    shares = fit.rules | score.rules
    found = Totals(
        fit=np.empty(rows, np.int64),
        score=np.empty(rows, np.int64),
        grade=np.empty(rows, np.int32),
        level=np.empty(rows, np.int32),
        known=np.empty(rows, np.int64),
        rules={name: np.empty(rows, np.int64) for name in shares},
    )

    def block(start: int) -> None:
        part = slice(start, min(start + _BLOCK, rows))
        size = part.stop - start
        found.fit[part] = fit.points(part, size) // 1000
        found.score[part] = score.points(part, size) // 1000
        found.grade[part] = bands[0].places(found.fit[part])
        found.level[part] = bands[1].places(found.score[part])
        found.known[part] = counted.rules(part, size)
        for rule, share in shares.items():
            found.rules[rule][part] = share.points(part)

    side_by_side(block, range(0, rows, _BLOCK), rows=rows)
    if held.odd is not None:
        _one_by_one(scoring, columns, np.flatnonzero(held.odd), found, bands)
    return found


class _Known:
    """How many of some conditions have an answer; those that hang on one column alone are counted together."""

    def __init__(self, masks: Iterable[Mask]) -> None:
        self.looked: dict[int, _Looked] = {}
        self.numbers: dict[int, tuple[Numbers, int]] = {}
        self.others: list[Mask] = []
        for mask in masks:
            column = hangs_on(mask)
            if isinstance(mask, Table):
                known = (mask.held | mask.failed).astype(np.int64)
                earlier = self.looked.setdefault(id(mask.codes), _Looked(mask.codes, np.zeros_like(known)))
                np.add(earlier.worth, known, out=earlier.worth)
            elif column is not None:
                times = self.numbers.get(id(column), (column, 0))[1]
                self.numbers[id(column)] = column, times + 1
            else:
                self.others.append(mask)

    def rules(self, part: slice, rows: int) -> Ints:
        found = np.zeros(rows, np.int64)
        for looked in self.looked.values():
            found += looked.points(part)
        for column, times in self.numbers.values():
            found += known_in(column, part) * np.int64(times)
        for mask in self.others:
            found += mask.holds(part) | mask.fails(part)
        return found


class _Bands:
    """The place of the first band that is met or exceeded, best first; the last one has no limit."""

    def __init__(self, limits: Iterable[int | None]) -> None:
        self.limits = [limit for limit in limits if limit is not None]
        self.falling = all(first > second for first, second in pairwise(self.limits))

    def places(self, points: Ints) -> NDArray[Any]:
        if self.falling and len(self.limits) < 256:
            below = np.zeros(len(points), np.uint8)
            for limit in self.limits:
                below += (points < limit).view(np.uint8)
            return below
        found = np.full(len(points), len(self.limits), np.int64)
        for place, limit in reversed(list(enumerate(self.limits))):
            found[points >= limit] = place
        return found


def _one_by_one(
    scoring: Scoring, columns: Mapping[str, Column], places: Ints, found: Totals, bands: tuple[_Bands, _Bands]
) -> None:
    """The rows whose figures may not fit into 64 bits on the way, in Python's whole numbers of any length."""
    scorer = compile_scoring(scoring)
    for place in places.tolist():
        row = {name: column.cell(place) for name, column in columns.items()}
        fit, score = (each // 1000 for each in scorer.sums_of_row(row))
        if max(abs(fit), abs(score)) >= 2**63:
            raise InputError(
                "leads", row, "comes to more points than fit into 64 bits, check the figures of the row"
            )
        found.fit[place], found.score[place] = fit, score
        found.grade[place] = bands[0].places(np.array([fit]))[0]
        found.level[place] = bands[1].places(np.array([score]))[0]
        if found.rules:
            for line in row_lines(scoring, row):
                if line.step is LineStep.RULE:
                    found.rules[line.rule][place] = line.thousandths


def _bound(values: Ints, cap: Points | None, floor: Points | None) -> Ints:
    if cap is not None:
        values = np.minimum(values, thousandths(cap))
    return values if floor is None else np.maximum(values, thousandths(floor))
