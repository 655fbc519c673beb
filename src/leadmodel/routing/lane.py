"""A pool as time goes on: who in it may have leads now, and how its criteria narrow a set down for one lead.

Where every step of that has a name of its own, a fairness ledger can tell the set by those names, and needs not be told
who is in it.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..records import RepId
from .asked import Asked
from .bits import mask_of, members
from .keys import asked_skill, rarity
from .needs import Need, NeedKind, named_by
from .pools import Criterion, PoolPolicy
from .roster import Rep
from .speech import can_answer

if TYPE_CHECKING:
    from .floor import Floor

__all__ = ["Chosen", "Lane", "Named"]

#: A set of reps and what it is called; None for one that was put together on the spot, "" for one that changes nothing.
Named = tuple[int, str | None]


class Chosen:
    """Those among whom a lead is to be decided, and by which names a ledger may know them.

    `able` may have it; `alike` are those whom the criteria before fairness cannot tell from the first. The names are
    those that all of a set have and nobody else does; None when there are no such.
    """

    __slots__ = ("able", "able_is", "alike", "alike_is")

    def __init__(
        self, able: int, able_is: tuple[str, ...] | None, alike: int, alike_is: tuple[str, ...] | None
    ) -> None:
        self.able = able
        self.able_is = able_is
        self.alike = alike
        self.alike_is = alike_is

    def everybody(self) -> "Chosen":
        """All who may have it, as one set: whom a lead is divided among if fairness decides nothing."""
        return Chosen(self.able, self.able_is, self.able, self.able_is)


class Lane:
    """One pool: who is in it and may have leads now, and its criteria."""

    def __init__(self, floor: "Floor", pool: PoolPolicy) -> None:
        self.floor = floor
        self.pool = pool
        self.patience = floor.routing.patience_of(pool)
        self.notice = pool.notice
        self.prefer = floor.routing.order_of(pool)
        self.members = mask_of(place for place, rep in enumerate(floor.reps) if pool.has(rep))
        self.ready = 0
        self.ready_is = f"ready for {pool.name}"
        self._sets: dict[object, Named] = {}
        self._groups: dict[object, list[Named]] = {}

    def set_ready(self, place: int, ready: bool) -> None:
        bit = 1 << place & self.members
        self.ready = self.ready | bit if ready else self.ready & ~bit

    def choose(self, asked: Asked, dropped: tuple[Need, ...]) -> Chosen | None:
        """Among whom a lead is decided; None when nobody may have it."""
        able = self.ready
        names: list[str] | None = [self.ready_is]
        for need in self.pool.needs:
            if need in dropped:
                continue
            mask, name = self._who_meets(need, asked)
            able &= mask
            names = _with(names, name)
        for rep in asked.without:
            place = self.floor.place.get(rep)
            if place is not None and able >> place & 1:
                able &= ~(1 << place)
                names = None
        if not able:
            return None
        able_is = None if names is None else tuple(names)
        alike = able
        for criterion in self.prefer:
            if criterion == "fairness":
                break
            narrower, name = self._best(criterion, alike, asked)
            if narrower != alike:
                alike, names = narrower, _with(names, name)
        return Chosen(able, able_is, alike, None if names is None else tuple(names))

    def _who_meets(self, need: Need, asked: Asked) -> Named:
        lead = asked.lead
        key: object
        if need.of is NeedKind.LANGUAGE:
            key = lead.languages, need.fluency
        elif need.of is NeedKind.TERRITORY:
            return self._covering(lead.country) if lead.country is not None else (self.members, "")
        else:
            name = named_by(need, lead)
            if name is None:
                return self.members, ""
            key = need.of, name, need.level
        found = self._sets.get(key)
        if found is None:
            found = self._sets[key] = self._meeting(need, asked)
        return found

    def _meeting(self, need: Need, asked: Asked) -> Named:
        if need.of is NeedKind.LANGUAGE:
            reps = (self.floor.reps[place] for place in members(self.members))
            language, substitutes = asked.language(reps, self.pool), asked.routing.substitutes
            mask = self.floor.mask(lambda rep: can_answer(rep, language, substitutes, need.fluency))
            return self._named(f"speaks {language} at {need.fluency}", mask)
        name = str(named_by(need, asked.lead))
        if need.of is NeedKind.ROLE:
            return self._named(f"is {name}", self.floor.mask(lambda rep: rep.role == name))
        level = need.level
        mask = self.floor.mask(lambda rep: rep.skills.get(name, 0) >= level)
        return self._named(f"knows {name} at {level} or above", mask)

    def _covering(self, country: str) -> Named:
        found = self._sets.get(country)
        if found is None:
            mask = self.floor.mask(lambda rep: country in rep.territories)
            found = self._sets[country] = self._named(f"covers {country}", mask)
        return found

    def _best(self, criterion: Criterion, able: int, asked: Asked) -> Named:
        floor = self.floor
        if criterion == "soonest":
            return floor.soonest(able)
        if criterion == "fewest_open":
            return floor.fewest_open(able), None
        if criterion == "longest_idle":
            return floor.longest_idle(able), None
        if criterion == "round_robin":
            last = floor.last_given.get(self.pool.name)
            after = able if last is None else able & ~mask_of(range(self._places_up_to(last)))
            first = after or able
            return first & -first, None
        if criterion == "territory":
            country = asked.lead.country
            if country is None:
                return able, ""
            mask, name = self._covering(country)
            return (able & mask, name) if able & mask else (able, "")
        return self._of_groups(criterion, able, asked)

    def _of_groups(self, criterion: Criterion, able: int, asked: Asked) -> Named:
        """The first group of a criterion that has somebody of a set in it."""
        skill = asked_skill(asked, self.pool) if criterion == "skill" else None
        if criterion == "skill" and skill is None:
            return able, ""
        key = criterion, skill
        if key not in self._groups:
            self._groups[key] = self._grouped(criterion, skill)
        return next((able & mask, name) for mask, name in self._groups[key] if able & mask)

    def _grouped(self, criterion: Criterion, skill: str | None) -> list[Named]:
        """The members by what a criterion sees in them, the best group first."""
        reps = [self.floor.reps[place] for place in members(self.members)]
        if criterion == "scarce":
            rare = rarity(reps)
            return self._by_value(lambda rep: rare[rep.id], f"{self.pool.name}: rare")
        if criterion == "tier":
            return self._by_value(lambda rep: rep.tier, f"{self.pool.name}: tier")
        name = str(skill)
        return self._by_value(lambda rep: -rep.skills.get(name, 0), f"{self.pool.name}: {name}")

    def _by_value(self, value: Callable[[Rep], Any], what: str) -> list[Named]:
        """The members of each value as a set with a name, the smallest value first."""
        places: dict[Any, list[int]] = {}
        for place in members(self.members):
            places.setdefault(value(self.floor.reps[place]), []).append(place)
        return [self._named(f"{what} {each}", mask_of(places[each])) for each in sorted(places)]

    def _named(self, name: str, mask: int) -> Named:
        """A set that never changes, known on the whole floor by its name."""
        self.floor.named[name] = mask
        return mask, name

    def _places_up_to(self, rep: RepId) -> int:
        place = self.floor.place.get(rep)
        if place is not None:
            return place + 1
        return sum(1 for each in self.floor.reps if each.id <= rep)


def _with(names: list[str] | None, name: str | None) -> list[str] | None:
    """The names of a set that was narrowed down; none if that has none."""
    if names is None or name is None:
        return None
    if name:
        names.append(name)
    return names
