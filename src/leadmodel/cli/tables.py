"""The report for people: what there is, who got what and why, who is late, what was refused."""

from collections import Counter
from collections.abc import Iterator, Sequence

from rich.console import RenderableType

from ..flow import MatrixCell, Report
from ..lifecycle import Step
from ..overdue import LateLead
from ..routing import Decision
from .explained import Explained
from .explanation import explanation
from .figures import figures
from .sheet import DATE, LENGTH, Cell, Head, Sheet, Styled, counted, instant, length

__all__ = ["report_parts"]

HELD = "(held)"
READY = "*"


def report_parts(
    report: Report, told: Explained | None, sheet: Sheet, *, repeated: int = 0
) -> Iterator[RenderableType]:
    """The whole report, part by part, from the headline to what should not be overlooked."""
    yield from _headline(report, sheet, repeated)
    yield from _matrix(report.matrix, sheet)
    yield from _routed(report, sheet)
    if told is not None:
        yield from explanation(told, sheet)
    yield from _late(report.late, sheet)
    yield from _pending(report, sheet)
    yield from _abandoned(report, sheet)
    yield from _outside(report, sheet)
    yield from figures(report, sheet)
    yield from _steps("Refused events", report.refused, sheet)
    yield from _steps("Surprising events, noted only", report.surprising, sheet)
    yield from _people(report, sheet)


def _headline(report: Report, sheet: Sheet, repeated: int) -> Iterator[RenderableType]:
    yield sheet.line(f"Lead model {report.model} as of {instant(report.at)} UTC", "bold")
    yield sheet.line(
        f"{counted(report.leads, 'lead')}, {counted(report.events, 'event')}; every time below is UTC"
    )
    if repeated:
        yield sheet.line(f"left out: {counted(repeated, 'event row')} that stood in the file before")
    later: list[tuple[Sequence[str], str]] = [(report.leads_in_future, "lead"), (report.in_future, "event")]
    told = " and ".join(counted(len(ids), one) for ids, one in later if ids)
    if told:
        names: list[str] = [each for ids, _ in later for each in ids]
        more = ", ..." if len(names) > sheet.limit else ""
        yield sheet.line(
            f"left out: {told} later than that: {', '.join(names[: sheet.limit])}{more}", "yellow"
        )
    yield sheet.title("Leads by stage")
    yield from sheet.table(
        [Head(stage, "right") for stage in report.stages], [list(report.stages.values())], every_row=True
    )


def _matrix(cells: Sequence[MatrixCell], sheet: Sheet) -> Iterator[RenderableType]:
    """Grades down, levels across; the sign stands beside the number, colour only supports it."""
    levels = list(dict.fromkeys(cell.level for cell in cells))
    grades = list(dict.fromkeys(cell.grade for cell in cells))
    found = {(cell.grade, cell.level): cell for cell in cells}
    rows: list[list[Cell]] = [
        [
            grade,
            *(_count(found[grade, level]) for level in levels),
            sum(found[grade, level].leads for level in levels),
        ]
        for grade in grades
    ]
    rows.append(
        [
            "all",
            *(sum(found[grade, level].leads for grade in grades) for level in levels),
            sum(c.leads for c in cells),
        ]
    )
    yield sheet.title("People by grade (who they are) and level (what they do)")
    heads = [Head("grade"), *(Head(f"level {level}", "right") for level in levels), Head("all", "right")]
    yield from sheet.table(heads, rows, every_row=True)
    yield sheet.line(f"{READY} goes to sales; duplicates are left out", "dim")


def _count(cell: MatrixCell) -> Styled:
    sign = READY if cell.sales_ready else " "
    return Styled(f"{cell.leads} {sign}", "bold green" if cell.sales_ready else "")


def _routed(report: Report, sheet: Sheet) -> Iterator[RenderableType]:
    given = sum(decision.rep is not None for decision in report.decisions)
    held = len(report.decisions) - given
    yield sheet.title(f"Routing: {given} given out, {held} held")
    if not report.decisions:
        yield sheet.line("no lead waits for a rep")
        return
    names = {case.lead.id: case.lead.name or "" for case in report.cases}
    heads = [Head("lead"), Head("name"), Head("label"), Head("to"), Head("why")]
    rows = [
        [each.lead, names[each.lead], report.cards[each.lead].label, _to(each), each.says]
        for each in report.decisions
    ]
    yield from sheet.table(heads, rows)
    yield from _got(report.decisions, sheet)


def _to(decision: Decision) -> Cell:
    return decision.rep if decision.rep is not None else Styled(HELD, "yellow")


def _got(decisions: Sequence[Decision], sheet: Sheet) -> Iterator[RenderableType]:
    """How many each rep of the desk got, those who got none among them."""
    counted = Counter(each.rep for each in decisions if each.rep is not None)
    last = {each.rep: each.open_leads for decision in decisions for each in decision.candidates}
    order = sorted(last, key=lambda rep: (-counted[rep], rep))
    rows: list[list[Cell]] = [[rep, counted[rep]] for rep in order]
    yield sheet.title("Given out by rep")
    yield from sheet.table([Head("rep"), Head("leads", "right")], rows)
    asked_again = sorted((each.retry_at, each.lead) for each in decisions if each.retry_at is not None)
    if asked_again:
        yield sheet.title("Held, and when to ask again")
        again: list[list[Cell]] = [[lead, instant(at)] for at, lead in asked_again]
        yield from sheet.table([Head("lead"), Head("ask again")], again)


