"""Every lead that a small model can tell apart, written out one by one, to be obviously right."""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from leadmodel.scoring import Scoring, compile_scoring

Row = Mapping[str, Any]
WORDS = ("vp", "sales", "intern")
#: Each word left out, within another word, or standing by itself.
TITLES = [
    None,
    *(
        " ".join(["clerk"] * (not any(some)) + [each for each in some if each])
        for some in product(*(("", f"x{word}x", word) for word in WORDS))
    ),
]
EMPLOYEES = [None, *range(16)]
COUNTRIES = [None, "CH", "DE", "FR", "AT"]
SEATS = [None, *(half / 2 for half in range(-4, 29))]
FIELDS: dict[str, list[Any]] = {
    "lead.title": TITLES,
    "company.employees": EMPLOYEES,
    "lead.country": COUNTRIES,
    "fields.seats": SEATS,
    "fields.trial": [None, True, False],
}


def histories(activity: str, most: int) -> Iterator[Row]:
    """How often today, within the week before, and earlier than that; and that nobody knows."""
    names = [f"count({activity} within 1d)", f"count({activity} within 7d)", f"count({activity})"]
    yield dict.fromkeys(names)
    for today, week, before in product(range(most + 1), repeat=3):
        if today + week + before <= most:
            yield dict(zip(names, (today, today + week, today + week + before), strict=True))


def leads(read: frozenset[str], activities: Mapping[str, int]) -> Iterator[Row]:
    """Every lead by the fields that are read, and by how often at most it did each activity."""
    parts: list[list[Row]] = [[{name: value} for value in FIELDS[name]] for name in sorted(read)]
    parts += [list(histories(name, most)) for name, most in sorted(activities.items())]
    for some in product(*parts):
        yield {name: value for part in some for name, value in part.items()}


def reached(scoring: Scoring, everybody: Iterator[Row]) -> tuple[set[str], set[int], set[int]]:
    """The cells in which somebody is, and every fit and every score that somebody has."""
    scorer = compile_scoring(scoring)
    rated = {scorer.points(row) for row in everybody}
    cells = {scorer.cell(fit, score).label for fit, score in rated}
    return cells, {fit for fit, _ in rated}, {score for _, score in rated}
