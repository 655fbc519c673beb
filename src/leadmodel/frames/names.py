"""Which column holds which field and which figure; every fault at once, each with the nearest name."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Literal, TypeAlias

from ..conditions.vocabulary import BUILT_IN
from ..errors import DefinitionError, Finding, InputError, hint
from ..scoring import Scoring
from .figures import conditions_of, figures_of
from .kernel import Latest, Subjects, Sum
from .log import EVENT_COLUMNS

__all__ = ["Bound", "Missing", "bound_events", "bound_leads", "fields_of"]

#: Columns by the name of what they hold; None for what no column holds, which is unknown in every row.
Bound: TypeAlias = dict[str, str | None]
Missing: TypeAlias = Literal["error", "unknown"]


def fields_of(scoring: Scoring) -> tuple[str, ...]:
    """Every field that the rules read, sorted."""
    return tuple(sorted({name for when in conditions_of(scoring) for name in when.fields_read()}))


def bound_leads(
    scoring: Scoring,
    names: Collection[str],
    columns: Mapping[str, str],
    *,
    missing: Missing,
    events: bool,
    added: Iterable[str],
) -> Bound:
    """The column of each field and figure that a model reads, among the names of a table of leads.

    Raises `DefinitionError` with every fault.
    """
    if missing not in ("error", "unknown"):
        raise InputError("missing", missing, "is not one of error, unknown")
    fields, figures = fields_of(scoring), [figure.name for figure in figures_of(scoring)]
    bound: Bound = {}
    findings = [*_strange(columns, (*fields, *figures))]
    for name in (*fields, *(("lead.id",) if events else ())):
        found = _column(name, names, columns)
        bound[name] = found if found in names else None
        if found is None and (missing == "error" or name == "lead.id"):
            said = "" if name == "lead.id" else " or say missing='unknown'"
            findings.append(Finding(name, f"has no column{hint(name, names)}, name it in columns{said}"))
        elif found is not None and found not in names:
            findings.append(_unknown(name, found, names))
    for name in figures:
        found = columns.get(name, name)
        bound[name] = found if found in names else None
        if events and found in names:
            findings.append(Finding(name, f"is counted from the events, and there is a column {found!r} too"))
        elif name in columns and found not in names:
            findings.append(_unknown(name, found, names))
    taken = [name for name in added if name in names]
    findings += [Finding(name, "is a column already, give what is added a prefix") for name in taken]
    if findings:
        raise DefinitionError("the table of leads", findings)
    return bound


def bound_events(scoring: Scoring, names: Collection[str], columns: Mapping[str, str]) -> Bound:
    """The column of each part of an event that a model needs, or that says which rows count and which are the same.

    Raises `DefinitionError` with every fault.
    """
    figures = figures_of(scoring)
    needed = {"event.lead", "event.at", "event.activity"}
    if any(isinstance(each, Subjects) or (isinstance(each, Latest) and each.per_subject) for each in figures):
        needed.add("event.subject")
    if any(
        (isinstance(each, Sum) and each.amounts) or (isinstance(each, Latest) and each.min_amount is not None)
        for each in figures
    ):
        needed.add("event.amount")
    bound: Bound = {}
    findings = [*_strange(columns, (*fields_of(scoring), *(figure.name for figure in figures)))]
    for name, usual in EVENT_COLUMNS.items():
        found = columns.get(name, usual)
        if found in names:
            if name in needed or name in ("event.kind", "event.id"):
                bound[name] = found
        elif name in columns:
            findings.append(_unknown(name, found, names))
        elif name in needed:
            findings.append(Finding(name, f"has no column{hint(usual, names)}, name it in columns"))
    if findings:
        raise DefinitionError("the table of events", findings)
    return bound


def _column(name: str, names: Collection[str], columns: Mapping[str, str]) -> str | None:
    """The column that is said to hold a field, or that has its name, with or without `lead.`."""
    said = columns.get(name)
    if said is not None:
        return said
    return next((each for each in (name, name.removeprefix("lead.")) if each in names), None)


def _strange(columns: Mapping[str, str], asked: Collection[str]) -> Iterator[Finding]:
    """Names that are neither of a field nor of a figure. One that this model does not ask for may be of another."""
    known = {*asked, *BUILT_IN, *EVENT_COLUMNS, "lead.id"}
    for name in columns:
        if name not in known and not name.startswith("fields."):
            yield Finding(f"columns[{name!r}]", f"is neither a field nor a figure{hint(name, known)}")


def _unknown(name: str, column: str, names: Collection[str]) -> Finding:
    return Finding(f"columns[{name!r}]", f"unknown column {column!r}{hint(column, names)}")
