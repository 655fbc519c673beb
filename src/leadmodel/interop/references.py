"""Whether the tables go together: every name in one of them is found where it belongs."""

from collections.abc import Iterable, Sequence

from ..errors import Finding, RowError
from ..model import LeadModel
from ..records import Event, Lead
from ..routing import Rep
from .faults import FaultList, shown
from .tables import Table

__all__ = ["check_references"]


def check_references(leads: Table[Lead], reps: Table[Rep], events: Table[Event], model: LeadModel) -> None:
    """Prove the names: leads, reps and reasons of events, hours, holidays and pools of reps.

    Raises `RowError` with every name that refers to nothing, its line, and the nearest one that is there.
    """
    findings = [*_reps(reps, model), *_events(events, leads, reps, model)]
    if findings:
        raise RowError("the input", findings)


def _reps(reps: Table[Rep], model: LeadModel) -> list[Finding]:
    faults = FaultList(reps.name)
    hours = _sorted(each.name for each in model.hours)
    holidays = _sorted(each.name for each in model.holidays)
    pools = _sorted(each.name for each in model.routing.pools)
    for line, rep in zip(reps.lines, reps.rows, strict=True):
        _known(faults, line, "hours", rep.hours, hours, "[[hours]] of the model")
        _known(faults, line, "holidays", rep.holidays, holidays, "[[holidays]] of the model")
        # Where no pool is declared everybody is in one, whatever pools they name.
        for pool in rep.pools if pools else ():
            _known(faults, line, "pools", pool, pools, "[[routing.pools]] of the model")
    return faults.findings()


def _events(events: Table[Event], leads: Table[Lead], reps: Table[Rep], model: LeadModel) -> list[Finding]:
    faults = FaultList(events.name)
    people = _sorted(lead.id for lead in leads)
    staff = _sorted(rep.id for rep in reps)
    reasons = _sorted(reason.code for reason in model.reasons)
    known_people, known_staff, known_reasons = {*people, None}, {*staff, None}, {*reasons, None}
    for line, event in zip(events.lines, events.rows, strict=True):
        # The sets first: nearly every name of nearly every file is known.
        if event.lead not in known_people:
            _known(faults, line, "lead", event.lead, people, leads.name)
        if event.rep not in known_staff:
            _known(faults, line, "rep", event.rep, staff, reps.name)
        if event.reason not in known_reasons:
            _known(faults, line, "reason", event.reason, reasons, "[[reasons]] of the model")
    return faults.findings()


def _known(
    faults: FaultList, line: int, column: str, name: str | None, known: Sequence[str], where: str
) -> None:
    if name is not None and name not in known:
        message = f"{shown(name)} is not in {where}{faults.near(column, name, known)}"
        faults.add(line, column, message)


def _sorted(names: Iterable[str]) -> list[str]:
    return sorted(names, key=lambda name: (name.casefold(), name))
