"""Leads, reps and events from the rows of a file: text in, values out, and every fault at once.

>>> table = read_leads("id,captured_at,source\\nL1,2026-11-06T09:00-05:00,demo_request\\n", format="csv")
>>> table.rows[0].captured_at.isoformat(), table.lines
('2026-11-06T14:00:00+00:00', (2,))
"""

from collections.abc import Iterable

from ..conditions import CustomField
from ..records import Event, Lead
from ..routing import Rep
from .columns import EVENTS, REPS, lead_layout
from .formats import Format
from .tables import Table, read_table

__all__ = ["read_events", "read_leads", "read_reps"]


def read_leads(
    lines: Iterable[str], *, format: Format, name: str = "leads", fields: Iterable[CustomField] = ()
) -> Table[Lead]:
    """Read the leads' file; `fields` are the columns that the model declares for itself.

    >>> read_leads('{"id": "L1", "captured_at": "2026-11-06", "kind": "inbond"}', format="jsonl", name="a.jsonl")
    Traceback (most recent call last):
        ...
    leadmodel.errors.RowError: a.jsonl has 3 faults
      a.jsonl:1 captured_at: '2026-11-06' has no time zone, give the offset too, such as 2026-10-30T15:05-04:00
      a.jsonl:1 kind: unknown kind 'inbond', did you mean 'inbound'?
      a.jsonl:1 source: is empty, it is required

    Lines may be an open file or one text. Raises `RowError` with every fault, also for an id that stands twice and for
    a file without leads.
    """
    return read_table(lead_layout(fields), lines, format=format, name=name)


def read_reps(lines: Iterable[str], *, format: Format, name: str = "reps") -> Table[Rep]:
    """Read the reps' file.

    >>> read_reps("id,zone,hours,languages\\nann,Europe/Zurich,office,it;en\\n", format="csv").rows[0].languages
    ('it', 'en')

    Raises `RowError` with every fault, also for an id that stands twice and for a file without reps.
    """
    return read_table(REPS, lines, format=format, name=name)


def read_events(lines: Iterable[str], *, format: Format, name: str = "events") -> Table[Event]:
    """Read the events' file; the same row twice is one event, and is counted in `repeated`.

    >>> row = "e1,L1,touched,2026-11-06T14:00Z,ann\\n"
    >>> table = read_events(["id,lead,kind,occurred_at,rep\\n", row, row], format="csv")
    >>> len(table), table.repeated
    (1, 1)

    Raises `RowError` with every fault, also for an id that two different events carry. A file without events is fine.
    """
    return read_table(EVENTS, lines, format=format, name=name)
