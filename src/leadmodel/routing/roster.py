"""The people who take leads, and the desk: who can take work now.

The model holds policy; the desk holds people and state: leave, open leads, whose turn was when.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import pairwise
from typing import Protocol

from ..errors import InputError, TimeError, UnknownNameError
from ..hours import Calendar, HolidayList, Hours, Overlay, Schedule, TimeOff, schedule_in
from ..records import Assigned, Case, FrozenMap, LeadId, RepId, Working, language_tag, utc
from ..records.lead import country_code
from .decision import Decision
from .ledger import Ledger, give_back
from .owed import charged
from .weights import Ramp, Weight, whole

__all__ = ["Desk", "HasHours", "Rep", "open_desk"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rep:
    """Somebody who answers leads: where and when they work, what they speak, how much they can hold.

    `hours` and `holidays` name what the model declares; `capacity` counts open leads (None is no limit) and
    `open_leads` those that this desk does not know of. `territories` are countries. `manager` and `executive` are whom
    to alert. `leave` of whole days keeps leads away; between two instants it is time that the rep does not work.
    `weight` is the rep's share beside the others' where leads are given out by fairness: a whole number, or a `Ramp`.

    >>> Rep(id="ann", zone="Europe/Zurich", hours="office", languages=("it", "fr"), territories=("CH",)).languages
    ('it', 'fr')

    Raises `InputError` for an empty id, no language, a capacity below zero, or a weight below one.
    """

    id: RepId
    zone: str
    hours: str
    languages: tuple[str, ...]
    name: str | None = None
    holidays: str | None = None
    territories: tuple[str, ...] = ()
    capacity: int | None = None
    open_leads: int = 0
    manager: str | None = None
    executive: str | None = None
    leave: tuple[TimeOff, ...] = ()
    weight: Weight = 1

    def __post_init__(self) -> None:
        if not self.id:
            raise InputError("id", self.id, "is empty, every rep needs an id of their own")
        if not self.languages:
            raise InputError("languages", self.languages, "is empty, a rep speaks at least one")
        for argument in ("capacity", "open_leads"):
            value = getattr(self, argument)
            if value is not None and value < 0:
                raise InputError(argument, value, "is below zero")
        if not isinstance(self.weight, Ramp):
            whole(self.weight, "weight")
        freeze = object.__setattr__
        freeze(self, "languages", tuple(language_tag(tag, "languages") for tag in self.languages))
        freeze(self, "territories", tuple(country_code(code, "territories") for code in self.territories))
        freeze(self, "leave", tuple(self.leave))


class HasHours(Protocol):
    """Anything that declares named hours and holidays."""

    @property
    def hours(self) -> tuple[Hours, ...]: ...
    @property
    def holidays(self) -> tuple[HolidayList, ...]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Who can take work now: the reps by id, each one's working time, open leads and last turn.

    With a `ledger` every lead that is given out is charged to it.
    """

    reps: tuple[Rep, ...]
    schedules: Mapping[str, Calendar]
    load: Mapping[str, int] = field(default_factory=FrozenMap)
    last_turn: Mapping[str, datetime] = field(default_factory=FrozenMap)
    ledger: Ledger | None = None

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
        by nobody, or for a lead that counts for somebody else (`gave_back` comes first).
        """
        if rep not in self.schedules:
            raise UnknownNameError("rep", rep, self.schedules)
        load = FrozenMap({**self.load, rep: self.load.get(rep, 0) + 1})
        return replace(
            self,
            load=load,
            last_turn=FrozenMap({**self.last_turn, rep: utc(at, "at")}),
            ledger=None
            if self.ledger is None
            else charged(self.ledger, rep, decision, at=at, by=by, why=why),
        )

    def gave_back(self, lead: LeadId, *, at: datetime, why: str | None = None) -> "Desk":
        """The desk whose ledger counts a lead no more: rejected, bounced, not shown up, merged or passed on.

        The load stays as it is: whether the lead is still open is another matter.
        """
        ledger = self.ledger
        return self if ledger is None else replace(self, ledger=give_back(ledger, lead, at=at, why=why))


def open_desk(
    reps: Iterable[Rep], model: HasHours, *, cases: Iterable[Case] = (), ledger: Ledger | None = None
) -> Desk:
    """A desk as of the cases that the reps hold: their load is what is assigned or in work, plus `Rep.open_leads`.

    Raises `UnknownNameError` for hours or holidays that the model does not declare, `InputError` for a rep who is
    listed twice, `TimeError` for a zone that does not exist. An owner who is not on the roster counts for nobody.
    """
    roster = tuple(sorted(reps, key=lambda rep: rep.id))
    for rep, following in pairwise(roster):
        if rep.id == following.id:
            raise InputError("reps", rep.id, "is listed twice")
    load: dict[str, int] = {rep.id: rep.open_leads for rep in roster}
    last_turn: dict[str, datetime] = {}
    for case in cases:
        if isinstance(case.state, Assigned | Working) and case.state.owner in load:
            load[case.state.owner] += 1
        for cycle in case.cycles:
            if cycle.owner in load:
                last_turn[cycle.owner] = max(cycle.assigned_at, last_turn.get(cycle.owner, cycle.assigned_at))
    return Desk(
        reps=roster,
        schedules=FrozenMap(_schedules(roster, model)),
        load=FrozenMap(load),
        last_turn=FrozenMap(last_turn),
        ledger=ledger,
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
