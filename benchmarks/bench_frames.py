"""A million leads and five million events against what one would write by hand in the same engine.

By hand means the plain way for data like these: no gaps in text, letter case by lower-casing, and no count of how much
was known. The answers have to be equal before anything is timed.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
from numpy.typing import NDArray

from harness import Comparison
from leadmodel.conditions import field
from leadmodel.frames import score_frame
from leadmodel.scoring import BehaviourRule, Decay, FitRule, GradeBand, LevelBand, Scoring

AT = datetime(2026, 11, 9, tzinfo=UTC)
LEADS, EVENTS, LEADS_OF_EVENTS = 1_000_000, 5_000_000, 500_000
SEED = 20_261_109

INDUSTRIES = ("software", "finance", "retail", "media", "health", "energy", "public sector", "education")
COUNTRIES = ("CH", "DE", "AT", "IT", "FR", "US", "GB", "NL", "SE", "JP", "BR", "IN")
SOURCES = ("demo_request", "whitepaper", "webinar", "trade_fair", "referral", "newsletter")
RANKS = (
    "VP",
    "Vice President",
    "Director",
    "Head of",
    "Manager",
    "Analyst",
    "Student",
    "Intern",
    "Chief",
    "Associate",
)
FIELDS = (
    "Sales",
    "Marketing",
    "Operations",
    "Finance",
    "Engineering",
    "Design",
    "Legal",
    "Support",
    "Research",
    "HR",
)
#: What is counted, what each time is worth, and how often it counts.
COUNTED = (
    ("page_viewed", 1, 20),
    ("pricing_viewed", 5, 4),
    ("webinar_attended", 15, 2),
    ("whitepaper_read", 8, 3),
    ("demo_requested", 40, 1),
    ("unsubscribed", -20, 1),
)
GRADES, LEVELS = ((60, "A"), (35, "B"), (10, "C")), ((90, 1), (50, 2), (20, 3))
READY = ("A1", "A2", "B1")


class House:
    """Twenty rules: three over words in a title, two over lists, one over a source, eight thresholds, six counts."""

    scoring = Scoring(
        fit=(
            FitRule(id="vp", when=field("lead.title").contains("vp", "vice president"), points=25),
            FitRule(id="director", when=field("lead.title").contains("director"), points=15),
            FitRule(id="student", when=field("lead.title").contains("student", "intern"), points=-30),
            FitRule(
                id="industry",
                when=field("company.industry").one_of("software", "finance", "media"),
                points=10,
            ),
            FitRule(id="country", when=field("lead.country").one_of("CH", "DE", "AT"), points=10),
            FitRule(id="source", when=field("lead.source") == "demo_request", points=20),
            FitRule(id="heads_50", when=field("company.employees") >= 50, points=5),
            FitRule(id="heads_200", when=field("company.employees") >= 200, points=5),
            FitRule(id="heads_1000", when=field("company.employees") >= 1_000, points=10),
            FitRule(id="alone", when=field("company.employees") < 5, points=-10),
            FitRule(id="revenue_1m", when=field("company.revenue") > 1_000_000, points=5),
            FitRule(id="revenue_10m", when=field("company.revenue") > 10_000_000, points=5),
            FitRule(id="revenue_50m", when=field("company.revenue") > 50_000_000, points=10),
            FitRule(id="poor", when=field("company.revenue") < 100_000, points=-5),
        ),
        behaviour=tuple(
            BehaviourRule(id=name, activity=name, points=points, at_most=most)
            for name, points, most in COUNTED
        ),
        grades=(*(GradeBand(grade=name, at_least=least) for least, name in GRADES), GradeBand(grade="D")),
        levels=(*(LevelBand(level=name, at_least=least) for least, name in LEVELS), LevelBand(level=4)),
        sales_ready=READY,
    )


def leads_of(rows: int) -> pl.DataFrame:
    """Leads with some thousands of different titles, and one in ten companies of which the size is not known."""
    chance = np.random.default_rng(SEED)
    titles = [f"{rank} {what} {place}" for rank in RANKS for what in FIELDS for place in range(30)]

    def some(values: Any) -> pl.Series:
        return pl.Series(values).gather(chance.integers(0, len(values), rows))

    def size(most: int) -> pl.Series:
        drawn = np.exp(chance.random(rows) * np.log(most)).astype(np.int64)
        return pl.select(pl.when(pl.Series(chance.random(rows) > 0.1)).then(pl.Series(drawn))).to_series()

    counts = {f"count({name})": pl.Series(chance.poisson(1.5, rows)) for name, _, _ in COUNTED}
    return pl.DataFrame(
        {
            "lead.id": pl.Series(np.arange(rows)),
            "lead.title": some(titles),
            "lead.country": some(COUNTRIES),
            "lead.source": some(SOURCES),
            "company.industry": some(INDUSTRIES),
            "company.employees": size(20_000),
            "company.revenue": size(200_000_000),
            **counts,
        }
    )


# ------------------------------------------------------------------------------------------------------------- Polars


def polars_by_hand(leads: pl.DataFrame) -> pl.DataFrame:
    def points(when: pl.Expr, worth: int) -> pl.Expr:
        return pl.when(when).then(worth).otherwise(0)

    title, heads, revenue = pl.col("low"), pl.col("company.employees"), pl.col("company.revenue")

    def says(*words: str) -> pl.Expr:
        return pl.any_horizontal(title.str.contains(word, literal=True) for word in words)

    fit = pl.sum_horizontal(
        points(says("vp", "vice president"), 25),
        points(says("director"), 15),
        points(says("student", "intern"), -30),
        points(pl.col("company.industry").is_in(["software", "finance", "media"]), 10),
        points(pl.col("lead.country").is_in(["CH", "DE", "AT"]), 10),
        points(pl.col("lead.source") == "demo_request", 20),
        *(points(heads >= least, worth) for least, worth in ((50, 5), (200, 5), (1_000, 10))),
        points(heads < 5, -10),
        *(points(revenue > least, worth) for least, worth in ((10**6, 5), (10**7, 5), (5 * 10**7, 10))),
        points(revenue < 100_000, -5),
    )
    score = pl.sum_horizontal(pl.col(f"count({name})").clip(0, most) * worth for name, worth, most in COUNTED)

    def band(total: str, bands: Any, rest: Any) -> pl.Expr:
        found: Any = pl.when(pl.col(total) >= bands[0][0]).then(pl.lit(bands[0][1]))
        for least, name in bands[1:]:
            found = found.when(pl.col(total) >= least).then(pl.lit(name))
        made: pl.Expr = found.otherwise(pl.lit(rest))
        return made

    return (
        leads.with_columns(low=pl.col("lead.title").str.to_lowercase())
        .with_columns(fit=fit.cast(pl.Int64), score=score)
        .with_columns(grade=band("fit", GRADES, "D"), level=band("score", LEVELS, 4).cast(pl.Int64))
        .with_columns(label=pl.concat_str("grade", "level"))
        .with_columns(sales_ready=pl.col("label").is_in(READY))
        .drop("low")
    )


# ------------------------------------------------------------------------------------------------------------- pandas


def pandas_by_hand(leads: pd.DataFrame) -> pd.DataFrame:
    title = leads["lead.title"].str.lower()
    heads, revenue = leads["company.employees"].to_numpy(), leads["company.revenue"].to_numpy()

    def says(*words: str) -> NDArray[np.bool_]:
        found = np.zeros(len(leads), np.bool_)
        for word in words:
            found |= title.str.contains(word, regex=False).to_numpy(np.bool_)
        return found

    fit = says("vp", "vice president") * 25 + says("director") * 15 - says("student", "intern") * 30
    fit += leads["company.industry"].isin(["software", "finance", "media"]).to_numpy() * 10
    fit += leads["lead.country"].isin(["CH", "DE", "AT"]).to_numpy() * 10
    fit += (leads["lead.source"] == "demo_request").to_numpy(np.bool_) * 20
    fit += (heads >= 50) * 5 + (heads >= 200) * 5 + (heads >= 1_000) * 10 - (heads < 5) * 10
    fit += (
        (revenue > 10**6) * 5 + (revenue > 10**7) * 5 + (revenue > 5 * 10**7) * 10 - (revenue < 100_000) * 5
    )
    score = np.zeros(len(leads), np.int64)
    for name, worth, most in COUNTED:
        score += np.minimum(leads[f"count({name})"].to_numpy(), most) * worth
    grade = np.select([fit >= least for least, _ in GRADES], [0, 1, 2], 3)
    level = np.select([score >= least for least, _ in LEVELS], [1, 2, 3], 4)
    names = [name for _, name in GRADES] + ["D"]
    labels = [f"{name}{place}" for name in names for place in (1, 2, 3, 4)]
    cell = grade * 4 + level - 1
    made = leads.copy(deep=False)
    made["fit"], made["score"] = fit, score
    made["grade"], made["level"] = pd.Categorical.from_codes(grade, names).astype("str"), level
    made["label"] = pd.Categorical.from_codes(cell, labels).astype("str")
    made["sales_ready"] = np.isin(cell, [labels.index(label) for label in READY])
    return made


# ------------------------------------------------------------------------------------------------------------- DuckDB


def duckdb_by_hand(leads: duckdb.DuckDBPyRelation) -> Any:
    def says(*words: str) -> str:
        return " OR ".join(f"contains(low, '{word}')" for word in words)

    rules = [
        (says("vp", "vice president"), 25),
        (says("director"), 15),
        (says("student", "intern"), -30),
        ("\"company.industry\" IN ('software', 'finance', 'media')", 10),
        ("\"lead.country\" IN ('CH', 'DE', 'AT')", 10),
        ("\"lead.source\" = 'demo_request'", 20),
        *((f'"company.employees" >= {least}', worth) for least, worth in ((50, 5), (200, 5), (1_000, 10))),
        ('"company.employees" < 5', -10),
        *(
            (f'"company.revenue" > {least}', worth)
            for least, worth in ((10**6, 5), (10**7, 5), (5 * 10**7, 10))
        ),
        ('"company.revenue" < 100000', -5),
    ]
    fit = " + ".join(f"CASE WHEN {when} THEN {worth} ELSE 0 END" for when, worth in rules)
    score = " + ".join(f'least("count({name})", {most}) * {worth}' for name, worth, most in COUNTED)
    grade = " ".join(f"WHEN fit >= {least} THEN '{name}'" for least, name in GRADES)
    level = " ".join(f"WHEN score >= {least} THEN {name}" for least, name in LEVELS)
    query = f"""
        WITH lowered AS (SELECT *, lower("lead.title") AS low FROM leads),
        summed AS (SELECT * EXCLUDE low, ({fit})::BIGINT AS fit, ({score})::BIGINT AS score FROM lowered),
        banded AS (
            SELECT *, CASE {grade} ELSE 'D' END AS grade, (CASE {level} ELSE 4 END)::BIGINT AS level FROM summed
        )
        SELECT *, grade || level AS label, label IN {READY} AS sales_ready FROM banded
    """
    found: Any = leads.query("leads", query)
    return found.to_arrow_table()


# ------------------------------------------------------------------------------------------------------------- events

#: What happens, what it is worth when it is new, and the most that it comes to.
EARNED = (
    ("page_viewed", 2, 20),
    ("pricing_viewed", 10, 40),
    ("webinar_attended", 25, 50),
    ("whitepaper_read", 8, 24),
    ("demo_requested", 60, 60),
    ("mail_opened", 1, 5),
)
TOTAL = 120
HALVES = Decay(half_life="14d")
#: Ages in hours, and what each kind is still worth at each, in thousandths.
LONGEST = 90 * 24 + 1
FADING = np.array(
    [[HALVES.thousandths(points * 1_000, hours=hour) for hour in range(LONGEST)] for _, points, _ in EARNED]
)


class Busy:
    """What fades by half in two weeks, with a cap for each kind and one for all."""

    scoring = Scoring(
        fit=(),
        behaviour=tuple(
            BehaviourRule(id=name, activity=name, points=points, decay=HALVES, cap=cap)
            for name, points, cap in EARNED
        ),
        grades=(GradeBand(grade="A"),),
        levels=(*(LevelBand(level=name, at_least=least) for least, name in LEVELS), LevelBand(level=4)),
        sales_ready=(),
        score_cap=TOTAL,
    )


def events_of(rows: int, leads: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Leads with sparse numbers for ids, and what they did in the last ninety days, in no order."""
    chance = np.random.default_rng(SEED)
    ids = np.unique(chance.integers(1, 2**62, leads))
    chance.shuffle(ids)
    ages = chance.integers(0, 90 * 86_400, rows) * 1_000_000
    at = int(AT.timestamp()) * 1_000_000 - ages
    names = pl.Series([name for name, _, _ in EARNED])
    events = pl.DataFrame(
        {
            "lead": ids[chance.integers(0, len(ids), rows)],
            "occurred_at": pl.Series(at).cast(pl.Datetime("us", "UTC")),
            "activity": names.gather(chance.choice(len(EARNED), rows, p=(0.5, 0.15, 0.05, 0.1, 0.05, 0.15))),
        }
    )
    return pl.DataFrame({"lead.id": ids}), events


