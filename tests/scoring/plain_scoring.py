"""A whole scoring model once more, slow and obvious: each rule walks every event, each bound is an if.

It reads what is declared and shares nothing with the package that computes: ages by seconds, fading by one power in
decimal numbers, windows by counting hours since 1970.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from typing import Any

from leadmodel.conditions import Activities
from leadmodel.records import Event, Lead
from leadmodel.scoring import BehaviourRule, Decay, Scoring
from tests.conditions import kleene

Plain = dict[str, Any]
UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


def seconds(length: str) -> int:
    total, digits = 0, ""
    for letter in length:
        if letter.isdigit():
            digits += letter
        else:
            total += int(digits) * UNITS[letter]
            digits = ""
    return total


def milli(points: float | None) -> int | None:
    return None if points is None else int(Decimal(str(points)) * 1000)


def age(event: Event, at: datetime) -> int:
    """Whole hours, below zero for the future."""
    return int((at - event.at).total_seconds() // 3600)


def kept(decay: Decay | None, full: int, hours: int) -> int:
    if decay is None:
        return full
    with localcontext() as context:
        context.prec = 120
        if decay.half_life is not None:
            halvings = Decimal(hours) / (seconds(decay.half_life) // 3600)
            left = Decimal(full) * Decimal(2) ** -halvings
        else:
            passed = [step.keeps for step in decay.steps if hours * 3600 >= seconds(step.after)]
            left = Decimal(full) * (passed[-1] if passed else 100) / 100
        return int(left.quantize(Decimal(1), rounding=ROUND_HALF_EVEN))


def within(value: int, cap: float | None, floor: float | None) -> int:
    most, least = milli(cap), milli(floor)
    if most is not None and value > most:
        value = most
    if least is not None and value < least:
        value = least
    return value


def counting(rule: BehaviourRule, history: Sequence[Event], at: datetime) -> tuple[int, list[int]]:
    """How often it was done, and the ages of what counts."""
    done = []
    for event in sorted(history, key=lambda each: each.at, reverse=True):
        if event.kind.value != "activity" or event.activity != rule.activity or event.at > at:
            continue
        if rule.within is not None and (at - event.at).total_seconds() >= seconds(rule.within):
            continue
        if rule.min_amount is not None and (event.amount is None or event.amount < rule.min_amount):
            continue
        done.append(event)
    used: dict[Any, int] = defaultdict(int)
    counted = []
    for event in done:
        since_1970 = int((event.at - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds())
        key = (
            since_1970 // seconds(rule.per) if rule.per else None,
            event.subject if rule.per_subject else None,
        )
        if rule.at_most is not None and used[key] >= rule.at_most:
            continue
        used[key] += 1
        counted.append(age(event, at))
    return len(done), counted


def figure(asked: Activities, history: Sequence[Event], at: datetime) -> int | None:
    done = [
        event
        for event in history
        if event.kind.value == "activity"
        and event.at <= at
        and (event.activity in asked.of or asked.of == ())
        and (asked.within is None or (at - event.at).total_seconds() < seconds(asked.within))
    ]
    if asked.measure == "count":
        return len(done)
    if asked.measure == "amount":
        return sum(event.amount for event in done if event.amount is not None)
    if asked.measure == "subjects":
        return len({event.subject for event in done if event.subject is not None})
    ages = [int((at - event.at).total_seconds() // 86_400) for event in done]
    return min(ages) if ages else None


def total(parts: list[tuple[str | None, int]], scoring: Scoring, start: int, cap: Any, floor: Any) -> int:
    """The points of rules with their groups, in thousandths."""
    found = start + sum(points for group, points in parts if group is None)
    for group in scoring.groups:
        inside = [points for name, points in parts if name == group.name]
        if inside:
            found += within(sum(inside), group.cap, group.floor)
    return within(found, cap, floor)


def plain_card(scoring: Scoring, lead: Lead, history: Sequence[Event] | None, at: datetime) -> Plain:
    """Everything that a card says, with what each rule gave in thousandths; no history means that nobody knows it."""
    whens = [*(rule.when for rule in scoring.fit), *(rule.when for rule in scoring.behaviour)]
    asked = {each for when in whens if when is not None for each in when.activities_read()}
    figures = {str(each): None if history is None else figure(each, history, at) for each in asked}
    fit, behaviour, rules = [], [], {}
    known = 0
    for rule in scoring.fit:
        answer = kleene.answer(rule.when, lead, None, figures)
        known += answer is not None
        worth = {True: milli(rule.points), False: milli(rule.otherwise), None: 0}[answer] or 0
        rules[rule.id] = (answer, worth)
        fit.append((rule.group, worth))
    for each in scoring.behaviour:
        full = milli(each.points) or 0
        if each.when is not None:
            answer = kleene.answer(each.when, lead, None, figures)
            worth = full if answer else 0
        elif history is None:
            answer, worth = None, 0
        else:
            _, counted = counting(each, history, at)
            answer = bool(counted)
            worth = sum(kept(each.decay, full, hours) for hours in counted)
            worth = within(worth, each.cap, each.floor)
        rules[each.id] = (answer, worth)
        behaviour.append((each.group, worth))
    start = milli(scoring.start) or 0
    points = total(fit, scoring, start, scoring.fit_cap, scoring.fit_floor) // 1000
    score = total(behaviour, scoring, 0, scoring.score_cap, scoring.score_floor) // 1000
    grade = next(band.grade for band in scoring.grades if band.at_least is None or points >= band.at_least)
    level = next(band.level for band in scoring.levels if band.at_least is None or score >= band.at_least)
    return {
        "fit": points,
        "score": score,
        "grade": grade,
        "level": level,
        "label": f"{grade}{level}",
        "sales_ready": f"{grade}{level}" in scoring.sales_ready,
        "known": known,
        "rules": rules,
    }
