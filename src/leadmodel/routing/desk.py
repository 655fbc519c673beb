"""The desk: who can take work now.

The model holds policy; the desk holds people and state: leave, open leads, whose turn was when.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import pairwise
from typing import Protocol

from ..errors import InputError, TimeError, UnknownNameError
from ..hours import Calendar, HolidayList, Hours, Overlay, Schedule, schedule_in
from ..hours.wall import local
from ..records import Assigned, Case, FrozenMap, LeadId, RepId, Working, utc
from .decision import Decision
from .ledger import Ledger, give_back
from .owed import charged
from .roster import Rep

__all__ = ["Desk", "HasHours", "given_on", "open_desk"]


class HasHours(Protocol):
    """Anything that declares named hours and holidays."""

    @property
    def hours(self) -> tuple[Hours, ...]: ...
    @property
    def holidays(self) -> tuple[HolidayList, ...]: ...


class _Kept:
    """Where a desk keeps what was worked out from it; it is no part of the value, and is not copied or pickled."""

    __slots__ = ("attendance", "indexes")

    #: Who is at work as of the instant last asked about, and the reps in order for a policy and a cost.
    attendance: object
    indexes: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk(_Kept):
    """Who can take work now: the reps by id, each one's working time, open leads and last turn.

    With a `ledger` every lead that is given out is charged to it, and to one of the `ledgers` by name where a pool
    names its own. `last_given` is who got the last lead of each pool, `given` how many a rep with quotas got on each
    date of their own calendar.
    """

    reps: tuple[Rep, ...]
    schedules: Mapping[str, Calendar]
    load: Mapping[str, int] = field(default_factory=FrozenMap)
    last_turn: Mapping[str, datetime] = field(default_factory=FrozenMap)
    ledger: Ledger | None = None
    ledgers: Mapping[str, Ledger] = field(default_factory=FrozenMap)
    last_given: Mapping[str, RepId] = field(default_factory=FrozenMap)
    given: Mapping[str, Mapping[str, int]] = field(default_factory=FrozenMap)

    def gave(
        self,
        rep: RepId,
        *,
        at: datetime,
        decision: Decision | None = None,
        by: str | None = None,
        why: str | None = None,
    ) -> "Desk":
        """The desk after a rep got one more lead.

        A ledger is charged as the `decision` says. Who gives the lead to somebody else than it names says who they are
        (`by`) and may say why; that is charged too and stays on record. Raises `UnknownNameError` for a rep who is not
        on the desk, `TimeError` for a naive `at`, `InputError` for a ledger that cannot be charged: without a decision,
        by nobody, or for a lead that counts already (`gave_back` comes first), as when a decision is handed in twice.
        """
        if rep not in self.schedules:
            raise UnknownNameError("rep", rep, self.schedules)
        at = utc(at, "at")
        ledger, ledgers = self.ledger, self.ledgers
        named = None if decision is None else decision.ledger
        counts_in = self.ledger_named(named)
        if decision is not None and counts_in is not None and decision.lead in counts_in.charges:
            holder = counts_in.charges[decision.lead].rep
            raise InputError(
                "decision", decision.lead, f"was given to {holder!r} already, give it back first"
            )
        if named is not None:
            standing = ledgers.get(named) or Ledger(name=named)
            ledgers = FrozenMap({**ledgers, named: charged(standing, rep, decision, at=at, by=by, why=why)})
        elif ledger is not None:
            ledger = charged(ledger, rep, decision, at=at, by=by, why=why)
        pool = None if decision is None else decision.pool
        who = next(each for each in self.reps if each.id == rep)
        desk = replace(
            self,
            load=FrozenMap({**self.load, rep: self.load.get(rep, 0) + 1}),
            last_turn=FrozenMap({**self.last_turn, rep: at}),
            ledger=ledger,
            ledgers=ledgers,
            last_given=self.last_given if pool is None else FrozenMap({**self.last_given, pool: rep}),
            given=FrozenMap({**self.given, **given_on(who, at, self.given)}),
        )
        # Who is at work does not depend on who got a lead.
        if hasattr(self, "attendance"):
            object.__setattr__(desk, "attendance", self.attendance)
        return desk

    def gave_back(self, lead: LeadId, *, at: datetime, why: str | None = None) -> "Desk":
        """The desk whose ledgers count a lead no more: rejected, bounced, not shown up, merged or passed on.

        The load stays as it is: whether the lead is still open is another matter.
        """
        ledger = None if self.ledger is None else give_back(self.ledger, lead, at=at, why=why)
        ledgers = {name: give_back(each, lead, at=at, why=why) for name, each in self.ledgers.items()}
        if ledger is self.ledger and all(each is self.ledgers[name] for name, each in ledgers.items()):
            return self
        return replace(self, ledger=ledger, ledgers=FrozenMap(ledgers))

    def ledger_named(self, name: str | None) -> Ledger | None:
        """The ledger that a pool counts in: one that nobody has written to yet is empty, and None counts nothing."""
        return self.ledger if name is None else self.ledgers.get(name) or Ledger(name=name)


def given_on(rep: Rep, at: datetime, given: Mapping[str, Mapping[str, int]]) -> dict[str, Mapping[str, int]]:
    """What has been given to a rep with quotas, by date of their own calendar, with one lead more; else nothing."""
    if not rep.quotas:
        return {}
    day = local(at, rep.zone).date().isoformat()
    days = given.get(rep.id, {})
    return {rep.id: FrozenMap({**days, day: days.get(day, 0) + 1})}


def open_desk(
    reps: Iterable[Rep], model: HasHours, *, cases: Iterable[Case] = (), ledger: Ledger | None = None
) -> Desk:
    """A desk as of the cases that the reps hold: their load is what is assigned or in work, plus `Rep.open_leads`.

    Whose turn was when, and what counts for their quotas, is read from the cycles of the cases.

    Raises `UnknownNameError` for hours or holidays that the model does not declare, `InputError` for a rep who is
    listed twice, `TimeError` for a zone that does not exist. An owner who is not on the roster counts for nobody.
    """
    roster = tuple(sorted(reps, key=lambda rep: rep.id))
    for rep, following in pairwise(roster):
        if rep.id == following.id:
            raise InputError("reps", rep.id, "is listed twice")
    load: dict[str, int] = {rep.id: rep.open_leads for rep in roster}
    last_turn: dict[str, datetime] = {}
    limited = {rep.id: rep.zone for rep in roster if rep.quotas}
    given: dict[str, Counter[str]] = {rep: Counter() for rep in limited}
    for case in cases:
        if isinstance(case.state, Assigned | Working) and case.state.owner in load:
            load[case.state.owner] += 1
        for cycle in case.cycles:
            if cycle.owner in load:
                last_turn[cycle.owner] = max(cycle.assigned_at, last_turn.get(cycle.owner, cycle.assigned_at))
            if cycle.owner in limited:
                given[cycle.owner][local(cycle.assigned_at, limited[cycle.owner]).date().isoformat()] += 1
    return Desk(
        reps=roster,
        schedules=FrozenMap(_schedules(roster, model)),
        load=FrozenMap(load),
        last_turn=FrozenMap(last_turn),
        ledger=ledger,
        given=FrozenMap({rep: FrozenMap(days) for rep, days in given.items()}),
    )


def _schedules(roster: Iterable[Rep], model: HasHours) -> dict[str, Calendar]:
    """Each rep's working time; who shares pattern, zone and holidays shares one table, with the leave laid over it."""
    patterns = {hours.name: hours for hours in model.hours}
    lists = {each.name: each for each in model.holidays}
    found: dict[str, Calendar] = {}
    for rep in roster:
        base = _without_leave(rep, patterns, lists)
        found[rep.id] = Overlay(base=base, time_off=rep.leave) if rep.leave else base
    return found


def _without_leave(rep: Rep, patterns: Mapping[str, Hours], lists: Mapping[str, HolidayList]) -> Schedule:
    if rep.hours not in patterns:
        raise UnknownNameError(f"hours of rep {rep.id!r}", rep.hours, patterns)
    if rep.holidays is not None and rep.holidays not in lists:
        raise UnknownNameError(f"holidays of rep {rep.id!r}", rep.holidays, lists)
    try:
        return schedule_in(
            patterns[rep.hours], rep.zone, None if rep.holidays is None else lists[rep.holidays]
        )
    except TimeError as error:
        expected = str(error).removeprefix(f"{error.argument}: {error.value!r} ")
        raise TimeError(f"rep {rep.id!r}: {error.argument}", error.value, expected) from None
