"""The houses and questions of the oracle, told to the package: people as reps, pools and rules as a policy."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from leadmodel.conditions import Condition
from leadmodel.conditions import field as about
from leadmodel.hours import TimeOff
from leadmodel.model import LeadModel
from leadmodel.records import (
    Account,
    AccountId,
    Case,
    Cycle,
    FrozenMap,
    Lead,
    Links,
    Opportunity,
    OpportunityId,
    Raw,
    RepId,
    Stage,
    Visit,
)
from leadmodel.routing import Desk, Ledger, Need, PoolPolicy, Quota, Ramp, Rep, Rule, open_desk
from tests.building import MONDAY, lead, rep
from tests.routing.policy_house import Growing, House, Person, Pool, Question, Step, Wish
from tests.walking import QUARTER

HOUR = timedelta(hours=1)
LENGTHS = {"15m": QUARTER, "2h": 2 * HOUR, "24h": 24 * HOUR, "72h": 72 * HOUR}
#: How long a lead has waited when a need may be dropped.
WAITS = {"15m": QUARTER, "2h": 2 * HOUR, "24h": 24 * HOUR}
#: What a rule may ask, and the same for the oracle; None is unknown.
ASKED: dict[str, tuple[Condition, Callable[[Question], bool | None]]] = {
    "us": (about("lead.country") == "US", lambda q: None if q.country is None else q.country == "US"),
    "alpha": (
        about("fields.product") == "alpha",
        lambda q: None if q.product is None else q.product == "alpha",
    ),
    "customer": (about("account.customer") == True, lambda q: None if q.account is None else q.customer),  # noqa: E712
    "deals": (
        about("account.open_opportunities") >= 1,
        lambda q: None if q.account is None else len(q.deals) >= 1,
    ),
    "had": (about("history.owner") == "a", lambda q: q.had_it[-1] == "a" if q.had_it else None),
}


@dataclass
class World:
    """A house and a question as the oracle sees them, and the same for the package."""

    house: House
    question: Question
    model: LeadModel
    reps: list[Rep]
    ledger: Ledger | None
    ledgers: dict[str, Ledger]

    def desk(self, reps: list[Rep] | None = None) -> Desk:
        opened = open_desk(self.reps if reps is None else reps, self.model)
        given = {
            each.id: FrozenMap({day.isoformat(): count for day, count in each.given.items()})
            for each in self.house.people
            if each.limits
        }
        return replace(
            opened,
            last_turn=FrozenMap({each.id: each.last_turn for each in self.house.people if each.last_turn}),
            given=FrozenMap(given),
            ledger=self.ledger,
            ledgers=FrozenMap(self.ledgers),
            last_given=FrozenMap({pool: RepId(name) for pool, name in self.house.last_given.items()}),
        )

    @property
    def lead(self) -> Lead:
        asked = self.question
        return lead(
            country=asked.country,
            languages=tuple(asked.languages),
            fields={} if asked.product is None else {"product": asked.product},
            captured_at=asked.waiting_since,
        )

    def asked(self, **changes: Any) -> dict[str, Any]:
        """What `route` is told beside the case, the model and the desk."""
        question = self.question
        told: dict[str, Any] = {
            "at": question.at,
            "without": tuple(question.without),
            "cost": question.cost,
            "links": links_of(question),
            "due_at": question.due,
        }
        return told | changes

    @property
    def case(self) -> Case | Lead:
        """A lead that somebody had has a case, and waits since it came to the state in which it is."""
        told = self.lead
        if not self.question.had_it:
            return told
        long_ago = MONDAY - timedelta(days=60)
        visit = Visit(stage=Stage.RAW, cycle=0, owner=None, entered_at=self.question.waiting_since)
        return Case(
            lead=replace(told, captured_at=long_ago),
            history=(),
            state=Raw(lead=told.id, since=self.question.waiting_since),
            cycles=tuple(
                Cycle(number=number, owner=RepId(owner), assigned_at=long_ago)
                for number, owner in enumerate(self.question.had_it, start=1)
            ),
            visits=(visit,),
        )


def links_of(question: Question) -> Links | None:
    if question.account is None:
        return None
    if not question.account:
        return Links()
    acme = Account(
        id=AccountId("A1"),
        customer=question.customer,
        owner=None if question.account_owner is None else RepId(question.account_owner),
        success_manager=None if question.success_manager is None else RepId(question.success_manager),
    )
    return Links(
        account=acme,
        opportunities=tuple(
            Opportunity(
                id=OpportunityId(deal.id),
                account=AccountId("A1"),
                stage="demo",
                opened_at=MONDAY - timedelta(days=90 - deal.opened),
                owner=None if deal.owner is None else RepId(deal.owner),
                product=deal.product,
            )
            for deal in question.deals
        ),
    )


def need_of(wish: Wish) -> Need:
    return Need(
        of=wish.of,  # type: ignore[arg-type] # a name is taken too
        name=wish.name,
        field="fields.product" if wish.field else None,
        level=wish.level,
        after=next((text for text, wait in WAITS.items() if wait == wish.after), None),
    )


def pool_of(pool: Pool) -> PoolPolicy:
    return PoolPolicy(
        name=pool.name,
        needs=tuple(map(need_of, pool.wishes)),
        prefer=tuple(pool.prefer),  # type: ignore[arg-type]
        respond_within=length_of(pool.patience),
        nobody=pool.nobody,  # type: ignore[arg-type]
        stand_in=None if pool.stand_in is None else RepId(pool.stand_in),
        ledger=pool.ledger,
    )


def length_of(patience: timedelta) -> str:
    return next(text for text, length in LENGTHS.items() if length == patience)


def rule_of(step: Step, asks: str | None) -> Rule:
    return Rule(
        id=step.id,
        when=None if asks is None else ASKED[asks][0],
        pool=step.pool,
        owner=step.owner,  # type: ignore[arg-type]
        nurture=step.nurture,
        away=step.away,  # type: ignore[arg-type]
        counts_in=step.counts_in,
    )


def rep_of(person: Person) -> Rep:
    weight: int | Ramp
    if isinstance(person.weight, Growing):
        told = person.weight
        weight = Ramp(full=told.full, since=told.since, every=f"{told.days}d", percents=tuple(told.percents))
    else:
        weight = person.weight
    return rep(
        person.id,
        zone=person.shift.zone,
        hours=person.shift.hours,
        holidays="some" if person.shift.holidays else None,
        languages=tuple(person.languages),
        territories=tuple(person.territories),
        capacity=person.capacity,
        open_leads=person.load,
        leave=tuple(TimeOff(start=start, end=end) for start, end in (*person.shift.away, *person.shift.out)),
        weight=weight,
        skills=person.skills,
        role=person.role,
        tier=person.tier,
        pools=tuple(person.pools),
        quotas=tuple(
            Quota(leads=each.leads, per=each.per, spread=each.spread)  # type: ignore[arg-type]
            for each in person.limits
        ),
        active_from=person.active_from,
        active_until=person.active_until,
    )
