"""Answering a condition for one lead: match, no match, or unknown.

Three-valued as SQL is, so that a DataFrame gives the same answer: what is missing never matches, and its negation does
not match either; only `present` asks about missing itself.
"""

from collections.abc import Callable, Iterable
from typing import Any

from ..records import Graded, Lead
from .condition import Condition
from .vocabulary import FieldKind, kind_of, reader

__all__ = ["Answer", "compile_condition"]

Answer = bool | None
Compiled = Callable[[Lead, Graded | None], Answer]
Test = Callable[[Any], bool]


def compile_condition(condition: Condition) -> Compiled:
    """A function of a lead and its scorecard (or None) that answers True, False or None for unknown.

    >>> from datetime import datetime, UTC
    >>> swiss = compile_condition(Condition(field="lead.country", equals="CH"))
    >>> lead = Lead(id="L1", captured_at=datetime(2026, 11, 6, tzinfo=UTC), source="form", country="CH")
    >>> swiss(lead, None)
    True
    >>> elsewhere = compile_condition(Condition(none_of=(Condition(field="lead.title", equals="Intern"),)))
    >>> elsewhere(lead, None) is None
    True

    A value of another kind than the one asked about (a text where a number is compared) is unknown, not an error.
    The function is made on first use and kept with the condition.
    """
    kept: Compiled | None = getattr(condition, "kept", None)
    if kept is None:
        kept = _compiled(condition)
        object.__setattr__(condition, "kept", kept)
    return kept


def _compiled(condition: Condition) -> Compiled:
    if condition.field is None:
        members = tuple(compile_condition(child) for child in condition.children())
        if condition.all_of:
            return lambda lead, card: _all(member(lead, card) for member in members)
        if condition.any_of:
            return lambda lead, card: _any(member(lead, card) for member in members)
        return lambda lead, card: _not(_any(member(lead, card) for member in members))
    read = reader(condition.field)
    tests = tuple(_test(name, value) for name, value in condition.operators() if name != "present")
    present = condition.present
    # Of a missing value only `present` knows anything: a no settles it, a yes leaves the other operators unknown.
    when_missing = None if present is None or (tests and not present) else not present

    def compare(lead: Lead, card: Graded | None) -> Answer:
        value = read(lead, card)
        # NaN is how a DataFrame says missing; it is the only value that differs from itself.
        if value is None or value != value:
            return when_missing
        if present is False:
            return False
        return _all(_answer(test, value) for test in tests)

    return compare


def _answer(test: Test, value: object) -> Answer:
    try:
        return test(value)
    except TypeError:
        return None


def _test(operator: str, expected: Any) -> Test:
    if operator == "equals":
        return _among((expected,))
    if operator == "one_of":
        return _among(expected)
    if operator == "mentions":
        phrases = tuple(" " + " ".join(_words(phrase)) + " " for phrase in expected)
        return lambda value: _mentions(value, phrases)
    if operator == "above":
        return lambda value: bool(_number(value) > expected)
    if operator == "below":
        return lambda value: bool(_number(value) < expected)
    if operator == "at_least":
        return lambda value: bool(_number(value) >= expected)
    return lambda value: bool(_number(value) <= expected)


def _among(expected: tuple[Any, ...]) -> Test:
    by_kind: dict[FieldKind, frozenset[object]] = {
        kind: frozenset(_fold(each) for each in expected if kind_of(each) is kind) for kind in FieldKind
    }

    def among(value: object) -> bool:
        allowed = by_kind[kind_of(value)]
        if not allowed:
            raise TypeError
        return _fold(value) in allowed

    return among


def _mentions(value: object, phrases: tuple[str, ...]) -> bool:
    if not isinstance(value, str):
        raise TypeError
    text = " " + " ".join(_words(value)) + " "
    return any(phrase in text for phrase in phrases)


def _words(text: str) -> list[str]:
    return "".join(letter if letter.isalnum() else " " for letter in text.casefold()).split()


def _fold(value: object) -> object:
    return value.casefold() if isinstance(value, str) else value


def _number(value: Any) -> Any:
    if isinstance(value, bool):
        raise TypeError
    return value


def _all(answers: Iterable[Answer]) -> Answer:
    unknown = False
    for answer in answers:
        if answer is False:
            return False
        unknown = unknown or answer is None
    return None if unknown else True


def _any(answers: Iterable[Answer]) -> Answer:
    unknown = False
    for answer in answers:
        if answer:
            return True
        unknown = unknown or answer is None
    return None if unknown else False


def _not(answer: Answer) -> Answer:
    return None if answer is None else not answer
