"""Reasons: every Nurture and every Unqualified has one, from a catalogue that both teams can read.

"The Measurable Lead Model" asks for reasons that say why the timing is wrong, or why this person will never buy.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

from ..errors import Finding, InputError, UnknownNameError
from ..records import Nurture

__all__ = ["HasReasons", "Reason", "check_reasons", "find_reason", "nurture_program"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One entry of the catalogue: its code, the disposition that it explains, and what it says in plain words.

    `without_touch` marks a pre-qualification criterion: only such a reason may take a lead out before anyone has
    touched it. `abandoned` says that nobody answered, and who gave up: the rep at the end of a cadence, or the rule for
    leads that are left in Working. `program` names the nurture program that such a lead goes to.

    >>> Reason(code="student", disposition="unqualified", says="Not a prospect: a student", without_touch=True).code
    'student'

    Raises `InputError` for an empty code or text, for a disposition that needs no reason or does not exist, and for an
    abandoned lead that would be unqualified (something once said that it fits) or that nobody ever worked, and for a
    program of leads that are out for good.
    """

    code: str
    disposition: Literal["nurture", "unqualified"]
    says: str
    without_touch: bool = False
    abandoned: Literal["rep", "auto"] | None = None
    program: str | None = None

    def __post_init__(self) -> None:
        for argument in ("code", "says"):
            if not getattr(self, argument):
                raise InputError(argument, "", "is empty, a reason needs a code and plain words")
        if self.disposition not in ("nurture", "unqualified"):
            raise InputError("disposition", self.disposition, "is not one of nurture, unqualified")
        if self.program is not None and self.disposition != "nurture":
            raise InputError("program", self.program, "is for nurture, and this is for good")
        if self.abandoned is None:
            return
        if self.abandoned not in ("rep", "auto"):
            raise InputError("abandoned", self.abandoned, "is not one of rep, auto")
        if self.disposition != "nurture":
            raise InputError("abandoned", self.abandoned, "leads to nurture: silence does not say never")
        if self.without_touch:
            raise InputError(
                "abandoned", self.abandoned, "needs a lead that somebody worked, not without_touch"
            )


class HasReasons(Protocol):
    """Anything that carries a catalogue of reasons, such as the declared model of the house."""

    @property
    def reasons(self) -> tuple[Reason, ...]: ...


def find_reason(reasons: Iterable[Reason], code: str) -> Reason:
    """The entry with a code. Raises `UnknownNameError` with the nearest valid one."""
    catalogue = {reason.code: reason for reason in reasons}
    if code not in catalogue:
        raise UnknownNameError("reason", code, catalogue)
    return catalogue[code]


def nurture_program(state: Nurture, model: HasReasons) -> str | None:
    """The program that a lead in nurture goes to: the reason decides, and nothing else; None where it names none.

    Raises `UnknownNameError` for a reason that is not in the catalogue any more.
    """
    return find_reason(model.reasons, state.reason).program


def check_reasons(reasons: tuple[Reason, ...], path: str) -> Iterator[Finding]:
    """Faults of a catalogue: the same code twice, or a disposition that has no reason at all."""
    seen: set[str] = set()
    for place, reason in enumerate(reasons):
        if reason.code in seen:
            yield Finding(f"{path}[{place}].code", f"reason {reason.code!r} is declared twice")
        seen.add(reason.code)
    for disposition in ("nurture", "unqualified"):
        if not any(reason.disposition == disposition for reason in reasons):
            yield Finding(path, f"no reason leads to {disposition!r}, so no lead can be dispositioned there")
