"""The report as one JSON document, for programs: the same report, sorted, so that two runs can be compared."""

import json
from typing import Any

from ..flow import Report
from ..lifecycle import Step
from ..records.plain import as_plain
from .explained import Explained

__all__ = ["as_document", "dumped"]

#: As they are; the rest of the report is put together below.
WHOLE = (
    "model",
    "at",
    "events",
    "in_future",
    "leads_in_future",
    "stages",
    "matrix",
    "duplicates",
    "undecided",
    "decisions",
    "clock_states",
    "late",
    "pending",
    "reassigned",
    "abandoned",
    "gate_misses",
    "exceptions",
)


def as_document(report: Report, told: Explained | None, *, repeated: int) -> dict[str, Any]:
    """The report as plain data; `repeated` counts event rows that stood in the file before.

    Histories and scorecards stay out, except those of the lead that was asked about.
    """
    document: dict[str, Any] = {name: as_plain(getattr(report, name)) for name in WHOLE}
    document["leads"] = {
        case.lead.id: {
            "stage": case.state.stage.value,
            "label": report.cards[case.lead.id].label,
            "fit": report.cards[case.lead.id].fit,
            "score": report.cards[case.lead.id].score,
        }
        for case in report.cases
    }
    document["measures"] = {
        name: as_plain(getattr(report, name)) for name in ("by_rep", "by_source", "overall")
    }
    document["refused"] = [_step(step) for step in report.refused]
    document["surprising"] = [_step(step) for step in report.surprising]
    document["repeated"] = repeated
    document["explained"] = None if told is None else as_plain(told)
    return document


def dumped(document: dict[str, Any]) -> str:
    """The document as text, in ASCII: it survives every pipe."""
    return json.dumps(document, indent=2, sort_keys=True, ensure_ascii=True, allow_nan=False)


def _step(step: Step) -> dict[str, str]:
    return {"event": step.event.id, "lead": step.event.lead, "code": step.code, "why": step.why}