def numpy_by_hand(leads: pl.DataFrame, events: pl.DataFrame) -> NDArray[np.int64]:
    """One addition into a grid of leads and kinds, with the table of fading points that the model has."""
    ids = leads["lead.id"].to_numpy()
    size = len(ids)
    codes, _ = pd.factorize(np.concatenate((ids, events["lead"].to_numpy())))
    lead = codes[size:]
    kinds = events["activity"].to_arrow().dictionary_encode()
    order = {name: place for place, (name, _, _) in enumerate(EARNED)}
    kind = np.array([order[name] for name in kinds.dictionary.to_pylist()])[kinds.indices.to_numpy()]
    age = (int(AT.timestamp()) * 1_000_000 - events["occurred_at"].to_physical().to_numpy()) // 3_600_000_000
    earned = np.bincount(kind * size + lead, FADING.ravel()[kind * LONGEST + age], len(EARNED) * size)
    capped = np.minimum(earned.reshape(len(EARNED), size), np.array([[cap * 1_000] for _, _, cap in EARNED]))
    score: NDArray[np.int64] = np.minimum(capped.sum(axis=0), TOTAL * 1_000).astype(np.int64) // 1_000
    return score


def duckdb_events_by_hand(leads: pl.DataFrame, events: pl.DataFrame) -> NDArray[np.int64]:
    """The same by joining a table of fading points, for the second reference."""
    table = pl.DataFrame(
        {
            "activity": [name for name, _, _ in EARNED for _ in range(LONGEST)],
            "age": [*range(LONGEST)] * len(EARNED),
            "worth": FADING.ravel(),
        }
    )
    caps = " ".join(f"WHEN '{name}' THEN {cap * 1_000}" for name, _, cap in EARNED)
    connection = duckdb.connect()
    connection.register("told", events)
    connection.register("fading", table)
    connection.register("asked", leads)
    rows = connection.sql(
        f"""
        WITH aged AS (
            SELECT lead, activity,
                (({int(AT.timestamp()) * 1_000_000} - epoch_us(occurred_at)) // 3600000000)::BIGINT AS age FROM told
        ),
        earned AS (
            SELECT lead, activity, sum(worth) AS earned FROM aged JOIN fading USING (activity, age) GROUP BY ALL
        ),
        capped AS (SELECT lead, sum(least(earned, CASE activity {caps} END)) AS score FROM earned GROUP BY lead)
        SELECT "lead.id" AS id, (least(coalesce(score, 0), {TOTAL * 1_000}) // 1000)::BIGINT AS score
        FROM asked LEFT JOIN capped ON "lead.id" = lead
        """
    ).pl()
    joined = leads.join(rows, left_on="lead.id", right_on="id", maintain_order="left")
    return joined["score"].to_numpy()


