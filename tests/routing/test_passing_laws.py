"""However a lead is passed on, over whatever desk: it goes back to nobody, it counts once, and it comes to an end."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import event, given
from hypothesis import strategies as st

from leadmodel.errors import LeadModelError
from leadmodel.lifecycle import replay
from leadmodel.model import LeadModel
from leadmodel.records import Account, Case, Event, EventId, EventKind, Links, RepId, Stage
from leadmodel.routing import (
    Decision,
    Desk,
    Ledger,
    PoolPolicy,
    Rep,
    StepCode,
    had_by,
    open_desk,
    pass_on,
    passed_on,
    route,
)
from tests.building import (
    HOUSE,
    MONDAY,
    assigned,
    desk_of,
    happened,
    lead,
    nurtured,
    qualified,
    rep,
    touched,
    unqualified,
    won,
)
from tests.routing.test_stream_laws import START, models, reps

LONG = 6


@dataclass
class Chain:
    """A lead that every rep who gets it hands on at once, or some time later, until nobody is next."""

    owners: list[RepId]
    decisions: list[Decision]
    desks: list[Desk]


def given_to(name: RepId, at: datetime, number: int) -> Event:
    """An assignment that comes after those before it, at the same instant too."""
    return happened(EventKind.ASSIGNED, at, id=EventId(f"e{number}"), rep=name)


@dataclass
class World:
    model: LeadModel
    team: list[Rep]
    ledger: Ledger | None
    first: RepId
    waits: list[timedelta]
    more: dict[str, Any]

    def chain(self) -> Chain:
        one = lead("L1", captured_at=START - timedelta(hours=1), country="CH", languages=("it-CH", "en"))
        at = START
        desk = open_desk(self.team, self.model, ledger=self.ledger)
        new = route(one, self.model, desk=desk, at=at, **self.more)
        desk = desk.gave(self.first, at=at, decision=new, by="mia")
        chain = Chain([self.first], [], [desk])
        told = [given_to(self.first, at, 0)]
        for wait in self.waits:
            at += wait
            case = replay(one, told, self.model).case
            decision = pass_on(case, self.model, desk=chain.desks[-1], at=at, **self.more)
            chain.decisions.append(decision)
            chain.desks.append(passed_on(chain.desks[-1], decision, at=at))
            if decision.rep is not None:
                chain.owners.append(decision.rep)
                told.append(given_to(decision.rep, at, len(told)))
        return chain


def takers(name: str) -> st.SearchStrategy[Rep]:
    """Mostly people who may have the lead, so that chains get long."""
    able = {"hours": "always", "languages": ("en", "it"), "territories": ("CH",), "skills": {"chess": 2}}
    ready = st.builds(
        lambda weight, role: rep(name, weight=weight, role=role, **able),
        st.sampled_from((1, 2)),
        st.just("sdr"),
    )
    return st.one_of(ready, ready, reps(name))


@st.composite
def worlds(draw: st.DrawFn) -> World:
    model = draw(models())
    most = draw(st.sampled_from((2, 1, 0, 3, None)))
    last = None if most is None else draw(st.sampled_from("ebdax") | st.none())
    routing = replace(model.routing, most_hops=most, last_owner=None if last is None else RepId(last))
    team = [draw(takers(name)) for name in "abcde"[: draw(st.sampled_from((5, 4, 3, 2, 1)))]]
    more: dict[str, Any] = {}
    if draw(st.booleans()):
        owner = RepId(draw(st.sampled_from("abx")))
        more["links"] = Links(account=Account(id="A1", owner=owner, target=True))  # type: ignore[arg-type]
    steps = st.sampled_from((0, 0, 1, 95, 600, 1500))
    return World(
        model=replace(model, routing=routing),
        team=team,
        ledger=draw(st.sampled_from((Ledger(name="own"), None))),
        first=draw(st.sampled_from([each.id for each in team])),
        waits=[timedelta(minutes=draw(steps)) for _ in range(LONG)],
        more=more,
    )


@given(worlds())
def test_every_chain_ends_and_never_comes_back(world: World) -> None:
    chain = world.chain()
    most = world.model.routing.most_hops
    hops = len(chain.owners) - 1

    event(f"hops: {hops}")
    assert len(set(chain.owners)) == len(chain.owners)
    assert hops < len(world.team)
    if most is not None:
        assert hops <= most + 1
        by_rules = [each for each in chain.decisions if each.rep and each.steps[-1].code != "passed_enough"]
        assert len(by_rules) <= most
        if hops > most:
            assert chain.owners[-1] == world.model.routing.last_owner


@given(worlds())
def test_the_limit_is_where_the_policy_says(world: World) -> None:
    routing = world.model.routing
    most = LONG if routing.most_hops is None else routing.most_hops
    on_the_desk = {each.id: each for each in world.team}
    chain = world.chain()
    had = [world.first]
    for decision in chain.decisions:
        enough = len(had) - 1 >= most
        assert [step.code for step in decision.steps if step.code == StepCode.PASSED_ENOUGH] == (
            [StepCode.PASSED_ENOUGH] if enough else []
        )
        if enough:
            last = None if routing.last_owner is None else on_the_desk.get(routing.last_owner)
            takes = last is not None and last.id not in had and last.is_active(decision.at)
            event(f"the last owner gets it: {takes}")
            assert decision.rep == (routing.last_owner if takes else None)
            assert decision.retry_at is None
            assert {each.rep for each in decision.candidates} == set(on_the_desk)
        if decision.rep is not None:
            had.append(decision.rep)


@given(worlds())
def test_below_the_limit_it_is_routing_without_those_who_had_it(world: World) -> None:
    chain = world.chain()
    for number, decision in enumerate(chain.decisions):
        if decision.steps[-1].code == StepCode.PASSED_ENOUGH:
            continue
        assert decision.passing is not None
        tried = decision.passing.tried
        plain = route(
            lead("L1", captured_at=START - timedelta(hours=1), country="CH", languages=("it-CH", "en")),
            world.model,
            desk=chain.desks[number],
            at=decision.at,
            without=tried,
            waiting_since=START,
            **world.more,
        )
        assert (decision.rep, decision.rule, decision.pool) == (plain.rep, plain.rule, plain.pool)
        assert decision.candidates == plain.candidates


@given(worlds())
def test_it_counts_once_and_is_the_open_lead_of_one(world: World) -> None:
    chain = world.chain()
    start = open_desk(world.team, world.model, ledger=world.ledger)
    for desk in chain.desks:
        assert sum(desk.load.values()) == sum(start.load.values()) + 1
        ledgers = [each for each in (desk.ledger, *desk.ledgers.values()) if each is not None]
        counted = [each.charges["L1"].rep for each in ledgers if "L1" in each.charges]
        assert len(counted) <= 1
        for ledger in ledgers:
            assert sum(each.lag for each in ledger.reps.values()) == 0
            assert sum(each.received for each in ledger.reps.values()) == sum(
                each.cost for each in ledger.charges.values()
            )
    for before, decision, after in zip(chain.desks, chain.decisions, chain.desks[1:], strict=False):
        if decision.rep is None or decision.effect is None:
            continue
        assert decision.effect.open_leads == (before.load[decision.rep], after.load[decision.rep])
        counts = after.ledger_named(decision.ledger)
        if decision.effect.lag is not None and counts is not None:
            assert decision.effect.lag[1] == counts.lag(decision.rep)


# -------------------------------------------------------------------------------------- who had it, by an oracle


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    """All that may happen to a lead in any order; much of it is refused."""
    told = []
    at = MONDAY
    makers = (
        lambda at: assigned(at, draw(st.sampled_from("abc"))),
        lambda at: assigned(at, draw(st.sampled_from("abc"))),
        lambda at: touched(at, draw(st.sampled_from("abc"))),
        qualified,
        lambda at: nurtured(at, "too_small_yet"),
        unqualified,
        won,
    )
    for _ in range(draw(st.integers(0, 10))):
        at += timedelta(minutes=draw(st.sampled_from((0, 0, 1))))
        told.append(draw(st.sampled_from(makers))(at))
    return told


def holders(case: Case) -> list[str]:
    """By folding every beginning of the history anew, and looking at who holds the lead."""
    found: list[str] = []
    cycle = 0
    for length in range(len(case.history) + 1):
        state = replay(case.lead, case.history[:length], HOUSE).case.state
        if state.stage not in (Stage.ASSIGNED, Stage.WORKING, Stage.QUALIFIED):
            found = []
            continue
        if state.cycle != cycle:  # type: ignore[union-attr]
            found, cycle = [], state.cycle  # type: ignore[union-attr]
        owner = str(getattr(state, "owner", None))
        if found[-1:] != [owner]:
            found.append(owner)
    return found


@given(histories())
def test_who_had_it_is_who_held_it_at_some_instant_of_the_cycle(told: list[Event]) -> None:
    case = replay(lead(), told, HOUSE).case

    event(f"had by {len(had_by(case))}")
    assert list(had_by(case)) == holders(case)


# ---------------------------------------------------------------------------------------------------------- fuzz

anything = st.one_of(st.none(), st.text(max_size=3), st.integers(-2, 3), st.just(MONDAY), st.booleans())
instants = st.sampled_from((MONDAY, MONDAY.replace(tzinfo=None), datetime(1, 1, 1, tzinfo=UTC)))


@given(st.fixed_dictionaries({}, optional={"case": anything, "at": instants, "cost": st.integers(-2, 3)}))
def test_only_errors_of_the_library_escape(wrong: dict[str, Any]) -> None:
    desk = desk_of(rep("ann"), rep("bob"))
    case = replay(lead(), [assigned(MONDAY, "ann")], HOUSE).case
    try:
        decision = pass_on(
            wrong.get("case", case), HOUSE, desk=desk, at=wrong.get("at", MONDAY), cost=wrong.get("cost", 1)
        )
        passed_on(desk, decision, at=MONDAY)
    except LeadModelError as error:
        event(type(error).__name__)


@given(st.text("0123456789smhdw ", max_size=5))
def test_a_notice_is_of_whole_days_or_refused(text: str) -> None:
    try:
        pool = PoolPolicy(name="one", leave_notice=text)
    except LeadModelError:
        return
    assert pool.notice >= 1
    assert text.endswith("d") or "h" in text
