"""Where leads, loads and ledgers are kept between requests: what a host implements, and three stores that do.

The only room that reads and writes. The rest of the library decides on values; a store makes a decision hold.
"""

from .book import Book
from .contract import Store, why_refused
from .giving import Chosen, Decide, give_out, give_out_waiting, take_back
from .memory import MemoryStore
from .plain import change_as_plain, change_from_plain, event_as_plain, event_from_plain
from .postgres import PostgresStore
from .sqlite import SqliteStore
from .values import Change, Committed, Load, Place, Reading, Refused, WhyRefused

__all__ = [
    "Book",
    "Change",
    "Chosen",
    "Committed",
    "Decide",
    "Load",
    "MemoryStore",
    "Place",
    "PostgresStore",
    "Reading",
    "Refused",
    "SqliteStore",
    "Store",
    "WhyRefused",
    "change_as_plain",
    "change_from_plain",
    "event_as_plain",
    "event_from_plain",
    "give_out",
    "give_out_waiting",
    "take_back",
    "why_refused",
]
