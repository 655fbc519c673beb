"""Conditions as Python source: what holds, and what does not, over values that are read once and compared often.

A generated function costs hardly more than the same ifs written by hand, where walking a tree of objects costs several
times as much. Only names that are made here and whole numbers stand in the source; every name, text and limit of a
condition is bound to a name, so nothing that a document says is ever read as code.

A condition becomes two expressions, because there are three answers: `holds` is true exactly when it matches, `fails`
exactly when it does not, and neither is when the answer is unknown.
"""

from collections.abc import Callable
from typing import Any

from .condition import TEXTUAL, Condition
from .values import as_number, as_text, as_whole, as_yes, is_known, words_of
from .vocabulary import FieldKind, kind_of

__all__ = ["Source", "compile_source", "found_in", "text_of"]

#: Expressions nested deeper than this go to a name of their own: Python reads only so many brackets within brackets.
_NESTED = 20
_COMPARED = {"above": ">", "below": "<", "at_least": ">=", "at_most": "<="}
#: The opposite, for a number that is known.
_REFUTED = {"above": "<=", "below": ">=", "at_least": "<", "at_most": ">"}


class Source:
    """The lines of a function in the making, the values that it is bound to, and the names of what it has read.

    `read` says how the value of a subject is written as an expression, in terms of the function's arguments.
    """

    def __init__(self, read: Callable[["Source", str], str]) -> None:
        self.lines: list[str] = []
        self.bound: dict[str, object] = {}
        self._read = read
        self._names: dict[tuple[str, str], str] = {}
        self._known: dict[object, str] = {}

    def bind(self, value: object) -> str:
        """A name for a value; the same name for the same text."""
        key = (type(value), value) if isinstance(value, str) else id(value)
        name = self._known.get(key)
        if name is None:
            name = self._known[key] = f"k{len(self.bound)}"
            self.bound[name] = value
        return name

    def number(self, value: object) -> str:
        """A number as it is written, if it is a plain whole one, or else bound."""
        return repr(value) if type(value) is int and abs(value) < 10**18 else self.bind(value)

    def whole(self, subject: str) -> str:
        """The name of a subject's value as a whole number, None when it is missing or no whole number."""
        name = self._names.get((subject, "whole"))
        if name is None:
            name = self._names[subject, "whole"] = f"v{len(self._names)}"
            self.lines.append(f"{name} = {self._read(self, subject)}")
            exact, check = self.bind(int), self.bind(as_whole)
            self.lines.append(f"if {name}.__class__ is not {exact}: {name} = {check}({name})")
        return name

    def holds(self, condition: Condition) -> str:
        """An expression that is true exactly when the condition matches."""
        return (
            self._group(condition, holds=True) if condition.subject is None else self._leaf(condition, True)
        )

    def fails(self, condition: Condition) -> str:
        """An expression that is true exactly when the condition does not match."""
        return (
            self._group(condition, holds=False) if condition.subject is None else self._leaf(condition, False)
        )

    def _group(self, condition: Condition, *, holds: bool) -> str:
        if condition.none_of:
            holds = not holds
        side = self.holds if holds else self.fails
        # By De Morgan: not all match as soon as one does not, and none of them matches when none does.
        word = " and " if bool(condition.all_of) == holds else " or "
        parts = [side(child) for child in condition.children()]
        return self._hoisted(f"({word.join(parts)})", condition.depth)

    def _hoisted(self, expression: str, depth: int) -> str:
        if depth % _NESTED:
            return expression
        name = f"d{len(self.lines)}"
        self.lines.append(f"{name} = {expression}")
        return name

    def _leaf(self, condition: Condition, holds: bool) -> str:
        subject = condition.subject or ""
        parts = [self._compared(subject, operator, value, holds) for operator, value in condition.operators()]
        return f"({(' and ' if holds else ' or ').join(parts)})"

    def _compared(self, subject: str, operator: str, value: Any, holds: bool) -> str:
        if operator == "present":
            known = self._value(subject, "known")
            return known if bool(value) == holds else f"not {known}"
        if operator in _COMPARED:
            name = self._value(subject, FieldKind.NUMBER)
            sign = (_COMPARED if holds else _REFUTED)[operator]
            return f"{name} is not None and {name} {sign} {self.number(value)}"
        if operator in TEXTUAL:
            return self._textual(subject, operator, value, holds)
        return self._among(subject, value if isinstance(value, tuple) else (value,), holds)

    def _textual(self, subject: str, operator: str, phrases: tuple[str, ...], holds: bool) -> str:
        text = self._value(subject, FieldKind.TEXT)
        folded = tuple(phrase.casefold() for phrase in phrases)
        if operator == "mentions":
            # Splitting a text into words costs more than looking for the first word of each phrase in it.
            whole = [words_of(phrase) for phrase in folded]
            quick = " or ".join(f"{self.bind(phrase.split()[0])} in {text}" for phrase in whole)
            found = f"(({quick}) and {self.bind(found_in)}({text}, {self.bind(tuple(whole))}))"
        elif operator == "contains":
            found = "(" + " or ".join(f"{self.bind(phrase)} in {text}" for phrase in folded) + ")"
        else:
            asked = {"starts_with": "startswith", "ends_with": "endswith"}[operator]
            found = f"{text}.{asked}({self.bind(folded)})"
        return f"{text} is not None and {'' if holds else 'not '}{found}"

    def _among(self, subject: str, values: tuple[Any, ...], holds: bool) -> str:
        parts = []
        for kind in FieldKind:
            own = [_folded(value) for value in values if kind_of(value) is kind]
            if not own:
                # A value of another kind than all that are asked for is unknown.
                continue
            name = self._value(subject, kind)
            if len(own) == 1:
                sign = "==" if holds else "!="
                # A number that is missing differs from every other, but a missing value is not known to differ.
                wanted = self.bind(own[0]) if kind is FieldKind.TEXT else self.number(own[0])
                equal = f"{name} {sign} {wanted}"
                parts.append(equal if holds else f"({name} is not None and {equal})")
            else:
                listed = f"{name} {'in' if holds else 'not in'} {self.bind(frozenset(own))}"
                parts.append(f"({name} is not None and {listed})")
        return f"({' or '.join(parts)})"

    def _value(self, subject: str, kind: str) -> str:
        """The name of a subject's value as seen by a kind; read and normalised once, before anything is compared."""
        name = self._names.get((subject, kind))
        if name is not None:
            return name
        raw = self._names.get((subject, "raw"))
        if raw is None:
            raw = self._names[subject, "raw"] = f"v{len(self._names)}"
            self.lines.append(f"{raw} = {self._read(self, subject)}")
        name = self._names[subject, kind] = f"v{len(self._names)}"
        if kind == "known":
            known = self.bind(is_known)
            self.lines.append(f"{name} = {raw}.__class__ is {self.bind(str)} or {known}({raw})")
        elif kind == FieldKind.TEXT:
            exact = self.bind(str)
            self.lines.append(
                f"{name} = {raw}.casefold() if {raw}.__class__ is {exact} else {self.bind(as_text)}({raw})"
            )
        else:
            exact = self.bind(int if kind == FieldKind.NUMBER else bool)
            check = self.bind(as_number if kind == FieldKind.NUMBER else as_yes)
            self.lines.append(f"{name} = {raw} if {raw}.__class__ is {exact} else {check}({raw})")
        return name


