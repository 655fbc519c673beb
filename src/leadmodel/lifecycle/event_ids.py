"""Ids for events that follow from something else: the same cause gives the same id, so telling it twice is once.

>>> derived_id("O1", "lost", "L1", 2)
'O1:lost:L1:2'
"""

from ..records import EventId

__all__ = ["derived_id"]


def derived_id(*parts: str | int) -> EventId:
    """One id of several parts; different parts never give the same one, whatever stands in them.

    >>> derived_id("a:b", "c") == derived_id("a", "b:c")
    False
    """
    return EventId(":".join(str(part).replace("%", "%25").replace(":", "%3A") for part in parts))
