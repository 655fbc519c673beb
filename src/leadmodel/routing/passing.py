"""A lead goes on to somebody else: its rep did not act in time, left, or was the wrong one for it.

The same rules decide as for a new lead, without those who had it: an owner rule does not send it back, and whoever
missed it does not get it again. So every chain of hand-overs ends, at the latest when nobody is left, and sooner where
the policy says after how many.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from ..errors import InputError
from ..records import Assigned, Case, EventKind, FrozenMap, Graded, Links, Qualified, RepId, Working
from .asked import Asked
from .decision import Decision, Passing
from .desk import Desk
from .index import Index
from .policy import HasRouting
from .route import decided
from .walk import walk

__all__ = ["had_by", "pass_on", "passed_on"]


def had_by(case: Case) -> tuple[RepId, ...]:
    """Who has had a lead in the cycle that runs, in order; once more for each time that it came back to somebody.

    The last of them has it now. Where no cycle runs it is nobody. Events that were refused gave it to nobody.
    """
    state = case.state
    if not isinstance(state, Assigned | Working | Qualified):
        return ()
    refused = frozenset(case.refused)
    had: list[RepId] = []
    for event in case.history:
        # What ended the cycle before came earlier: an assignment at the same instant would have gone first.
        if event.kind is not EventKind.ASSIGNED or event.at < state.assigned_at or event.id in refused:
            continue
        if event.rep is not None and had[-1:] != [event.rep]:
            had.append(event.rep)
    return tuple(had) if had[-1:] == [state.owner] else (*had, state.owner)


def pass_on(
    case: Case,
    model: HasRouting,
    *,
    desk: Desk,
    at: datetime,
    why: str | None = None,
    tried: Collection[RepId] = (),
    cost: int = 1,
    card: Graded | None = None,
    links: Links | None = None,
    due_at: datetime | None = None,
    waiting_since: datetime | None = None,
) -> Decision:
    """Decide who gets a lead next that somebody has, or had: one of those who have not had it in this cycle.

    Who had it is read from the case; `tried` names others, of whom it does not tell. Each of them counts as a hop of
    `Routing.most_hops`. When so many are used up no rule is asked: the lead goes to `Routing.last_owner`, unless they
    had it too or take no leads, or waits without an instant to ask again (`StepCode.PASSED_ENOUGH`). `why` is kept in
    the decision, and rules may ask for it (`history.passed_on_for`), so that a lead which its rep returns can go
    elsewhere than one which its rep missed. The rest is as for `route`.

    The decision is made on the ledgers as they stand; `passed_on` gives back and charges. Who hands it on needs not be
    one of the desk.

    >>> from datetime import UTC
    >>> from leadmodel.conditions import Condition
    >>> from leadmodel.hours import Hours, Week
    >>> from leadmodel.records import Lead
    >>> from leadmodel.routing import Rep, Routing, open_desk
    >>> class House:
    ...     routing = Routing(when=Condition(field="lead.source", present=True), most_hops=1, last_owner="mia")
    ...     hours = (Hours(name="office", week=Week(mon=("09:00-17:00",))),)
    ...     holidays = ()
    >>> team = [Rep(id=name, zone="UTC", hours="office", languages=("en",)) for name in ("ann", "bob", "mia")]
    >>> desk = open_desk(team, House())
    >>> nine = datetime(2026, 11, 9, 9, tzinfo=UTC)
    >>> case = Case(
    ...     lead=Lead(id="L1", captured_at=nine, source="form"),
    ...     history=(),
    ...     state=Assigned(lead="L1", cycle=1, owner="ann", assigned_at=nine),
    ... )
    >>> pass_on(case, House(), desk=desk, at=nine, why="wrong_recipient").rep
    'bob'
    >>> print(pass_on(case, House(), desk=desk, at=nine, tried=("bob",)).says)
    was passed on 1 time of at most 1, so it goes to mia, the last owner

    Raises `InputError` for what is no case, `TimeError` for a naive time, and what `route` raises.
    """
    if not isinstance(case, Case):
        raise InputError("case", case, "is no case, a lead that nobody has had is routed (`route`)")
    had = had_by(case)
    everybody = tuple(dict.fromkeys((*had, *sorted(set(tried)))))
    asked = Asked(
        case,
        model,
        desk=desk,
        at=at,
        without=everybody,
        cost=cost,
        card=card,
        links=links,
        due_at=due_at,
        waiting_since=waiting_since,
        passing=Passing(
            holder=case.state.owner if isinstance(case.state, Assigned | Working) else None,
            tried=everybody,
            hops=max(len(had), len(everybody), 1) - 1,
            why=why,
        ),
    )
    return decided(asked, walk(asked, Index(asked)))


def passed_on(desk: Desk, decision: Decision, *, at: datetime) -> Desk:
    """The desk after a lead went on as `pass_on` decided: given back and charged once, and no longer the holder's load.

    Where nobody gets it nothing changes: it stays with whoever has it. Raises `InputError` for a decision that passes
    nothing on, and what `Desk.gave` raises.
    """
    passing = decision.passing
    if passing is None:
        raise InputError("decision", decision.lead, "passes nothing on, `Desk.gave` gives out a new lead")
    if decision.rep is None:
        return desk
    holder = passing.holder
    if holder is not None and desk.load.get(holder, 0) > 0:
        desk = replace(desk, load=FrozenMap({**desk.load, holder: desk.load[holder] - 1}))
    desk = desk.gave_back(decision.lead, at=at, why=passing.why or "passed_on")
    return desk.gave(decision.rep, at=at, decision=decision)
