"""Ledgers and their entries as plain data for `json.dumps`, and back again without loss.

Whole numbers that JavaScript could not hold are written as hexadecimal text; every division is written once.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ..errors import InputError
from ..records import FrozenMap, LeadId, RepId, iso, parse_instant
from .entries import Entry
from .ledger import Charge, Ledger, Standing

__all__ = ["entry_as_plain", "entry_from_plain", "ledger_as_plain", "ledger_from_plain"]

#: Up to here a JSON number means the same to everybody who reads it.
SAFE = 2**53 - 1


def ledger_as_plain(ledger: Ledger) -> dict[str, Any]:
    """A ledger as dicts, lists, text and numbers.

    >>> ledger_as_plain(Ledger(name="inbound"))["unit"]
    1
    """
    numbers: dict[FrozenMap[int], int] = {}
    by_identity: dict[int, int] = {}
    charges: dict[str, Any] = {}
    for lead, charge in ledger.charges.items():
        key = id(charge.shares)
        if key not in by_identity:
            by_identity[key] = numbers.setdefault(charge.shares, len(numbers))
        charges[lead] = {
            "rep": charge.rep,
            "at": iso(charge.at),
            "cost": charge.cost,
            "division": by_identity[key],
            "by": charge.by,
            "why": charge.why,
        }
    return {
        "name": ledger.name,
        "version": ledger.version,
        "unit": _number(ledger.unit),
        "reps": {
            rep: {
                "received": standing.received,
                "lag": _number(standing.lag),
                "last_turn": _text(standing.last_turn),
                "settled_turn": _text(standing.settled_turn),
                "left_at": _text(standing.left_at),
            }
            for rep, standing in ledger.reps.items()
        },
        "divisions": [dict(shares) for shares in numbers],
        "charges": charges,
        "entry": None if ledger.entry is None else entry_as_plain(ledger.entry),
    }


def ledger_from_plain(plain: Mapping[str, Any]) -> Ledger:
    """The ledger that `ledger_as_plain` wrote.

    Raises `InputError` for a part that is missing or is not of its kind.
    """
    try:
        divisions = [FrozenMap(each) for each in plain["divisions"]]
        return Ledger(
            name=plain["name"],
            version=plain["version"],
            unit=_whole(plain["unit"]),
            reps={
                rep: Standing(
                    received=each["received"],
                    lag=_whole(each["lag"]),
                    last_turn=_instant(each["last_turn"]),
                    settled_turn=_instant(each["settled_turn"]),
                    left_at=_instant(each["left_at"]),
                )
                for rep, each in plain["reps"].items()
            },
            charges={
                lead: Charge(
                    rep=RepId(each["rep"]),
                    at=parse_instant(each["at"], "at"),
                    cost=each["cost"],
                    shares=divisions[each["division"]],
                    by=each["by"],
                    why=each["why"],
                )
                for lead, each in plain["charges"].items()
            },
            entry=None if plain["entry"] is None else entry_from_plain(plain["entry"]),
        )
    except (AttributeError, IndexError, KeyError, TypeError) as error:
        raise InputError("plain", error.args[0], "does not fit, give what ledger_as_plain wrote") from None


def entry_as_plain(entry: Entry) -> dict[str, Any]:
    """An entry as a dict of text and numbers."""
    return {
        "ledger": entry.ledger,
        "number": entry.number,
        "kind": entry.kind.value,
        "at": iso(entry.at),
        "rep": entry.rep,
        "lead": entry.lead,
        "cost": entry.cost,
        "shares": dict(entry.shares),
        "by": entry.by,
        "why": entry.why,
    }


def entry_from_plain(plain: Mapping[str, Any]) -> Entry:
    """The entry that `entry_as_plain` wrote.

    >>> nine = parse_instant("2026-11-09T09:00Z", "at")
    >>> joined = Entry(ledger="inbound", number=1, kind="joined", at=nine, rep="ann")
    >>> entry_from_plain(entry_as_plain(joined)) == joined
    True

    Raises `InputError` for a part that is missing, and what `Entry` raises.
    """
    try:
        return Entry(
            ledger=plain["ledger"],
            number=plain["number"],
            kind=plain["kind"],
            at=parse_instant(plain["at"], "at"),
            rep=RepId(plain["rep"]),
            lead=None if plain["lead"] is None else LeadId(plain["lead"]),
            cost=plain["cost"],
            shares=FrozenMap(plain["shares"]),
            by=plain["by"],
            why=plain["why"],
        )
    except (KeyError, TypeError) as error:
        raise InputError("plain", error.args[0], "does not fit, give what entry_as_plain wrote") from None


def _number(value: int) -> int | str:
    return value if abs(value) <= SAFE else hex(value)


def _whole(value: object) -> int:
    """Back from `_number`; text is hexadecimal, which Python reads at any length."""
    if isinstance(value, str):
        return int(value, 16)
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(value)
    return value


def _text(value: datetime | None) -> str | None:
    return None if value is None else iso(value)


def _instant(value: str | None) -> datetime | None:
    return None if value is None else parse_instant(value, "instant")
