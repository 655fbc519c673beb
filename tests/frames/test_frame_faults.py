"""What is refused about a table: every fault of its columns at once, and rows that could be no lead and no event."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import narwhals as nw
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from leadmodel.conditions import amount, count, field, subjects
from leadmodel.errors import DefinitionError, InputError, LeadModelError, TimeError
from leadmodel.frames import engines, figures_frame, score_frame
from leadmodel.model import LeadModel
from leadmodel.scoring import BehaviourRule
from tests.building import counts, house, points, scoring

AT = datetime(2026, 11, 9, 12, tzinfo=UTC)
MODEL = house(
    scoring=scoring(
        fit=(
            points("vp", field("lead.title").mentions("vp"), 20),
            points("large", field("company.employees") > 50, 30),
        ),
        behaviour=(
            counts("page", 5),
            BehaviourRule(id="broad", when=subjects("page") >= 2, points=1),
            BehaviourRule(id="long", when=amount("page") >= 9, points=1),
        ),
    )
)
LEADS = {"id": ["L1", "L2"], "title": ["VP", None], "company.employees": [99, None]}
EVENTS: dict[str, Any] = {
    "lead": ["L1", "L1"],
    "occurred_at": [AT, AT],
    "activity": ["page", "page"],
    "subject": ["a", "b"],
    "amount": [4, 5],
}


def faults(call: Callable[[], object]) -> list[str]:
    with pytest.raises(DefinitionError) as caught:
        call()
    return [str(finding) for finding in caught.value.findings]


def test_fields_are_found_under_their_own_names_or_those_of_the_tables_of_the_house() -> None:
    renamed = {name: f"x{place}" for place, name in enumerate(LEADS)}
    named = {"lead.title": "x1", "company.employees": "x2", "lead.id": "x0"}
    plain = score_frame(pl.DataFrame(LEADS), MODEL)

    assert plain["label"].to_list() == ["A3", "Z3"]
    assert score_frame(pl.DataFrame(LEADS).rename({"title": "lead.title"}), MODEL)["label"].to_list() == [
        "A3",
        "Z3",
    ]
    assert score_frame(pl.DataFrame(LEADS).rename(renamed), MODEL, columns=named)["label"].to_list() == [
        "A3",
        "Z3",
    ]


def test_every_column_that_is_not_there_is_named_at_once_with_the_nearest_one() -> None:
    leads = pl.DataFrame({"lead.titel": ["VP"], "employees": [5], "score": [1]})
    columns = {"company.employees": "employes", "count(pages)": "n", "count(page)": "pages"}

    assert faults(lambda: score_frame(leads, MODEL, columns=columns)) == [
        "columns['count(pages)']: is neither a field nor a figure, did you mean 'count(page)'?",
        "columns['company.employees']: unknown column 'employes', did you mean 'employees'?",
        "lead.title: has no column, did you mean 'lead.titel'?, name it in columns or say missing='unknown'",
        "columns['count(page)']: unknown column 'pages', expected one of employees, lead.titel, score",
        "score: is a column already, give what is added a prefix",
    ]


def test_a_field_without_a_column_is_unknown_only_if_the_caller_says_so() -> None:
    leads = pl.DataFrame({"title": ["VP", "x"]})
    scored = score_frame(leads, MODEL, missing="unknown", prefix="m_")

    assert scored.select("m_label", "m_known").rows() == [("B3", 1), ("Z3", 1)]
    with pytest.raises(InputError, match="missing: 'ignore' is not one of error, unknown"):
        score_frame(leads, MODEL, missing="ignore")  # type: ignore[arg-type]


def test_a_figure_comes_from_one_place() -> None:
    leads = pl.DataFrame({**LEADS, "count(page)": [1, 2]})

    assert faults(lambda: score_frame(leads, MODEL, at=AT, events=pl.DataFrame(EVENTS))) == [
        "count(page): is counted from the events, and there is a column 'count(page)' too"
    ]
    assert score_frame(leads, MODEL)["score"].to_list() == [5, 10]


def test_events_need_the_columns_that_the_model_asks_about() -> None:
    told = pl.DataFrame({"lead_id": ["L1"], "occurred_at": [AT], "activity": ["page"]})

    assert faults(lambda: figures_frame(told, MODEL, at=AT, columns={"event.amount": "amonut"})) == [
        "event.lead: has no column, did you mean 'lead_id'?, name it in columns",
        "event.subject: has no column, expected one of activity, lead_id, occurred_at, name it in columns",
        "columns['event.amount']: unknown column 'amonut', expected one of activity, lead_id, occurred_at",
    ]


def test_events_need_to_be_told_as_of_when_and_whose_they_are() -> None:
    leads, events = pl.DataFrame(LEADS), pl.DataFrame(EVENTS)

    with pytest.raises(InputError, match="at: None is missing, what happened is counted as of an instant"):
        score_frame(leads, MODEL, events=events)
    with pytest.raises(TimeError, match="no time zone"):
        score_frame(leads, MODEL, events=events, at=AT.replace(tzinfo=None))
    for missing in ("error", "unknown"):
        assert faults(
            lambda: score_frame(leads.drop("id"), MODEL, events=events, at=AT, missing=missing)  # noqa: B023
        ) == ["lead.id: has no column, expected one of company.employees, title, name it in columns"]


def changed(**columns: Any) -> pa.Table:
    return pa.table(EVENTS | columns)


@pytest.mark.parametrize(
    ("events", "kind", "message"),
    [
        (changed(lead=["L1", None]), InputError, "event.lead: 1 of the rows are empty"),
        (changed(lead=[1.5, 2.5]), InputError, "event.lead: 'double' is no type of ids"),
        (changed(lead=[1, 2]), InputError, "event.lead: 'int64' is of another type than the ids of leads"),
        (changed(occurred_at=[AT, None]), TimeError, "event.at: None stands in 1 of the rows"),
        (changed(occurred_at=[AT.replace(tzinfo=None)] * 2), TimeError, "event.at: .* has no time zone"),
        (changed(occurred_at=["2026-11-09", "x"]), TimeError, "event.at: 'string' is no type of instants"),
        (changed(activity=["page", None]), InputError, "event.activity: None stands in 1 of the rows"),
        (changed(activity=["page", ""]), InputError, "event.activity: '' stands in 1 of the rows"),
        (changed(activity=[1, 2]), InputError, "event.activity: 1 is a number"),
        (changed(amount=[4, -1]), InputError, "event.amount: -1 is below zero"),
        (changed(amount=[4, 1.5]), InputError, "event.amount: 1.5 is no whole number"),
        (changed(amount=["4", "5"]), InputError, "event.amount: '4' is no whole number"),
        (
            changed(amount=[2**62, 2**62]),
            InputError,
            "events: 'amount.page.' comes to more than fits into 64 bits",
        ),
        (changed(id=["e1", None]), InputError, "event.id: None stands in 1 of the rows"),
        (changed(id=["e1", "e1"]), InputError, "event.id: 'e1' stands for two different events"),
        (changed(kind=[1, 2]), InputError, "event.kind: 'numbers' is no column of kinds"),
    ],
)
def test_what_could_be_no_event_is_refused(
    events: pa.Table, kind: type[LeadModelError], message: str
) -> None:
    with pytest.raises(kind, match=message):
        score_frame(pl.DataFrame(LEADS), MODEL, at=AT, events=events)


@pytest.mark.parametrize(
    "make",
    [
        lambda cells: pl.DataFrame({**EVENTS, "occurred_at": cells}),
        lambda cells: pl.DataFrame({**EVENTS, "occurred_at": cells}).lazy(),
        lambda cells: pd.DataFrame({**EVENTS, "occurred_at": pd.Series(cells, dtype=object)}),
        lambda cells: pd.DataFrame({**EVENTS, "occurred_at": pd.to_datetime(cells)}),
    ],
    ids=["Polars", "Polars, lazy", "pandas with objects", "pandas"],
)
def test_instants_without_a_time_zone_are_refused_by_every_engine(make: Callable[[Any], Any]) -> None:
    with pytest.raises(TimeError, match="no time zone"):
        figures_frame(make([AT.replace(tzinfo=None)] * 2), MODEL, at=AT)
    assert nw.from_native(figures_frame(make([AT] * 2), MODEL, at=AT)).lazy().collect()[
        "count(page)"
    ].to_list() == [2]


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_instants_are_read_in_any_unit_and_what_is_finer_than_a_microsecond_is_cut_off(unit: str) -> None:
    places = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}[unit]
    now = int(AT.timestamp()) * places
    # An instant later is yet to come, but for a nanosecond, which nobody can tell from now.
    events = changed(occurred_at=pa.array([now, now + 1], pa.int64()).cast(pa.timestamp(unit, "UTC")))

    assert figures_frame(events, MODEL, at=AT)["count(page)"].to_pylist() == [2 if unit == "ns" else 1]


def test_an_amount_that_just_fits_is_added_exactly() -> None:
    events = changed(amount=[2**62, 2**62 - 1])

    assert figures_frame(events, MODEL, at=AT)["amount(page)"].to_pylist() == [2**63 - 1]


def test_what_is_no_table_is_refused_and_so_is_an_engine_that_nobody_has_tried(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(InputError, match="leads: 'list' is no table, give one of pandas, Polars"):
        score_frame([LEADS], MODEL)
    with pytest.raises(InputError, match="events: 'dict' is no table"):
        score_frame(pl.DataFrame(LEADS), MODEL, at=AT, events=EVENTS)
    monkeypatch.setattr(engines, "LAZY", ())
    with pytest.raises(InputError, match="leads: 'polars' is an engine that has not been tried"):
        score_frame(pl.DataFrame(LEADS).lazy(), MODEL)


def test_lazy_leads_want_events_of_their_own_engine_and_ids_of_one_type() -> None:
    leads = pl.DataFrame(LEADS).lazy()

    with pytest.raises(
        InputError, match="events: 'pyarrow' is another engine than that of the leads, polars"
    ):
        score_frame(leads, MODEL, at=AT, events=changed())
    with pytest.raises(
        InputError, match=r"event\.lead: 'Int64' is another type than that of the ids of leads, String"
    ):
        score_frame(leads, MODEL, at=AT, events=pl.DataFrame(changed(lead=[1, 2])))
    eager = score_frame(leads, MODEL, at=AT, events=pl.DataFrame(EVENTS))
    assert eager.collect()["score"].to_list() == [12, 0]


def test_a_frame_of_narwhals_comes_back_as_one() -> None:
    for frame in (nw.from_native(pl.DataFrame(LEADS)), nw.from_native(pl.DataFrame(LEADS).lazy())):
        scored = score_frame(frame, MODEL)

        assert type(scored) is type(frame)
        assert scored.lazy().collect()["label"].to_list() == ["A3", "Z3"]


def only(*rules: BehaviourRule, **more: Any) -> LeadModel:
    return house(scoring=scoring(behaviour=rules, **more))


def test_figures_beyond_64_bits_on_the_way_are_scored_exactly_when_the_end_fits() -> None:
    large = pl.DataFrame({"count(page)": [2**63 - 1, 3, 2**62], "count(demo)": [1, 1, 2**63 - 1]})
    capped = only(BehaviourRule(id="a", activity="page", points=900, cap=7_000), counts("demo", 2, at_most=3))

    scored = score_frame(large, capped, per_rule=True)

    assert scored["score"].to_list() == [7_002, 2_702, 7_006]
    assert scored["thousandths(a)"].to_list() == [7_000_000, 2_700_000, 7_000_000]
    assert scored["level"].to_list() == [1, 1, 1]
    with pytest.raises(InputError, match="comes to more points than fit into 64 bits"):
        score_frame(large, only(counts("page", 900)))


def test_a_count_of_events_that_is_a_measure_and_one_of_a_rule_are_one_figure() -> None:
    model = only(
        counts("page", 1, within="7d"), BehaviourRule(id="b", when=count("page", within="7d") > 1, points=1)
    )

    assert figures_frame(changed(), model, at=AT).column_names == ["lead", "count(page within 7d)"]
