"""The public loan log as a lead funnel: the flow's figures against an independent computation with polars."""

from collections import Counter
from collections.abc import Iterator

import loan_funnel
import polars as pl
import pytest

from leadmodel.flow import Report
from leadmodel.records import Stage
from tests.loan_log import path_of_loan_log

#: The rows that mean something to a lead, in the order in which they count on one instant.
KINDS = {"schedule": 1, "claim": 1, "start": 2, "sent": 3, "cancelled": 4, "declined": 5, "activated": 6}


@pytest.fixture(scope="module")
def lines() -> list[str]:
    return loan_funnel.open_log(path_of_loan_log())


@pytest.fixture(scope="module")
def report(lines: list[str]) -> Report:
    return loan_funnel.run_log(lines)


@pytest.fixture(scope="module")
def marks(lines: list[str]) -> pl.DataFrame:
    """One row for each thing that counts, in order, with how often the case had been closed before it."""
    log = pl.read_csv(
        "".join(lines).encode(), schema_overrides={"case_id": pl.String, "resource": pl.String}
    ).with_row_index("row")
    work = pl.col("activity").str.starts_with("W_")
    before = pl.col("lifecycle").shift(1).over("case_id", "activity", order_by="row")
    items = log.filter(work & pl.col("lifecycle").is_in(["SCHEDULE", "START"])).with_columns(before=before)
    named = {
        "O_SENT": "sent",
        "A_ACTIVATED": "activated",
        "A_DECLINED": "declined",
        "A_CANCELLED": "cancelled",
    }
    parts = [
        items.filter(pl.col("lifecycle") == "SCHEDULE").with_columns(kind=pl.lit("schedule")),
        items.filter((pl.col("lifecycle") == "START") & (pl.col("before") == "SCHEDULE")).with_columns(
            kind=pl.lit("claim")
        ),
        items.filter(
            (pl.col("lifecycle") == "START") & (pl.col("resource").fill_null("?") != "112")
        ).with_columns(kind=pl.lit("start")),
        log.filter(pl.col("activity").is_in(list(named))).with_columns(
            kind=pl.col("activity").replace_strict(named)
        ),
    ]
    columns = ["case_id", "row", "timestamp", "kind"]
    closing = pl.col("kind").is_in(["cancelled", "declined", "activated"])
    return (
        pl.concat([part.select(columns) for part in parts])
        .with_columns(
            at=pl.col("timestamp").str.to_datetime("%Y-%m-%dT%H:%M:%S%.f%:z", time_zone="UTC"),
            rank=pl.col("kind").replace_strict(KINDS),
        )
        .sort("case_id", "at", "rank", "row")
        .with_columns(closed=closing.cast(pl.Int32).cum_sum().over("case_id") - closing.cast(pl.Int32))
        .with_columns(dead=(pl.col("kind") == "declined").cast(pl.Int32).cum_sum().over("case_id") > 0)
        .filter(~pl.col("dead") | (pl.col("kind") == "declined"))
    )


@pytest.fixture(scope="module")
def rounds(marks: pl.DataFrame) -> pl.DataFrame:
    """One row for each time that a case was assigned, up to the event that closed it."""
    assigning = pl.col("kind").is_in(["schedule", "claim"])
    return (
        marks.group_by("case_id", "closed", maintain_order=True)
        .agg(
            assigned=pl.col("at").filter(assigning).min(),
            touched=pl.col("at").filter(pl.col("kind") == "start").min(),
            sent=(pl.col("kind") == "sent").any(),
            outcome=pl.col("kind").filter(pl.col("rank") >= 4).last(),
        )
        .filter(pl.col("assigned").is_not_null())
        .with_columns(response=pl.col("touched") - pl.col("assigned"))
    )


def _cycles(report: Report) -> Iterator[tuple[str, object, object]]:
    for case in report.cases:
        for cycle in case.cycles:
            yield case.lead.id, cycle.assigned_at, cycle.first_touch_at


