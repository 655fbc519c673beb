"""Substitutes proposed from how far apart languages are, by the library `langcodes` (the extra `lang`)."""

from collections.abc import Iterable

from ..errors import InputError
from .frozen import FrozenMap
from .languages import language_tag, speaks

__all__ = ["proposed_substitutes"]

#: The distance of Unicode CLDR between languages that have nothing to do with each other.
FARTHEST = 134


def proposed_substitutes(
    spoken: Iterable[str], wanted: Iterable[str], *, within: int
) -> FrozenMap[tuple[str, ...]]:
    """For each wanted tag the spoken ones that are near it, the nearest first, to be read and then declared.

    >>> proposed_substitutes(["pt-PT", "es", "de"], ["pt-BR", "ca", "gsw", "it"], within=20)
    FrozenMap({'ca': ('es',), 'gsw': ('de',), 'pt-BR': ('pt-PT',)})

    `within` is a distance of Unicode CLDR: about 5 between two countries' ways of one language, 8 from Swiss German
    to German, 20 from Catalan to Spanish (80 the other way round: it says who will manage with what). A tag that
    answers as it is, such as `de` for `de-CH`, needs no substitute and is not proposed; a wanted tag with nothing near
    is left out, and never gets a language that nobody asked for. Whether a proposal will do is for the house to
    say: put it into the document, so that answers do not change when the library does.

    Raises `InputError` for a tag that is none, for a distance outside of 0 to 134, and when the library is not
    installed.
    """
    try:
        from langcodes import tag_distance
    except ImportError:
        raise InputError("within", within, "needs the library `langcodes`, install leadmodel[lang]") from None
    if type(within) is not int or not 0 <= within <= FARTHEST:
        raise InputError("within", within, f"is not a distance, give a whole number from 0 to {FARTHEST}")
    tags = sorted({language_tag(tag, "spoken") for tag in spoken})
    proposed: dict[str, tuple[str, ...]] = {}
    for want in sorted({language_tag(tag, "wanted") for tag in wanted}):
        near: list[tuple[int, str]] = []
        for tag in tags:
            if speaks((tag,), want) is not None:
                continue
            try:
                distance = tag_distance(want, tag)
            except ValueError as error:
                raise InputError("tags", (want, tag), f"cannot be compared: {error}") from None
            if distance <= within:
                near.append((distance, tag))
        if near:
            proposed[want] = tuple(tag for _, tag in sorted(near))
    return FrozenMap(proposed)