# ---------------------------------------------------------------------------------------------------------- comparing


def same(name: str, ours: Any, by_hand: Any) -> None:
    """Both sides have to give the same answer before they are timed."""
    columns = ["fit", "score", "grade", "level", "label", "sales_ready"]
    if not pl.DataFrame(ours).select(columns).equals(pl.DataFrame(by_hand).select(columns)):
        raise SystemExit(f"{name}: the answers differ")


def compared(
    name: str, ours: Callable[[], Any], by_hand: Callable[[], Any], reference_is: str, rows: int
) -> Comparison:
    same(name, ours(), by_hand())
    return Comparison(
        name=name, ours=ours, reference=by_hand, reference_is=reference_is, note=f"{rows:,} leads, 20 rules"
    )


def comparisons(leads: int, events: int, leads_of_events: int) -> list[Comparison]:
    """The comparisons over tables of so many rows."""
    frame = leads_of(leads)
    table = frame.to_pandas()
    connection = duckdb.connect()
    connection.register("given", frame)
    connection.execute("CREATE TABLE kept AS SELECT * FROM given")
    relation = connection.table("kept")
    house = House()

    def in_duckdb() -> Any:
        return score_frame(relation, house).to_arrow_table()

    few, many = events_of(events, leads_of_events)
    by_hand, by_sql = numpy_by_hand(few, many), duckdb_events_by_hand(few, many)

    def counted() -> pl.DataFrame:
        return score_frame(few, Busy(), at=AT, events=many)

    if not (np.array_equal(by_hand, counted()["score"].to_numpy()) and np.array_equal(by_hand, by_sql)):
        raise SystemExit("score.events_5m: the answers differ")
    told = f"{events:,} events of {leads_of_events:,} leads"
    return [
        compared(
            "score.polars_1m",
            lambda: score_frame(frame, house),
            lambda: polars_by_hand(frame),
            "when, then and sum_horizontal by hand",
            leads,
        ),
        compared(
            "score.pandas_1m",
            lambda: score_frame(table, house),
            lambda: pandas_by_hand(table),
            "masks times points by hand",
            leads,
        ),
        compared("score.duckdb_1m", in_duckdb, lambda: duckdb_by_hand(relation), "SQL by hand", leads),
        Comparison(
            name="score.events_5m",
            ours=counted,
            reference=lambda: numpy_by_hand(few, many),
            reference_is="factorize and bincount by hand, and the score alone",
            note=told,
        ),
        Comparison(
            name="score.events_5m_duckdb",
            ours=counted,
            reference=lambda: duckdb_events_by_hand(few, many),
            reference_is="SQL by hand, and the score alone",
            note=told,
        ),
    ]


def benchmarks() -> list[Comparison]:
    return comparisons(LEADS, EVENTS, LEADS_OF_EVENTS)
