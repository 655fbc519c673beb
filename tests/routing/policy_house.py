"""What the oracle of the declared routing is told: people, pools, rules and a question, as plain data."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

from tests.routing.fairness_oracle import Book
from tests.walking import QUARTER, Worker

#: Whoever has not come to work by then is never at work again.
END = datetime(2027, 3, 1, tzinfo=UTC)


@dataclass
class Shift(Worker):
    """Hours with `out` beside the days off: from one instant to another, when somebody is not at work."""

    out: list[tuple[datetime, datetime]] = field(default_factory=list)
    seen: dict[datetime, bool] = field(default_factory=dict)
    next_seen: dict[datetime, datetime | None] = field(default_factory=dict)

    def works(self, at: datetime) -> bool:
        if at not in self.seen:
            self.seen[at] = super().works(at) and not any(start <= at < back for start, back in self.out)
        return self.seen[at]

    def next_at_work(self, at: datetime) -> datetime | None:
        """A quarter of an hour after the other; what is found holds for all that were passed."""
        passed = []
        now = at
        while now not in self.next_seen:
            passed.append(now)
            if self.works(now) or now >= END:
                self.next_seen[now] = now if now < END else None
                break
            now = now.replace(minute=now.minute // 15 * 15, second=0, microsecond=0) + QUARTER
        for each in passed:
            self.next_seen[each] = self.next_seen[now]
        return self.next_seen[at]


@dataclass
class Limit:
    """At most so many leads per day, week or month; spread over its days or not."""

    leads: int
    per: str
    spread: bool

    def spent(self, given: dict[date, int], today: date) -> bool:
        if self.per == "day":
            opened, days = today, 1
        elif self.per == "week":
            opened, days = today - timedelta(days=today.weekday()), 7
        else:
            opened = today.replace(day=1)
            days = ((opened + timedelta(days=31)).replace(day=1) - opened).days
        part = Fraction((today - opened).days + 1, days) if self.spread else Fraction(1)
        # Rounded half up.
        allowed = (self.leads * part + Fraction(1, 2)) // 1
        return sum(count for day, count in given.items() if opened <= day) >= allowed


@dataclass
class Growing:
    """A weight that takes another step every so many days."""

    full: int
    since: datetime
    days: int
    percents: list[int]


@dataclass
class Person:
    id: str
    shift: Shift
    languages: list[str]
    territories: list[str] = field(default_factory=list)
    capacity: int | None = None
    load: int = 0
    last_turn: datetime | None = None
    skills: dict[str, int] = field(default_factory=dict)
    role: str | None = None
    tier: int = 1
    pools: list[str] = field(default_factory=list)
    limits: list[Limit] = field(default_factory=list)
    given: dict[date, int] = field(default_factory=dict)
    active_from: datetime | None = None
    active_until: datetime | None = None
    weight: int | Growing = 1

    @property
    def full(self) -> bool:
        return self.capacity is not None and self.load >= self.capacity

    def active(self, at: datetime) -> bool:
        begun = self.active_from is None or self.active_from <= at
        return begun and (self.active_until is None or at < self.active_until)

    def spent(self, at: datetime) -> bool:
        return any(limit.spent(self.given, self.shift.wall(at).date()) for limit in self.limits)

    def in_time(self, at: datetime, patience: timedelta, *, limited: bool = True) -> bool:
        """Whether the clock and the calendar let somebody have a lead at an instant."""
        if not self.active(at) or self.shift.on_leave(at) or (limited and self.spent(at)):
            return False
        responds = self.shift.next_at_work(at)
        return responds is not None and responds - at <= patience

    def weight_at(self, at: datetime) -> int:
        if isinstance(self.weight, int):
            return 100 * self.weight
        percents = self.weight.percents
        steps = max(0, (at - self.weight.since) // timedelta(days=self.weight.days))
        return self.weight.full * percents[min(steps, len(percents) - 1)]


@dataclass
class Wish:
    """A need: `text` reads what the lead says for it, and answers None where it says nothing."""

    of: str
    name: str | None = None
    field: bool = False
    level: int = 1
    after: timedelta | None = None


@dataclass
class Pool:
    name: str
    wishes: list[Wish]
    prefer: list[str]
    patience: timedelta
    nobody: str = "hold"
    stand_in: str | None = None
    ledger: str | None = None
    #: Whether everybody is in it, because no pool is declared at all.
    undeclared: bool = False

    def holds(self, person: Person) -> bool:
        return self.undeclared or not person.pools or self.name in person.pools


@dataclass
class Step:
    """A rule; `when` answers for the lead, None for unknown."""

    id: str
    when: Callable[["Question"], bool | None]
    pool: str | None = None
    owner: str | None = None
    nurture: str | None = None
    away: str = "next"
    counts_in: str | None = None


@dataclass
class Deal:
    """An open opportunity."""

    id: str
    opened: int
    owner: str | None
    product: str | None


@dataclass
class Question:
    at: datetime
    country: str | None
    languages: list[str]
    product: str | None
    waiting_since: datetime
    had_it: list[str]
    account: bool | None
    account_owner: str | None
    customer: bool
    success_manager: str | None
    deals: list[Deal]
    without: list[str]
    cost: int
    due: datetime | None

    #: Who may have it but for time, so that nobody is looked at anew for every quarter of an hour.
    seen: dict[tuple[str, str, int], bool] = field(default_factory=dict)
    #: What was found by looking ahead, and from when on it was looked.
    sought: dict[tuple[str, ...], tuple[datetime, datetime | None]] = field(default_factory=dict)

    def waited(self, at: datetime) -> timedelta:
        return at - self.waiting_since


@dataclass
class Policy:
    default_language: str
    patience: timedelta
    rules: list[Step]
    pools: dict[str, Pool]
    everybody: Pool
    asks_product: bool


@dataclass
class House:
    """All that a decision is made from."""

    policy: Policy
    people: list[Person]
    books: dict[str | None, Book]
    last_given: dict[str, str]

    def person(self, name: str) -> Person | None:
        return next((each for each in self.people if each.id == name), None)


@dataclass
class Outcome:
    code: str
    rep: str | None = None
    rule: str | None = None
    pool: Pool | None = None
    owner: str | None = None
    dropped: list[Wish] = field(default_factory=list)
    together: list[str] = field(default_factory=list)
    step: Step | None = None
