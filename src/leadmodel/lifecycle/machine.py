"""A machine of the house's own: sub-stages within a stage, or a pipeline behind it, declared as data and proved.

It never moves the lead. Its moves are notes of the house (`noted` events, by their name); a pipeline may also say by
which of the lead's own moves it ends.

>>> calls = Machine(
...     name="calls", inside=Stage.WORKING, states=("dialling", "connected"), start="dialling",
...     moves=(Move(out_of="dialling", on="spoke", to="connected"),),
... )
>>> calls.after("dialling", "spoke"), calls.after("connected", "spoke")
('connected', None)
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ..errors import DefinitionError, InputError, UnknownNameError
from ..records import EventKind, Stage
from ..records.names import named
from .machine_proof import faults_of
from .table import TABLE

__all__ = ["LEAD_MACHINE", "Machine", "Move"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One way from a state to another: `out_of` where, `on` what, `to` where.

    `on` is the name of a note, or the kind of one of the lead's own moves, such as `won`.
    """

    out_of: str
    on: str
    to: str

    def __post_init__(self) -> None:
        for argument in ("out_of", "on", "to"):
            value: object = getattr(self, argument)
            if not isinstance(value, str) or not value:
                raise InputError(argument, value, "is not a name")
            # A member of an enumeration is a text, too; kept plain, so that a machine equals the one read back.
            object.__setattr__(self, argument, str(value))


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """States, the moves between them, one start, and ends; `inside` is the stage of the lead within which it runs.

    It begins anew each time the lead comes into that stage, and is over when the lead leaves it. `ends` are states that
    nothing leads out of, or stages of the lead, which are reached by the lead's own moves. Without any, leaving the
    stage is the end. Without `inside` it runs all the lead's life.

    >>> Machine(name="deal", inside="qualified", states=("discovery",), start="dicsovery", ends=("won", "lost"))
    Traceback (most recent call last):
        ...
    leadmodel.errors.DefinitionError: machine 'deal' has 3 faults
      $.start: unknown state 'dicsovery', did you mean 'discovery'?
      $.ends[1]: 'lost' is not a stage, and a lead that is qualified goes on: expected nurture, unqualified or won
      $.states[0]: there is no way from 'discovery' to an end

    Raises `DefinitionError` with every fault, and `InputError` for what is no list of names.
    """

    name: str
    states: tuple[str, ...]
    start: str
    ends: tuple[str, ...] = ()
    moves: tuple[Move, ...] = ()
    inside: Stage | None = None

    def __post_init__(self) -> None:
        name: object = self.name
        if not isinstance(name, str) or not name:
            raise InputError("name", name, "is not a name")
        if self.inside is not None:
            object.__setattr__(self, "inside", named(Stage, self.inside, "inside"))
        for argument in ("states", "ends"):
            object.__setattr__(self, argument, _names(getattr(self, argument), argument))
        object.__setattr__(self, "start", str(self.start))
        moves: object = self.moves
        if not isinstance(moves, Sequence) or not all(isinstance(move, Move) for move in moves):
            raise InputError("moves", moves, "is not a list of moves")
        object.__setattr__(self, "moves", tuple(moves))
        findings = tuple(faults_of(self))
        if findings:
            raise DefinitionError(f"machine {self.name!r}", findings)

    def after(self, state: str, on: str) -> str | None:
        """Where a move leads, or None when there is no such move. Raises `UnknownNameError` for an unknown state."""
        if state not in self.states and state not in self.ends:
            raise UnknownNameError("state", state, (*self.states, *self.ends))
        return next((move.to for move in self.moves if (move.out_of, move.on) == (state, on)), None)

    def ways(self, state: str) -> tuple[str, ...]:
        """On what a state may be left, in the order of the moves. Raises `UnknownNameError` for an unknown state."""
        if state not in self.states and state not in self.ends:
            raise UnknownNameError("state", state, (*self.states, *self.ends))
        return tuple(move.on for move in self.moves if move.out_of == state)


def _names(values: object, argument: str) -> tuple[str, ...]:
    if isinstance(values, str) or not isinstance(values, Sequence):
        raise InputError(argument, values, "is not a list of names")
    for value in values:
        if not isinstance(value, str) or not value:
            raise InputError(argument, value, "is not a name")
    return tuple(map(str, values))


#: The lead's own table, said as a machine: it has to stand the same proof.
LEAD_MACHINE = Machine(
    name="lead",
    states=tuple(stage for stage in Stage if TABLE[stage]),
    start=Stage.RAW,
    ends=tuple(stage for stage in Stage if not TABLE[stage]),
    moves=tuple(
        Move(out_of=stage, on=kind, to=TABLE[stage][kind])
        for stage in Stage
        for kind in EventKind
        if kind in TABLE[stage]
    ),
)
