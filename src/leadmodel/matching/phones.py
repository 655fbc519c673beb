"""Telephone numbers as they are compared.

>>> comparable_phone("+41 (0)44 123 45 67") == comparable_phone("0041 44 1234567")
True
"""

import re
from collections.abc import Callable
from unicodedata import decimal, normalize

from ..errors import InputError

__all__ = ["PhoneReader", "comparable_phone", "e164"]

#: From a number as it is written, and the country that it was written in if that is known, to the number as it is
#: compared; None for what is none.
PhoneReader = Callable[[str, str | None], str | None]

#: The most digits that an international number has (ITU-T E.164), and the fewest that are not a short code.
MOST_DIGITS = 15
FEWEST_DIGITS = 7
LONGEST_TEXT = 64

_EXTENSION = re.compile(r"(?:;?\bext(?:ension|n)?\b|\bx|#|;|,).*$", re.DOTALL)
_TRUNK = re.compile(r"\(\s*0\s*\)")
_FILLING = str.maketrans("", "", " \t\r\n().-/‐‑‒–—−·")


def comparable_phone(text: str | None, country: str | None = None) -> str | None:
    """The digits of a number, with a `+` when it is written with its country; None for what is none.

    Without a list of all countries nobody can tell that `044 123 45 67` is `+41 44 123 45 67`: a number that is
    written without its country equals only one that is written so too, and `country` is not looked at (`e164` does).
    An extension is cut off: the switchboard is what two people of one company share.

    >>> comparable_phone("044 123 45 67"), comparable_phone("+1-202-555-0143 ext. 7"), comparable_phone("n/a")
    ('0441234567', '+12025550143', None)
    """
    if not text or len(text) > LONGEST_TEXT:
        return None
    plain = _EXTENSION.sub("", normalize("NFKC", text).casefold().removeprefix("tel:"))
    plain = plain.strip()
    abroad = plain.startswith(("+", "00"))
    if abroad:
        plain = _TRUNK.sub("", plain)
    plain = plain.translate(_FILLING)
    if plain.startswith("+"):
        plain = plain[1:]
    elif abroad:
        plain = plain[2:]
    values = [decimal(sign, -1) for sign in plain]
    if not FEWEST_DIGITS <= len(values) <= MOST_DIGITS or -1 in values or not any(values):
        return None
    return ("+" if abroad else "") + "".join(map(str, values))


def e164(*, country: str | None = None) -> PhoneReader:
    """What reads numbers as the library `phonenumbers` does (the extra `phone`), for `index_accounts(phones=…)`.

    A number that is written without its country belongs to that of the lead; for an account, and for a lead of which
    no country is known, it belongs to `country`. It counts only if such a number may exist.

    >>> reads = e164(country="CH")
    >>> reads("044 668 18 00", None), reads("(202) 456-1111", "US"), reads("12", None)
    ('+41446681800', '+12024561111', None)

    Raises `InputError` for a country that the library does not know, and when it is not installed.
    """
    try:
        import phonenumbers
    except ImportError:
        expected = "needs the library `phonenumbers`, install leadmodel[phone]"
        raise InputError("country", country, expected) from None
    if country is not None and country not in phonenumbers.SUPPORTED_REGIONS:
        raise InputError("country", country, "is not a country code of two capital letters such as 'CH'")

    def read(text: str, written_in: str | None) -> str | None:
        if len(text) > LONGEST_TEXT:
            return None
        try:
            number = phonenumbers.parse(text, written_in or country)
        except phonenumbers.NumberParseException:
            return None
        if not phonenumbers.is_possible_number(number):
            return None
        shape = phonenumbers.PhoneNumberFormat.E164
        number.extension = None
        return str(phonenumbers.format_number(number, shape))

    return read