def compile_source(source: Source, arguments: str, returned: str) -> Callable[..., Any]:
    """The function of `arguments` that runs the lines and returns an expression."""
    names: dict[str, Any] = {"__builtins__": {}}
    text = text_of(source, arguments, returned)
    exec(compile(text, "<a condition>", "exec"), names)  # noqa: S102 - only names made here stand in the text
    made: Callable[..., Any] = names["made"](**source.bound)
    return made


def text_of(source: Source, arguments: str, returned: str) -> str:
    """The text of a function that makes the function, and that closes over the values which it is bound to.

    Values of an enclosing function are read as fast as one's own.
    """
    body = "\n".join(f"        {line}" for line in source.lines)
    return (
        f"def made({', '.join(source.bound)}):\n"
        f"    def answered({arguments}):\n{body}\n        return {returned}\n"
        f"    return answered\n"
    )


def found_in(text: str, phrases: tuple[str, ...]) -> bool:
    """Whether a folded text has one of the phrases among its words, each phrase as `words_of` gives it.

    >>> found_in("vp, sales", (" vp sales ",)), found_in("mvp", (" vp ",))
    (True, False)
    """
    words = words_of(text)
    return any(phrase in words for phrase in phrases)


def _folded(value: object) -> object:
    return value.casefold() if isinstance(value, str) else value
