"""Backfill: the history that another program kept of its fields, read as stays and as our events.

>>> from datetime import datetime, UTC
>>> from ..lifecycle.vocabularies import SALESFORCE
>>> found = read_salesforce_history(
...     [{"Id": "L1", "CreatedDate": "2026-11-02T08:00:00.000+0000", "Status": "Working", "OwnerId": "ann"}],
...     [
...         {"LeadId": "L1", "Field": "Status", "CreatedDate": "2026-11-02T09:00:00.000+0000",
...          "OldValue": "New", "NewValue": "Marketing Qualified"},
...         {"LeadId": "L1", "Field": "Status", "CreatedDate": "2026-11-02T09:04:00.000+0000",
...          "OldValue": "Marketing Qualified", "NewValue": "Working"},
...     ],
...     HistoryPlan(words=SALESFORCE),
...     at=datetime(2026, 11, 3, tzinfo=UTC),
... )
>>> for visit in found.visits:
...     print(visit.value, visit.duration)
New 1:00:00
Marketing Qualified 0:04:00
Working None
>>> [event.kind.value for event in found.events]
['assigned', 'touched']
"""

from .field_history_hubspot import read_hubspot_history
from .field_history_plan import HistoryPlan, Snapshot
from .field_history_salesforce import read_salesforce_history
from .field_history_values import Backfill, Began, FieldVisit, HistoryCode, HistoryFinding

__all__ = [
    "Backfill",
    "Began",
    "FieldVisit",
    "HistoryCode",
    "HistoryFinding",
    "HistoryPlan",
    "Snapshot",
    "read_hubspot_history",
    "read_salesforce_history",
]
