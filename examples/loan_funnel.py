"""Read a public loan log as a lead funnel, and run the main job on all its cases.

The log is that of the BPI Challenge 2012 (doi:10.4121/uuid:3926db30-f712-4394-aebc-75976070e91f): applications for
loans at a Dutch bank, one row for each thing that happened, as CSV with the columns case_id, reg_date, amount_req,
activity, lifecycle, resource and timestamp, gzipped or not.

    python examples/loan_funnel.py PATH

How an application reads as a lead:

- `A_SUBMITTED` captures it.
- A work item (`W_...`) that is scheduled puts it into the queue of that item; whoever starts the item takes it from the
  queue and touches it. The bank's own system is resource 112, and what it starts is an automatic touch. Some rows name
  nobody: somebody did it, and nobody knows who.
- `O_SENT` qualifies it: there is an offer. `A_ACTIVATED` wins it, `A_DECLINED` finds it unqualified, and
  `A_CANCELLED` loses it for now.
- What the applicant does counts for the score: completing the form, sending the offer back.
"""

import csv
import gzip
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from leadmodel.conditions import Condition, CustomField, FieldKind
from leadmodel.flow import Report, run
from leadmodel.hours import Hours, Week
from leadmodel.lifecycle import Reason
from leadmodel.model import LeadModel
from leadmodel.records import Event, EventId, EventKind, Lead, LeadId, RepId, spell
from leadmodel.routing import Rep, Routing
from leadmodel.scoring import BehaviourRule, FitRule, GradeBand, LevelBand, Scoring
from leadmodel.sla import LadderStep, SlaPolicy

THE_SYSTEM = "112"
NOBODY_KNOWS = RepId("unknown")
COLUMNS = ["case_id", "reg_date", "amount_req", "activity", "lifecycle", "resource", "timestamp"]

OUTCOMES = {
    "O_SENT": (EventKind.QUALIFIED, None),
    "A_ACTIVATED": (EventKind.WON, None),
    "A_DECLINED": (EventKind.UNQUALIFIED, "declined"),
    "A_CANCELLED": (EventKind.NURTURED, "cancelled"),
}
APPLICANT_DOES = {"A_PARTLYSUBMITTED": "form_completed", "O_SENT_BACK": "offer_sent_back"}

MODEL = LeadModel(
    version="loan-funnel-1",
    fields=(CustomField(name="amount_requested", kind=FieldKind.NUMBER),),
    scoring=Scoring(
        fit=(
            FitRule(id="large", when=Condition(field="fields.amount_requested", at_least=20_000), points=20),
            FitRule(id="medium", when=Condition(field="fields.amount_requested", at_least=10_000), points=10),
        ),
        behaviour=(
            BehaviourRule(id="form", activity="form_completed", points=10, at_most=1),
            BehaviourRule(id="returned", activity="offer_sent_back", points=40, at_most=1),
        ),
        grades=(GradeBand(grade="A", at_least=30), GradeBand(grade="B", at_least=10), GradeBand(grade="C")),
        levels=(LevelBand(level=1, at_least=50), LevelBand(level=2, at_least=10), LevelBand(level=3)),
        sales_ready=("A1", "A2", "B1", "B2", "C1"),
    ),
    routing=Routing(
        when=Condition(field="card.sales_ready", equals=True), default_language="nl", respond_within="72h"
    ),
    hours=(
        Hours(
            name="call centre",
            week=Week(
                **dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), ("08:00-21:00",)), sat=("09:00-17:00",)
            ),
        ),
    ),
    sla=(
        SlaPolicy(
            name="first call",
            target="24h",
            ladder=(
                LadderStep(after="24h", recipients=("rep",)),
                LadderStep(after="48h", recipients=("rep", "manager")),
                LadderStep(after="72h", recipients=("rep", "manager", "executive")),
            ),
        ),
    ),
    reasons=(
        Reason(
            code="cancelled", disposition="nurture", says="Withdrawn, or never answered", without_touch=True
        ),
        Reason(code="declined", disposition="unqualified", says="The bank declined it", without_touch=True),
    ),
)


