"""Three-valued answers, slow and obvious: the truth tables of SQL written out, each operator on its own.

`None` is unknown. Also the strategies that make random conditions and random leads with holes in them.
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import reduce
from typing import Any

from hypothesis import strategies as st

from leadmodel.conditions import Activities, Condition, ValueList
from leadmodel.records import Company, Lead, LeadId, Scalar

Answer = bool | None
T, F, U = True, False, None

AND: dict[tuple[Answer, Answer], Answer] = {
    (T, T): T, (T, F): F, (T, U): U,
    (F, T): F, (F, F): F, (F, U): F,
    (U, T): U, (U, F): F, (U, U): U,
}  # fmt: skip
OR: dict[tuple[Answer, Answer], Answer] = {
    (T, T): T, (T, F): T, (T, U): T,
    (F, T): T, (F, F): F, (F, U): U,
    (U, T): T, (U, F): U, (U, U): U,
}  # fmt: skip
NOT: dict[Answer, Answer] = {T: F, F: T, U: U}


@dataclass(frozen=True)
class Card:
    """What conditions may read of a scorecard."""

    grade: str = "A"
    level: int = 1
    label: str = "A1"
    fit: int = 30
    score: int = 50
    sales_ready: bool = True


def read(field: str, lead: Lead, card: Card | None) -> Any:
    room, _, name = field.partition(".")
    if room == "card":
        return None if card is None else getattr(card, name)
    if room == "company":
        return getattr(lead.company, name)
    if room == "fields":
        return dict(lead.fields).get(name)
    return getattr(lead, name)


def is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def same_kind(one: object, other: object) -> bool:
    return any(
        test(one) and test(other)
        for test in (is_number, lambda value: isinstance(value, str), lambda value: isinstance(value, bool))
    )


def same(one: Any, other: Any) -> bool:
    return bool(one.casefold() == other.casefold()) if isinstance(one, str) else bool(one == other)


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())


def says(text: str, phrase: str) -> bool:
    inside, wanted = words(text), words(phrase)
    return any(inside[start : start + len(wanted)] == wanted for start in range(len(inside)))


SEARCHES: dict[str, Callable[[str, str], bool]] = {
    "mentions": says,
    "contains": lambda text, part: text.casefold().find(part.casefold()) >= 0,
    "starts_with": lambda text, part: text.casefold()[: len(part.casefold())] == part.casefold(),
    "ends_with": lambda text, part: text.casefold()[-len(part.casefold()) :] == part.casefold(),
}


def compare(value: Any, operator: str, expected: Any) -> Answer:
    missing = value is None or (isinstance(value, float) and math.isnan(value))
    if operator == "present":
        return missing is not expected
    if missing:
        return U
    if operator in ("equals", "one_of", "in_list"):
        asked = {"equals": [expected], "in_list": getattr(expected, "values", ())}.get(operator, expected)
        comparable = [each for each in asked if same_kind(value, each)]
        return any(same(value, each) for each in comparable) if comparable else U
    if operator in SEARCHES:
        found = SEARCHES[operator]
        return any(found(value, text) for text in expected) if isinstance(value, str) else U
    if not is_number(value):
        return U
    holds: dict[str, bool] = {
        "above": value > expected,
        "below": value < expected,
        "at_least": value >= expected,
        "at_most": value <= expected,
    }
    return holds[operator]


def answer(
    condition: Condition, lead: Lead, card: Card | None, figures: dict[str, int | None] | None = None
) -> Answer:
    """The whole condition, operator by operator and member by member, through the tables."""
    if condition.children() == ():
        if condition.field is not None:
            value = read(condition.field, lead, card)
        else:
            value = (figures or {}).get(str(condition.activities))
        return reduce(
            lambda one, other: AND[one, other],
            [compare(value, operator, expected) for operator, expected in condition.operators()],
        )
    members = [answer(child, lead, card, figures) for child in condition.children()]
    if condition.all_of:
        return reduce(lambda one, other: AND[one, other], members)
    either = reduce(lambda one, other: OR[one, other], members)
    return either if condition.any_of else NOT[either]


TEXTS = [
    "CH",
    "ch",
    "Zürich",
    "VP Sales",
    "vice-president",
    "Vice  President of vp",
    "",
    "straße",
    "STRASSE",
    "5",
    "vps",
]
NUMBERS: list[int | float] = [0, 1, 5, 5.0, -3, 49_999_999, 50_000_000, 50_000_001, 0.1, math.inf]
PHRASES = ["vp", "VP sales", "president", "vice president", "strasse", "5", "ch!"]
PARTS = ["vp", "VP s", "ß", "SS", "ic", " ", "h", "5", "Straße"]
MEASURED = [
    Activities(of=("page",)),
    Activities(of=("page",), within="7d"),
    Activities(measure="amount"),
    Activities(measure="days_since", of=("page", "demo")),
]
FIELDS = [
    "lead.title", "lead.country", "lead.kind", "lead.source", "lead.email",
    "company.employees", "company.revenue", "company.industry",
    "fields.plan", "fields.seats", "fields.trial", "fields.nothing",
    "card.grade", "card.score", "card.sales_ready",
]  # fmt: skip
scalars: st.SearchStrategy[Scalar] = st.sampled_from([*TEXTS, *NUMBERS, True, False, "inbound", "A"])
numbers = st.sampled_from(NUMBERS)

OPERANDS: dict[str, st.SearchStrategy[Any]] = {
    "equals": scalars,
    "one_of": st.lists(scalars, min_size=1, max_size=3),
    "in_list": st.lists(scalars, min_size=1, max_size=3).map(
        lambda values: ValueList(name="some", values=tuple(values))
    ),
    "above": numbers,
    "below": numbers,
    "at_least": numbers,
    "at_most": numbers,
    "mentions": st.lists(st.sampled_from(PHRASES), min_size=1, max_size=2),
    "contains": st.lists(st.sampled_from(PARTS), min_size=1, max_size=2),
    "starts_with": st.lists(st.sampled_from(PARTS), min_size=1, max_size=2),
    "ends_with": st.lists(st.sampled_from(PARTS), min_size=1, max_size=2),
    "present": st.booleans(),
}
operators = st.lists(st.sampled_from(list(OPERANDS)), min_size=1, max_size=3, unique=True).flatmap(
    lambda names: st.fixed_dictionaries({name: OPERANDS[name] for name in names})
)
comparisons = st.builds(
    lambda field, chosen: Condition(field=field, **chosen), st.sampled_from(FIELDS), operators
)
measured = st.builds(
    lambda activities, chosen: Condition(activities=activities, **chosen),
    st.sampled_from(MEASURED),
    operators,
)
figures = st.dictionaries(
    st.sampled_from([str(each) for each in MEASURED]), st.none() | st.integers(0, 6) | st.just(50_000_000)
)
conditions = st.recursive(
    comparisons | measured,
    lambda inner: st.builds(
        lambda group, members: Condition(**{group: members}),
        st.sampled_from(["all_of", "any_of", "none_of"]),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=8,
)
custom = st.sampled_from([*TEXTS, *NUMBERS, True, False, math.nan])
leads = st.builds(
    Lead,
    id=st.just(LeadId("L1")),
    captured_at=st.just(datetime(2026, 11, 6, 9, tzinfo=UTC)),
    source=st.sampled_from(["form", "5"]),
    title=st.none() | st.sampled_from(TEXTS),
    email=st.none() | st.sampled_from(TEXTS),
    country=st.none() | st.sampled_from(["CH", "it"]),
    company=st.builds(
        Company,
        industry=st.none() | st.sampled_from(TEXTS),
        employees=st.none() | st.sampled_from([0, 5]),
        revenue=st.none() | st.sampled_from([0, 49_999_999, 50_000_000, 50_000_001]),
    ),
    fields=st.dictionaries(st.sampled_from(["plan", "seats", "trial"]), custom),
)
cards = st.none() | st.builds(
    Card, grade=st.sampled_from(["A", "a", "B"]), score=st.sampled_from([0, 5, 50]), sales_ready=st.booleans()
)
