"""Declared clocks the slow way: what happened to a lead is told in plain dicts and walked minute by minute.

It shares nothing with the package but the values that it is asked about. Here it is which minutes a clock runs in;
`clock_answers` says who works in them, and what that comes to.
"""

from collections import Counter
from typing import Any

from leadmodel.records import Case
from leadmodel.sla import SlaPolicy
from tests.sla.timer_oracle import Place

ACTIONS = ("start", "pause", "resume", "stop", "reset", "cancel")


# ------------------------------------------------------------------------------------------ what happened


def happenings(case: Case, axis: Place, at: int) -> list[dict[str, Any]]:
    """What can move a clock, in order, with who held the lead from then on."""
    told: list[dict[str, Any]] = [
        {"minute": axis.minute(case.lead.captured_at), "what": "captured", "event": None, "own": False}
    ]
    owner: str | None = None
    in_hand = picked_up = False
    for event in case.history:
        if event.id in case.refused or (event.kind == "touched" and event.automatic):
            continue
        minute, what = axis.minute(event.at), str(event.kind)
        own = event.kind == "touched" and event.rep == owner
        if what == "assigned":
            what = "reassigned" if in_hand else "assigned"
            if in_hand and event.rep == owner:
                continue
            picked_up = picked_up and in_hand
            in_hand, owner = True, event.rep
        told.append({"minute": minute, "what": what, "event": event, "own": own})
        if own and in_hand and not picked_up:
            picked_up = True
            told.append({"minute": minute, "what": "worked", "event": event, "own": True})
        if what in ("nurtured", "unqualified", "won"):
            in_hand = False
    told.sort(key=lambda each: (each["minute"], each["event"] is not None))
    return [{**each, "order": place} for place, each in enumerate(told) if each["minute"] <= at]


def owners(told: list[dict[str, Any]]) -> list[tuple[int, str]]:
    """From which minute on whom the lead belongs to."""
    return [
        (each["minute"], str(each["event"].rep))
        for each in told
        if each["what"] in ("assigned", "reassigned")
    ]


# --------------------------------------------------------------------------------------- what moves a clock


def firings(policy: SlaPolicy, told: list[dict[str, Any]], axis: Place) -> list[dict[str, Any]]:
    """Each trigger that fires: in which minute it counts, and in which it was said."""
    fired: list[dict[str, Any]] = []
    for each in told:
        event = each["event"]
        for action in ACTIONS:
            for trigger in set(getattr(policy, action)):
                kinds = {str(trigger.on)}
                if policy.of == "owner" and trigger.on == "assigned":
                    kinds.add("reassigned")
                if each["what"] not in kinds or (trigger.by == "owner" and not each["own"]):
                    continue
                if trigger.named and not {event.activity, event.reason} & set(trigger.named):
                    continue
                plan = None if trigger.at == "happened" else getattr(event, trigger.at)
                if trigger.at != "happened" and plan is None:
                    continue
                minute = each["minute"] if plan is None else axis.minute(plan)
                fired.append(
                    {
                        "minute": minute,
                        "said": (each["minute"], each["order"]),
                        "action": action,
                        "trigger": trigger,
                        "planned": plan is not None,
                        "subject": None if event is None else event.subject,
                        "id": "" if event is None else event.id,
                        "own": each["own"] or each["what"] != "touched",
                    }
                )
    return [plan for plan in fired if not any(takes_back(other, plan) for other in fired)]


def takes_back(other: dict[str, Any], plan: dict[str, Any]) -> bool:
    """Whether a plan is overtaken: by a later one of the same, or by a cancel, before its minute comes."""
    if not plan["planned"] or other["said"] <= plan["said"] or other["said"][0] >= plan["minute"]:
        return False
    if other["action"] == "cancel":
        return other["trigger"].count == 1 and other["subject"] in (None, plan["subject"])
    same = other["action"] == plan["action"] and other["subject"] == plan["subject"]
    return bool(same and other["planned"])


# ----------------------------------------------------------------------------------------------- the walk


