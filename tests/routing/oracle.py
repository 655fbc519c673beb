"""Routing by brute force over plain Python: each rep is asked in turn, and the clock on the wall is watched."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from tests.walking import Worker, first

HORIZON = timedelta(days=30)
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass
class Person:
    """A rep, as the oracle sees one."""

    id: str
    worker: Worker
    languages: list[str]
    territories: list[str]
    capacity: int | None
    open_leads: int
    last_turn: datetime | None


@dataclass
class Question:
    """What is asked of the router."""

    country: str | None
    languages: list[str]
    default_language: str
    respond_within: timedelta
    prefer: list[str]
    at: datetime


@dataclass
class Answer:
    """Who gets it, who else could, why not each, and when each will be able to."""

    order: list[str] = field(default_factory=list)
    why_not: dict[str, str | None] = field(default_factory=dict)
    responds: dict[str, datetime | None] = field(default_factory=dict)
    ask_again: dict[str, datetime | None] = field(default_factory=dict)


def can_answer(spoken: list[str], wanted: str) -> bool:
    """`it-CH` by `it` and by `it-CH`, and `it` by `it-CH`; but `it-CH` not by `it-IT`."""
    return any(
        each == wanted or wanted.startswith(each + "-") or each.startswith(wanted + "-") for each in spoken
    )


def language_of(question: Question, people: list[Person]) -> str:
    wishes = question.languages or [question.default_language]
    for wish in wishes:
        for person in people:
            if can_answer(person.languages, wish):
                return wish
    return wishes[0]


def next_at_work(person: Person, at: datetime) -> datetime | None:
    return first(at, person.worker.works, within=HORIZON)


def free_again(person: Person, at: datetime, responds: datetime, patience: timedelta) -> datetime | None:
    """The first quarter of an hour at which nothing stands in the way: not on leave, and at work soon enough."""
    return first(
        at, lambda now: not person.worker.on_leave(now) and responds - now <= patience, within=HORIZON
    )


def answer(question: Question, people: list[Person]) -> Answer:
    found = Answer()
    language = language_of(question, people)
    able = []
    for person in people:
        responds = next_at_work(person, question.at)
        full = person.capacity is not None and person.open_leads >= person.capacity
        found.responds[person.id] = responds
        found.ask_again[person.id] = None
        if not can_answer(person.languages, language):
            found.why_not[person.id] = "language"
            continue
        if person.worker.on_leave(question.at):
            found.why_not[person.id] = "on_leave"
        elif full:
            found.why_not[person.id] = "no_room"
        elif responds is None or responds - question.at > question.respond_within:
            found.why_not[person.id] = "not_at_work"
        else:
            found.why_not[person.id] = "outranked"
            able.append(person)
            continue
        if not full and responds is not None:
            found.ask_again[person.id] = free_again(person, question.at, responds, question.respond_within)
    remaining = list(able)
    while remaining:
        best = list(remaining)
        for criterion in question.prefer:
            best = keep_best(best, criterion, question, found)
        chosen = min(best, key=lambda person: person.id)
        found.order.append(chosen.id)
        remaining.remove(chosen)
    if found.order:
        found.why_not[found.order[0]] = None
    return found


def keep_best(people: list[Person], criterion: str, question: Question, found: Answer) -> list[Person]:
    """Those whom one criterion likes best; with one left, or with all alike, nobody goes."""
    if criterion == "territory":
        covering = [person for person in people if question.country in person.territories]
        return covering or people
    if criterion == "fewest_open":
        fewest = min(person.open_leads for person in people)
        return [person for person in people if person.open_leads == fewest]
    if criterion == "longest_idle":
        fresh = [person for person in people if person.last_turn is None]
        if fresh:
            return fresh
        oldest = min(person.last_turn for person in people if person.last_turn)
        return [person for person in people if person.last_turn == oldest]
    soonest = min(found.responds[person.id] or NEVER for person in people)
    return [person for person in people if found.responds[person.id] == soonest]
