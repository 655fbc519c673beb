"""What a lead's history makes of a machine: its sub-visits, and the notes that found no move.

On one instant the lead's moves and the notes count together, since a host writes "called" and "spoke to them" at once:
a note on the very instant at which the lead comes into the stage is inside, and so is one on which it leaves.

>>> from datetime import datetime, UTC
>>> from leadmodel.lifecycle import Move, replay
>>> from leadmodel.records import Lead
>>> def on(day, **fields): return Event(lead="L1", at=datetime(2026, 11, day, tzinfo=UTC), **fields)
>>> class House:
...     reasons = ()
>>> calls = Machine(
...     name="calls", inside="working", states=("dialling", "connected"), start="dialling",
...     moves=(Move(out_of="dialling", on="spoke", to="connected"),),
... )
>>> lead = Lead(id="L1", captured_at=datetime(2026, 11, 1, tzinfo=UTC), source="form")
>>> case = replay(lead, [
...     on(2, id="e1", kind=EventKind.ASSIGNED, rep="ann"),
...     on(3, id="e2", kind=EventKind.TOUCHED, rep="ann"),
...     on(5, id="e3", kind=EventKind.NOTED, activity="spoke"),
... ], House()).case
>>> [(visit.state, visit.entered_at.day) for visit in run_machine(case, calls).visits]
[('dialling', 3), ('connected', 5)]
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from ..errors import InputError
from ..records import Case, Event, EventId, EventKind, Stage
from ..records.visit import Visit
from .machine import Machine

__all__ = ["MachineRun", "MachineStep", "SubVisit", "run_machine"]

_KINDS = frozenset(kind.value for kind in EventKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class SubVisit:
    """One stay in a state of a machine, half-open; `left_at` is None while it lasts.

    `inside` is the stage of the lead around it and `cycle` the lead's time round when it began.
    """

    state: str
    inside: Stage | None
    cycle: int
    entered_at: datetime
    left_at: datetime | None = None
    entered_by: EventId | None = None
    left_by: EventId | None = None

    @property
    def duration(self) -> timedelta | None:
        """How long the stay took; None while it lasts."""
        return None if self.left_at is None else self.left_at - self.entered_at


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineStep:
    """An event that the machine has no move for: in which state it came (None outside the stage), and why not.

    Codes of what was refused: `not_inside` (the lead was not in the stage), `not_allowed` (no such move out of the
    state). Code of what is surprising: `left_otherwise` (the lead left the stage in a way that is not declared).
    """

    event: Event
    state: str | None
    code: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineRun:
    """The sub-visits of a lead in order, the notes that were refused, and the lead's own moves that surprise."""

    visits: tuple[SubVisit, ...] = ()
    refused: tuple[MachineStep, ...] = ()
    surprising: tuple[MachineStep, ...] = ()

    @property
    def state(self) -> str | None:
        """Where the machine is now; None when the lead is outside its stage."""
        return self.visits[-1].state if self.visits and self.visits[-1].left_at is None else None


def run_machine(case: Case, machine: Machine) -> MachineRun:
    """Fold a lead's history into the visits of a machine, within the visits of the stage around it.

    Notes that the machine does not know are somebody else's and are passed over. A machine never holds the lead: when
    the lead leaves the stage, the sub-visit ends with it. Raises `InputError` for a case without visits, that is, one
    that no replay has made.
    """
    if not case.visits:
        raise InputError("case", case.lead.id, "has no visits, make it by replaying its events")
    fold = _Fold(machine=machine, moves={(move.out_of, move.on): move.to for move in machine.moves})
    notes = {move.on for move in machine.moves} - _KINDS
    comes_by = {visit.entered_by: place for place, visit in enumerate(case.visits) if place}
    first = case.visits[0]
    if machine.inside is None or machine.inside is first.stage:
        fold.enter(machine.start, first.entered_at, None)
    for event in case.history:
        fold.refuse_those_before(event.at)
        place = comes_by.get(event.id)
        if place is not None:
            fold.moved(event, case.visits[place])
        elif event.kind is EventKind.NOTED and event.activity in notes:
            fold.noted(event, event.activity)
    fold.refuse_those_before(None)
    return MachineRun(
        visits=tuple(fold.visits), refused=tuple(fold.refused), surprising=tuple(fold.surprising)
    )


@dataclass(slots=True, kw_only=True)
class _Fold:
    """The fold while it runs."""

    machine: Machine
    moves: dict[tuple[str, str], str]
    state: str | None = None
    cycle: int = 0
    visits: list[SubVisit] = field(default_factory=list)
    refused: list[MachineStep] = field(default_factory=list)
    surprising: list[MachineStep] = field(default_factory=list)
    waiting: list[Event] = field(default_factory=list)
    """Notes of the present instant that came while the lead was outside; it may still come in on that instant."""

    def moved(self, event: Event, now: Visit) -> None:
        """The lead itself went from one stage to another."""
        inside, state = self.machine.inside, self.state
        self.cycle = now.cycle
        if state is not None:
            target = self.moves.get((state, event.kind))
            if inside is None:
                if target is not None and target != state:
                    self.leave(event)
                    self.enter(target, event.at, event.id)
            else:
                if target is None and any(on in _KINDS for _, on in self.moves):
                    ways = [on for on in self.machine.ways(state) if on in _KINDS]
                    expected = f"only {', '.join(ways)}" if ways else "no way out is declared there"
                    why = f"a lead in {state} left {inside.value} when it was {event.kind.value}, {expected}"
                    self.surprising.append(
                        MachineStep(event=event, state=state, code="left_otherwise", why=why)
                    )
                self.leave(event)
        if inside is not None and inside is now.stage:
            self.enter(self.machine.start, event.at, event.id)
            waiting, self.waiting = self.waiting, []
            for note in waiting:
                self.noted(note, str(note.activity))

    def noted(self, event: Event, name: str) -> None:
        """The house noted something that the machine knows."""
        state = self.state
        if state is None or event.at < self.visits[-1].entered_at:
            self.waiting.append(event)
            return
        target = self.moves.get((state, name))
        if target is None:
            ways = [on for on in self.machine.ways(state) if on not in _KINDS]
            why = f"{name} is no move out of {state}, {'only ' + ', '.join(ways) if ways else 'nothing noted is'}"
            self.refused.append(MachineStep(event=event, state=state, code="not_allowed", why=why))
        elif target != state:
            self.leave(event)
            self.enter(target, event.at, event.id)

    def refuse_those_before(self, at: datetime | None) -> None:
        """Their instant is over, and the lead did not come in on it."""
        if self.waiting and (at is None or at != self.waiting[0].at):
            inside = self.machine.inside
            where = f"was not in {inside.value}" if inside else "was not captured yet"
            self.refused += [
                MachineStep(
                    event=note, state=None, code="not_inside", why=f"{note.activity}, but the lead {where}"
                )
                for note in self.waiting
            ]
            self.waiting = []

    def enter(self, state: str, at: datetime, by: EventId | None) -> None:
        self.state = state
        inside = self.machine.inside
        self.visits.append(
            SubVisit(state=state, inside=inside, cycle=self.cycle, entered_at=at, entered_by=by)
        )

    def leave(self, event: Event) -> None:
        self.state = None
        self.visits[-1] = replace(self.visits[-1], left_at=event.at, left_by=event.id)