@pytest.mark.statement("MT-03")
def test_every_response_time_equals_the_one_that_polars_finds(report: Report, rounds: pl.DataFrame) -> None:
    expected = sorted(rounds.select("case_id", "assigned", "touched").rows(), key=str)

    assert sorted(_cycles(report), key=str) == expected


@pytest.mark.statement("MT-04", "MT-05")
def test_counts_and_rates_equal_those_that_polars_finds(report: Report, rounds: pl.DataFrame) -> None:
    [total] = report.overall
    worked = rounds.filter(pl.col("touched").is_not_null())
    outcomes = Counter(rounds["outcome"].to_list())
    bypassed = rounds.filter(pl.col("touched").is_null() & pl.col("outcome").is_not_null())

    assert total.assigned == rounds.height
    assert total.worked == worked.height
    assert total.bypassed == bypassed.height
    assert total.waiting == rounds.height - worked.height - bypassed.height
    assert total.pick_up_rate == (worked.height + bypassed.height) / rounds.height
    assert total.qualified == rounds["sent"].sum()
    assert total.qualified_rate == rounds["sent"].sum() / worked.height
    assert (total.nurture, total.unqualified, total.won) == (
        outcomes["cancelled"],
        outcomes["declined"],
        outcomes["activated"],
    )
    assert total.response is not None
    middle = worked["response"].dt.total_microseconds().sort()
    assert total.response.total_seconds() * 1e6 == pytest.approx(middle.median(), abs=1)


def test_every_case_ends_in_the_stage_that_its_last_rows_say(
    report: Report, marks: pl.DataFrame, lines: list[str]
) -> None:
    expected: Counter[str] = Counter()
    for _, rows in marks.group_by("case_id", maintain_order=True):
        kinds = rows["kind"].to_list()
        closing = [
            place for place, kind in enumerate(kinds) if kind in ("cancelled", "declined", "activated")
        ]
        since = kinds[closing[-1] + 1 :] if closing else kinds
        if {"schedule", "claim"} & set(since):
            stage = (
                Stage.QUALIFIED if "sent" in since else Stage.WORKING if "start" in since else Stage.ASSIGNED
            )
        else:
            ends = {"cancelled": Stage.NURTURE, "declined": Stage.UNQUALIFIED, "activated": Stage.WON}
            stage = ends[kinds[closing[-1]]]
        expected[stage.value] += 1
    cases = {line.split(",")[0] for line in lines[1:]}
    expected[Stage.RAW.value] += len(cases) - sum(expected.values())

    assert {stage: count for stage, count in report.stages.items() if count} == {
        stage: count for stage, count in expected.items() if count
    }
    assert sum(report.stages.values()) == len(cases) == 7852


def test_nothing_is_dropped_every_event_is_in_a_history_or_listed(report: Report, lines: list[str]) -> None:
    _, _, events = loan_funnel.read_log(lines)

    assert len(lines) - 1 == 158_706
    assert report.events == len(events) == sum(len(case.history) for case in report.cases)
    assert report.in_future == ()


def test_refused_moves_are_offers_sent_again(report: Report, marks: pl.DataFrame) -> None:
    """A second offer cannot qualify a lead again: the log has 1,160 of them, and the report lists each one."""
    sent = marks.filter(pl.col("kind") == "sent")
    again = sent.height - sent.select("case_id", "closed").unique().height

    assert Counter((step.state.stage, step.event.kind.value, step.code) for step in report.refused) == {
        (Stage.QUALIFIED, "qualified", "not_allowed"): again
    }


def test_the_summary_names_the_refusals(report: Report) -> None:
    text = "\n".join(loan_funnel.summary(report))

    assert f"refused: {len(report.refused)} events" in text
    assert "qualified in qualified (not_allowed)" in text


def test_another_table_is_refused_by_name() -> None:
    with pytest.raises(SystemExit, match="not the loan log"):
        loan_funnel.read_log(["a,b\n", "1,2\n"])
