"""Many leads in a row over one desk: the decisions of `route` and `Desk.gave`, for some microseconds each."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from enum import Enum, auto
from functools import partial
from typing import NamedTuple

from ..errors import TimeError, UnknownNameError
from ..records import Case, FrozenMap, Graded, Lead, LeadId, Links, RepId, iso, utc
from .account import ledger_name
from .asked import Asked
from .counting import Counting
from .decision import Decision, StepCode
from .desk import Desk, given_on
from .floor import Floor
from .lane import Chosen
from .needs import Need
from .policy import HasRouting
from .pools import PoolPolicy
from .route import decided
from .scan import Scan
from .walk import Found, walk

__all__ = ["Stream"]


class _Kind(Enum):
    GIVEN = auto()
    FREED = auto()
    GIVEN_BACK = auto()


class _Row(NamedTuple):
    """Something that changed the desk; `counted` is the ledger that has an entry of it."""

    kind: _Kind
    at: datetime
    rep: RepId
    pool: str | None
    counted: Counting | None


class Stream:
    """Gives out the leads of a stream, in the order of time, over the reps of a desk, as the model declares.

    >>> from datetime import UTC
    >>> from leadmodel.conditions import Condition
    >>> from leadmodel.hours import Hours, Week
    >>> from leadmodel.routing import Ledger, Rep, Routing, open_desk
    >>> class House:
    ...     routing = Routing(when=Condition(field="lead.source", present=True), prefer=("soonest", "fairness"))
    ...     hours = (Hours(name="office", week=Week(mon=("09:00-17:00",))),)
    ...     holidays = ()
    >>> team = [Rep(id=name, zone="UTC", hours="office", languages=("en",)) for name in ("ann", "bob")]
    >>> nine = datetime(2026, 11, 9, 9, tzinfo=UTC)
    >>> stream = Stream(open_desk(team, House(), ledger=Ledger(name="inbound")), House(), at=nine)
    >>> leads = [Lead(id=f"L{number}", captured_at=nine, source="form") for number in range(3)]
    >>> [stream.route(lead, at=nine).rep for lead in leads], stream.desk().load["ann"]
    (['ann', 'bob', 'ann'], 2)

    It is a builder: it starts from a desk and freezes into the next one (`desk`), and the roster stays as it is. Each
    decision may be asked for its reasons later; the desk is put together then as it stood before it. Raises what
    `Session` raises for the ledgers of the desk, `TimeError` for a naive time.
    """

    def __init__(self, desk: Desk, model: HasRouting, *, at: datetime) -> None:
        self._start = desk
        self._model = model
        self._floor = Floor(desk, model.routing, utc(at, "at"))
        self._counting: dict[str | None, Counting] = {}
        self._rows: list[_Row] = []
        for name in (None, *desk.ledgers):
            self._counts(name)

    def route(
        self,
        case: Case | Lead,
        *,
        at: datetime,
        without: Collection[RepId] = (),
        cost: int = 1,
        card: Graded | None = None,
        links: Links | None = None,
        due_at: datetime | None = None,
        waiting_since: datetime | None = None,
    ) -> Decision:
        """Decide who gets a lead, and give it to them; the arguments are those of `route`.

        Raises `TimeError` for an instant before the last, `InputError` for a lead that counts for somebody already
        (`give_back` comes first), `UnknownNameError` for a stand-in who is not on the desk.
        """
        self._move_to(at)
        asked = Asked(
            case,
            self._model,
            desk=partial(self._desk_before, len(self._rows)),
            at=self._floor.now,
            without=without,
            cost=cost,
            card=card,
            links=links,
            due_at=due_at,
            waiting_since=waiting_since,
        )
        for counting in self._counting.values():
            counting.check_new(asked.lead.id)
        sight = _Sight(self._floor, asked)
        found = walk(asked, sight)
        if found.rep is not None:
            found.rep = self._give(asked, found, sight)
        return decided(asked, found)

    def free(self, rep: RepId, *, at: datetime) -> None:
        """A lead of a rep is open no more, so there is room for another.

        Raises `UnknownNameError` for a rep who is not on the desk.
        """
        self._move_to(at)
        self._floor.freed(self._place(rep))
        self._rows.append(_Row(_Kind.FREED, self._floor.now, rep, None, None))

    def give_back(self, lead: LeadId, *, at: datetime, why: str | None = None) -> bool:
        """Let a lead count no more in any ledger, as `Desk.gave_back` does; whether it counted anywhere."""
        self._move_to(at)
        counted = False
        for counting in self._counting.values():
            holder = counting.session.holder(lead)
            if holder is not None:
                counting.session.give_back(lead, at=self._floor.now, why=why)
                self._rows.append(_Row(_Kind.GIVEN_BACK, self._floor.now, holder, None, counting))
                counted = True
        return counted

    def desk(self) -> Desk:
        """The desk as it stands, a frozen value; the stream may go on."""
        return self._desk_before(len(self._rows))

    def _give(self, asked: Asked, found: Found, sight: "_Sight") -> RepId:
        """Write down who gets a lead; in a ledger whose order decides, that is only found here."""
        counting = self._counts(ledger_name(asked, found))
        rep, lead, at, cost = found.rep, asked.lead.id, self._floor.now, asked.cost
        assert rep is not None
        chosen = sight.chosen
        if found.code is StepCode.TAKEN and found.pool is not None and chosen is not None:
            if "fairness" in asked.routing.order_of(found.pool):
                rep = counting.give(lead, chosen, at=at, cost=cost) if counting else sight.in_turn(chosen)
            elif counting is not None:
                counting.give_to(rep, lead, chosen.everybody(), at=at, cost=cost)
        elif counting is not None:
            self._give_outside(asked, found, counting, sight)
        place = self._place(rep)
        pool = None if found.pool is None else found.pool.name
        self._floor.gave(place, pool)
        self._rows.append(_Row(_Kind.GIVEN, at, rep, pool, counting))
        return rep

    def _give_outside(self, asked: Asked, found: Found, counting: Counting, sight: "_Sight") -> None:
        """Charge a lead that did not go round its pool as usual: an owner's, a stand-in's, or one given out anyway."""
        rep, at = found.rep, self._floor.now
        assert rep is not None
        shares = sight.alike
        rule = found.rule
        if rule is not None and rule.counts_in is not None:
            pool = asked.routing.pool(rule.counts_in)
            chosen = self._floor.lane(pool).choose(asked, ())
            if chosen is not None:
                fair = "fairness" in asked.routing.order_of(pool)
                shares = self._floor.names(chosen.alike if fair else chosen.able)
        by = None if not shares or rep in shares else f"rule {rule.id if rule else None}"
        self._place(rep)
        counting.give_to(
            rep, asked.lead.id, self._floor.chosen(shares or (rep,)), at=at, cost=asked.cost, by=by
        )

    def _counts(self, name: str | None) -> Counting | None:
        counting = self._counting.get(name)
        if counting is None:
            ledger = self._start.ledger_named(name)
            if ledger is None:
                return None
            counting = self._counting[name] = Counting(ledger, self._floor)
        return counting

    def _move_to(self, at: datetime) -> None:
        at = utc(at, "at")
        if at < self._floor.now:
            now = iso(self._floor.now)
            raise TimeError("at", iso(at), f"is before {now}, a stream goes on in the order of time")
        self._floor.move_to(at)

    def _place(self, rep: RepId) -> int:
        if rep not in self._floor.place:
            raise UnknownNameError("rep", rep, self._floor.place)
        return self._floor.place[rep]

    def _desk_before(self, count: int) -> Desk:
        """The desk after so many rows, put together from the one that it began with."""
        start = self._start
        load, last_turn = dict(start.load), dict(start.last_turn)
        last_given, given = dict(start.last_given), dict(start.given)
        entries: dict[Counting, int] = dict.fromkeys(self._counting.values(), 0)
        for kind, at, rep, pool, counting in self._rows[:count]:
            if counting is not None:
                entries[counting] += 1
            if kind is _Kind.GIVEN:
                load[rep] = load.get(rep, 0) + 1
                last_turn[rep] = at
                if pool is not None:
                    last_given[pool] = rep
                who = self._floor.reps[self._floor.place[rep]]
                given.update(given_on(who, at, given))
            elif kind is _Kind.FREED:
                load[rep] = load.get(rep, 0) - 1
        ledgers = {
            name: counting.ledger_after(entries[counting]) for name, counting in self._counting.items()
        }
        return replace(
            start,
            load=FrozenMap(load),
            last_turn=FrozenMap(last_turn),
            last_given=FrozenMap(last_given),
            given=FrozenMap(given),
            ledger=ledgers.pop(None, None),
            ledgers=FrozenMap({name: each for name, each in ledgers.items() if name is not None}),
        )


class _Sight:
    """The reps as a walk over the floor sees them; it keeps among whom the lead is decided."""

    def __init__(self, floor: Floor, asked: Asked) -> None:
        self.floor = floor
        self.asked = asked
        self.chosen: Chosen | None = None
        #: Among whom a lead is divided that looked past leave and hours.
        self.alike: tuple[RepId, ...] = ()

    def first(self, pool: PoolPolicy, dropped: tuple[Need, ...]) -> RepId | None:
        """The lowest of those whom the criteria before fairness leave; a ledger may say another of them later."""
        self.chosen = self.floor.lane(pool).choose(self.asked, dropped)
        if self.chosen is None:
            return None
        return self.floor.reps[(self.chosen.alike & -self.chosen.alike).bit_length() - 1].id

    def anyway(self, pool: PoolPolicy, dropped: tuple[Need, ...]) -> RepId | None:
        look = Scan(self.asked).look(pool, dropped, anyway=True)
        self.alike = tuple(each.rep for each in look.alike())
        return look.ranked[0].rep if look.ranked else None

    def can_own(self, rep: RepId, *, anyway: bool) -> bool | None:
        place = self.floor.place.get(rep)
        if place is None:
            return None
        seen = self.floor.presences[place]
        if rep in self.asked.without or not seen.active:
            return False
        if anyway or (seen.at_work and not seen.on_leave):
            return True
        return not seen.on_leave and seen.responds - self.asked.at <= self.asked.routing.patience

    def in_turn(self, chosen: Chosen) -> RepId:
        """Whose turn it is where no ledger counts: by weight, then by whose last turn was longest ago, then by id."""
        return self.floor.in_turn(chosen.alike)
