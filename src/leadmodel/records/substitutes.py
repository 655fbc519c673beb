"""Which language will do in place of another, as a house declares it, and how an answer was reached.

>>> answers(("es", "en"), "ca-ES", substitutes={"ca": ("es",)})
Answered(tag='es', reached=<Reached.SUBSTITUTE: 'substitute'>, by='es')
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ..errors import Finding, InputError
from .frozen import FrozenMap
from .languages import language_tag, speaks

__all__ = ["Answered", "Reached", "answers", "check_substitutes"]

_NONE: Mapping[str, Sequence[str]] = FrozenMap()


class Reached(StrEnum):
    """How a spoken language answers a wanted one, the best way first.

    `exact`: it is the same tag. `shortened`: the wanted tag without its end is spoken, `it` for `it-CH`.
    `more_exact`: what is spoken says more than was asked for, `it-IT` for `it`. `substitute`: another language that
    the house lets stand for it.
    """

    EXACT = "exact"
    SHORTENED = "shortened"
    MORE_EXACT = "more_exact"
    SUBSTITUTE = "substitute"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The spoken tag, how it was reached, and the tag that it answers: the wanted one, or the one in its place."""

    tag: str
    reached: Reached
    by: str


def answers(
    spoken: Iterable[str], wanted: str, *, substitutes: Mapping[str, Sequence[str]] = _NONE
) -> Answered | None:
    """With which tag someone answers a person who wants a language, and how, or None.

    The wanted language itself comes first, found as `speaks` finds it (RFC 4647). Only where it is not spoken, its
    substitutes are tried in the order in which they are declared: those of the whole tag, then those of the tag
    shortened from the right. A substitute of a substitute is none: that Portuguese will do for Galician and Spanish
    for Portuguese does not say that Spanish will do for Galician. So two languages may stand for each other.

    >>> closest = {"pt-BR": ("pt-PT",), "pt-PT": ("pt-BR",)}
    >>> answers(("pt-PT",), "pt-BR", substitutes=closest).reached
    <Reached.SUBSTITUTE: 'substitute'>
    >>> answers(("it", "en"), "it-CH").reached
    <Reached.SHORTENED: 'shortened'>
    >>> answers(("fr",), "it-CH") is None
    True

    Tags are compared as they stand: give them in their usual letter case, as `language_tag` and `Lead` write them.
    """
    tags = tuple(spoken)
    found = speaks(tags, wanted)
    if found is not None:
        return Answered(tag=found, reached=_direct(found, wanted), by=wanted)
    shorter = wanted
    while shorter and substitutes:
        for other in substitutes.get(shorter, ()):
            found = speaks(tags, other)
            if found is not None:
                return Answered(tag=found, reached=Reached.SUBSTITUTE, by=other)
        shorter = shorter.rpartition("-")[0]
    return None


def check_substitutes(substitutes: Mapping[str, Sequence[str]], path: str) -> Iterator[Finding]:
    """Every fault of declared substitutes, each with its path.

    >>> [str(each) for each in check_substitutes({"pt-BR": ("pt-PT", "pt-BR")}, "$.substitutes")]
    ["$.substitutes['pt-BR'][1]: 'pt-BR' would stand for itself"]

    Faults are a tag that is none or that is not in its usual letter case (it would never be met), no substitute at
    all, one that is named twice, one that stands for itself, and one that answers without being declared, as `de`
    does for `de-CH`.
    """
    for wanted, others in substitutes.items():
        place = f"{path}[{wanted!r}]"
        fault = _fault_of(wanted)
        if fault:
            yield Finding(place, fault)
        if isinstance(others, str):
            yield Finding(place, f"is one text, give a list of tags such as [{others!r}]")
            continue
        if not others:
            yield Finding(place, "names no substitute, give one or leave the line out")
        for number, other in enumerate(others):
            message = _fault_of(other)
            if message is None and other == wanted:
                message = f"{other!r} would stand for itself"
            elif message is None and other in others[:number]:
                message = f"{other!r} is named twice"
            elif message is None and speaks((other,), wanted) is not None:
                message = f"{other!r} answers {wanted!r} as it is, it needs no substitute"
            if message:
                yield Finding(f"{place}[{number}]", message)


def _direct(found: str, wanted: str) -> Reached:
    if found == wanted:
        return Reached.EXACT
    return Reached.SHORTENED if len(found) < len(wanted) else Reached.MORE_EXACT


def _fault_of(tag: object) -> str | None:
    if not isinstance(tag, str):
        return f"{tag!r} is not a language tag such as 'it' or 'it-CH'"
    try:
        usual = language_tag(tag)
    except InputError as error:
        return str(error)
    return None if usual == tag else f"{tag!r} is written {usual!r}"
