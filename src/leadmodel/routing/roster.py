"""The people who take leads."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ..errors import InputError, TimeError
from ..hours import TimeOff
from ..records import FrozenMap, Level, RepId, iso, language_level, language_tag, utc
from ..records.lead import country_code
from .quota import Quota
from .weights import Ramp, Weight, whole

__all__ = ["Rep"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rep:
    """Somebody who answers leads: where and when they work, what they speak, how much they can hold.

    `hours` and `holidays` name what the model declares; `capacity` counts open leads (None is no limit) and
    `open_leads` those that this desk does not know of. `territories` are countries. `manager` and `executive` are whom
    to alert. `leave` of whole days keeps leads away; between two instants it is time that the rep does not work.
    `weight` is the rep's share beside the others' where leads are given out by fairness: a whole number, or a `Ramp`.
    `levels` say how well the languages are spoken; one that is not named is spoken as a native does. `skills` are
    levels by name, `pools` those that the rep is in (none named is all), `tier` 1 the first to be asked.
    `quotas` limit the leads in a time, `active_from` and `active_until` bound when there may be any.

    >>> Rep(id="ann", zone="Europe/Zurich", hours="office", languages=("it", "fr"), territories=("CH",)).languages
    ('it', 'fr')

    Raises `InputError` for an empty id, no language, a capacity below zero, a weight, level or tier below one, a pool
    that is named twice, and when somebody is active until before they are active from; `TimeError` for a naive time.
    """

    id: RepId
    zone: str
    hours: str
    languages: tuple[str, ...]
    name: str | None = None
    holidays: str | None = None
    territories: tuple[str, ...] = ()
    capacity: int | None = None
    open_leads: int = 0
    manager: str | None = None
    executive: str | None = None
    leave: tuple[TimeOff, ...] = ()
    weight: Weight = 1
    levels: Mapping[str, Level] = field(default_factory=FrozenMap)
    skills: Mapping[str, int] = field(default_factory=FrozenMap)
    role: str | None = None
    tier: int = 1
    pools: tuple[str, ...] = ()
    quotas: tuple[Quota, ...] = ()
    active_from: datetime | None = None
    active_until: datetime | None = None

    def __post_init__(self) -> None:
        if not self.id:
            raise InputError("id", self.id, "is empty, every rep needs an id of their own")
        if not self.languages:
            raise InputError("languages", self.languages, "is empty, a rep speaks at least one")
        for argument in ("capacity", "open_leads"):
            value = getattr(self, argument)
            if value is not None and value < 0:
                raise InputError(argument, value, "is below zero")
        freeze = object.__setattr__
        freeze(self, "languages", tuple(language_tag(tag, "languages") for tag in self.languages))
        if not isinstance(self.weight, Ramp):
            whole(self.weight, "weight")
        if self.tier < 1:
            raise InputError("tier", self.tier, "is below 1, which is the tier that is asked first")
        for tag in self.levels:
            if tag not in self.languages:
                raise InputError("levels", tag, "is not among the languages of the rep")
        for skill, level in self.skills.items():
            whole(level, f"level of {skill!r}")
        freeze(self, "territories", tuple(country_code(code, "territories") for code in self.territories))
        freeze(
            self,
            "levels",
            FrozenMap({tag: language_level(each, "levels") for tag, each in self.levels.items()}),
        )
        freeze(self, "leave", tuple(self.leave))
        freeze(self, "skills", FrozenMap(self.skills))
        freeze(self, "quotas", tuple(self.quotas))
        freeze(self, "pools", tuple(self.pools))
        if len(set(self.pools)) != len(self.pools):
            raise InputError("pools", self.pools, "names a pool twice")
        for argument in ("active_from", "active_until"):
            value = getattr(self, argument)
            if value is not None:
                freeze(self, argument, utc(value, argument))
        if self.active_from and self.active_until and self.active_until <= self.active_from:
            raise TimeError("active_until", iso(self.active_until), f"is not after {iso(self.active_from)}")

    def is_in(self, pool: str) -> bool:
        """Whether the rep takes the leads of a pool."""
        return not self.pools or pool in self.pools

    def is_active(self, at: datetime) -> bool:
        """Whether there may be leads for the rep at all at an instant."""
        if self.active_from is not None and at < self.active_from:
            return False
        return self.active_until is None or at < self.active_until
