"""Languages as BCP 47 tags, and whether a person who speaks one can answer another.

>>> speaks(("en", "it"), "it-CH")
'it'
"""

from collections.abc import Iterable

from ..errors import InputError, hint

__all__ = ["language_tag", "speaks"]

#: ISO 639-1. Two-letter languages are checked against it; three-letter ones (ISO 639-3 has 7,900) by form alone.
TWO_LETTER = frozenset(
    """
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee
    el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is
    it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms
    mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk
    sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi
    yo za zh zu
    """.split()
)


def language_tag(text: str, argument: str = "language") -> str:
    """The tag in the usual letter case: language lower, script title, region upper.

    >>> language_tag("IT-ch")
    'it-CH'

    Raises `InputError` when it is not a BCP 47 tag, or its language is not in ISO 639.
    """
    subtags = text.replace("_", "-").split("-")
    language = subtags[0].lower()
    formed = all(part.isascii() and part.isalnum() and len(part) <= 8 for part in subtags)
    if not formed or not (2 <= len(language) <= 3 and language.isalpha()):
        raise InputError(argument, text, "is not a language tag such as 'it' or 'it-CH'")
    if len(language) == 2 and language not in TWO_LETTER:
        raise InputError(argument, text, f"names no language of ISO 639{hint(language, TWO_LETTER)}")
    return "-".join([language, *(_cased(part) for part in subtags[1:])])


def speaks(spoken: Iterable[str], wanted: str) -> str | None:
    """The tag with which someone can answer a person who wants a language, or None.

    The wanted tag is shortened from the right until it is spoken (RFC 4647 lookup: `it-CH` is answered by `it`);
    failing that, a spoken tag that is more exact than the wanted one will do (RFC 4647 filtering: `it` by `it-IT`).
    `pt-BR` is not answered by `pt-PT`: whether it may be is a matter for the house, not for this function.

    >>> speaks(("fr", "de"), "it-CH") is None
    True
    >>> speaks(("it-IT",), "it")
    'it-IT'
    """
    tags = tuple(spoken)
    shorter = wanted
    while shorter:
        if shorter in tags:
            return shorter
        shorter = shorter.rpartition("-")[0]
    return next((tag for tag in sorted(tags) if tag.startswith(f"{wanted}-")), None)


def _cased(subtag: str) -> str:
    if len(subtag) == 4 and subtag.isalpha():
        return subtag.title()
    return subtag.upper() if len(subtag) == 2 and subtag.isalpha() else subtag.lower()
