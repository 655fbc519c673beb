"""Conditions as Python source: what holds, and what does not, over values that are read once and compared often.

A generated function costs hardly more than the same ifs written by hand, where walking a tree of objects costs several
times as much. Only names that are made here and whole numbers stand in the source; every name, text and limit of a
condition is bound to a name, so nothing that a document says is ever read as code.

A condition becomes two expressions, because there are three answers: `holds` is true exactly when it matches, `fails`
exactly when it does not, and neither is when the answer is unknown. Most conditions hang on one value: once that is
known nothing is unknown any more, and the rest is plain yes or no.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from .condition import TEXTUAL, Condition
from .value_list import Wanted, wanted_by_kind
from .values import as_number, as_text, as_whole, is_known, words_of
from .vocabulary import FieldKind

__all__ = ["Source", "compile_source", "found_in", "one_value", "text_of"]

#: Expressions nested deeper than this go to a name of their own: Python reads only so many brackets within brackets.
_NESTED = 20
_COMPARED = {"above": ">", "below": "<", "at_least": ">=", "at_most": "<="}
#: The opposite, for a number that is known.
_REFUTED = {"above": "<=", "below": ">=", "at_least": "<", "at_most": ">"}


class Source:
    """The lines of a function in the making, the values that it is bound to, and the names of what it has read.

    `read` says how the value of a subject is written as an expression, in terms of the function's arguments; without
    it every value is unknown.
    """

    def __init__(self, read: Callable[["Source", str], str] = lambda source, subject: "None") -> None:
        self.lines: list[str] = []
        self.bound: dict[str, object] = {}
        self._read = read
        self._names: dict[tuple[str, str], str] = {}
        self._known: dict[object, str] = {}
        self._sure: str | None = None

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

    def times(self, subject: str) -> str:
        """The name of a subject's value as a number of times: zero when it is missing or no whole number."""
        return self._value(subject, "times")

    def holds(self, condition: Condition) -> str:
        """An expression that is true exactly when the condition matches."""
        return self._side(condition, True)

    def fails(self, condition: Condition) -> str:
        """An expression that is true exactly when the condition does not match."""
        return self._side(condition, False)

    def answer(self, condition: Condition) -> str:
        """An expression for True, False, or None for unknown."""
        name = self.hangs_on(condition)
        if name is None:
            return f"True if {self.holds(condition)} else False if {self.fails(condition)} else None"
        with self.where_known(name):
            return f"None if {name} is None else True if {self.holds(condition)} else False"

    def hangs_on(self, condition: Condition) -> str | None:
        """The name of the value that a condition hangs on, as `one_value` tells; None for any other."""
        asked = one_value(condition)
        return None if asked is None else self._value(*asked)

    @contextmanager
    def where_known(self, name: str) -> Iterator[None]:
        """What is written inside stands where the value is known not to be None, and does not ask again."""
        before, self._sure = self._sure, name
        yield
        self._sure = before

    def _side(self, condition: Condition, holds: bool) -> str:
        write = self._group if condition.subject is None else self._leaf
        name = self.hangs_on(condition) if self._sure is None else self._sure
        if name is None or name == self._sure:
            return write(condition, holds)
        with self.where_known(name):
            return f"({name} is not None and {write(condition, holds)})"

    def _group(self, condition: Condition, holds: bool) -> str:
        if condition.none_of:
            holds = not holds
        # By De Morgan: not all match as soon as one does not, and none of them matches when none does.
        word = " and " if bool(condition.all_of) == holds else " or "
        parts = [self._side(child, holds) for child in condition.children()]
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
            return self._if_known(name, f"{name} {sign} {self.number(value)}")
        if operator in TEXTUAL:
            return self._textual(subject, operator, value, holds)
        return self._among(subject, wanted_by_kind(value), holds)

    def _if_known(self, name: str, expression: str) -> str:
        return expression if name == self._sure else f"({name} is not None and {expression})"

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
        return self._if_known(text, found if holds else f"not {found}")

    def _among(self, subject: str, wanted: Wanted, holds: bool) -> str:
        parts = []
        # A value of another kind than all that are asked for is unknown.
        for kind, own in wanted.items():
            name = self._value(subject, kind)
            if kind is FieldKind.BOOLEAN:
                parts += [f"{name} is {each}" for each in (True, False) if (each in own) == holds]
            elif len(own) == 1:
                (only,) = own
                one = self.bind(only) if kind is FieldKind.TEXT else self.number(only)
                parts.append(self._if_known(name, f"{name} {'==' if holds else '!='} {one}"))
            else:
                sign = "in" if holds else "not in"
                parts.append(self._if_known(name, f"{name} {sign} {self.bind(own)}"))
        return f"({' or '.join(parts)})" if parts else "False"

    def _value(self, subject: str, kind: str) -> str:
        """The name of a subject's value as seen by a kind; read and normalised once, before anything is compared."""
        name = self._names.get((subject, kind))
        if name is None:
            name = self._names[subject, kind] = f"v{len(self._names)}"
            self.lines.append(f"{name} = {self._read(self, subject)}")
            self.lines += self._normalised(name, kind)
        return name

    def _normalised(self, name: str, kind: str) -> list[str]:
        """The usual kinds of value without a call: most of the time goes into what is done for each value."""
        if kind == FieldKind.BOOLEAN:
            # Compared as what it is: nothing else is True or False.
            return []
        # `type(value)` is quicker than `value.__class__`: it has an instruction of its own.
        kind_of_it = f"{self.bind(type)}({name})"
        if kind == FieldKind.TEXT:
            return [
                f"if {kind_of_it} is {self.bind(str)}: {name} = {name}.casefold()",
                f"elif {name} is not None: {name} = {self.bind(as_text)}({name})",
            ]
        if kind == "known":
            found = f"{kind_of_it} is {self.bind(str)} or {self.bind(is_known)}({name})"
            return [f"{name} = {name} is not None and ({found})"]
        other = f"{kind_of_it} is not {self.bind(int)}"
        if kind == "times":
            return [f"if {other}: {name} = 0 if {name} is None else {self.bind(as_whole)}({name}) or 0"]
        return [f"if {other} and {name} is not None: {name} = {self.bind(as_number)}({name})"]


