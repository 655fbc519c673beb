"""The lifecycle once more, slow and obvious: plain dicts, the law written out, no shared code.

It knows the package only as the source of enum texts; what it returns is compared with what the package returns.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from leadmodel.records import Event, State

Plain = dict[str, Any]

#: From, by what, to. A pair that stands nowhere is refused.
LAW = {
    ("raw", "assigned"): "assigned",
    ("raw", "nurtured"): "nurture",
    ("raw", "unqualified"): "unqualified",
    ("assigned", "assigned"): "assigned",
    ("assigned", "touched"): "working",
    ("assigned", "nurtured"): "nurture",
    ("assigned", "unqualified"): "unqualified",
    ("working", "assigned"): "working",
    ("working", "touched"): "working",
    ("working", "qualified"): "qualified",
    ("working", "nurtured"): "nurture",
    ("working", "unqualified"): "unqualified",
    ("qualified", "assigned"): "qualified",
    ("qualified", "touched"): "qualified",
    ("qualified", "nurtured"): "nurture",
    ("qualified", "unqualified"): "unqualified",
    ("qualified", "won"): "won",
    ("nurture", "assigned"): "assigned",
    ("nurture", "touched"): "nurture",
    ("nurture", "unqualified"): "unqualified",
    ("won", "assigned"): "assigned",
    ("won", "touched"): "won",
}
#: Somebody touched the lead in these, so any reason for the disposition will do.
WAS_TOUCHED = {"working", "qualified"}
#: code -> (disposition, may be used before a touch); the catalogue of the declared model in `stories`.
CATALOGUE = {
    "budget_later": ("nurture", False),
    "too_small": ("nurture", True),
    "incompatible": ("unqualified", False),
    "student": ("unqualified", True),
}


def as_dict(state: State) -> Plain:
    """A state of the package in the shape that this oracle speaks."""
    names = [name for name in type(state).__dataclass_fields__ if name != "lead"]
    return {"stage": state.stage.value, **{name: getattr(state, name) for name in names}}


def entered(state: Plain) -> datetime:
    stamp = {"assigned": "assigned_at", "working": "worked_at", "qualified": "qualified_at", "won": "won_at"}
    moment: datetime = state[stamp.get(state["stage"], "since")]
    return moment


def apply(state: Plain, event: Event) -> tuple[Plain, str, str]:
    """The state after an event, what the event did, and a code."""
    stage, kind, at = state["stage"], event.kind.value, event.at
    if at < entered(state):
        return state, "refused", "too_early"
    if kind in ("activity", "noted") or (kind == "touched" and event.automatic):
        return state, "noted", ""
    if (stage, kind) not in LAW:
        return state, "refused", "not_allowed"
    after = LAW[stage, kind]
    if kind in ("nurtured", "unqualified"):
        if not event.reason:
            return state, "refused", "reason_missing"
        if event.reason not in CATALOGUE:
            return state, "refused", "reason_unknown"
        disposition, before_a_touch = CATALOGUE[event.reason]
        if disposition != after or (stage not in WAS_TOUCHED and not before_a_touch):
            return state, "refused", "reason_refused"
        gone = {"stage": after, "cycle": state.get("cycle", 0), "reason": event.reason, "since": at}
        return gone, "moved", ""
    if kind == "assigned" and stage in ("raw", "nurture", "won"):
        number = state.get("cycle", 0) + 1
        return {"stage": "assigned", "cycle": number, "owner": event.rep, "assigned_at": at}, "moved", ""
    if kind == "assigned":
        return {**state, "owner": event.rep}, "noted" if event.rep == state["owner"] else "moved", ""
    if kind == "touched" and stage == "assigned":
        if event.rep != state["owner"]:
            return state, "noted", "not_the_owner"
        return {**state, "stage": "working", "worked_at": at}, "moved", ""
    if kind == "touched":
        return state, "noted", ""
    if kind == "qualified":
        return {**state, "stage": "qualified", "qualified_at": at}, "moved", ""
    return {"stage": "won", "cycle": state["cycle"], "owner": state["owner"], "won_at": at}, "moved", ""


ORDER = ["activity", "noted", "assigned", "touched", "qualified", "nurtured", "unqualified", "won"]
UNSTAMPED: Plain = {
    "first_touch_at": None,
    "worked_at": None,
    "qualified_at": None,
    "outcome": None,
    "outcome_at": None,
    "reason": None,
    "model": None,
}


def visits(captured_at: datetime, events: Iterable[Event]) -> list[Plain]:
    """Every stay in a state: it begins with the event that changes the stage, and ends with the next such event."""
    state: Plain = {"stage": "raw", "since": captured_at}
    stays = [arrived(state, captured_at, None)]
    distinct = {event.id: event for event in events}.values()
    for event in sorted(distinct, key=lambda each: (each.at, ORDER.index(each.kind.value), each.id)):
        before = state
        state, _result, _code = apply(before, event)
        if state["stage"] != before["stage"]:
            stays[-1].update(left_at=event.at, left_by=event.id)
            stays.append(arrived(state, event.at, event.id))
    return stays


def arrived(state: Plain, at: datetime, by: str | None) -> Plain:
    stay = {"stage": state["stage"], "cycle": state.get("cycle", 0), "owner": state.get("owner")}
    return {**stay, "entered_at": at, "left_at": None, "entered_by": by, "left_by": None}


def fold(
    captured_at: datetime, events: Iterable[Event]
) -> tuple[Plain, list[Plain], list[tuple[str, str]], list[tuple[str, str]]]:
    """The final state, the cycles, and (event id, code) of what was refused and of what was surprising."""
    state: Plain = {"stage": "raw", "since": captured_at}
    cycles: list[Plain] = []
    refused, surprising = [], []
    distinct = {event.id: event for event in events}.values()
    for event in sorted(distinct, key=lambda each: (each.at, ORDER.index(each.kind.value), each.id)):
        before, kind = state, event.kind.value
        state, result, code = apply(before, event)
        if result == "refused":
            refused.append((str(event.id), code))
            continue
        if code:
            surprising.append((str(event.id), code))
        human = kind == "touched" and not event.automatic
        if human and before["stage"] in ("assigned", "working") and cycles[-1]["first_touch_at"] is None:
            cycles[-1]["first_touch_at"] = event.at
        if result != "moved":
            continue
        if kind == "assigned" and before["stage"] in ("raw", "nurture", "won"):
            fresh = {"number": state["cycle"], "owner": event.rep, "assigned_at": event.at}
            cycles.append({**fresh, **UNSTAMPED})
        elif kind == "assigned" and before["stage"] == "assigned":
            cycles[-1]["owner"] = event.rep
        elif kind == "touched":
            cycles[-1]["worked_at"] = event.at
        elif kind == "qualified":
            cycles[-1].update(qualified_at=event.at, outcome="qualified", outcome_at=event.at)
        elif kind == "won":
            cycles[-1].update(outcome="won", outcome_at=event.at)
        elif kind in ("nurtured", "unqualified") and before["stage"] in ("assigned", "working", "qualified"):
            cycles[-1].update(outcome=state["stage"], outcome_at=event.at, reason=event.reason)
    return state, cycles, refused, surprising
