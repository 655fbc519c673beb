"""Random ledgers, rosters and streams of leads for the laws of fairness."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from leadmodel.records import LeadId, RepId
from leadmodel.routing.ledger import Ledger
from leadmodel.routing.pick import allot

START = datetime(2026, 11, 9, 9, tzinfo=UTC)
NAMES = tuple(RepId(name) for name in ("ann", "bob", "cid", "dan", "eve", "fay"))

weights = st.one_of(st.sampled_from((1, 1, 2, 3, 50, 99, 100)), st.integers(1, 100))
costs = st.sampled_from((1, 1, 1, 2, 5))
rosters = st.integers(1, len(NAMES)).flatmap(
    lambda size: st.fixed_dictionaries(dict.fromkeys(NAMES[:size], weights))
)


@dataclass(frozen=True)
class Arrival:
    """One lead: who may have it, when, and what it costs."""

    lead: LeadId
    eligible: tuple[RepId, ...]
    at: datetime
    cost: int


@dataclass(frozen=True)
class Stream:
    weights: dict[str, int]
    arrivals: list[Arrival]


@st.composite
def streams(draw: st.DrawFn, *, longest: int = 30, same_set: bool = False, one_cost: bool = False) -> Stream:
    """Leads of which several may come at one instant; the eligible come in any order."""
    roster = draw(rosters)
    subsets = st.lists(st.sampled_from(sorted(roster)), min_size=1, unique=True)
    arrivals = []
    at = START
    for number in range(draw(st.integers(1, longest))):
        at += timedelta(minutes=draw(st.integers(0, 2)))
        eligible = tuple(roster) if same_set else tuple(draw(subsets))
        arrivals.append(Arrival(LeadId(f"L{number}"), eligible, at, 1 if one_cost else draw(costs)))
    return Stream({str(rep): weight for rep, weight in roster.items()}, arrivals)


def given(
    ledger: Ledger, arrivals: Iterable[Arrival], weights: Mapping[str, int] | None
) -> tuple[Ledger, list[RepId]]:
    """The ledger after a stream, and who got each lead."""
    turns: list[RepId] = []
    for each in arrivals:
        ledger, rep = allot(ledger, each.lead, each.eligible, at=each.at, weights=weights, cost=each.cost)
        assert rep is not None
        turns.append(rep)
    return ledger, turns
