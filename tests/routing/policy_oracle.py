"""The declared routing by brute force: rules in order, each rep in turn, the clock on the wall for what comes later.

Written from what the docstrings promise, in plain lists, dicts and fractions; it shares nothing with the package.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime

from tests.routing.policy_house import Deal, House, Outcome, Person, Pool, Question, Step, Wish
from tests.routing.policy_order import (
    AT_ONCE,
    HORIZON,
    able_at,
    droppable,
    first_response,
    first_since,
    may_have,
    ranked,
    shares,
    why_not,
)
from tests.walking import first


@dataclass
class Answer:
    """What the router has to say."""

    outcome: Outcome
    order: list[str]
    why_not: dict[str, str | None]
    retry_at: datetime | None
    in_time: bool | None
    shares: dict[str, int] = field(default_factory=dict)


def walk(house: House, question: Question) -> Outcome:
    if not house.policy.rules:
        return in_pool(house, question, None, house.policy.everybody)
    last = Outcome("no_match")
    for step in house.policy.rules:
        if step.when(question) is not True:
            continue
        if step.nurture is not None:
            return Outcome("nurtured", rule=step.id, step=step)
        if step.owner is not None:
            outcome = to_owner(house, question, step)
        else:
            outcome = in_pool(house, question, step, house.policy.pools[step.pool or ""])
        if outcome.rep is not None or outcome.code == "held":
            return outcome
        if outcome.code != "no_owner":
            last = outcome
    return last


def in_pool(house: House, question: Question, step: Step | None, pool: Pool) -> Outcome:
    at, rule = question.at, None if step is None else step.id
    soft = droppable(pool, question, at)
    for count in range(len(soft) + 1):
        able = able_at(house, pool, question, at, soft[:count])
        if able:
            chosen = ranked(house, pool, question, able)[0].id
            return Outcome("taken", chosen, rule, pool, dropped=soft[:count], step=step)
    code, rep = "held", None
    if pool.nobody == "stand_in" and pool.stand_in not in question.without:
        code, rep = "stood_in", pool.stand_in
    elif pool.nobody == "anyway" and looked_past(house, pool, question, soft):
        code, rep = (
            "looked_past",
            ranked(house, pool, question, looked_past(house, pool, question, soft))[0].id,
        )
    elif pool.nobody == "next" or (pool.nobody == "hold_in_time" and too_late(house, pool, question)):
        code = "nobody"
    return Outcome(code, rep, rule, pool, dropped=soft, step=step)


def looked_past(house: House, pool: Pool, question: Question, dropped: list[Wish]) -> list[Person]:
    """Who has what is needed, and room, and has not left, whenever they are at work; never again is nobody."""
    able = [
        person
        for person in house.people
        if may_have(house, pool, person, question, dropped) and person.active(question.at)
    ]
    return [person for person in able if comes_back(pool, question, person)]


def comes_back(pool: Pool, question: Question, person: Person) -> bool:
    of = "comes back", pool.name, person.id
    return first_since(question, of, lambda at: person.in_time(at, pool.patience)) is not None


def too_late(house: House, pool: Pool, question: Question) -> bool:
    if question.due is None:
        return False
    soonest = first_response(house, pool, question)
    return soonest is None or soonest > question.due


def to_owner(house: House, question: Question, step: Step) -> Outcome:
    name, together = owner_of(question, step.owner or "", house.policy.asks_product)
    owner = None if name is None else house.person(name)
    if owner is None:
        return Outcome("no_owner", rule=step.id, step=step)
    if owns_now(house, question, step, owner) is None:
        return Outcome("taken", owner.id, step.id, owner=owner.id, together=together, step=step)
    code = "held" if step.away == "hold" else "owner_away"
    return Outcome(code, None, step.id, owner=owner.id, step=step)


def owns_now(house: House, question: Question, step: Step, owner: Person) -> str | None:
    """Why an owner cannot have the lead: only what they are and the time count."""
    at = question.at
    if owner.id in question.without:
        return "tried"
    if not owner.active(at):
        return "not_active"
    if step.away == "anyway":
        return None
    if owner.shift.on_leave(at):
        return "on_leave"
    return None if owner.in_time(at, house.policy.patience, limited=False) else "not_at_work"


def owner_of(question: Question, of: str, asks_product: bool) -> tuple[str | None, list[str]]:
    if of == "lead":
        return (question.had_it[-1] if question.had_it else None), []
    if not question.account:
        return None, []
    if of == "account":
        return question.account_owner, []
    if of == "customer":
        return ((question.success_manager or question.account_owner) if question.customer else None), []
    deals = sorted((deal for deal in question.deals if deal.owner), key=lambda deal: (deal.opened, deal.id))
    if of == "product_opportunity":
        asked = question.product if asks_product else None
        deals = [deal for deal in deals if asked is not None and deal.product == asked]
    return beside(deals)


def beside(deals: list[Deal]) -> tuple[str | None, list[str]]:
    if not deals:
        return None, []
    others: list[str] = []
    for deal in deals[1:]:
        if deal.owner is not None and deal.owner != deals[0].owner and deal.owner not in others:
            others.append(deal.owner)
    return deals[0].owner, others


def answer(house: House, question: Question) -> Answer:
    outcome = walk(house, question)
    pool = outcome.pool
    reasons: dict[str, str | None] = dict.fromkeys((person.id for person in house.people), "not_in_pool")
    order: list[str] = []
    divided: dict[str, int] = {}
    if pool is not None:
        reasons = {
            person.id: why_not(house, pool, person, question, outcome.dropped) for person in house.people
        }
        able = able_at(house, pool, question, question.at, outcome.dropped)
        if outcome.code == "looked_past":
            able = looked_past(house, pool, question, outcome.dropped)
        best = ranked(house, pool, question, able)
        order = [person.id for person in best]
        reasons |= dict.fromkeys(order, "outranked")
        divided = shares(house, pool, question, best)
    elif outcome.owner is not None and outcome.step is not None:
        owner = house.person(outcome.owner)
        assert owner is not None
        reasons = dict.fromkeys(reasons, "not_the_owner")
        reasons[owner.id] = owns_now(house, question, outcome.step, owner)
        if outcome.rep is not None:
            order = [owner.id]
            divided = counted_in(house, question, outcome.step)
    if outcome.rep in reasons:
        reasons[str(outcome.rep)] = None
    return Answer(
        outcome,
        order,
        reasons,
        retry_at(house, question, outcome),
        in_time(house, question, outcome),
        divided,
    )


def counted_in(house: House, question: Question, step: Step) -> dict[str, int]:
    """Among whom an owner's lead is divided, as if it had gone round a pool."""
    if step.counts_in is None:
        return {}
    pool = house.policy.pools[step.counts_in]
    able = able_at(house, pool, question, question.at, [])
    return shares(house, pool, question, ranked(house, pool, question, able))


def retry_at(house: House, question: Question, outcome: Outcome) -> datetime | None:
    """The first quarter of an hour at which the answer is somebody; the question stays as it is."""
    if outcome.rep is not None or outcome.code in ("nurtured", "no_match"):
        return None
    return first(
        question.at, lambda at: walk(house, replace(question, at=at)).rep is not None, within=HORIZON
    )


def in_time(house: House, question: Question, outcome: Outcome) -> bool | None:
    """Whether who gets it, or if nobody does, the first who will be able to, can respond when an answer is due."""
    if question.due is None:
        return None
    soonest: datetime | None = None
    if outcome.rep is not None:
        person = house.person(outcome.rep)
        soonest = None if person is None else person.shift.next_at_work(question.at)
    elif outcome.pool is not None:
        soonest = first_response(house, outcome.pool, question)
    elif outcome.owner is not None:
        soonest = owner_responds(house, question, outcome.owner)
    return soonest is not None and soonest <= question.due


def owner_responds(house: House, question: Question, name: str) -> datetime | None:
    owner = house.person(name)
    if owner is None or owner.id in question.without:
        return None
    return first(question.at, lambda at: owner.in_time(at, AT_ONCE, limited=False), within=HORIZON)
