"""Sets of places as the bits of one whole number, so that who is eligible is a few ANDs."""

from collections.abc import Iterable

__all__ = ["mask_of", "members"]

#: Up to so many bits are taken out one by one; more are read off the binary text, whose cost is its length.
FEW = 8


def mask_of(places: Iterable[int]) -> int:
    """The number whose bits are these places.

    >>> bin(mask_of([1, 2, 4]))
    '0b10110'
    """
    found = bytearray()
    for place in places:
        byte = place >> 3
        if byte >= len(found):
            found.extend(bytes(byte + 1 - len(found)))
        found[byte] |= 1 << (place & 7)
    return int.from_bytes(found, "little")


def members(mask: int) -> list[int]:
    """The places whose bits are set, in rising order.

    >>> members(0b10110)
    [1, 2, 4]
    """
    if mask.bit_count() > FEW:
        return [place for place, bit in enumerate(reversed(bin(mask))) if bit == "1"]
    found: list[int] = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return found
