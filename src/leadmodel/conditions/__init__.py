"""When: typed conditions as data, three-valued; scoring, routing, clocks and segments all speak it."""

from .check import check_condition
from .condition import Condition
from .evaluate import Answer, compile_condition
from .vocabulary import CustomField, FieldKind, known_fields

__all__ = [
    "Answer",
    "Condition",
    "CustomField",
    "FieldKind",
    "check_condition",
    "compile_condition",
    "known_fields",
]
