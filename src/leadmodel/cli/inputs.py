"""The input of a run: model, leads, reps and events, read together so that the faults of all come at once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from ..errors import LeadModelError
from ..interop import Format, Table, check_references, read_events, read_leads, read_reps
from ..model import LeadModel
from ..records import Event, Lead
from ..routing import Rep
from .files import read_file, read_model, spelled
from .progress import Watch

__all__ = ["Inputs", "InputsError", "read_inputs"]

T = TypeVar("T")


class InputsError(LeadModelError):
    """One or more files cannot be used; the message holds the faults of every one of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """All that a run is about."""

    model: LeadModel
    leads: Table[Lead]
    reps: Table[Rep]
    events: Table[Event]


def read_inputs(model: str, *, leads: str, reps: str, events: str | None, watch: Watch) -> Inputs:
    """Read all files, then prove that they go together. Raises `InputsError` with the faults of all of them."""
    problems: list[str] = []
    house = _tried(problems, lambda: read_model(model))

    def lead_rows(lines: Iterable[str], format: Format) -> Table[Lead]:
        fields = house.fields if house else ()
        return read_leads(watch.lines(lines, "read leads"), format=format, name=leads, fields=fields)

    def rep_rows(lines: Iterable[str], format: Format) -> Table[Rep]:
        return read_reps(watch.lines(lines, "read reps"), format=format, name=reps)

    def event_rows(lines: Iterable[str], format: Format) -> Table[Event]:
        return read_events(watch.lines(lines, "read events"), format=format, name=events or "")

    # Without the model nobody knows which columns of the house's own the leads may have.
    people = _tried(problems, lambda: read_file(leads, lead_rows)) if house else None
    staff = _tried(problems, lambda: read_file(reps, rep_rows))
    history = (
        _tried(problems, lambda: read_file(events, event_rows))
        if events
        else Table(name="events", rows=(), lines=())
    )
    if house is None or people is None or staff is None or history is None:
        raise InputsError("\n".join(problems))
    check_references(people, staff, history, house)
    return Inputs(model=house, leads=people, reps=staff, events=history)


def _tried(problems: list[str], read: Callable[[], T]) -> T | None:
    try:
        return read()
    except (LeadModelError, OSError) as error:
        problems.append(spelled(error))
        return None
