"""Leads, reps and a policy of three independent parts, and where a stream sends each lead."""

from datetime import UTC, datetime, timedelta
from typing import Any

from leadmodel.conditions import CustomField, field
from leadmodel.records import Company
from leadmodel.routing import Desk, Ledger, Need, NeedKind, PoolPolicy, Routing, Rule, Stream, open_desk
from tests.building import ANYBODY, house, lead, rep

START = datetime(2026, 11, 9, 9, tzinfo=UTC)
PRODUCT = Need(of=NeedKind.SKILL, field="fields.product", after="1h")
MODEL = house(
    fields=(CustomField(name="product"),),
    routing=Routing(
        when=ANYBODY,
        prefer=("soonest", "fairness"),
        rules=(
            Rule(id="large", when=field("company.employees") >= 1000, pool="large"),
            Rule(id="swiss", when=field("lead.country") == "CH", pool="swiss"),
            Rule(id="student", when=field("lead.title") == "student", nurture="no_budget_yet"),
            Rule(id="others", pool="world"),
        ),
        pools=(
            PoolPolicy(name="large", ledger="large"),
            PoolPolicy(name="swiss", ledger="swiss"),
            PoolPolicy(name="world", needs=(Need(of=NeedKind.LANGUAGE), PRODUCT), ledger="world"),
        ),
    ),
)
TEAM = (
    rep("ann", pools=("large",), hours="always"),
    rep("bob", pools=("large",), hours="always", weight=2),
    rep("cem", pools=("swiss",), hours="always", languages=("de", "it", "en"), capacity=5),
    rep("dia", pools=("swiss",), hours="always", languages=("it", "en")),
    rep("eve", pools=("world",), hours="always", skills={"crm": 1}),
    rep("fay", pools=("world",), hours="always", skills={"erp": 1}, weight=3),
)


def desk() -> Desk:
    return open_desk(TEAM, MODEL, ledger=Ledger(name="own"))


def rows_of(count: int) -> list[dict[str, Any]]:
    """Leads of all kinds, with gaps, not in the order of time."""
    return [
        {
            "id": f"L{number * 7 % count:04}",
            "captured_at": START + (number * 13 % count) * timedelta(minutes=3),
            "source": ("form", "chat")[number % 2],
            "country": ("CH", "US", None)[number % 3],
            "languages": ("it-CH;en", None, "en")[number % 3],
            "title": ("student", "CTO", None, None)[number % 4],
            "company.employees": (None, 1000, 12, 5000)[number % 4],
            "product": ("crm", "erp", None)[number % 3],
            "note": number,
        }
        for number in range(count)
    ]


def by_stream(rows: list[dict[str, Any]]) -> list[tuple[str | None, str | None, str | None]]:
    stream, found = Stream(desk(), MODEL, at=START), {}
    for row in sorted(rows, key=lambda each: (each["captured_at"], each["id"])):
        known = {name: each for name, each in row.items() if each is not None}
        employees = known.get("company.employees")
        one = lead(
            known["id"],
            captured_at=known["captured_at"],
            source=known["source"],
            country=known.get("country"),
            languages=tuple(known.get("languages", "").split(";")) if "languages" in known else (),
            title=known.get("title"),
            company=Company(employees=employees),
            fields={"product": known["product"]} if "product" in known else {},
        )
        decision = stream.route(one, at=row["captured_at"])
        found[row["id"]] = decision.rep, decision.rule, decision.pool
    return [found[row["id"]] for row in rows]


COLUMNS = {"fields.product": "product"}
EXPECTED = by_stream(rows_of(90))
