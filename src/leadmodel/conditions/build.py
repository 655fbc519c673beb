"""Writing conditions in Python: the same values that a document declares, only shorter.

>>> big = field("company.revenue") > 50_000_000
>>> big == Condition(field="company.revenue", above=50_000_000)
True
>>> str(~field("lead.title").mentions("student") & (count("webinar_attended", within="30d") >= 2))
"(not (lead.title mentions 'student') and count(webinar_attended within 30d) is at least 2)"
"""

from typing import Any

from ..records import Scalar
from .activities import Activities
from .condition import Condition
from .value_list import ValueList

__all__ = ["Subject", "amount", "count", "days_since", "field", "subjects"]


class Subject:
    """What a condition compares: a field, or a measure over activities; each operator gives a `Condition`."""

    __slots__ = ("_said",)
    __hash__ = None  # type: ignore[assignment] # equality makes a condition here

    def __init__(self, **said: Any) -> None:
        self._said = said

    def _compared(self, **operators: Any) -> Condition:
        return Condition(**self._said, **operators)

    def __gt__(self, limit: float) -> Condition:
        return self._compared(above=limit)

    def __lt__(self, limit: float) -> Condition:
        return self._compared(below=limit)

    def __ge__(self, limit: float) -> Condition:
        return self._compared(at_least=limit)

    def __le__(self, limit: float) -> Condition:
        return self._compared(at_most=limit)

    def __eq__(self, value: object) -> Condition:  # type: ignore[override] # as in any builder of expressions
        return self._compared(equals=value)

    def __ne__(self, value: object) -> Condition:  # type: ignore[override]
        return ~self._compared(equals=value)

    def between(self, low: float, high: float) -> Condition:
        """At least `low` and at most `high`: both ends count.

        >>> str(field("company.employees").between(10, 50))
        'company.employees is at least 10 and company.employees is at most 50'
        """
        return self._compared(at_least=low, at_most=high)

    def one_of(self, *values: Scalar) -> Condition:
        """Equal to one of the values."""
        return self._compared(one_of=values)

    def in_list(self, listed: str | ValueList) -> Condition:
        """Equal to one of the values of a list, by the name under which a model declares it, or of the list itself.

        >>> str(field("company.name").in_list("targets"))
        "company.name is in list 'targets'"
        """
        return self._compared(in_list=listed)

    def mentions(self, *phrases: str) -> Condition:
        """Has one of the phrases among its words: `vp` is found in "VP, Sales" and not in "MVP"."""
        return self._compared(mentions=phrases)

    def contains(self, *texts: str) -> Condition:
        """Has one of the texts anywhere in it, within words too."""
        return self._compared(contains=texts)

    def starts_with(self, *texts: str) -> Condition:
        """Begins with one of the texts."""
        return self._compared(starts_with=texts)

    def ends_with(self, *texts: str) -> Condition:
        """Ends with one of the texts."""
        return self._compared(ends_with=texts)

    def is_known(self) -> Condition:
        """Has a value, whatever it is."""
        return self._compared(present=True)

    def is_missing(self) -> Condition:
        """Has no value."""
        return self._compared(present=False)


def field(name: str) -> Subject:
    """A field of the lead, of its company, of its scorecard, or of the house's own (`fields.NAME`)."""
    return Subject(field=name)


def count(*activities: str, within: str | None = None) -> Subject:
    """How often a lead did one of these activities, any at all when none is named.

    >>> (count("page_viewed", within="7d") >= 3).activities
    Activities(measure='count', of=('page_viewed',), within='7d')
    """
    return Subject(activities=Activities(of=activities, within=within))


def amount(*activities: str, within: str | None = None) -> Subject:
    """The sum of the amounts of these activities, such as the seconds spent on a page."""
    return Subject(activities=Activities(measure="amount", of=activities, within=within))


def subjects(*activities: str, within: str | None = None) -> Subject:
    """On how many different things a lead did one of these activities."""
    return Subject(activities=Activities(measure="subjects", of=activities, within=within))


def days_since(*activities: str) -> Subject:
    """The whole days since a lead last did one of these activities; unknown when it never did."""
    return Subject(activities=Activities(measure="days_since", of=activities))
