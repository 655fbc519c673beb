"""Random houses with a declared routing, told to the package and to the oracle alike, and the questions put to both."""

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from leadmodel.conditions import CustomField, FieldKind
from leadmodel.hours import Holiday, HolidayList
from leadmodel.records import LeadId, RepId
from leadmodel.routing import Ledger, Routing, charge
from tests.building import ANYBODY, house
from tests.routing.fairness_oracle import Book, Given
from tests.routing.policy_house import (
    Deal,
    Growing,
    House,
    Limit,
    Person,
    Policy,
    Pool,
    Question,
    Shift,
    Step,
    Wish,
)
from tests.routing.policy_told import ASKED, LENGTHS, WAITS, World, pool_of, rep_of, rule_of
from tests.routing.test_routing_laws import (
    FIRST,
    HOLIDAYS,
    ZONES,
    countries,
    instants,
    languages,
    leaves,
    midday,
)
from tests.walking import QUARTER

NAMES = "abcdef"
NOBODY_HERE = "z"
CRITERIA = ("soonest", "territory", "skill", "tier", "fewest_open", "longest_idle", "round_robin", "scarce")
PRODUCTS = ("alpha", "beta")
LEDGERS = (None, None, "shared", "other")

anybody = st.sampled_from((*NAMES, NOBODY_HERE))
products = st.sampled_from(PRODUCTS)
quarters = st.integers(-9 * 96, 9 * 96).map(lambda number: midday + number * QUARTER)


@st.composite
def orders(draw: st.DrawFn) -> list[str]:
    prefer = draw(st.lists(st.sampled_from(CRITERIA), max_size=3, unique=True))
    if not prefer or draw(st.integers(0, 2)) == 0:
        prefer.append("fairness")
    return prefer


@st.composite
def wishes(draw: st.DrawFn) -> list[Wish]:
    """The soft ones with rising waits, the language among them more often than not."""
    kinds = draw(
        st.lists(
            st.sampled_from(("language", "language", "territory", "skill", "role")),
            max_size=4,
        )
    )
    found: list[Wish] = []
    for kind in kinds:
        wish = Wish(kind)
        if kind in ("skill", "role"):
            wish.field = draw(st.booleans())
            wish.name = None if wish.field else draw(products)
        if kind == "skill":
            wish.level = draw(st.integers(1, 3))
        if wish not in found:
            found.append(wish)
    waits = sorted(draw(st.lists(st.sampled_from(tuple(WAITS.values())), max_size=len(found))))
    places = sorted(draw(st.permutations(range(len(found))))[: len(waits)])
    for place, wait in zip(places, waits, strict=True):
        found[place].after = wait
    return found


@st.composite
def pools(draw: st.DrawFn, name: str) -> Pool:
    nobody = draw(st.sampled_from(("hold", "hold_in_time", "next", "anyway", "stand_in")))
    return Pool(
        name=name,
        wishes=draw(wishes()),
        prefer=draw(orders()),
        patience=LENGTHS[draw(st.sampled_from(tuple(LENGTHS)))],
        nobody=nobody,
        stand_in=draw(anybody) if nobody == "stand_in" else None,
        ledger=draw(st.sampled_from(LEDGERS)),
    )


@st.composite
def steps(draw: st.DrawFn, id: str, pool: str | None, names: list[str]) -> tuple[Step, str | None]:
    """A rule and what it asks; to a pool where one is given, else to an owner, or nowhere."""
    asks = draw(st.sampled_from((*[None] * 7, *ASKED)))
    step = Step(id, (lambda _: True) if asks is None else ASKED[asks][1], pool=pool)
    if pool is None and draw(st.integers(0, 5)) == 0:
        step.nurture = "no_budget_yet"
    elif pool is None:
        step.owner = draw(
            st.sampled_from(("lead", "account", "customer", "opportunity", "product_opportunity"))
        )
        step.away = draw(st.sampled_from(("next", "hold", "anyway")))
        step.counts_in = draw(st.sampled_from((None, *names)))
    return step, asks


@st.composite
def limits(draw: st.DrawFn) -> list[Limit]:
    def limit(_: int) -> Limit:
        return Limit(
            draw(st.integers(1, 6)), draw(st.sampled_from(("day", "week", "month"))), draw(st.booleans())
        )

    return [limit(number) for number in range(draw(st.sampled_from((0, 0, 0, 1, 2))))]


@st.composite
def people(draw: st.DrawFn, name: str, names: list[str]) -> Person:
    begin = draw(st.none() | st.none() | quarters)
    end = draw(st.none() | st.none() | quarters)
    limited = draw(limits())
    days = st.dictionaries(
        st.integers(0, 22).map(lambda day: FIRST + timedelta(days=day)), st.integers(1, 3), max_size=4
    )
    outs = st.tuples(quarters, st.integers(1, 40)).map(lambda out: (out[0], out[0] + out[1] * QUARTER))
    since = midday + draw(st.integers(-40, 8)) * timedelta(days=1)
    growing = Growing(draw(st.integers(1, 4)), since, draw(st.sampled_from((1, 7))), [25, 50, 100])
    return Person(
        id=name,
        shift=Shift(
            zone=draw(st.sampled_from(ZONES)),
            hours=draw(st.sampled_from(("office", "office", "lunch", "night", "always"))),
            away=draw(leaves()),
            holidays=list(draw(st.sampled_from(((), HOLIDAYS)))),
            out=draw(st.lists(outs, max_size=1)),
        ),
        languages=draw(st.lists(languages, min_size=1, max_size=3)),
        territories=draw(st.lists(countries, max_size=2, unique=True)),
        capacity=draw(st.sampled_from((None, None, None, None, 0, 2))),
        load=draw(st.sampled_from((1, 1, 1, 0, 2))),
        last_turn=draw(st.none() | st.integers(0, 3).map(lambda days: midday - timedelta(days=20 + days))),
        skills=draw(st.dictionaries(products, st.integers(1, 3))),
        role=draw(st.none() | products),
        tier=draw(st.integers(1, 2)),
        pools=draw(st.sampled_from(([], [], names, names[:1], names[1:]))),
        limits=limited,
        given=draw(days) if limited else {},
        active_from=begin,
        active_until=end if begin is None or end is None or begin < end else None,
        weight=draw(st.just(growing) | st.integers(1, 3)),
    )


