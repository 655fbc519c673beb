"""A small service over the library: leads come in as JSON, and every answer says why.

    pip install leadmodel fastapi uvicorn
    uvicorn examples.fastapi_service:app

The service keeps leads and events in memory; a real one puts a database there. The library decides, and never stores.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse

from leadmodel.errors import LeadModelError
from leadmodel.interop import read_reps
from leadmodel.lifecycle import replay
from leadmodel.model import LeadModel
from leadmodel.records import Case, Event, EventId, EventKind, Lead, LeadId
from leadmodel.records.plain import as_plain
from leadmodel.routing import Desk, Rep, open_desk, ready_to_route, route
from leadmodel.schema import parse_model
from leadmodel.scoring import score
from leadmodel.sla import clocks

WORLD = Path(__file__).parent / "world"


class Office:
    """What the service remembers: a model, a roster, and for each lead its profile and what happened to it."""

    def __init__(self, model: LeadModel, reps: Iterable[Rep]) -> None:
        self.model = model
        self.reps = tuple(reps)
        self.leads: dict[LeadId, Lead] = {}
        self.events: dict[LeadId, list[Event]] = {}

    def case(self, lead: LeadId) -> Case:
        if lead not in self.leads:
            raise HTTPException(404, f"no lead {lead!r}")
        return replay(self.leads[lead], self.events[lead], self.model).case

    def desk(self) -> Desk:
        return open_desk(self.reps, self.model, cases=[self.case(lead) for lead in self.leads])


def create_app(office: Office, now: Callable[[], datetime]) -> FastAPI:
    """The routes over an office; `now` is the service's clock, since the library has none."""
    app = FastAPI(title="leadmodel")
    clock = Annotated[datetime, Depends(now)]

    @app.exception_handler(LeadModelError)
    def refuse(request: Request, error: Exception) -> JSONResponse:
        return JSONResponse({"detail": str(error)}, status_code=422)

    @app.post("/leads", status_code=201)
    def capture(lead: Lead, at: clock) -> dict[str, Any]:
        """Score a new lead, and give it to somebody if it is ready."""
        if lead.id in office.leads:
            raise HTTPException(409, f"lead {lead.id!r} is here already")
        office.leads[lead.id], office.events[lead.id] = lead, []
        card = score(office.case(lead.id), office.model, at=at)
        answer: dict[str, Any] = {"card": as_plain(card), "decision": None}
        if ready_to_route(lead, office.model, card=card):
            decision = route(lead, office.model, desk=office.desk(), at=at)
            answer["decision"] = as_plain(decision)
            if decision.rep:
                event = EventId(f"{lead.id}-assigned")
                office.events[lead.id].append(
                    Event(id=event, lead=lead.id, kind=EventKind.ASSIGNED, at=at, rep=decision.rep)
                )
        return answer

    @app.post("/events", status_code=201)
    def happened(event: Event) -> dict[str, Any]:
        """Record what happened; an event that may not happen to the lead is refused, with the reason."""
        before = office.case(event.lead)
        after = replay(before.lead, (*before.history, event), office.model)
        for step in after.refused:
            if step.event == event:
                raise HTTPException(409, {"code": step.code, "why": step.why})
        office.events[event.lead].append(event)
        return {"state": as_plain(after.case.state)}

    @app.get("/leads/{lead}")
    def lead_now(lead: LeadId, at: clock) -> dict[str, Any]:
        """Where a lead stands: its state, its score, and whether it is on time."""
        case = office.case(lead)
        card = score(case, office.model, at=at)
        running = clocks(case, office.model, schedules=office.desk().schedules, at=at, card=card)
        return {"state": as_plain(case.state), "card": as_plain(card), "clocks": as_plain(running)}

    return app


def office_of_the_sample() -> Office:
    model = parse_model((WORLD / "model.toml").read_text(encoding="utf-8"))
    with (WORLD / "reps.csv").open(encoding="utf-8", newline="") as rows:
        return Office(model, read_reps(rows, format="csv", name="reps.csv").rows)


app = create_app(office_of_the_sample(), now=lambda: datetime.now(UTC))
