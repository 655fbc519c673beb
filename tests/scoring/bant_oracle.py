"""BANT counted out over plain dicts, in fractions and one answer at a time, to be obviously right.

It shares nothing with the package: months are added by dateutil, totals are exact fractions, and what brings a lead to
a cell is found by trying every combination of answers.
"""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from itertools import product
from math import floor
from typing import Any

from dateutil.relativedelta import relativedelta

Plain = dict[str, Any]

ELEMENTS = ("budget", "authority", "title", "need", "compelling_event", "decision", "activation")


def months_until(today: date, day: date) -> int | None:
    """How many months have to be added to today until the day is reached; None for a day that is gone."""
    if day < today:
        return None
    months = 0
    while today + relativedelta(months=months) < day:
        months += 1
    return months


def told_authority(answers: Plain) -> str | None:
    if answers.get("authority") is not None:
        return str(answers["authority"])
    if answers.get("decision_maker") is True:
        return "decision_maker"
    if answers.get("influencer") is True:
        return "influencer"
    if answers.get("decision_maker") is False and answers.get("influencer") is False:
        return "neither"
    return None


def place_of(name: str, element: Plain, answers: Plain, today: date) -> int | None:
    """Which of the element's answers a lead has given, by its place."""
    if name == "title":
        title = answers.get("title")
        if title is None:
            return None
        spoken = title.lower().split()
        for place, (mentions, _) in enumerate(element["bands"]):
            if not mentions or any(word in spoken for word in mentions):
                return place
    if name in ("decision", "activation"):
        verb = "decides" if name == "decision" else "activates"
        on, months = answers.get(f"{verb}_on"), answers.get(f"{verb}_in")
        if months is not None and answers.get("said_on") is not None:
            on = answers["said_on"] + relativedelta(months=months)
        left = months if on is None else months_until(today, on)
        if left is None:
            return None
        for place, (within, _) in enumerate(element["bands"]):
            if within is None or left <= within:
                return place
    told = told_authority(answers) if name == "authority" else answers.get(name)
    return None if told is None else [each for each, _ in element["answers"]].index(told)


def points_of(element: Plain) -> list[int]:
    return [points for _, points in element.get("bands") or element["answers"]]


def number_of(model: Plain, answers: Plain) -> tuple[int | None, str | None]:
    for by in model["size_by"]:
        told = answers.get(by)
        if told is None:
            continue
        for number, at_least, said in model["sizes"]:
            if (told in said) if by == "size" else (at_least is None or told >= at_least):
                return number, by
    return model["unsized"], None


def judged(model: Plain, places: dict[str, int | None], capped: bool) -> tuple[Fraction, str]:
    """The exact total and the letter of somebody with these answers."""
    gained, over = Fraction(0), 0
    for name, element in model["elements"].items():
        place = places[name]
        if place is not None:
            gained += element["weight"] * points_of(element)[place]
        if place is not None or model["unanswered"] == "adds_nothing":
            over += element["weight"]
    total = gained / over if over else Fraction(0)
    for letter, at_least in model["letters"]:
        if at_least is None or (total >= at_least and not capped):
            return total, letter
    raise AssertionError(f"no letter for {total} in {model['letters']}")


def graded(model: Plain, answers: Plain, today: date) -> Plain:
    elements = model["elements"]
    places = {name: place_of(name, element, answers, today) for name, element in elements.items()}
    total, letter = judged(model, places, answers.get("need") in model["last_letter_for"])
    number, by = number_of(model, answers)
    numbers = [each for each, _, _ in model["sizes"]] if number is None else [number]
    treated = {model["treatments"][f"{letter}{each}"] for each in numbers}
    return {
        "total": floor(total * 1000),
        "letter": letter,
        "number": number,
        "by": by,
        "treatment": treated.pop() if len(treated) == 1 else None,
        "known": sum(place is not None for place in places.values()),
        "points": [
            None if place is None else points_of(elements[name])[place] for name, place in places.items()
        ],
        "least": floor(at_the_end(model, places, min) * 1000),
        "most": floor(at_the_end(model, places, max) * 1000),
    }