@st.composite
def questions(draw: st.DrawFn) -> Question:
    at = draw(instants)
    account = draw(st.sampled_from((None, False, True, True, True)))
    deals = [
        Deal(f"O{number}", draw(st.integers(0, 2)), draw(st.none() | anybody), draw(st.none() | products))
        for number in range(draw(st.integers(0, 3)) if account else 0)
    ]
    # The wait is told in whole quarters, so that needs are dropped on one.
    waiting = at.replace(minute=at.minute // 15 * 15, second=0) - draw(st.integers(0, 120)) * QUARTER
    return Question(
        at=at,
        country=draw(st.none() | countries),
        languages=draw(st.lists(languages, max_size=2)),
        product=draw(st.none() | products),
        waiting_since=waiting,
        had_it=draw(st.lists(anybody, max_size=2)),
        account=account,
        account_owner=draw(st.none() | anybody) if account else None,
        customer=bool(account) and draw(st.booleans()),
        success_manager=draw(st.none() | anybody) if account else None,
        deals=deals,
        without=draw(st.lists(anybody, max_size=2, unique=True)),
        cost=draw(st.sampled_from((1, 1, 2))),
        due=draw(st.none() | st.integers(0, 200).map(lambda number: at + number * QUARTER)),
    )


@st.composite
def worlds(draw: st.DrawFn, *, ruled: bool = True, largest: int = 6) -> World:
    names = [f"p{number}" for number in range(draw(st.integers(1, 3)))] if ruled else []
    declared = {name: draw(pools(name)) for name in names}
    drawn: list[tuple[Step, str | None]] = []
    if ruled:
        to = draw(st.permutations([*names, *[None] * draw(st.integers(0, 3))]))
        drawn = [draw(steps(f"r{number}", pool, names)) for number, pool in enumerate(to)]
    roster = [
        draw(people(name, names or ["p0"])) for name in NAMES[: draw(st.sampled_from(range(largest, -1, -1)))]
    ]
    prefer, patience = draw(orders()), draw(st.sampled_from(tuple(LENGTHS)))
    asks_product = draw(st.booleans()) or any(step.owner == "product_opportunity" for step, _ in drawn)
    policy = Policy(
        default_language=draw(languages),
        patience=LENGTHS[patience],
        rules=[step for step, _ in drawn],
        pools=declared,
        everybody=Pool("everybody", [Wish("language")], prefer, LENGTHS[patience], undeclared=True),
        asks_product=asks_product,
    )
    routing: dict[str, Any] = {
        "when": ANYBODY,
        "default_language": policy.default_language,
        "respond_within": patience,
        "prefer": tuple(prefer),
        "rules": tuple(rule_of(step, asks) for step, asks in drawn),
        "pools": tuple(map(pool_of, declared.values())),
        "product_field": "fields.product" if asks_product else None,
    }
    books: dict[str | None, Book] = {"shared": Book(), "other": Book()}
    if draw(st.booleans()):
        books[None] = Book()
    told: dict[str | None, Ledger] = {}
    for name in draw(st.permutations(tuple(books))):
        told[name] = draw(charged(books[name], name or "desk", [each.id for each in roster]))
    days = tuple(Holiday(date=day, name="day off") for day in HOLIDAYS)
    written = {name: each for name, each in told.items() if name is not None and each.version}
    return World(
        house=House(
            policy,
            roster,
            books,
            draw(st.dictionaries(st.sampled_from((*names, "everybody")), anybody, max_size=2)),
        ),
        question=draw(questions()),
        model=house(
            routing=Routing(**routing),
            holidays=(HolidayList(name="some", days=days),),
            fields=(CustomField(name="product", kind=FieldKind.TEXT),),
        ),
        reps=[rep_of(each) for each in roster],
        ledger=told.get(None),
        ledgers=written,
    )


@st.composite
def charged(draw: st.DrawFn, book: Book, name: str, roster: list[str]) -> Ledger:
    """A ledger to which a few leads were charged, written into the oracle's book as well."""
    ledger = Ledger(name=name)
    for number in range(draw(st.integers(0, 4)) if roster else 0):
        among = draw(st.lists(st.sampled_from(roster), min_size=1, unique=True))
        weights = {rep: draw(st.integers(1, 3)) for rep in among}
        turn = draw(st.sampled_from(among))
        at = midday - timedelta(days=30 - draw(st.integers(0, 3)))
        cost = draw(st.sampled_from((1, 1, 2)))
        ledger = charge(ledger, LeadId(f"past{number}"), RepId(turn), at=at, shares=weights, cost=cost)
        book.given[f"past{number}"] = Given(turn, at, cost, weights)
    return ledger
