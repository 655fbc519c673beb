"""The tables go together: whatever one of them names has to be found where it belongs."""

from dataclasses import replace

import pytest

from leadmodel.conditions import Condition
from leadmodel.errors import RowError
from leadmodel.hours import HolidayList, Hours, Week
from leadmodel.interop import check_references, read_events, read_leads, read_reps
from leadmodel.lifecycle import Reason
from leadmodel.model import LeadModel
from leadmodel.routing import PoolPolicy, Routing, Rule
from leadmodel.scoring import GradeBand, LevelBand, Scoring

MODEL = LeadModel(
    version="1",
    scoring=Scoring(
        fit=(), behaviour=(), grades=(GradeBand(grade="A"),), levels=(LevelBand(level=1),), sales_ready=()
    ),
    routing=Routing(when=Condition(field="card.sales_ready", equals=True)),
    hours=(Hours(name="office", week=Week(mon=("09:00-17:00",))),),
    holidays=(HolidayList(name="swiss", days=()),),
    reasons=(
        Reason(code="no_budget", disposition="nurture", says="No budget"),
        Reason(code="student", disposition="unqualified", says="A student"),
    ),
)

LEADS = read_leads("id,captured_at,source\nL-1,2026-11-06T10:00Z,demo\n", format="csv", name="leads.csv")
REPS = read_reps("id,zone,hours,languages,holidays\nann,UTC,office,en,swiss\n", format="csv", name="reps.csv")
HEADER = "id,lead,kind,occurred_at,rep,reason\n"


def test_tables_that_go_together_pass_in_silence() -> None:
    events = read_events(f"{HEADER}e1,L-1,nurtured,2026-11-06T10:00Z,ann,no_budget\n", format="csv")

    check_references(LEADS, REPS, events, MODEL)


def test_every_name_that_refers_to_nothing_is_listed_with_its_line_and_the_nearest_one() -> None:
    reps = read_reps(
        "id,zone,hours,languages,holidays\nann,UTC,ofice,en,\n\nbob,UTC,office,en,swis\n",
        format="csv",
        name="reps.csv",
    )
    events = read_events(
        f"{HEADER}e1,L-1,nurtured,2026-11-06T10:00Z,,no_buget\ne2,l-1,assigned,2026-11-06T10:00Z,anna,\n",
        format="csv",
        name="events.csv",
    )

    with pytest.raises(RowError) as caught:
        check_references(LEADS, reps, events, MODEL)

    assert str(caught.value).splitlines() == [
        "the input has 5 faults",
        "  reps.csv:2 hours: 'ofice' is not in [[hours]] of the model, did you mean 'office'?",
        "  reps.csv:4 holidays: 'swis' is not in [[holidays]] of the model, did you mean 'swiss'?",
        "  events.csv:2 reason: 'no_buget' is not in [[reasons]] of the model, did you mean 'no_budget'?",
        "  events.csv:3 lead: 'l-1' is not in leads.csv, did you mean 'L-1'?",
        "  events.csv:3 rep: 'anna' is not in reps.csv, did you mean 'ann'?",
    ]


def test_the_nearest_of_many_leads_is_found_among_its_neighbours() -> None:
    rows = "".join(f"L{number:06},2026-11-06T10:00Z,demo\n" for number in range(5_000))
    leads = read_leads(f"id,captured_at,source\n{rows}", format="csv", name="leads.csv")
    events = read_events(f"{HEADER}e1,L004321x,won,2026-11-06T10:00Z,,\n", format="csv", name="events.csv")

    with pytest.raises(RowError, match=r"'L004321x' is not in leads\.csv, did you mean 'L00432[0-9]'\?"):
        check_references(leads, REPS, events, MODEL)


def test_a_pool_that_is_not_declared_is_named_where_pools_are_declared() -> None:
    reps = read_reps(
        "id,zone,hours,languages,pools\nann,UTC,office,en,inbund\n", format="csv", name="reps.csv"
    )
    events = read_events(HEADER, format="csv", name="events.csv")
    pooled = replace(
        MODEL,
        routing=replace(
            MODEL.routing, rules=(Rule(id="all", pool="inbound"),), pools=(PoolPolicy(name="inbound"),)
        ),
    )
    with pytest.raises(
        RowError, match=r"reps\.csv:2 pools: 'inbund' is not in \[\[routing\.pools\]\] .* 'inbound'"
    ):
        check_references(LEADS, reps, events, pooled)
    check_references(LEADS, reps, events, MODEL)
