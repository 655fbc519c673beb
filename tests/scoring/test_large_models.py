"""A model of ten thousand rules: it compiles, and it gives what adding up by hand gives."""

from itertools import cycle
from typing import Any

import pytest

from leadmodel.conditions import Condition
from leadmodel.scoring import (
    BehaviourRule,
    FitRule,
    GradeBand,
    Group,
    LevelBand,
    LineStep,
    Scorer,
    Scoring,
    compile_scoring,
    lines_of,
)

HALF = 5_000
WORTH = (3, -1, 7, 0, -4, 2.5, 11)
BOUNDS = {"looks": (900, -50), "does": (2_000, -10)}
ROW: dict[str, Any] = {
    "lead.title": "t3 t33 t333 t3333",
    "company.employees": 2_500,
    **{f"fields.x{number}": f"V{number}" for number in range(0, HALF, 7)},
    **{f"count(a{number})": number % 5 for number in range(0, HALF, 2)},
}


def condition(number: int) -> Condition:
    if number % 3 == 0:
        return Condition(field="lead.title", contains=(f"t{number}",))
    if number % 3 == 1:
        return Condition(field="company.employees", above=number)
    return Condition(field=f"fields.x{number}", equals=f"v{number}")


def matches(number: int) -> bool | None:
    if number % 3 == 0:
        return f"t{number}" in ROW["lead.title"]
    if number % 3 == 1:
        return bool(ROW["company.employees"] > number)
    return True if f"fields.x{number}" in ROW else None


@pytest.fixture(scope="module")
def scorer() -> Scorer:
    return compile_scoring(
        Scoring(
            fit=tuple(
                FitRule(
                    id=f"f{number}",
                    when=condition(number),
                    points=worth,
                    otherwise=1 if number % 4 == 0 else 0,
                    group="looks" if number % 2 else None,
                )
                for number, worth in zip(range(HALF), cycle(WORTH), strict=False)
            ),
            behaviour=tuple(
                BehaviourRule(
                    id=f"b{number}",
                    activity=f"a{number}",
                    points=worth,
                    at_most=number % 3 + 1,
                    group="does" if number % 2 else None,
                )
                for number, worth in zip(range(HALF), cycle(WORTH), strict=False)
            ),
            groups=tuple(Group(name=name, cap=cap, floor=floor) for name, (cap, floor) in BOUNDS.items()),
            grades=(GradeBand(grade="A", at_least=100), GradeBand(grade="B")),
            levels=(LevelBand(level=1, at_least=100), LevelBand(level=2)),
            sales_ready=("A1",),
        )
    )


def by_hand() -> tuple[float, float]:
    """Fit and score, one rule after the other."""
    fit: dict[bool, float] = {True: 0, False: 0}
    score: dict[bool, float] = {True: 0, False: 0}
    for number, worth in zip(range(HALF), cycle(WORTH), strict=False):
        answer = matches(number)
        otherwise = 1 if number % 4 == 0 else 0
        fit[bool(number % 2)] += worth if answer else otherwise if answer is False else 0
        score[bool(number % 2)] += worth * min(ROW.get(f"count(a{number})", 0), number % 3 + 1)
    sums = []
    for part, name in ((fit, "looks"), (score, "does")):
        cap, floor = BOUNDS[name]
        sums.append(part[False] + max(floor, min(cap, part[True])))
    return sums[0], sums[1]


def test_ten_thousand_rules_add_up(scorer: Scorer) -> None:
    fit, score = by_hand()

    assert scorer.points(ROW) == (fit // 1, score // 1)
    assert scorer.sums_of_row(ROW) == (fit * 1000, score * 1000)


def test_each_of_ten_thousand_rules_has_its_line(scorer: Scorer) -> None:
    rated = scorer.rate(ROW)
    lines = lines_of(rated)
    own = [line for line in lines if line.step is LineStep.RULE]

    assert [line.rule for line in own] == [f"{part}{number}" for part in "fb" for number in range(HALF)]
    assert sum(line.thousandths for line in lines) == (rated.fit + rated.score) * 1000
    assert scorer.answers_of_row(ROW) == tuple(matches(number) for number in range(HALF))
