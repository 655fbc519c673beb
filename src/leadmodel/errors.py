"""One root for every error, and what each message carries.

Expected outcomes are values (a `Decision` with nobody in it, a refused event); what is raised here is a broken call
or a broken document.

>>> raise UnknownNameError("rep", "anna", ["ann", "bert"])
Traceback (most recent call last):
    ...
leadmodel.errors.UnknownNameError: unknown rep 'anna', did you mean 'ann'?
"""

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = [
    "DefinitionError",
    "Finding",
    "InputError",
    "LeadModelError",
    "NoTransitionError",
    "RowError",
    "TimeError",
    "UnknownNameError",
    "hint",
]

#: A message that lists more than this many faults is no longer read; the rest is counted.
SHOWN_FINDINGS = 50


class LeadModelError(Exception):
    """The root: `except LeadModelError` catches all that this library raises on purpose."""


class InputError(LeadModelError, ValueError):
    """An argument has a value that it may not have; `argument` and `value` say which."""

    def __init__(self, argument: str, value: object, expected: str) -> None:
        self.argument = argument
        self.value = value
        super().__init__(f"{argument}: {value!r} {expected}")

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.args, self.__dict__)


class TimeError(InputError):
    """A time is naive, unreadable, in the wrong order, or in a zone that nobody knows."""


class UnknownNameError(LeadModelError, ValueError):
    """A name refers to nothing; `kind`, `name` and `known` say what was looked for and what there is."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        self.kind = kind
        self.name = name
        self.known = tuple(sorted(known))
        super().__init__(f"unknown {kind} {name!r}{hint(name, self.known)}")

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.args, self.__dict__)


class NoTransitionError(LeadModelError, ValueError):
    """A lead may not move this way; `state`, `event` and `allowed` say from where, by what, and what may happen."""

    def __init__(self, state: str, event: str, allowed: Iterable[str], *, why: str = "") -> None:
        self.state = str(state)
        self.event = str(event)
        self.allowed = tuple(sorted(map(str, allowed)))
        self.why = why
        reason = f": {why}" if why else ""
        choices = ", ".join(self.allowed) or "nothing"
        super().__init__(
            f"{self.event!r} may not happen to a lead in {self.state!r}{reason} (allowed: {choices})"
        )

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.args, self.__dict__)


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault of a document: where it is, what is wrong and what would be right."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


class DefinitionError(LeadModelError, ValueError):
    """A document has faults; `findings` holds every one of them, each with its path."""

    def __init__(self, what: str, findings: Iterable[Finding]) -> None:
        self.what = what
        self.findings = tuple(findings)
        count = len(self.findings)
        lines = [f"{what} has {count} fault{'s' * (count != 1)}"]
        lines += [f"  {finding}" for finding in self.findings[:SHOWN_FINDINGS]]
        if count > SHOWN_FINDINGS:
            lines.append(f"  and {count - SHOWN_FINDINGS} more")
        super().__init__("\n".join(lines))

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.args, self.__dict__)


class RowError(DefinitionError):
    """A table has faults; each finding's path is `file:line column`."""


def hint(name: str, known: Iterable[str]) -> str:
    """The tail of a message about a wrong name: the nearest valid one, or the whole choice when it is short.

    >>> hint("Europe/Zurch", ["Europe/Zurich", "Europe/Rome"])
    ", did you mean 'Europe/Zurich'?"
    >>> hint("x", ["rep", "manager"])
    ', expected one of manager, rep'
    """
    import difflib

    choices = sorted({str(name) for name in known})
    folded = {choice.casefold(): choice for choice in reversed(choices)}
    near = difflib.get_close_matches(name.casefold(), folded, n=1, cutoff=0.65)
    if near:
        return f", did you mean {folded[near[0]]!r}?"
    if 0 < len(choices) <= 12:
        return f", expected one of {', '.join(choices)}"
    return ""


def _rebuild(
    kind: type[LeadModelError], args: tuple[object, ...], fields: dict[str, object]
) -> LeadModelError:
    """Errors cross process boundaries (workers, Spark), so they must survive pickling with their fields."""
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(fields)
    return error
