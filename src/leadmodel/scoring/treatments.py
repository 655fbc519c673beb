"""What is done with the leads of each cell: sales takes them, marketing nurtures them, or nobody does.

"Zephyr 47": inside sales works B2 to A1, and everything below is nurtured.

>>> from .matrix import or_better
>>> letters, numbers = ("A", "B", "C"), (1, 2, 3, 4)
>>> treatments = Treatments(sales=or_better("B2", letters, numbers), rest="nurture")
>>> print(picture(letters, numbers, treatments, format="text"))
   A        B        C
1  sales    sales    nurture
2  sales    sales    nurture
3  nurture  nurture  nurture
4  nurture  nurture  nurture
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from ..errors import Finding, InputError, UnknownNameError, hint
from ..records.names import named
from .matrix import axes

__all__ = ["Treatment", "Treatments", "check_treatments", "picture"]


class Treatment(StrEnum):
    """Who goes on with a lead: sales engages it, marketing nurtures it, or it is let go."""

    SALES = "sales"
    NURTURE = "nurture"
    DISQUALIFY = "disqualify"


@dataclass(frozen=True, slots=True, kw_only=True)
class Treatments:
    """The cells of each treatment, one by one, and which treatment takes the rest.

    A list cannot be read two ways, and "B2 or better" can: `leadmodel.scoring.matrix.or_better` makes the list.

    >>> Treatments(sales=("A1",), disqualify=("C4",), rest="nurture").treatment_of("B2")
    <Treatment.NURTURE: 'nurture'>

    Raises `InputError` for cells that are no list of texts and for a treatment that there is not; whether the cells
    exist is for `check_treatments` to say.
    """

    sales: tuple[str, ...]
    nurture: tuple[str, ...] = ()
    disqualify: tuple[str, ...] = ()
    rest: Treatment | None = None

    def __post_init__(self) -> None:
        for treatment in Treatment:
            given: object = getattr(self, treatment)
            if isinstance(given, str) or not isinstance(given, Iterable):
                raise InputError(treatment.value, given, "is not a list of cells such as ('A1', 'A2')")
            listed = tuple(given)
            for cell in listed:
                if not isinstance(cell, str):
                    raise InputError(treatment.value, cell, "is no cell, give one such as 'A1'")
            object.__setattr__(self, treatment.value, listed)
        if self.rest is not None:
            object.__setattr__(self, "rest", named(Treatment, self.rest, "rest"))

    def of(self, treatment: Treatment) -> tuple[str, ...]:
        """The cells that are listed for a treatment; those that it takes as the rest are not among them."""
        return {
            Treatment.SALES: self.sales,
            Treatment.NURTURE: self.nurture,
            Treatment.DISQUALIFY: self.disqualify,
        }[treatment]

    def treatment_of(self, cell: str, *, cells: Iterable[str] | None = None) -> Treatment:
        """What is done with the leads of a cell.

        >>> Treatments(sales=("A1",), rest="nurture").treatment_of("a1", cells=("A1", "A2"))
        Traceback (most recent call last):
            ...
        leadmodel.errors.UnknownNameError: unknown cell 'a1', did you mean 'A1'?

        The rest takes any other name, a misspelt one too, unless `cells` says which cells there are. Raises
        `UnknownNameError` for a cell that there is not, or that has no treatment.
        """
        known = None if cells is None else tuple(cells)
        if known is not None and cell not in known:
            raise UnknownNameError("cell", cell, known)
        for treatment in Treatment:
            if cell in self.of(treatment):
                return treatment
        if self.rest is None:
            raise UnknownNameError("cell", cell, {*self.sales, *self.nurture, *self.disqualify})
        return self.rest


def check_treatments(treatments: Treatments, cells: Sequence[str], path: str) -> Iterator[Finding]:
    """Every fault of treatments over the cells of a matrix, each with its path.

    >>> for fault in check_treatments(Treatments(sales=("A1", "B1")), ("A1", "A2", "A11", "A11"), "$.treatments"):
    ...     print(fault)
    $.treatments: two cells of the matrix read 'A11', rename a letter
    $.treatments.sales[1]: unknown cell 'B1', expected one of A1, A11, A2
    $.treatments.rest: is missing, and no treatment lists A2, A11

    The faults: two cells that read alike, a cell that there is not, a cell that is listed twice, nothing for sales, and
    a cell without a treatment.
    """
    for cell in dict.fromkeys(cell for cell in cells if cells.count(cell) > 1):
        yield Finding(path, f"two cells of the matrix read {cell!r}, rename a letter")
    first: dict[str, Treatment] = {}
    for treatment in Treatment:
        for place, cell in enumerate(treatments.of(treatment)):
            here = f"{path}.{treatment}[{place}]"
            if cell not in cells:
                yield Finding(here, f"unknown cell {cell!r}{hint(cell, cells)}")
            elif cell in first:
                where = "twice" if first[cell] is treatment else f"under {first[cell]} already"
                yield Finding(here, f"cell {cell!r} is listed {where}")
            first.setdefault(cell, treatment)
    left = [cell for cell in dict.fromkeys(cells) if cell not in first]
    if not treatments.sales and not (left and treatments.rest is Treatment.SALES):
        yield Finding(f"{path}.sales", "is empty, no lead would ever go to sales")
    if left and treatments.rest is None:
        yield Finding(f"{path}.rest", f"is missing, and no treatment lists {', '.join(left)}")


def picture(
    letters: Iterable[str],
    numbers: Iterable[int],
    treatments: Treatments,
    *,
    format: Literal["markdown", "text"] = "markdown",
) -> str:
    """The matrix as a table, the letters across and the numbers down, with the treatment in each cell.

    >>> print(picture(("A", "B"), (1, 2), Treatments(sales=("A1",), rest="nurture")))
    |  | A | B |
    |---|---|---|
    | 1 | sales | nurture |
    | 2 | nurture | nurture |

    That the grade goes across and the size down is how "Zephyr 47" draws it. Raises `UnknownNameError` for a cell
    without a treatment, `InputError` for a format that is neither, and as `cells` does.
    """
    if format not in ("markdown", "text"):
        raise InputError("format", format, "is not one of markdown, text")
    across, down = axes(letters, numbers)
    rows = [
        [str(number), *(treatments.treatment_of(f"{letter}{number}").value for letter in across)]
        for number in down
    ]
    table = [["", *(" ".join(letter.split()) for letter in across)], *rows]
    if format == "text":
        widths = [max(map(len, column)) for column in zip(*table, strict=True)]
        return "\n".join(
            "  ".join(each.ljust(width) for each, width in zip(row, widths, strict=True)).rstrip()
            for row in table
        )
    head, *body = [f"| {' | '.join(map(_escaped, row))} |" for row in table]
    return "\n".join([head, "|" + "---|" * len(table[0]), *body])


def _escaped(text: str) -> str:
    return "".join(f"\\{letter}" if letter in "\\`*_[]<>|~&$" else letter for letter in text)
