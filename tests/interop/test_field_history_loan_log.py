"""The public loan log told as Salesforce would tell it: every application's way is read back as it was."""

import csv
import gzip
import itertools
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from leadmodel.interop.field_history import Backfill, HistoryCode, HistoryPlan, read_salesforce_history
from leadmodel.lifecycle import Place, Term, Vocabulary
from leadmodel.records import EventKind, Stage
from tests.loan_log import path_of_loan_log

#: Long enough for the life of every application that is read.
CASES = 400
NOW = datetime(2012, 6, 1, tzinfo=UTC)


def _word(name: str, stage: Stage, fact: str | None, by: EventKind | None) -> Term:
    facts = frozenset([fact] if fact else [])
    return Term(name=name, means=(Place(stage=stage, facts=facts, by=by),))


WORDS = Vocabulary(
    name="loans",
    covers=(Stage.RAW, Stage.ASSIGNED, Stage.WORKING, Stage.WON, Stage.NURTURE, Stage.UNQUALIFIED),
    own_facts=("partly", "preaccepted", "finalized", "registered", "approved"),
    terms=(
        _word("A_SUBMITTED", Stage.RAW, None, None),
        _word("A_PARTLYSUBMITTED", Stage.RAW, "partly", None),
        _word("A_PREACCEPTED", Stage.ASSIGNED, None, EventKind.ASSIGNED),
        _word("A_ACCEPTED", Stage.WORKING, None, EventKind.TOUCHED),
        _word("A_FINALIZED", Stage.WORKING, "finalized", EventKind.TOUCHED),
        _word("A_APPROVED", Stage.WON, "approved", EventKind.WON),
        _word("A_REGISTERED", Stage.WON, "registered", EventKind.WON),
        _word("A_ACTIVATED", Stage.WON, None, EventKind.WON),
        _word("A_CANCELLED", Stage.NURTURE, None, EventKind.NURTURED),
        _word("A_DECLINED", Stage.UNQUALIFIED, None, EventKind.UNQUALIFIED),
    ),
)

Life = list[tuple[datetime, str]]


@pytest.fixture(scope="module")
def lives() -> dict[str, Life]:
    """For the first applications of the log, what became of each, in the order of the file."""
    found: dict[str, Life] = {}
    with gzip.open(path_of_loan_log(), "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if not row["activity"].startswith("A_"):
                continue
            if row["case_id"] not in found and len(found) == CASES:
                break
            at = datetime.fromisoformat(row["timestamp"]).astimezone(UTC)
            found.setdefault(row["case_id"], []).append((at, row["activity"]))
    return found


@pytest.fixture(scope="module")
def found(lives: dict[str, Life]) -> Backfill:
    """Their backfill, from rows in reverse order and with the whole seconds that Salesforce keeps."""
    leads: list[dict[str, Any]] = []
    rows: list[dict[str, Any]] = []
    for name, life in lives.items():
        leads.append(
            {"Id": name, "CreatedDate": _second(life[0][0]), "Status": life[-1][1], "OwnerId": "ann"}
        )
        rows += (
            {
                "LeadId": name,
                "Field": "Status",
                "OldValue": before,
                "NewValue": after,
                "CreatedDate": _second(at),
            }
            for (_, before), (at, after) in itertools.pairwise(life)
        )
    return read_salesforce_history(leads, rows[::-1], HistoryPlan(words=WORDS), at=NOW)


def _second(at: datetime) -> str:
    return at.replace(microsecond=0).strftime("%Y-%m-%dT%H:%M:%S.000+0000")


@pytest.mark.statement("TH-07", "ST-41")
def test_each_application_is_read_back_with_every_status_in_its_order(
    lives: dict[str, Life], found: Backfill
) -> None:
    assert len(lives) == CASES
    unsure = {each.lead for each in found.findings if each.code is HistoryCode.ORDER_UNSURE}
    assert not unsure, "each row fits only one place, also where several fall on one second"
    by_lead: dict[str, list[tuple[datetime, str | None]]] = {}
    for visit in found.visits:
        by_lead.setdefault(visit.lead, []).append((visit.entered_at, visit.value))
    assert by_lead == {
        name: [(at.replace(microsecond=0), status) for at, status in life] for name, life in lives.items()
    }


@pytest.mark.statement("TH-11")
def test_the_stays_of_an_application_add_up_to_its_whole_time(
    lives: dict[str, Life], found: Backfill
) -> None:
    spent: Counter[str] = Counter()
    for visit in found.visits:
        assert visit.lasted(NOW) >= timedelta()
        spent[visit.lead] += int(visit.lasted(NOW).total_seconds())
    assert spent == {
        name: int((NOW - life[0][0].replace(microsecond=0)).total_seconds()) for name, life in lives.items()
    }


def test_what_the_bank_does_and_a_lead_may_not_is_listed(found: Backfill) -> None:
    """A loan is activated without ever having been found qualified: the log has no such step."""
    listed = {each.code for each in found.findings}

    assert HistoryCode.NO_WAY in listed
    assert listed <= {
        HistoryCode.NO_WAY,
        HistoryCode.NO_REASON,
        HistoryCode.ORDER_LOST,
        HistoryCode.MAYBE_CUT,
    }