class Walk:
    """One series of cycles, minute by minute; each cycle is told by which of its minutes the clock ran in."""

    def __init__(self) -> None:
        self.done: list[dict[str, Any]] = []
        self.current: dict[str, Any] | None = None
        self.held: int | None = None
        self.counted: Counter[Any] = Counter()

    def pass_minute(self, minute: int, now: list[dict[str, Any]]) -> None:
        begun = self.current is None and any(each["action"] == "start" for each in now)
        before = self.current is not None
        if begun:
            by = min(each["said"][1] for each in now if each["action"] == "start")
            self.current = {"runs": [(minute, [])], "held": self.held, "ended": None, "how": ""}
            self.current["started_by"] = next(each["id"] for each in now if each["said"][1] == by)
            self.counted = Counter()
        asked: dict[str, list[dict[str, Any]]] = {action: [] for action in ACTIONS}
        for each in now:
            if each["trigger"].count > 1:
                which = each["action"], each["trigger"]
                self.counted[which] += 1
                if self.current is None or self.counted[which] != each["trigger"].count:
                    continue
            if each["id"] not in [other["id"] for other in asked[each["action"]]]:
                asked[each["action"]].append(each)
        if self.current is not None:
            for how in ("stop", "cancel"):
                if asked[how]:
                    first = min(asked[how], key=lambda each: each["said"][1])
                    self.finish(minute, how, first["id"])
                    self.held = None
                    return
            if before and asked["reset"]:
                self.current["runs"].append((minute, []))
                self.counted = Counter()
        if len(asked["pause"]) > len(asked["resume"]):
            self.held = minute if self.held is None else self.held
        elif len(asked["pause"]) < len(asked["resume"]):
            self.held = None
        if self.current is not None:
            self.current["held"] = self.held
            self.current["runs"][-1][1].append(self.held is None)

    def finish(self, minute: int, how: str, by: str) -> None:
        assert self.current is not None
        self.done.append({**self.current, "held": self.held, "ended": minute, "how": how, "ended_by": by})
        self.current = None

    def cycles(self, **told: object) -> list[dict[str, Any]]:
        still = [] if self.current is None else [{**self.current, "ended_by": ""}]
        return [{**each, **told} for each in [*self.done, *still]]


def by_minute(fired: list[dict[str, Any]]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    for each in fired:
        found.setdefault(each["minute"], []).append(each)
    return found


def cycles_of(policy: SlaPolicy, told: list[dict[str, Any]], axis: Place, at: int) -> list[dict[str, Any]]:
    fired = firings(policy, told, axis)
    if policy.of == "owner":
        return _of_owners(fired, owners(told), at)
    if policy.of == "subject":
        subjects = {each["subject"] for each in fired if each["action"] == "start"}
        found = []
        for subject in subjects:
            own = [
                each
                for each in fired
                if each["subject"] == subject or (each["subject"] is None and each["action"] != "start")
            ]
            found += [{**each, "subject": subject} for each in _of_one(own, at)]
        return found
    return _of_one(fired, at)


def _of_one(fired: list[dict[str, Any]], at: int) -> list[dict[str, Any]]:
    walk, now = Walk(), by_minute(fired)
    for minute in range(at + 1):
        walk.pass_minute(minute, now.get(minute, []))
    return walk.cycles(subject=None, owner=None)


def _of_owners(fired: list[dict[str, Any]], held_by: list[tuple[int, str]], at: int) -> list[dict[str, Any]]:
    """Whoever gets the lead goes on with a hold, not with the cycle; before that nothing but holds concerns anyone."""
    if not held_by:
        return []
    found: list[dict[str, Any]] = []
    now = by_minute([each for each in fired if each["own"]])
    walk, owner = Walk(), None
    for minute in range(at + 1):
        gets = [rep for since, rep in held_by if since == minute]
        if gets:
            if walk.current is not None:
                walk.finish(minute, "cancel", "")
            found += walk.cycles(subject=None, owner=owner)
            held, walk, owner = walk.held, Walk(), gets[-1]
            walk.held = held
        heard = now.get(minute, [])
        if owner is None:
            heard = [each for each in heard if each["action"] in ("pause", "resume")]
        walk.pass_minute(minute, heard)
    return found + walk.cycles(subject=None, owner=owner)
