"""What a value is to a condition: text, a number, yes or no, or missing; anything else is of no kind that is compared.

Compiled conditions look at values through these; text is folded once, so that letter case never matters.
"""

from decimal import Decimal
from numbers import Real
from typing import Any

__all__ = ["as_number", "as_text", "as_whole", "is_known", "words_of"]

_INFINITE = float("inf")


def is_known(value: object) -> bool:
    """Whether there is a value: None, NaN and NaT are missing, an empty text is a value.

    >>> is_known(""), is_known(None), is_known(float("nan"))
    (True, False, False)
    """
    if value is None:
        return False
    try:
        # What is not a number is the only value that differs from itself.
        return bool(value == value)
    except (TypeError, ValueError):
        # The NA of a table answers no question, not even that.
        return False


def as_text(value: object) -> str | None:
    """The text in the form in which texts are compared; None for what is no text."""
    return value.casefold() if isinstance(value, str) else None


def as_number(value: object) -> Any:
    """The number; None for what is none. A yes is no number, although Python counts with it.

    >>> as_number(5), as_number(True), as_number("5"), as_number(float("nan"))
    (5, None, None, None)
    """
    if type(value) is float:
        return value if value == value else None
    if isinstance(value, bool):
        return None
    if isinstance(value, Decimal):
        return None if value.is_nan() else value
    return value if isinstance(value, Real) and value == value else None


def as_whole(value: object) -> int | None:
    """The whole number; None for what is none, such as a missing count that a table has as NaN.

    >>> as_whole(2.0), as_whole(2.5), as_whole(float("nan")), as_whole(True)
    (2, None, None, None)
    """
    if type(value) is int:
        return value
    number = as_number(value)
    if number is None or number in (_INFINITE, -_INFINITE):
        return None
    return int(number) if number == int(number) else None


#: What is neither letter nor digit parts words; for ASCII by a table, which is several times as fast.
_PARTS = {code: " " for code in range(128) if not chr(code).isalnum()}


def words_of(text: str) -> str:
    """The words of a folded text with one space between and around them, so that phrases can be looked for.

    >>> words_of("vp,  sales & marketing")
    ' vp sales marketing '
    """
    if text.isascii():
        parted = text.translate(_PARTS)
    else:
        parted = "".join(letter if letter.isalnum() else " " for letter in text)
    return f" {' '.join(parted.split())} "
