"""Scoring written out over plain dicts, rule by rule and event by event, to be obviously right."""

from datetime import datetime, timedelta
from typing import Any

Plain = dict[str, Any]
MISSING = None


def answers(rule: Plain, profile: Plain) -> bool | None:
    """True, False, or None for not known."""
    if "not" in rule:
        inner = answers(rule["not"], profile)
        return None if inner is None else not inner
    if "either" in rule:
        found = [answers(each, profile) for each in rule["either"]]
        if True in found:
            return True
        return None if None in found else False
    value = profile.get(rule["field"], MISSING)
    if rule["operator"] == "present":
        return bool((value is not MISSING) == rule["value"])
    if value is MISSING:
        return None
    if rule["operator"] == "equals":
        return bool(value.lower() == rule["value"].lower())
    if rule["operator"] == "above":
        return bool(value > rule["value"])
    if rule["operator"] == "at_least":
        return bool(value >= rule["value"])
    return any(word in value.lower().split() for word in rule["value"])


def band(bands: list[tuple[Any, int | None]], reached: int) -> Any:
    """The name of the first band that is met or exceeded; the last one has no figure."""
    for name, least in bands:
        if least is None or reached >= least:
            return name
    raise AssertionError(f"no band for {reached} in {bands}")


def scored(model: Plain, profile: Plain, history: list[tuple[str, datetime]], at: datetime) -> Plain:
    fit = known = 0
    lines = []
    for rule in model["fit"]:
        answer = answers(rule["when"], profile)
        gained = rule["points"] if answer is True else 0
        fit += gained
        known += answer is not None
        lines.append((rule["id"], {True: "match", False: "no_match", None: "unknown"}[answer], gained))
    total = 0
    for rule in model["behaviour"]:
        left = rule["at_most"]
        gained = 0
        for activity, when in history:
            too_old = rule["within_days"] is not None and at - when >= timedelta(days=rule["within_days"])
            if activity != rule["activity"] or when > at or too_old or left == 0:
                continue
            gained += rule["points"]
            left = None if left is None else left - 1
            if (rule["id"], "match", gained - rule["points"]) in lines:
                lines.remove((rule["id"], "match", gained - rule["points"]))
            lines.append((rule["id"], "match", gained))
        if rule["id"] not in [name for name, _, _ in lines]:
            lines.append((rule["id"], "no_match", 0))
        total += gained
    grade, level = band(model["grades"], fit), band(model["levels"], total)
    return {
        "fit": fit,
        "score": total,
        "known": known,
        "asked": len(model["fit"]),
        "grade": grade,
        "level": level,
        "sales_ready": f"{grade}{level}" in model["sales_ready"],
        "lines": sorted(lines),
    }
