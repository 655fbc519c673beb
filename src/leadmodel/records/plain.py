"""Any value of this library as plain data that `json.dumps` takes: what `--json` prints and a service returns.

>>> from .lead import Company
>>> as_plain(Company(name="Acme", employees=40))
{'name': 'Acme', 'industry': None, 'employees': 40, 'revenue': None}
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from math import isfinite
from typing import Any

from ..errors import InputError
from .instants import iso

__all__ = ["as_plain"]

MICROSECOND = timedelta(microseconds=1)


def as_plain(value: object) -> Any:
    """The value as dicts, lists, text and numbers: instants in UTC as ISO 8601, lengths of time in seconds.

    States carry their `stage`. Raises `InputError` for a value that is none of this library's.
    """
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, str | int | float):
        # NaN is how a table says missing, and JSON has no word for it, nor for infinity.
        return None if isinstance(value, float) and not isfinite(value) else value
    if isinstance(value, datetime):
        return iso(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        micros = value // MICROSECOND
        return micros // 1_000_000 if micros % 1_000_000 == 0 else micros / 1_000_000
    if is_dataclass(value) and not isinstance(value, type):
        stage = (
            {"stage": value.stage.value} if hasattr(value, "stage") and isinstance(value.stage, Enum) else {}
        )
        return stage | {each.name: as_plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {str(as_plain(key)): as_plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple | frozenset):
        return [as_plain(each) for each in (sorted(value) if isinstance(value, frozenset) else value)]
    raise InputError("value", value, f"is a {type(value).__name__}, which has no plain form")