def _late(late: Sequence[LateLead], sheet: Sheet) -> Iterator[RenderableType]:
    yield sheet.title(f"Late: {counted(len(late), 'promise')} past due and still open")
    if not late:
        return
    # Where all are of one clock its name would only take room.
    several = len({each.clock for each in late}) > 1
    heads = [
        Head("lead"),
        *([Head("clock")] if several else []),
        Head("owner"),
        Head("due", "right", narrowest=DATE),
        Head("waited", "right", narrowest=LENGTH),
        Head("in office\nhours", "right", narrowest=LENGTH),
        Head("alert"),
        Head("next step", "right", narrowest=DATE),
    ]
    rows: list[list[Cell]] = [
        [
            Styled(each.lead, "red"),
            *([each.clock] if several else []),
            each.owner or "-",
            instant(each.due),
            length(each.waited),
            length(each.waited_business),
            ", ".join(each.alert) or "-",
            instant(each.next_step_at),
        ]
        for each in late
    ]
    yield from sheet.table(heads, rows)


def _pending(report: Report, sheet: Sheet) -> Iterator[RenderableType]:
    if not report.pending:
        return
    yield sheet.title(f"To do: {counted(len(report.pending), 'step')} that the clocks ask for")
    goes_to = {decision.lead: decision for decision in report.reassigned}
    rows: list[list[Cell]] = [
        [
            each.lead,
            each.clock,
            each.action.value,
            instant(each.at),
            _to(goes_to[each.lead]) if each.lead in goes_to else each.reason or "-",
            ", ".join(each.tell) or "-",
        ]
        for each in report.pending
    ]
    heads = [
        Head("lead"),
        Head("clock"),
        Head("step"),
        Head("since", "right", narrowest=DATE),
        Head("to"),
        Head("tell"),
    ]
    yield from sheet.table(heads, rows)


def _abandoned(report: Report, sheet: Sheet) -> Iterator[RenderableType]:
    if not report.abandoned:
        return
    yield sheet.title(f"Abandoned: {counted(len(report.abandoned), 'lead')} left in work, to be let go")
    heads = [
        Head("lead"),
        Head("owner"),
        Head("in work since", "right", narrowest=DATE),
        Head("last touch", "right", narrowest=DATE),
        Head("reason"),
    ]
    rows: list[list[Cell]] = [
        [each.lead, each.owner, instant(each.working_since), instant(each.last_touch_at), each.reason]
        for each in report.abandoned
    ]
    yield from sheet.table(heads, rows)


def _outside(report: Report, sheet: Sheet) -> Iterator[RenderableType]:
    """What went past the gate, and what is outside the process."""
    if report.gate_misses:
        yield sheet.title(f"Qualified too soon: {counted(len(report.gate_misses), 'lead')}")
        missed: list[list[Cell]] = [
            [each.lead, instant(each.at), ", ".join(each.missing)] for each in report.gate_misses
        ]
        heads = [Head("lead"), Head("qualified", "right", narrowest=DATE), Head("missing")]
        yield from sheet.table(heads, missed)
    if report.exceptions:
        yield sheet.title(f"Exceptions: {counted(len(report.exceptions), 'lead')} outside the measures")
        tagged: list[list[Cell]] = [[each.lead, instant(each.since)] for each in report.exceptions]
        yield from sheet.table([Head("lead"), Head("since", "right", narrowest=DATE)], tagged)


def _steps(title: str, steps: Sequence[Step], sheet: Sheet) -> Iterator[RenderableType]:
    if not steps:
        return
    yield sheet.title(f"{title}: {len(steps)}")
    counted = Counter(step.code for step in steps)
    codes: list[list[Cell]] = [
        [code, counted[code]] for code in sorted(counted, key=lambda code: (-counted[code], code))
    ]
    yield from sheet.table([Head("code"), Head("events", "right")], codes, every_row=True)
    yield sheet.line("")
    rows = [[step.event.id, step.event.lead, step.code, step.why] for step in steps]
    yield from sheet.table([Head("event"), Head("lead"), Head("code"), Head("why")], rows)


def _people(report: Report, sheet: Sheet) -> Iterator[RenderableType]:
    if report.duplicates:
        yield sheet.title(f"Duplicates: {counted(len(report.duplicates), 'lead')} of somebody whom we have")
        rows = [[each.lead, each.of, each.why] for each in report.duplicates]
        yield from sheet.table([Head("lead"), Head("is"), Head("why")], rows)
    if report.undecided:
        count = counted(len(report.undecided), "lead")
        yield sheet.title(f"Undecided: {count} of whom too little is known to say whether they are ready")
        yield from sheet.table([Head("lead")], [[lead] for lead in report.undecided])