def compile_source(source: Source, arguments: str, returned: str) -> Callable[..., Any]:
    """The function of `arguments` that runs the lines and returns an expression."""
    # Global names are looked up once and then read as fast as one's own, where those of an enclosing function are
    # handed over in every call.
    names: dict[str, Any] = {"__builtins__": {}, **source.bound}
    text = text_of(source, arguments, returned)
    exec(compile(text, "<a condition>", "exec"), names)  # noqa: S102 - only names made here stand in the text
    made: Callable[..., Any] = names["answered"]
    return made


def text_of(source: Source, arguments: str, returned: str) -> str:
    """The text of the function, in which the values that it is bound to are global names."""
    body = "\n".join(f"    {line}" for line in source.lines)
    return f"def answered({arguments}):\n{body}\n    return {returned}\n"


def one_value(condition: Condition) -> tuple[str, str] | None:
    """Subject and kind of the one value that a condition compares, if it is one: unknown exactly when that is None."""
    if condition.depth >= _NESTED:
        # What is hoisted out of it would be computed whether the value is known or not.
        return None
    compared = _compared_by(condition)
    if len(compared) != 1:
        return None
    ((subject, kind),) = compared
    return (subject, kind) if kind in (FieldKind.TEXT, FieldKind.NUMBER) else None


def _compared_by(condition: Condition) -> set[tuple[str, str]]:
    """Each value that a condition compares, as a subject and a kind."""
    subject = condition.subject
    if subject is None:
        return set().union(*(_compared_by(child) for child in condition.children()))
    found: set[tuple[str, str]] = set()
    for operator, value in condition.operators():
        if operator == "present":
            found.add((subject, "known"))
        elif operator in _COMPARED:
            found.add((subject, FieldKind.NUMBER))
        elif operator in TEXTUAL:
            found.add((subject, FieldKind.TEXT))
        else:
            found |= {(subject, kind) for kind in wanted_by_kind(value)}
    return found


def found_in(text: str, phrases: tuple[str, ...]) -> bool:
    """Whether a folded text has one of the phrases among its words, each phrase as `words_of` gives it.

    >>> found_in("vp, sales", (" vp sales ",)), found_in("mvp", (" vp ",))
    (True, False)
    """
    words = words_of(text)
    return any(phrase in words for phrase in phrases)
