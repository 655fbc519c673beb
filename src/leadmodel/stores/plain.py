"""Events and changes as plain data for `json.dumps`, and back again without loss: the rows that a store keeps."""

from collections.abc import Mapping
from typing import Any

from ..errors import InputError
from ..records import Event, EventId, LeadId, RepId, parse_instant
from ..records.plain import as_plain
from ..routing import entry_as_plain, entry_from_plain
from .values import Change

__all__ = ["change_as_plain", "change_from_plain", "event_as_plain", "event_from_plain"]

INSTANTS = ("at", "planned_from", "planned_until", "recorded_at")


def event_as_plain(event: Event) -> dict[str, Any]:
    """An event as a dict of text, numbers and booleans; what is None is left out."""
    plain: dict[str, Any] = as_plain(event)
    return {name: value for name, value in plain.items() if value is not None}


def event_from_plain(plain: Mapping[str, Any]) -> Event:
    """The event that `event_as_plain` wrote.

    >>> from datetime import UTC, datetime
    >>> event = Event(id="e1", lead="L1", kind="assigned", at=datetime(2026, 11, 9, 9, tzinfo=UTC), rep="ann")
    >>> event_from_plain(event_as_plain(event)) == event
    True

    Raises `InputError` for a part that is missing or unknown, and what `Event` raises.
    """
    try:
        given = dict(plain)
        for name in INSTANTS:
            if given.get(name) is not None:
                given[name] = parse_instant(given[name], name)
        given["id"], given["lead"] = EventId(given["id"]), LeadId(given["lead"])
        return Event(**given)
    except (KeyError, TypeError, ValueError) as error:
        raise _misfit(error, "event_as_plain") from None


def change_as_plain(change: Change) -> dict[str, Any]:
    """A change as dicts, lists, text and numbers."""
    return {
        "key": change.key,
        "lead": change.lead,
        "version": change.version,
        "owner": change.owner,
        "waits": change.waits,
        "entry": None if change.entry is None else entry_as_plain(change.entry),
        "events": [event_as_plain(each) for each in change.events],
    }


def change_from_plain(plain: Mapping[str, Any]) -> Change:
    """The change that `change_as_plain` wrote.

    >>> change = Change(key="r1", lead="L1", version=0, owner="ann")
    >>> change_from_plain(change_as_plain(change)) == change
    True

    Raises `InputError` for a part that is missing, and what `Change` raises.
    """
    try:
        owner, entry = plain["owner"], plain["entry"]
        return Change(
            key=plain["key"],
            lead=LeadId(plain["lead"]),
            version=plain["version"],
            owner=None if owner is None else RepId(owner),
            waits=plain["waits"],
            entry=None if entry is None else entry_from_plain(entry),
            events=tuple(event_from_plain(each) for each in plain["events"]),
        )
    except (AttributeError, KeyError, TypeError) as error:
        raise _misfit(error, "change_as_plain") from None


def _misfit(error: Exception, writer: str) -> InputError:
    if isinstance(error, InputError):
        return error
    return InputError("plain", error.args[0], f"does not fit, give what {writer} wrote")
