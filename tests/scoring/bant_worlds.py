"""BANT models and answers drawn as plain dicts, and the same built from the package's own values."""

from datetime import date, timedelta
from fractions import Fraction
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


@st.composite
def elements(draw: st.DrawFn, name: str, most_bands: int, worth: tuple[int, ...]) -> Plain:
    points = st.sampled_from(worth)
    if name in NAMES:
        return {"weight": draw(weights), "answers": [(each, draw(points)) for each in NAMES[name]]}
    if name == "title":
        words = draw(st.lists(st.sampled_from(TITLE_WORDS), max_size=most_bands - 1, unique=True))
        bands: list[Any] = [((word,), draw(points)) for word in words]
        return {"weight": draw(weights), "bands": [*bands, ((), draw(points))]}
    limits = sorted(draw(st.sets(st.integers(0, 15), max_size=most_bands - 1)))
    return {"weight": draw(weights), "bands": [(limit, draw(points)) for limit in (*limits, None)]}


@st.composite
def models(draw: st.DrawFn, most: int = 7, most_bands: int = 4, worth: tuple[int, ...] = POINTS) -> Plain:
    """A plain model: some elements, letters within reach, sizes, and a treatment for each cell."""
    chosen = draw(st.sets(st.sampled_from(ELEMENTS), min_size=1, max_size=most))
    drawn = {name: draw(elements(name, most_bands, worth)) for name in ELEMENTS if name in chosen}
    best = Fraction(
        sum(each["weight"] * max(points_of(each)) for each in drawn.values()),
        sum(each["weight"] for each in drawn.values()),
    )
    reach = st.integers(1, max(1, floor(best)))
    limits = sorted(draw(st.sets(reach, max_size=3 if best >= 1 else 0)), reverse=True)
    amounts = sorted(draw(st.sets(st.integers(1, 40), max_size=3)), reverse=True)
    letters = list(zip("ABCD", (*limits, None), strict=False))
    numbers = range(1, len(amounts) + 2)
    homes = [*numbers, *(draw(st.sampled_from(numbers)) for _ in range(4 - len(numbers)))]
    spread = dict(zip(draw(st.permutations(WORDS)), homes, strict=True))
    sizes = [
        (number, limit, tuple(word for word, home in spread.items() if home == number))
        for number, limit in zip(numbers, (*amounts, None), strict=True)
    ]
    cells = [f"{letter}{number}" for letter, _ in letters for number in numbers]
    sales = draw(st.sets(st.sampled_from(cells), min_size=1))
    return {
        "elements": drawn,
        "letters": letters,
        "sizes": sizes,
        "treatments": {cell: "sales" if cell in sales else "nurture" for cell in cells},
        "size_by": draw(
            st.lists(st.sampled_from(("revenue", "budget_amount", "size")), min_size=1, unique=True)
        ),
        "unsized": draw(st.sampled_from((None, *numbers))),
        "last_letter_for": draw(st.lists(st.sampled_from(NAMES["need"]), max_size=2, unique=True))
        if "need" in drawn
        else [],
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


@st.composite
def answers(draw: st.DrawFn) -> Plain:
    """Answers that do not contradict each other, many of them missing."""
    told: Plain = {name: draw(st.none() | st.sampled_from(names)) for name, names in NAMES.items()}
    if told["authority"] is None:
        told |= {name: draw(st.none() | st.booleans()) for name in ("decision_maker", "influencer")}
    told["title"] = draw(st.none() | titles)
    for verb in ("decides", "activates"):
        # Either a date or a number of months, or neither.
        told[f"{verb}_on"] = draw(st.none() | days)
        if told[f"{verb}_on"] is None:
            told[f"{verb}_in"] = draw(st.none() | st.integers(0, 18))
    told["said_on"] = draw(st.none() | days)
    told["revenue"] = draw(st.none() | st.integers(0, 45))
    told["budget_amount"] = draw(st.none() | st.integers(0, 0 if told["budget"] == "none" else 45))
    told["size"] = draw(st.none() | st.sampled_from(WORDS))
    return {name: value for name, value in told.items() if value is not None}


def told(plain: Plain) -> Bant:
    return Bant(**plain)
