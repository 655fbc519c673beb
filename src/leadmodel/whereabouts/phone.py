"""Where a phone number belongs, by the library `phonenumbers` (the extra `phone`)."""

from ..errors import InputError
from .evidence import Confidence, Evidence, Source
from .places import zones_that_exist

__all__ = ["phone_evidence"]

#: E.164 has 15 digits at most; the rest is room for what people write around them.
LONGEST_NUMBER = 64


def phone_evidence(number: str, *, country: str | None = None) -> Evidence:
    """The zones to which a number belongs, with a confidence that follows from its kind.

    >>> zurich = phone_evidence("044 668 18 00", country="CH")
    >>> zurich.zones, zurich.confidence.value, zurich.found
    (('Europe/Zurich',), 'likely', 'fixed_line number of CH')
    >>> free = phone_evidence("+1 800 555 1234")
    >>> len(free.zones) > 20, free.confidence.value, free.found
    (True, 'possible', 'toll_free number of US')

    Only a fixed line stands somewhere, so it alone is `likely`. A mobile travels, a number of North America is taken
    along when its owner moves (by its form it may be either), and behind a toll-free number is anybody: those are
    `possible`. `country` says how a number without the prefix of its country is read. A number that cannot be read,
    that nobody can have, or that belongs to no country tells nothing: no zones. The number is not in the result.

    Raises `InputError` for what is not text, and when the library is not installed.
    """
    try:
        import phonenumbers
        from phonenumbers.timezone import time_zones_for_number
    except ImportError:
        raise InputError("phone", "…", "needs the library `phonenumbers`, install leadmodel[phone]") from None
    if not isinstance(number, str):
        raise InputError("phone", number, "is not a phone number as text such as '+41 44 668 18 00'")
    try:
        if len(number) > LONGEST_NUMBER:
            return _nothing("a number that is too long")
        parsed = phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException:
        return _nothing("a number that cannot be read")
    if not phonenumbers.is_valid_number(parsed):
        return _nothing("a number that nobody can have")
    kind = phonenumbers.number_type(parsed)
    place = phonenumbers.region_code_for_number(parsed)
    where = "no country" if place in (None, "001") else place
    return Evidence(
        source=Source.PHONE,
        confidence=Confidence.LIKELY
        if kind == phonenumbers.PhoneNumberType.FIXED_LINE
        else Confidence.POSSIBLE,
        zones=zones_that_exist(time_zones_for_number(parsed)),
        found=f"{phonenumbers.PhoneNumberType.to_string(kind).casefold()} number of {where}",
    )


def _nothing(found: str) -> Evidence:
    return Evidence(source=Source.PHONE, confidence=Confidence.POSSIBLE, found=found)