def read_log(lines: Iterable[str]) -> tuple[list[Lead], list[Rep], list[Event]]:
    """The log's rows as leads, the people who appear in it, and events; the row's number makes an event's id."""
    rows = csv.reader(lines)
    header = next(rows, None)
    if header != COLUMNS:
        raise SystemExit(f"not the loan log: its columns are {header}, expected {COLUMNS}")
    leads: list[Lead] = []
    events: list[Event] = []
    people: set[RepId] = set()
    queued: dict[str, set[str]] = {}
    for number, (case, _, amount, activity, lifecycle, resource, stamp) in enumerate(rows, start=2):
        at = datetime.fromisoformat(stamp)
        if activity == "A_SUBMITTED":
            leads.append(
                Lead(
                    id=LeadId(case),
                    captured_at=at,
                    source="application",
                    fields={"amount_requested": int(amount)},
                )
            )
            queued[case] = set()
        if resource and resource != THE_SYSTEM:
            people.add(RepId(resource))
        who = RepId(resource) if resource else NOBODY_KNOWS
        events += _events(number, LeadId(case), at, activity, lifecycle, who, queued[case])
    reps = [
        Rep(id=person, zone="Europe/Amsterdam", hours="call centre", languages=("nl",), manager="team leader")
        for person in sorted(people)
    ]
    return leads, reps, events


def _events(
    number: int, case: LeadId, at: datetime, activity: str, lifecycle: str, who: RepId, queued: set[str]
) -> Iterator[Event]:
    def event(
        kind: EventKind,
        *,
        rep: RepId | None = None,
        reason: str | None = None,
        activity: str | None = None,
        automatic: bool = False,
    ) -> Event:
        return Event(
            id=EventId(f"{number:07}-{kind}"),
            lead=case,
            kind=kind,
            at=at,
            rep=rep,
            reason=reason,
            activity=activity,
            automatic=automatic,
        )

    if activity.startswith("W_") and lifecycle == "SCHEDULE":
        queued.add(activity)
        yield event(EventKind.ASSIGNED, rep=RepId(f"queue: {activity[2:]}"))
    elif activity.startswith("W_") and lifecycle == "START":
        if activity in queued:
            queued.remove(activity)
            yield event(EventKind.ASSIGNED, rep=who)
        yield event(EventKind.TOUCHED, rep=who, automatic=who == THE_SYSTEM)
    elif activity in OUTCOMES:
        kind, reason = OUTCOMES[activity]
        yield event(kind, reason=reason)
    elif activity in APPLICANT_DOES:
        yield event(EventKind.ACTIVITY, activity=APPLICANT_DOES[activity])


def open_log(path: Path) -> list[str]:
    with (
        gzip.open(path, "rt", encoding="utf-8")
        if path.suffix == ".gz"
        else path.open(encoding="utf-8") as log
    ):
        return log.readlines()


def run_log(lines: Iterable[str]) -> Report:
    leads, reps, events = read_log(lines)
    return run(MODEL, leads=leads, reps=reps, events=events, at=max(event.at for event in events))


def summary(report: Report) -> Iterator[str]:
    [total] = report.overall
    yield f"{report.leads} applications, {report.events} events, as of {report.at:%Y-%m-%d %H:%M} UTC"
    yield "end in: " + ", ".join(f"{count} {stage}" for stage, count in report.stages.items() if count)
    yield f"assigned {total.assigned}, worked {total.worked}, bypassed {total.bypassed}, waiting {total.waiting}"
    yield f"pick-up rate {total.pick_up_rate:.1%}, qualified rate {total.qualified_rate:.1%}"
    if total.response is not None and total.response_business is not None:
        yield f"median response {spell(total.response)}, {spell(total.response_business)} of it in working hours"
    yield f"late now: {len(report.late)}; decisions for waiting applications: {len(report.decisions)}"
    for title, steps in (("refused", report.refused), ("surprising", report.surprising)):
        yield f"{title}: {len(steps)} events"
        for (stage, kind, code), count in Counter(
            (step.state.stage.value, step.event.kind.value, step.code) for step in steps
        ).most_common():
            example = next(
                step
                for step in steps
                if (step.state.stage, step.event.kind, step.code) == (stage, kind, code)
            )
            yield f"  {count:6} {kind} in {stage} ({code}), such as {example.event.lead}: {example.why}"


def main() -> None:
    if len(sys.argv) != 2:
        print("give the path of the loan log: python examples/loan_funnel.py PATH")
        return
    began = time.perf_counter()
    report = run_log(open_log(Path(sys.argv[1])))
    for line in summary(report):
        print(line)
    print(f"in {time.perf_counter() - began:.1f} s")


if __name__ == "__main__":
    main()
