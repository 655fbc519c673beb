"""BANT models and answers drawn as plain dicts, and the same built from the package's own values."""

from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from itertools import permutations
from math import floor
from typing import Any

from hypothesis import strategies as st

from leadmodel.scoring.bant_answers import Bant
from leadmodel.scoring.bant_model import (
    AuthorityPoints,
    BantModel,
    BudgetPoints,
    CompellingEventPoints,
    LetterBand,
    NeedPoints,
    SizeBand,
    TimeBand,
    TimePoints,
    TitleBand,
    TitlePoints,
)
from leadmodel.scoring.treatments import Treatment, Treatments
from tests.scoring.bant_building import AT
from tests.scoring.bant_oracle import ELEMENTS, Plain, points_of

TODAY = AT.date()

NAMES = {
    "budget": ("available", "will_be_provided", "none"),
    "authority": ("decision_maker", "influencer", "recommender", "user", "neither"),
    "need": ("problem_to_solve", "researching", "job_seeker", "student", "selling_to_you"),
    "compelling_event": ("official_project", "information_gatherer"),
}
TABLES: dict[str, Any] = {
    "budget": BudgetPoints,
    "authority": AuthorityPoints,
    "need": NeedPoints,
    "compelling_event": CompellingEventPoints,
}
WORDS = ("large", "medium", "small", "microscopic")
TITLE_WORDS = ("vp", "director", "manager", "head")

# ----------------------------------------------------------------------------------------------------------- models

POINTS = (0, 1, 20, 33, 50, 67, 99, 100)
weights = st.one_of(st.integers(1, 9), st.sampled_from((25, 100, 10**9)))
size_orders = st.sampled_from(
    [order for most in (1, 2, 3) for order in permutations(("revenue", "budget_amount", "size"), most)]
)
word_orders = st.permutations(WORDS)


# Strategies are made once: to make them anew for every example takes longer than to draw from them.
@cache
def elements(name: str, most_bands: int, worth: tuple[int, ...]) -> st.SearchStrategy[Plain]:
    points = st.sampled_from(worth)
    if name in NAMES:
        each_worth = st.tuples(*(points for _ in NAMES[name]))
        return st.tuples(weights, each_worth).map(
            lambda drawn: {"weight": drawn[0], "answers": list(zip(NAMES[name], drawn[1], strict=True))}
        )
    if name == "title":
        words = st.lists(st.sampled_from(TITLE_WORDS), max_size=most_bands - 1, unique=True)
        limits: st.SearchStrategy[list[Any]] = words.map(lambda each: [*((word,) for word in each), ()])
    else:
        limits = st.sets(st.integers(0, 15), max_size=most_bands - 1).map(lambda each: [*sorted(each), None])
    several = st.lists(points, min_size=most_bands, max_size=most_bands)
    return st.tuples(weights, limits, several).map(
        lambda drawn: {"weight": drawn[0], "bands": list(zip(drawn[1], drawn[2], strict=False))}
    )


@cache
def several_elements(most: int, most_bands: int, worth: tuple[int, ...]) -> st.SearchStrategy[Plain]:
    every = {name: elements(name, most_bands, worth) for name in ELEMENTS}
    chosen = st.sets(st.sampled_from(ELEMENTS), min_size=1, max_size=most)
    return st.tuples(chosen, st.fixed_dictionaries(every)).map(
        lambda drawn: {name: drawn[1][name] for name in ELEMENTS if name in drawn[0]}
    )


limits_of_letters = st.sets(st.integers(1, 100), max_size=3)
limits_of_sizes = st.sets(st.integers(1, 40), max_size=3)
needs = st.lists(st.sampled_from(NAMES["need"]), max_size=2, unique=True)
few = st.integers(0, 2**12 - 1)


