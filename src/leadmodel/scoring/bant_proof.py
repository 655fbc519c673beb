"""The proof of a BANT model: weights, points, bands within reach, words for sizes, a treatment for every cell."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..errors import Finding, TimeError
from ..records.zones import zone_named
from .bant_answers import Size
from .bant_points import Element, TimePoints, TitlePoints, shown_points, words_of
from .treatments import check_treatments

if TYPE_CHECKING:
    from .bant_model import BantModel

__all__ = ["MOST_DIFFERENT", "faults_of"]

#: So many different points may the bands of one element give: what brings a lead to a cell is searched among them.
MOST_DIFFERENT = 12

GRADED = tuple(element for element in Element if element is not Element.SIZE)


def faults_of(model: "BantModel") -> Iterator[Finding]:
    """Every fault of a model, each with its path."""
    found: list[Finding] = []
    if all(getattr(model, element) is None for element in GRADED):
        yield Finding("$", f"weighs nothing, give a table for one of {', '.join(GRADED)}")
    for element in GRADED:
        found += _faulty_table(model, element)
    letters = list(_faulty_letters(model))
    yield from found
    yield from letters
    if not found and not letters:
        yield from _out_of_reach(model)
    sizes = list(_faulty_sizes(model))
    yield from sizes
    if model.unanswered not in ("adds_nothing", "left_out"):
        yield Finding("$.unanswered", f"{model.unanswered!r} is not one of adds_nothing, left_out")
    if model.last_letter_for and model.need is None:
        yield Finding("$.last_letter_for", "asks about the need, and $.need has no table")
    for argument in ("size_by", "last_letter_for"):
        names = getattr(model, argument)
        for place, name in enumerate(names):
            if name in names[:place]:
                yield Finding(f"$.{argument}[{place}]", f"{name.value!r} is named twice")
    try:
        zone_named(model.zone)
    except TimeError as error:
        yield Finding("$.zone", str(error).removeprefix("zone: "))
    cells = _cells(model)
    if cells:
        yield from check_treatments(model.treatments, cells, "$.treatments")


def _cells(model: "BantModel") -> list[str]:
    """The cells as far as they can be told; a letter or a number that is told twice counts once here."""
    letters = dict.fromkeys(band.letter for band in model.letters if _is_text(band.letter))
    numbers = dict.fromkeys(band.number for band in model.sizes if _whole(band.number))
    return [f"{letter}{number}" for letter in letters for number in numbers]


def _faulty_table(model: "BantModel", element: Element) -> Iterator[Finding]:
    table, here = getattr(model, element), f"$.{element}"
    if table is None:
        return
    if not _whole(table.weight) or table.weight < 1:
        yield Finding(
            f"{here}.weight", f"{table.weight!r} is no whole number from 1 on; leave out the table for 0"
        )
    if isinstance(table, TitlePoints | TimePoints):
        if not table.bands:
            yield Finding(f"{here}.bands", "is empty, give at least one")
        points = [
            (f"{here}.bands[{place}].points", choice.points) for place, choice in enumerate(table.choices())
        ]
        if len({worth for _, worth in points if _whole(worth)}) > MOST_DIFFERENT:
            yield Finding(f"{here}.bands", f"gives more than {MOST_DIFFERENT} different points")
    else:
        points = [(f"{here}.{choice.name}", choice.points) for choice in table.choices()]
    for path, worth in points:
        if not _whole(worth) or not 0 <= worth <= 100:
            yield Finding(path, f"{worth!r} is no whole number from 0 to 100")
    if isinstance(table, TitlePoints):
        yield from _faulty_titles(table, here)
    elif isinstance(table, TimePoints):
        yield from _faulty_times(table, here)


def _faulty_titles(table: TitlePoints, here: str) -> Iterator[Finding]:
    earlier: dict[str, str] = {}
    for place, band in enumerate(table.bands):
        last = place == len(table.bands) - 1
        if last and band.mentions:
            yield Finding(
                f"{here}.bands[{place}].mentions", "the last band takes the rest, leave out mentions"
            )
        elif not last and not band.mentions:
            yield Finding(f"{here}.bands[{place}]", "only the last band may leave out mentions")
        for spot, phrase in enumerate(band.mentions):
            path, text = f"{here}.bands[{place}].mentions[{spot}]", words_of(phrase)
            if not text.strip():
                yield Finding(path, f"{phrase!r} has no word in it, give letters or digits")
                continue
            shadow = next((found for said, found in earlier.items() if said in text), None)
            if shadow is not None:
                yield Finding(path, f"{phrase!r} finds nothing new, {shadow} comes before it")
            earlier.setdefault(text, f"{phrase!r} in bands[{place}]")


def _faulty_times(table: TimePoints, here: str) -> Iterator[Finding]:
    limits = [band.within_months for band in table.bands]
    yield from _faulty_bands(limits, f"{here}.bands", "band", "within_months", -1, falling=False)


def _faulty_letters(model: "BantModel") -> Iterator[Finding]:
    bands = model.letters
    if not bands:
        yield Finding("$.letters", "is empty, give at least one letter")
    for place, band in enumerate(bands):
        if not _is_text(band.letter):
            yield Finding(
                f"$.letters[{place}].letter", f"{band.letter!r} is no letter, give text such as 'A'"
            )
        elif any(band.letter == earlier.letter for earlier in bands[:place]):
            yield Finding(f"$.letters[{place}].letter", f"letter {band.letter!r} is declared twice")
        if _whole(band.at_least) and place < len(bands) - 1 and not 1 <= (band.at_least or 0) <= 100:
            yield Finding(f"$.letters[{place}].at_least", f"{band.at_least} is not from 1 to 100")
    yield from _faulty_bands([band.at_least for band in bands], "$.letters", "letter", "at_least", None)


def _faulty_sizes(model: "BantModel") -> Iterator[Finding]:
    bands = model.sizes
    if not bands:
        yield Finding("$.sizes", "is empty, give at least one number")
    numbers = [band.number for band in bands]
    for place, number in enumerate(numbers):
        if not _whole(number):
            yield Finding(f"$.sizes[{place}].number", f"{number!r} is no whole number")
        elif number in numbers[:place]:
            yield Finding(f"$.sizes[{place}].number", f"number {number} is declared twice")
    yield from _faulty_bands([band.at_least for band in bands], "$.sizes", "number", "at_least", 0)
    if not model.size_by:
        yield Finding("$.size_by", "is empty, say which answers give the number")
    if model.unsized is not None and not (_whole(model.unsized) and model.unsized in numbers):
        yield Finding("$.unsized", f"{model.unsized!r} is none of the numbers {', '.join(map(str, numbers))}")
    yield from _faulty_words(model)


def _faulty_words(model: "BantModel") -> Iterator[Finding]:
    told: dict[Size, int] = {}
    for place, band in enumerate(model.sizes):
        for spot, size in enumerate(band.said):
            if size in told:
                where = f"number {told[size]} has {size.value!r} already"
                yield Finding(f"$.sizes[{place}].said[{spot}]", where)
            told.setdefault(size, band.number)
    by_word = [answer.value for answer in model.size_by]
    missing = [size.value for size in Size if size not in told]
    if "size" in by_word and missing and model.sizes:
        yield Finding("$.sizes", f"no number is called {', '.join(missing)}, and size_by asks for the word")
    if by_word == ["size"]:
        for place, band in enumerate(model.sizes):
            if not band.said:
                yield Finding(f"$.sizes[{place}].said", "is empty, and nothing but a word gives the number")


def _faulty_bands(
    limits: list[int | None], path: str, what: str, key: str, floor: int | None, *, falling: bool = True
) -> Iterator[Finding]:
    """Limits that fall, or rise, from band to band; only the last has none, and takes the rest."""
    previous: int | None = None
    for place, limit in enumerate(limits):
        here, last = f"{path}[{place}]", place == len(limits) - 1
        if last and limit is not None:
            yield Finding(f"{here}.{key}", f"the last {what} takes the rest, leave out {key}")
        elif not last and limit is None:
            yield Finding(here, f"only the last {what} may leave out {key}")
        elif limit is None:
            continue
        elif not _whole(limit) or (floor is not None and limit <= floor):
            least = "" if floor is None else f" from {floor + 1} on"
            yield Finding(f"{here}.{key}", f"{limit!r} is no whole number{least}")
        else:
            if previous is not None and (limit >= previous if falling else limit <= previous):
                side = "below" if falling else "above"
                yield Finding(
                    f"{here}.{key}", f"{limit} is not {side} the {previous} of the {what} before it"
                )
            previous = limit


def _out_of_reach(model: "BantModel") -> Iterator[Finding]:
    weights = sum(each.weight for each in model.weighed)
    best = sum(each.weight * each.most for each in model.weighed)
    for place, band in enumerate(model.letters):
        if weights and band.at_least is not None and best < band.at_least * weights:
            says = f"{band.at_least} is out of reach, the best answers give {shown_points(best * 1000 // weights)}"
            yield Finding(f"$.letters[{place}].at_least", says)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
