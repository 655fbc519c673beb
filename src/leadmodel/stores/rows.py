"""What the stores in SQL have in common: columns that become values, and the text that is kept of a value."""

import json

from ..errors import InputError
from ..records import LeadId, RepId
from ..records.instants import from_micros
from .plain import change_as_plain, change_from_plain
from .values import Change, Committed, Place

__all__ = ["SCHEMA", "answer_of", "change_text", "check_schema", "place_of", "text_of"]

#: The version of the tables. Tables of another one are refused: they are not guessed at.
SCHEMA = 1


def text_of(plain: object) -> str:
    """Plain data as JSON, the same text for the same value."""
    return json.dumps(plain, separators=(",", ":"), ensure_ascii=False)


def change_text(change: Change) -> str:
    """What is kept of a change under its key."""
    return text_of(change_as_plain(change))


def place_of(lead: LeadId, since: int, waits: object, owner: str | None, version: int) -> Place:
    """A row of the leads; `since` is in microseconds, so that order is order in every database."""
    return Place(
        lead=lead,
        since=from_micros(since),
        waits=bool(waits),
        owner=None if owner is None else RepId(owner),
        version=version,
    )


def answer_of(change: Change, text: str) -> Committed:
    """The first answer to a key. Raises `InputError` for a key that belongs to another lead."""
    first = change_from_plain(json.loads(text))
    if first.lead != change.lead:
        raise InputError(
            "key", change.key, f"was used for the lead {first.lead!r}, every request needs its own"
        )
    return Committed(change=first, replayed=True)


def check_schema(found: int, argument: str, where: str) -> None:
    """Raises `InputError` for tables of another version than this library writes."""
    if found != SCHEMA:
        raise InputError(
            argument, where, f"has tables of version {found}, this library reads version {SCHEMA}"
        )
