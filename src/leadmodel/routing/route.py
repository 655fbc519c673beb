"""Routing one lead: the rules in their order, the filters, the declared criteria, with a reason for every rep.

"Nailing Speed to Lead" names what a router must know: who is at work now, who speaks the language, who is snowed under,
who is on vacation. Language overrides territory: an Italian form from Switzerland goes to someone who speaks Italian.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from ..conditions import Answer, compile_condition
from ..records import Case, Graded, Lead, Links, RepId
from ..records.drafts import draft_of
from .account import account_of, ledger_name
from .asked import Asked
from .decision import Decision
from .desk import Desk
from .digest import digest_of
from .index import Index
from .policy import HasRouting
from .walk import Found, walk

__all__ = ["decided", "ready_to_route", "route"]


def ready_to_route(case: Case | Lead, model: HasRouting, *, card: Graded | None = None) -> Answer:
    """Whether a lead meets the assignment criteria: yes, no, or unknown because data is missing."""
    lead = case.lead if isinstance(case, Case) else case
    return compile_condition(model.routing.when)(lead, card)


def route(
    case: Case | Lead,
    model: HasRouting,
    *,
    desk: Desk,
    at: datetime,
    without: Collection[RepId] = (),
    cost: int = 1,
    card: Graded | None = None,
    links: Links | None = None,
    due_at: datetime | None = None,
    waiting_since: datetime | None = None,
) -> Decision:
    """Decide who gets a lead at an instant; the same question gives the same answer, whatever order the reps are in.

    >>> from datetime import UTC
    >>> from leadmodel.conditions import Condition
    >>> from leadmodel.hours import Hours, Week
    >>> from leadmodel.routing import Rep, Routing, open_desk
    >>> class House:
    ...     routing = Routing(when=Condition(field="lead.source", present=True))
    ...     hours = (Hours(name="office", week=Week(mon=("09:00-17:00",))),)
    ...     holidays = ()
    >>> french = Rep(id="fleur", zone="Europe/Zurich", hours="office", languages=("fr",), territories=("CH",))
    >>> italian = Rep(id="ida", zone="Europe/Rome", hours="office", languages=("it", "en"))
    >>> monday = datetime(2026, 11, 9, 10, tzinfo=UTC)
    >>> lead = Lead(id="L1", captured_at=monday, source="form", country="CH", languages=("it-CH",))
    >>> print(route(lead, House(), desk=open_desk((french, italian), House()), at=monday))
    L1 goes to ida at 2026-11-09T10:00:00Z: the only rep who qualifies
    -> ida: at work now, does not cover CH, 0 open leads, no turn yet
       fleur: does not speak it-CH, only fr

    `without` names those who had the lead before, when it is passed on, and `cost` is what it counts in a ledger. Rules
    may ask for the scorecard (`card`) and for what the lead hangs on (`links`); what is not given is unknown. `due_at`
    is when an answer is due, for a pool that holds a lead only in time. Soft needs are dropped by how long the lead has
    waited, from `waiting_since` or else since it came to its state.

    Nobody left is a `Decision` with `retry_at`, not an error. Who gets the lead is found over bit sets that the desk
    keeps; the reasons are worked out when they are asked for. Raises `TimeError` for a naive time, `InputError` for
    somebody on the desk who has left its ledger.
    """
    asked = Asked(
        case,
        model,
        desk=desk,
        at=at,
        without=without,
        cost=cost,
        card=card,
        links=links,
        due_at=due_at,
        waiting_since=waiting_since,
    )
    return decided(asked, walk(asked, Index(asked)))


def decided(asked: Asked, found: Found) -> Decision:
    """The decision where a walk ended; the rest of it is found when it is asked for."""
    # As in `records.drafts`: a frozen value, filled fast.
    new = _DecisionDraft()
    new.lead = asked.lead.id
    new.at = asked.at
    new.rep = found.rep
    new.cost = asked.cost
    new.rule = None if found.rule is None else found.rule.id
    new.pool = None if found.pool is None else found.pool.name
    new.ledger = ledger_name(asked, found)
    new.nurture = None if found.rule is None else found.rule.nurture
    new.together = found.together
    new.passing = asked.passing
    new.model = getattr(asked.model, "version", "")
    new.finish = _Finish(asked)
    new.__class__ = Decision
    made: Decision = new
    return made


class _Finish:
    """How the rest of a decision is found: all of it at once, but for the digest."""

    __slots__ = ("asked",)

    def __init__(self, asked: Asked) -> None:
        self.asked = asked

    def __call__(self, name: str) -> Mapping[str, Any]:
        if name == "inputs":
            return {"inputs": digest_of(self.asked)}
        return account_of(self.asked)


_DecisionDraft = draft_of(Decision)