def at_the_end(model: Plain, places: dict[str, int | None], pick: Any) -> Fraction:
    elements = model["elements"]
    total = Fraction(0)
    for name, place in places.items():
        points = points_of(elements[name])
        total += elements[name]["weight"] * (pick(points) if place is None else points[place])
    return Fraction(total, sum(element["weight"] for element in elements.values()))


def shares(model: Plain, answers: Plain, today: date) -> list[int]:
    """The share of each line: rounded down, then a thousandth more to whichever has lost most, until all are given."""
    parts = graded(model, answers, today)["points"]
    weights = [element["weight"] for element in model["elements"].values()]
    over = sum(
        weight
        for weight, points in zip(weights, parts, strict=True)
        if points is not None or model["unanswered"] == "adds_nothing"
    )
    exact = [
        Fraction(weight * (points or 0) * 1000, over or 1)
        for weight, points in zip(weights, parts, strict=True)
    ]
    given = [floor(each) for each in exact]
    while sum(given) < floor(sum(exact)):
        lost = [each - share for each, share in zip(exact, given, strict=True)]
        given[lost.index(max(lost))] += 1
    return given


def ways(model: Plain, answers: Plain, today: date, targets: set[str]) -> list[tuple[str, int, list[Any]]]:
    """Every way to one of the cells with the fewest changes: the cell, the total, and (element, place) of each."""
    elements = model["elements"]
    now = {name: place_of(name, element, answers, today) for name, element in elements.items()}
    capped_now = answers.get("need") in model["last_letter_for"]
    number_now, by = number_of(model, answers)
    total_now = graded(model, answers, today)["total"]
    numbers = [number for number, _, _ in model["sizes"]]
    found = []
    options: list[list[int | None]] = [[None, *range(len(points_of(each)))] for each in elements.values()]
    for chosen in product(*options, [None, *range(len(numbers))]):
        *answered, size = chosen
        places = {
            name: now[name] if place is None else place
            for name, place in zip(elements, answered, strict=True)
        }
        capped = capped_now
        changed = dict(zip(elements, answered, strict=True))
        if changed.get("need") is not None:
            capped = elements["need"]["answers"][changed["need"]][0] in model["last_letter_for"]
        total, letter = judged(model, places, capped)
        number = number_now if size is None else numbers[size]
        if number is None or f"{letter}{number}" not in targets:
            continue
        changes = [(place, at) for place, at in enumerate(chosen) if at is not None]
        turned = sum(
            (by if place == len(elements) else list(now.values())[place]) is not None for place, _ in changes
        )
        order = (len(changes), turned, abs(floor(total * 1000) - total_now), changes)
        found.append((order, (f"{letter}{number}", floor(total * 1000), changes)))
    fewest = min((order[0] for order, _ in found), default=0)
    kept = [(order, way) for order, way in found if order[0] == fewest]
    kept = [(order, way) for order, way in kept if all(is_first(model, *change) for change in way[2])]
    return [way for _, way in sorted(kept, key=lambda each: (*each[0][:3], *by_elements(each[0][3])))]


def by_elements(changes: list[tuple[int, int]]) -> tuple[list[int], list[int]]:
    return [place for place, _ in changes], [at for _, at in changes]


def is_first(model: Plain, place: int, at: int) -> bool:
    """Whether no answer before this one does the same."""
    elements = list(model["elements"].items())
    if place == len(elements):
        return True
    name, element = elements[place]
    points = points_of(element)

    def does(each: int) -> tuple[int, bool]:
        return points[each], name == "need" and element["answers"][each][0] in model["last_letter_for"]

    return all(does(each) != does(at) for each in range(at))


def crossings(treated: Iterable[str]) -> int:
    """How often a lead is handed over in one cycle, read off the treatments of its cells in time."""
    handed = 0
    before = None
    for now in treated:
        if now == "sales" and before != "sales" and handed == 0:
            handed += 1
        before = now
    return handed
