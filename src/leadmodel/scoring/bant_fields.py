"""Reading the answers of BANT from a lead, under a declared mapping: which field holds which answer.

>>> from datetime import UTC, datetime
>>> mapping = BantFields(budget="fields.budget", title="lead.title", words=(
...     BantWord(answer="budget", says="Yes, funded", means="available"),
... ))
>>> lead = Lead(id="L1", captured_at=datetime(2026, 11, 6, tzinfo=UTC), source="form", fields={"budget": "yes, funded"})
>>> read_bant(lead, mapping).answers.budget
<Budget.AVAILABLE: 'available'>
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

from ..errors import DefinitionError, Finding, InputError, hint
from ..records import Lead, LeadId, Scalar
from .bant_answers import Authority, Bant, Budget, CompellingEvent, Need, Size, contradictions
from .bant_points import listed

__all__ = ["BantFields", "BantReading", "BantWord", "read_bant"]

#: The answers that have names, and their names.
NAMES: Mapping[str, type[StrEnum]] = {
    "budget": Budget,
    "authority": Authority,
    "need": Need,
    "compelling_event": CompellingEvent,
    "size": Size,
}
DATES = ("decides_on", "activates_on", "said_on")
YES_OR_NO = ("decision_maker", "influencer")

#: What a lead itself may tell, beside the fields of the house.
BUILT_IN: Mapping[str, Callable[[Lead], Scalar | None]] = {
    "lead.title": lambda lead: lead.title,
    "company.revenue": lambda lead: lead.company.revenue,
    "company.employees": lambda lead: lead.company.employees,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BantWord:
    """A word of the house: where the field of `answer` says this, it means that. Letter case makes no difference.

    `means` is a name of the answer, or `yes` or `no` for the two questions of authority.
    """

    answer: str
    says: str
    means: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BantFields:
    """Which field holds which answer: `fields.NAME`, `lead.title` or `company.revenue`; None is not asked.

    >>> BantFields(budget="budget", words=(BantWord(answer="budget", says="funded", means="availible"),))
    Traceback (most recent call last):
        ...
    leadmodel.errors.DefinitionError: the mapping of BANT has 2 faults
      $.budget: unknown field 'budget', expected fields.NAME or one of company.employees, company.revenue, lead.title
      $.words[0].means: unknown answer 'availible', did you mean 'available'?

    Raises `DefinitionError` with every fault, each with its path, and `InputError` for words of another kind.
    """

    budget: str | None = None
    budget_amount: str | None = None
    title: str | None = None
    decision_maker: str | None = None
    influencer: str | None = None
    authority: str | None = None
    need: str | None = None
    problem: str | None = None
    compelling_event: str | None = None
    decides_on: str | None = None
    decides_in: str | None = None
    activates_on: str | None = None
    activates_in: str | None = None
    said_on: str | None = None
    revenue: str | None = None
    size: str | None = None
    words: tuple[BantWord, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", listed(self.words, BantWord, "words"))
        findings = tuple(_faults(self))
        if findings:
            raise DefinitionError("the mapping of BANT", findings)

    def fields_read(self) -> frozenset[str]:
        """Every field that is read.

        >>> sorted(BantFields(budget="fields.budget", title="lead.title").fields_read())
        ['fields.budget', 'lead.title']
        """
        return frozenset(field for _, field in _mapped(self))


@dataclass(frozen=True, slots=True, kw_only=True)
class BantReading:
    """The answers of a lead as far as they could be read, and what could not; that counts as not known."""

    lead: LeadId
    answers: Bant
    findings: tuple[Finding, ...]


def read_bant(lead: Lead, mapping: BantFields) -> BantReading:
    """The answers of a lead.

    Names are read without regard to letter case, and with spaces or hyphens for `_`; dates are ISO 8601 texts. Nothing
    is guessed: what is none of the names, and no word of the house, is a finding with the nearest name.

    >>> from datetime import UTC, datetime
    >>> told = {"budget": "Will be provided", "need": "student loans"}
    >>> lead = Lead(id="L1", captured_at=datetime(2026, 11, 6, tzinfo=UTC), source="form", fields=told)
    >>> reading = read_bant(lead, BantFields(budget="fields.budget", need="fields.need"))
    >>> reading.answers.budget.value, reading.answers.need is None, str(reading.findings[0])
    ('will_be_provided', True, "fields.need: 'student loans' is no need, did you mean 'student'?")

    Two answers that contradict each other are a finding, too, and neither of them counts.
    """
    found: dict[str, Any] = {}
    findings: list[Finding] = []
    where = dict(_mapped(mapping))
    for answer, field in where.items():
        value = BUILT_IN[field](lead) if field in BUILT_IN else lead.fields.get(field.removeprefix("fields."))
        # NaN is how a table says missing.
        if value is None or value != value:
            continue
        try:
            found[answer] = _read(answer, value, mapping)
            Bant(**{answer: found[answer]})
        except InputError as error:
            found.pop(answer, None)
            findings.append(Finding(field, str(error).removeprefix(f"{error.argument}: ")))
    for pair, contradiction in tuple(contradictions(found)):
        for answer in pair:
            found.pop(answer, None)
        findings.append(Finding(where[pair[0]], str(contradiction)))
    return BantReading(lead=lead.id, answers=Bant(**found), findings=tuple(findings))


def _mapped(mapping: BantFields) -> Iterator[tuple[str, str]]:
    for each in fields(mapping):
        if each.name != "words" and getattr(mapping, each.name) is not None:
            yield each.name, getattr(mapping, each.name)


def _read(answer: str, value: Scalar, mapping: BantFields) -> object:
    """The answer that a value of a field is. Raises `InputError` where it is none."""
    said = _folded(str(value))
    means = next(
        (word.means for word in mapping.words if word.answer == answer and _folded(word.says) == said), None
    )
    if answer in NAMES:
        names = list(NAMES[answer])
        name = "_".join(said.replace("-", " ").split()) if means is None else means
        if name not in names:
            kind = answer.replace("_", " ")
            raise InputError(answer, value, f"is no {kind}{hint(name, names)}")
        return name
    if answer in YES_OR_NO and means is not None:
        return means == "yes"
    if answer in DATES:
        return _date(answer, value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _date(answer: str, value: Scalar) -> date:
    # The long form alone: other Pythons read the short ones, and weeks, in other ways.
    try:
        if isinstance(value, str) and len(value) == len("2026-11-30") and value[4] == value[7] == "-":
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise InputError(answer, value, "is no date such as '2026-11-30'")


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _is_field(field: object) -> bool:
    if not isinstance(field, str):
        return False
    room, _, name = field.partition(".")
    return field in BUILT_IN or (room == "fields" and name.isidentifier())


def _faults(mapping: BantFields) -> Iterator[Finding]:
    for answer, field in _mapped(mapping):
        if not _is_field(field):
            expected = f"expected fields.NAME or one of {', '.join(sorted(BUILT_IN))}"
            yield Finding(f"$.{answer}", f"unknown field {field!r}, {expected}")
    asked = dict(_mapped(mapping))
    for place, word in enumerate(mapping.words):
        here = f"$.words[{place}]"
        with_words = [*NAMES, *YES_OR_NO]
        if word.answer not in with_words:
            yield Finding(f"{here}.answer", f"unknown answer {word.answer!r}{hint(word.answer, with_words)}")
            continue
        names = [*NAMES[word.answer]] if word.answer in NAMES else ["yes", "no"]
        if word.means not in names:
            yield Finding(f"{here}.means", f"unknown answer {word.means!r}{hint(word.means, names)}")
        if word.answer not in asked:
            yield Finding(f"{here}.answer", f"{word.answer!r} is read from no field, declare one")
        earlier = [(each.answer, _folded(each.says)) for each in mapping.words[:place]]
        if (word.answer, _folded(word.says)) in earlier:
            yield Finding(f"{here}.says", f"{word.says!r} is declared twice")
