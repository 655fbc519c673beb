"""Who may have a lead, and in which order: the slow way, for the oracle of the declared routing."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction
from math import gcd

from tests.routing.fairness_oracle import Book
from tests.routing.oracle import can_answer
from tests.routing.policy_house import House, Person, Pool, Question, Wish
from tests.walking import first

#: Beyond what any quota, leave or holiday of the worlds lasts.
HORIZON = timedelta(days=60)
AT_ONCE = timedelta(0)


# ------------------------------------------------------------------------------------------------------ what is needed


def named(wish: Wish, question: Question) -> str | None:
    return question.product if wish.field else wish.name


def language_of(house: House, pool: Pool, question: Question) -> str:
    wishes = question.languages or [house.policy.default_language]
    members = [person for person in house.people if pool.holds(person)]
    for wish in wishes:
        if any(can_answer(person.languages, wish) for person in members):
            return wish
    return wishes[0]


def lacks(person: Person, wish: Wish, question: Question, language: str) -> bool:
    if wish.of == "language":
        return not can_answer(person.languages, language)
    if wish.of == "territory":
        return question.country is not None and question.country not in person.territories
    asked = named(wish, question)
    if asked is None:
        return False
    if wish.of == "role":
        return person.role != asked
    return asked not in person.skills or person.skills[asked] < wish.level


def missing(house: House, pool: Pool, person: Person, question: Question, dropped: list[Wish]) -> str | None:
    language = language_of(house, pool, question)
    for wish in pool.wishes:
        if wish not in dropped and lacks(person, wish, question, language):
            return wish.of
    return None


def droppable(pool: Pool, question: Question, at: datetime) -> list[Wish]:
    return [wish for wish in pool.wishes if wish.after is not None and wish.after <= question.waited(at)]


def may_have(house: House, pool: Pool, person: Person, question: Question, dropped: list[Wish]) -> bool:
    """Whether nothing but time keeps somebody from a lead."""
    key = pool.name, person.id, len(dropped)
    if key not in question.seen:
        here = pool.holds(person) and person.id not in question.without and not person.full
        question.seen[key] = here and missing(house, pool, person, question, dropped) is None
    return question.seen[key]


def able_at(house: House, pool: Pool, question: Question, at: datetime, dropped: list[Wish]) -> list[Person]:
    return [
        person
        for person in house.people
        if may_have(house, pool, person, question, dropped) and person.in_time(at, pool.patience)
    ]


def why_not(house: House, pool: Pool, person: Person, question: Question, dropped: list[Wish]) -> str | None:
    """The first reason; what a rep lacks stands before what only time keeps them from, unless they have left."""
    at = question.at
    if person.id in question.without:
        return "tried"
    if not pool.holds(person):
        return "not_in_pool"
    if person.active_until is not None and person.active_until <= at:
        return "not_active"
    lack = missing(house, pool, person, question, dropped)
    if lack is not None:
        return lack
    if not person.active(at):
        return "not_active"
    if person.shift.on_leave(at):
        return "on_leave"
    if person.full:
        return "no_room"
    if person.spent(at):
        return "quota"
    return None if person.in_time(at, pool.patience) else "not_at_work"


def first_response(house: House, pool: Pool, question: Question) -> datetime | None:
    """The first quarter of an hour at which somebody is at work who may have the lead by then."""

    def somebody(at: datetime) -> bool:
        dropped = droppable(pool, question, at)
        return any(
            person.in_time(at, AT_ONCE) and may_have(house, pool, person, question, dropped)
            for person in house.people
        )

    return first_since(question, ("responds", pool.name), somebody)


def first_since(
    question: Question, of: tuple[str, ...], holds: Callable[[datetime], bool]
) -> datetime | None:
    """The first quarter of an hour at which something holds; what was found from earlier on is not sought again."""
    since, found = question.sought.get(of, (None, None))
    if since is None or question.at < since or (found is not None and found < question.at):
        found = first(question.at, holds, within=HORIZON)
        question.sought[of] = question.at, found
    return found


# ---------------------------------------------------------------------------------------------------------- the order


def ranked(house: House, pool: Pool, question: Question, able: list[Person]) -> list[Person]:
    """Always the best of those who remain, by one criterion after the other, at last by id."""
    order: list[Person] = []
    while len(order) < len(able):
        best = [person for person in able if person not in order]
        for criterion in pool.prefer:
            if criterion == "fairness":
                turn = fair_turn(house, pool, question, best)
                best = [person for person in best if person.id == turn]
            else:
                keys = {person.id: key(criterion, house, pool, question, person) for person in best}
                best = [person for person in best if keys[person.id] == min(keys.values())]
        order.append(min(best, key=lambda person: person.id))
    return order


def key(criterion: str, house: House, pool: Pool, question: Question, person: Person) -> Fraction:
    """A number, the smaller the better."""
    if criterion == "soonest":
        responds = person.shift.next_at_work(question.at)
        assert responds is not None
        return seconds(responds)
    if criterion == "territory":
        return Fraction(question.country not in person.territories)
    if criterion == "fewest_open":
        return Fraction(person.load)
    if criterion == "longest_idle":
        return Fraction(-1) if person.last_turn is None else seconds(person.last_turn)
    if criterion == "tier":
        return Fraction(person.tier)
    if criterion == "skill":
        wish = next((wish for wish in pool.wishes if wish.of == "skill"), None)
        asked = None if wish is None else named(wish, question)
        return Fraction(-person.skills.get(asked, 0) if asked is not None else 0)
    members = sorted(each.id for each in house.people if pool.holds(each))
    if criterion == "round_robin":
        last = house.last_given.get(pool.name, "")
        turns = [name for name in members if name > last] + [name for name in members if name <= last]
        return Fraction(turns.index(person.id))
    assert criterion == "scarce"
    brings = {each.id: brought(each) for each in house.people if pool.holds(each)}
    return sum(
        (
            Fraction(1, sum(thing in others for others in brings.values()))
            for thing in sorted(brings[person.id])
        ),
        Fraction(),
    )


def brought(person: Person) -> set[str]:
    return {f"speaks {tag[:2]}" for tag in person.languages} | {f"knows {skill}" for skill in person.skills}


def seconds(at: datetime) -> Fraction:
    return Fraction((at - datetime(2020, 1, 1, tzinfo=at.tzinfo)) // timedelta(microseconds=1))


def fair_turn(house: House, pool: Pool, question: Question, able: list[Person]) -> str:
    book = house.books.get(pool.ledger)
    weights = {person.id: person.weight_at(question.at) for person in able}
    if book is None:
        # No ledger counts: everybody is at zero, and last turns are those of the desk.
        book = Turns({person.id: person.last_turn for person in house.people})
    return book.whose_turn(weights, question.cost)


@dataclass
class Turns(Book):
    """A book in which no lead counts, and which knows when each had a turn."""

    turns: dict[str, datetime | None] = field(default_factory=dict)

    def __init__(self, turns: dict[str, datetime | None]) -> None:
        super().__init__()
        self.turns = turns

    def last_turn(self, rep: str) -> datetime | None:
        return self.turns[rep]


def shares(house: House, pool: Pool, question: Question, order: list[Person]) -> dict[str, int]:
    """Among whom a lead is divided: all whom the criteria before fairness cannot tell from the first."""
    if not order or ("fairness" not in pool.prefer and house.books.get(pool.ledger) is None):
        return {}
    alike = list(order)
    if "fairness" in pool.prefer:
        for criterion in pool.prefer[:-1]:
            best = key(criterion, house, pool, question, order[0])
            alike = [person for person in alike if key(criterion, house, pool, question, person) == best]
    weights = {person.id: person.weight_at(question.at) for person in alike}
    common = gcd(*weights.values())
    return {name: weight // common for name, weight in weights.items()}
