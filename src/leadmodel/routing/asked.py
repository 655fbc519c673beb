"""One question to the router: a lead, a policy, a desk and an instant, with what else is known."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from ..conditions import Answer, Condition, compile_condition
from ..records import Case, Graded, Lead, Links, RepId, utc
from .decision import Passing
from .desk import Desk
from .facts import facts_about
from .needs import Need
from .policy import HasRouting
from .pools import PoolPolicy
from .roster import Rep
from .speech import answered_in, least_level

__all__ = ["Asked"]


class Asked:
    """The question, made ready: instants in UTC, and the facts that rules ask, found when one of them does."""

    __slots__ = (
        "_desk",
        "_facts",
        "at",
        "card",
        "case",
        "cost",
        "due_at",
        "lead",
        "links",
        "model",
        "passing",
        "routing",
        "waiting_since",
        "without",
    )

    def __init__(
        self,
        case: Case | Lead,
        model: HasRouting,
        *,
        desk: Desk | Callable[[], Desk],
        at: datetime,
        without: Collection[RepId] = (),
        cost: int = 1,
        card: Graded | None = None,
        links: Links | None = None,
        due_at: datetime | None = None,
        waiting_since: datetime | None = None,
        passing: Passing | None = None,
    ) -> None:
        self.case = case
        self.lead: Lead = case.lead if isinstance(case, Case) else case
        self.model = model
        self.routing = model.routing
        self._desk = desk
        self.at = utc(at, "at")
        self.without = without
        self.cost = cost
        self.card = card
        self.links = links
        self.due_at = None if due_at is None else utc(due_at, "due_at")
        self.waiting_since = None if waiting_since is None else utc(waiting_since, "waiting_since")
        self.passing = passing
        self._facts: Mapping[str, Any] | None = None

    @property
    def desk(self) -> Desk:
        """The desk; one that has gone on since is put together as it stood, when it is asked for."""
        if not isinstance(self._desk, Desk):
            self._desk = self._desk()
        return self._desk

    def answer(self, condition: Condition) -> Answer:
        """Whether a condition holds of the lead, its card, its links and its history."""
        if self._facts is None:
            self._facts = facts_about(self.case, self.links, self.passing)
        return compile_condition(condition)(self.lead, self.card, self._facts)

    @property
    def languages(self) -> tuple[str, ...]:
        """What the lead speaks, in order of liking."""
        return self.lead.languages or (self.routing.default_language,)

    def language(self, reps: Iterable[Rep], pool: PoolPolicy) -> str:
        """In which language these reps of a pool answer the lead."""
        return answered_in(self.languages, reps, self.routing.substitutes, least_level(pool))

    def waited(self, at: datetime) -> timedelta:
        """How long the lead has waited: since it came to its state, or was captured, unless the caller says."""
        since = self.waiting_since
        if since is None:
            visits = self.case.visits if isinstance(self.case, Case) else ()
            since = visits[-1].entered_at if visits else self.lead.captured_at
        return at - since

    def droppable(self, pool: PoolPolicy) -> tuple[Need, ...]:
        """The soft needs of a pool that this lead has waited long enough to drop, first dropped first."""
        soft = pool.soft()
        if not soft:
            return ()
        waited = self.waited(self.at)
        return tuple(need for need in soft if need.patience is not None and need.patience <= waited)

    def needs(self, pool: PoolPolicy, dropped: Collection[Need] = ()) -> tuple[Need, ...]:
        """What a rep of the pool has to bring for this lead."""
        if not dropped:
            return pool.needs
        return tuple(need for need in pool.needs if need not in dropped)
