"""The lead: the person, the company behind them, and how they came to us.

>>> from datetime import datetime, UTC
>>> lead = Lead(id="L1", captured_at=datetime(2026, 11, 6, tzinfo=UTC), source="demo_request", languages=("it-CH",))
>>> lead.kind, lead.languages
(<LeadKind.INBOUND: 'inbound'>, ('it-CH',))
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from ..errors import InputError
from .frozen import FrozenMap
from .ids import LeadId
from .instants import utc
from .languages import language_tag
from .names import named
from .zones import zone_named

__all__ = ["Company", "Lead", "LeadKind", "Scalar", "country_code"]

Scalar = str | int | float | bool


class LeadKind(StrEnum):
    """Who began: the lead came to us, or we went to them (an account programme is a layer over both)."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """What is known of the company; None is unknown, and unknown is never the same as no."""

    name: str | None = None
    industry: str | None = None
    employees: int | None = None
    revenue: int | None = None

    def __post_init__(self) -> None:
        for argument in ("employees", "revenue"):
            value = getattr(self, argument)
            if value is not None and value < 0:
                raise InputError(argument, value, "is below zero, give a count or leave it out")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """A person who may buy: the profile, which changes rarely; the state lies beside it.

    `fields` holds what a model declares for itself under `[[fields]]`, `zone` is where the lead's own day begins and
    ends. Times become UTC, language tags and the country get their usual letter case.

    Raises `TimeError` for a naive `captured_at` and for a zone that is none, `InputError` for an empty id, a language
    or a country that is none.
    """

    id: LeadId
    captured_at: datetime
    source: str
    kind: LeadKind = LeadKind.INBOUND
    name: str | None = None
    email: str | None = None
    phone: str | None = None
    title: str | None = None
    country: str | None = None
    zone: str | None = None
    languages: tuple[str, ...] = ()
    company: Company = field(default_factory=Company)
    fields: Mapping[str, Scalar] = field(default_factory=FrozenMap)

    def __post_init__(self) -> None:
        if not self.id:
            raise InputError("id", self.id, "is empty, every lead needs an id of its own")
        if not self.source:
            raise InputError("source", self.source, "is empty, say where the lead came from")
        freeze = object.__setattr__
        if type(self.kind) is not LeadKind:
            freeze(self, "kind", named(LeadKind, self.kind, "kind"))
        freeze(self, "captured_at", utc(self.captured_at, "captured_at"))
        freeze(self, "languages", tuple(language_tag(tag, "languages") for tag in self.languages))
        freeze(self, "fields", FrozenMap(self.fields))
        if self.zone is not None:
            zone_named(self.zone)
        if self.country is not None:
            freeze(self, "country", country_code(self.country, "country"))


def country_code(text: str, argument: str) -> str:
    """An ISO 3166 alpha-2 code in capitals.

    >>> country_code("ch", "country")
    'CH'

    Raises `InputError` for anything but two letters; that the country exists is not checked.
    """
    if len(text) != 2 or not (text.isascii() and text.isalpha()):
        raise InputError(argument, text, "is not a country code of two letters such as 'CH'")
    return text.upper()