@st.composite
def models(draw: st.DrawFn, most: int = 7, most_bands: int = 4, worth: tuple[int, ...] = POINTS) -> Plain:
    """A plain model: some elements, letters within reach, sizes, and a treatment for each cell."""
    drawn = draw(several_elements(most, most_bands, worth))
    best = Fraction(
        sum(each["weight"] * max(points_of(each)) for each in drawn.values()),
        sum(each["weight"] for each in drawn.values()),
    )
    reach = {limit * floor(best) // 100 for limit in draw(limits_of_letters)} - {0}
    letters = list(zip("ABCD", (*sorted(reach, reverse=True), None), strict=False))
    amounts = sorted(draw(limits_of_sizes), reverse=True)
    numbers = range(1, len(amounts) + 2)
    chance = draw(few)
    homes = [*numbers, *(numbers[chance % len(numbers)] for _ in range(4 - len(numbers)))]
    spread = dict(zip(draw(word_orders), homes, strict=True))
    sizes = [
        (number, limit, tuple(word for word, home in spread.items() if home == number))
        for number, limit in zip(numbers, (*amounts, None), strict=True)
    ]
    cells = [f"{letter}{number}" for letter, _ in letters for number in numbers]
    sales = {cell for place, cell in enumerate(cells) if chance >> (place % 12) & 1} or set(cells[:1])
    return {
        "elements": drawn,
        "letters": letters,
        "sizes": sizes,
        "treatments": {cell: "sales" if cell in sales else "nurture" for cell in cells},
        "size_by": list(draw(size_orders)),
        "unsized": draw(st.sampled_from((None, 1))) and numbers[chance % len(numbers)],
        "last_letter_for": draw(needs) if "need" in drawn else [],
        "unanswered": draw(st.sampled_from(("adds_nothing", "left_out"))),
    }


def declared(plain: Plain) -> BantModel:
    tables: dict[str, Any] = {}
    for name, element in plain["elements"].items():
        if name in NAMES:
            tables[name] = TABLES[name](weight=element["weight"], **dict(element["answers"]))
        elif name == "title":
            title = tuple(TitleBand(mentions=mentions, points=worth) for mentions, worth in element["bands"])
            tables[name] = TitlePoints(weight=element["weight"], bands=title)
        else:
            time = tuple(TimeBand(within_months=limit, points=worth) for limit, worth in element["bands"])
            tables[name] = TimePoints(weight=element["weight"], bands=time)
    sales = [cell for cell, treatment in plain["treatments"].items() if treatment == "sales"]
    return BantModel(
        letters=tuple(LetterBand(letter=letter, at_least=least) for letter, least in plain["letters"]),
        sizes=tuple(
            SizeBand(number=number, at_least=least, said=said) for number, least, said in plain["sizes"]
        ),
        treatments=Treatments(sales=tuple(sales), rest=Treatment.NURTURE),
        size_by=plain["size_by"],
        unsized=plain["unsized"],
        last_letter_for=plain["last_letter_for"],
        unanswered=plain["unanswered"],
        **tables,
    )


# ---------------------------------------------------------------------------------------------------------- answers

#: Around the ends of months, and around the day itself.
days = st.one_of(
    st.integers(-40, 500).map(lambda gap: TODAY + timedelta(days=gap)),
    st.sampled_from((date(2026, 11, 5), TODAY, date(2026, 11, 7), date(2027, 2, 28), date(2028, 2, 29))),
)
titles = st.lists(st.sampled_from((*TITLE_WORDS, "VP", "Sales", "Head")), min_size=0, max_size=3).map(
    " ".join
)


maybe = st.none() | st.booleans()
amounts = st.none() | st.integers(0, 45)
some_days = st.none() | days
some_months = st.none() | st.integers(0, 18)
replies = st.fixed_dictionaries(
    {name: st.none() | st.sampled_from(names) for name, names in NAMES.items()}
    | {
        "decision_maker": maybe,
        "influencer": maybe,
        "title": st.none() | titles,
        "decides_on": some_days,
        "decides_in": some_months,
        "activates_on": some_days,
        "activates_in": some_months,
        "said_on": some_days,
        "revenue": amounts,
        "budget_amount": amounts,
        "size": st.none() | st.sampled_from(WORDS),
    }
)


def agreeing(drawn: Plain) -> Plain:
    """The answers that were given, without those that contradict one before."""
    kept = {name: value for name, value in drawn.items() if value is not None}
    if "authority" in kept:
        kept = {name: value for name, value in kept.items() if name not in ("decision_maker", "influencer")}
    for verb in ("decides", "activates"):
        if f"{verb}_on" in kept:
            kept.pop(f"{verb}_in", None)
    if kept.get("budget") == "none" and "budget_amount" in kept:
        kept["budget_amount"] = 0
    return kept


def answers() -> st.SearchStrategy[Plain]:
    """Answers that do not contradict each other, many of them missing."""
    return replies.map(agreeing)


def told(plain: Plain) -> Bant:
    return Bant(**plain)
