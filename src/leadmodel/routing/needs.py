"""What a rep has to bring for a lead: its language, its territory, a skill, a role; and which of these may be dropped.

>>> str(Need(of="skill", field="fields.product", level=3, after="30m"))
'a skill of level 3 in what fields.product says, dropped after 30m'
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import cache
from operator import attrgetter

from ..conditions import FieldKind
from ..conditions.vocabulary import BUILT_IN
from ..errors import Finding, InputError, hint
from ..records import Lead, Level, duration, language_level
from ..records.names import named
from .weights import whole

__all__ = ["LANGUAGE_ONLY", "Need", "NeedKind", "check_needs", "named_by"]


class NeedKind(StrEnum):
    """What is asked of a rep."""

    LANGUAGE = "language"
    """Speaks the language in which the lead is answered."""
    TERRITORY = "territory"
    """Covers the country of the lead; one that gives no country may go to anybody."""
    SKILL = "skill"
    """Has a skill, at a level or above."""
    ROLE = "role"
    """Has a role, such as `sdr` or `account_executive`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Something that a rep has to have for a lead.

    A skill or a role is named here (`name`) or by a `field` of the lead that holds text; a lead in which that field is
    missing needs nothing. `level` is the least level of a skill, `fluency` that of a language. A need is hard, unless
    `after` says how long a lead has waited when it may be dropped: then it is dropped if nobody could have the lead
    otherwise, in the order in which the needs are listed, and the decision says so.

    Raises `InputError` for an unknown kind, a skill or role with no name or with two, a name for a language or a
    territory, a level below one or for anything but a skill, a fluency for anything but a language, and a length of
    time that is none.
    """

    of: NeedKind
    name: str | None = None
    field: str | None = None
    level: int = 1
    fluency: Level | None = None
    after: str | None = None

    def __post_init__(self) -> None:
        if type(self.of) is not NeedKind:
            object.__setattr__(self, "of", named(NeedKind, self.of, "of"))
        if self.of in (NeedKind.LANGUAGE, NeedKind.TERRITORY):
            if self.name is not None or self.field is not None:
                raise InputError(
                    "name", self.name or self.field, f"is given, but a {self.of} is that of the lead"
                )
        elif (self.name is None) is (self.field is None):
            raise InputError(
                "name", self.name, f"and `field`: give one of the two, which says what {self.of} it is"
            )
        if whole(self.level, "level") != 1 and self.of is not NeedKind.SKILL:
            raise InputError("level", self.level, f"is given for a {self.of}, only skills have levels")
        if self.fluency is not None:
            if type(self.fluency) is not Level:
                object.__setattr__(self, "fluency", language_level(self.fluency, "fluency"))
            if self.of is not NeedKind.LANGUAGE:
                raise InputError("fluency", self.fluency, f"is given for a {self.of}, only languages have it")
        if self.after is not None:
            duration(self.after, "after")

    @property
    def patience(self) -> timedelta | None:
        """How long a lead has waited when this may be dropped; None is never."""
        return None if self.after is None else duration(self.after, "after")

    def __str__(self) -> str:
        level = f" of level {self.level}" if self.level > 1 else ""
        fluent = "" if self.fluency is None else f" at {self.fluency} or above"
        what = f"the {self.of} of the lead{fluent}"
        if self.name is not None:
            what = f"the {self.of} {self.name}{level}"
        elif self.field is not None:
            what = f"a {self.of}{level} in what {self.field} says"
        return what if self.after is None else f"{what}, dropped after {self.after}"


LANGUAGE_ONLY = (Need(of=NeedKind.LANGUAGE),)


def named_by(need: Need, lead: Lead) -> str | None:
    """The skill or role that a lead needs by this; None when the lead does not say."""
    if need.field is None:
        return need.name
    value = _reader(need.field)(lead)
    return value if isinstance(value, str) else None


def check_needs(needs: tuple[Need, ...], path: str, kinds: Mapping[str, FieldKind]) -> Iterator[Finding]:
    """Every fault of a list of needs: fields that are not there or hold no text, and a need that is listed twice."""
    for place, need in enumerate(needs):
        if need in needs[:place]:
            yield Finding(f"{path}[{place}]", f"{need.of} is needed twice")
        if need.field is None:
            continue
        kind = kinds.get(need.field)
        if kind is None or need.field.startswith("card."):
            known = [name for name, each in kinds.items() if each is FieldKind.TEXT]
            yield Finding(f"{path}[{place}].field", f"unknown field {need.field!r}{hint(need.field, known)}")
        elif kind is not FieldKind.TEXT:
            yield Finding(f"{path}[{place}].field", f"{need.field!r} holds no text, so it names no {need.of}")


@cache
def _reader(field: str) -> Callable[[Lead], object]:
    if field.startswith("fields."):
        name = field.removeprefix("fields.")
        return lambda lead: lead.fields.get(name)
    built_in = BUILT_IN.get(field)
    if built_in is None or field.startswith("card."):
        return lambda lead: None
    return attrgetter(built_in[1].removeprefix("lead."))
