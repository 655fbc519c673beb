"""Who should get a lead, and why not the others."""

from .decision import Candidate, Decision, WhyNot, explain_decision
from .policy import Criterion, HasRouting, Routing, check_routing
from .roster import Desk, HasHours, Rep, open_desk
from .route import ready_to_route, route

__all__ = [
    "Candidate",
    "Criterion",
    "Decision",
    "Desk",
    "HasHours",
    "HasRouting",
    "Rep",
    "Routing",
    "WhyNot",
    "check_routing",
    "explain_decision",
    "open_desk",
    "ready_to_route",
    "route",
]
