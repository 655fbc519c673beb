"""When: typed conditions as data, three-valued; scoring, routing, clocks and segments all speak it."""

from .activities import Activities, measure_activities
from .binding import bind_lists, check_names_of_lists
from .build import Subject, amount, count, days_since, field, subjects
from .check import check_condition
from .condition import Condition
from .evaluate import Answer, Compiled, compile_condition
from .generate import Source, compile_source
from .value_list import ValueList, asked_for, check_lists
from .vocabulary import CustomField, FieldKind, known_fields

__all__ = [
    "Activities",
    "Answer",
    "Compiled",
    "Condition",
    "CustomField",
    "FieldKind",
    "Source",
    "Subject",
    "ValueList",
    "amount",
    "asked_for",
    "bind_lists",
    "check_condition",
    "check_lists",
    "check_names_of_lists",
    "compile_condition",
    "compile_source",
    "count",
    "days_since",
    "field",
    "known_fields",
    "measure_activities",
    "subjects",
]
