"""The languages that a browser asks for, read from the header that it sends with every form."""

from ..errors import InputError
from .languages import language_tag

__all__ = ["accept_language"]

#: Servers commonly refuse a header line above 8 KiB; a browser's own has seldom more than 200 characters.
LONGEST_HEADER = 8_192
_BLANKS = " \t"


def accept_language(header: str) -> tuple[str, ...]:
    """The tags of an `Accept-Language` header in the order in which they are liked (RFC 9110 12.5.4).

    >>> accept_language("en;q=0.5, it-CH, it;q=0.9")
    ('it-CH', 'it', 'en')

    Those with one quality stay in the order of the header. What has `q=0` is not wanted: it is left out, also where
    the same tag stands a second time with a quality. `*` means any other language, which is the wish of nobody in
    particular, so it gives no tag. The header was written by a stranger's program: a part that cannot be read, or
    that names no language, is passed over and the others count.

    >>> accept_language("x-klingon, de;q=high, FR_ch;q=0.8, en;q=0, *;q=0.1")
    ('fr-CH',)

    Raises `InputError` for more than 8,192 characters and for what is not text.
    """
    if not isinstance(header, str):
        raise InputError(
            "header", header, "is not the text of an Accept-Language header such as 'it-CH, en;q=0.5'"
        )
    if len(header) > LONGEST_HEADER:
        shown = f"{header[:20]}…"
        raise InputError(
            "header", shown, f"is longer than {LONGEST_HEADER} characters, no browser sends that"
        )
    liked: list[tuple[int, str]] = []
    refused: set[str] = set()
    for part in header.split(","):
        name, mark, weight = part.partition(";")
        quality = _quality(weight) if mark else 1_000
        if quality is None:
            continue
        try:
            tag = language_tag(name.strip(_BLANKS))
        except InputError:
            continue
        if quality:
            liked.append((quality, tag))
        else:
            refused.add(tag)
    liked.sort(key=lambda each: -each[0])
    return tuple(dict.fromkeys(tag for _, tag in liked if tag not in refused))


def _quality(weight: str) -> int | None:
    """Thousandths, or None for what is no weight: `q=`, then 0 or 1 with up to three decimals, and 1 at most."""
    name, mark, value = weight.strip(_BLANKS).partition("=")
    whole, _, decimals = value.partition(".")
    if not mark or name not in ("q", "Q") or whole not in ("0", "1"):
        return None
    if len(decimals) > 3 or (decimals and not (decimals.isascii() and decimals.isdigit())):
        return None
    quality = int(whole) * 1_000 + int(decimals.ljust(3, "0"))
    return quality if quality <= 1_000 else None
