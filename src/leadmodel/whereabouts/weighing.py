"""Evidence put together: the zones in which a prospect may be, where the evidence agrees, and where it does not.

A zone is left open when no other one has all that speaks for it and more besides. So evidence that agrees narrows
(what is left is what all of it admits), and evidence that cannot be true together leaves each of its readings open:
the largest parts of it that agree (N. Rescher and R. Manor 1970). Nothing is voted down by number.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from ..errors import InputError
from ..records.names import named
from .evidence import Confidence, Evidence, Source
from .places import in_table_order, one_zone

__all__ = ["Reading", "Whereabouts", "weigh"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The zones that some of the sources admit together, when the others are left aside."""

    sources: tuple[Source, ...]
    zones: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """The zones in which a prospect may be, as a set: never one that was picked from it.

    `zones` is empty when nothing is known, and the prospect may be anywhere. `confidence` is that of the set: how
    good the evidence is that leaves nothing open outside of it. `readings` has one entry while all the evidence
    agrees; with several, which source speaks for which zones. Make it with `weigh` or `whereabouts`.
    """

    evidence: tuple[Evidence, ...] = ()
    zones: tuple[str, ...] = ()
    confidence: Confidence | None = None
    readings: tuple[Reading, ...] = ()

    @property
    def conflicting(self) -> bool:
        """Whether the evidence cannot all be true."""
        return len(self.readings) > 1

    def heard(self, at_least: Confidence) -> "Whereabouts":
        """The same from that evidence alone which is good enough.

        >>> zones = ["America/New_York", "America/Denver"]
        >>> usa = Evidence(source="country", confidence="likely", zones=zones, found="country US")
        >>> mobile = Evidence(source="phone", confidence="possible", zones=["America/Denver"], found="a mobile")
        >>> place = weigh([usa, mobile])
        >>> place.zones, place.confidence.value
        (('America/Denver',), 'possible')
        >>> place.heard(Confidence.LIKELY).zones
        ('America/New_York', 'America/Denver')

        Raises `InputError` for an unknown confidence.
        """
        least = named(Confidence, at_least, "at_least")
        good = tuple(each for each in self.evidence if each.confidence.reaches(least))
        return self if good == self.evidence else weigh(good)


def weigh(evidence: Iterable[Evidence]) -> Whereabouts:
    """What some pieces of evidence say together, in any order.

    >>> form = Evidence(source="country", confidence="likely", zones=["Europe/Zurich"], found="CH")
    >>> call = Evidence(source="phone", confidence="possible", zones=["America/New_York"], found="a mobile")
    >>> place = weigh([call, form])
    >>> place.zones, place.conflicting
    (('Europe/Zurich', 'America/New_York'), True)
    >>> [(reading.sources[0].value, reading.zones) for reading in place.readings]
    [('phone', ('America/New_York',)), ('country', ('Europe/Zurich',))]

    What the prospect has stated is taken at its word: `zones` are those of its readings, and what contradicts it
    stands in the others. Two names of one zone are one; it is called as the best evidence calls it.

    Raises `InputError` for what is no `Evidence`.
    """
    pieces = tuple(evidence)
    for piece in pieces:
        if not isinstance(piece, Evidence):
            raise InputError("evidence", piece, "is not Evidence(source=…, confidence=…, zones=…, found=…)")
    pieces = tuple(sorted(set(pieces), key=_listed))
    readings = _readings(pieces)
    zones = _left_open(pieces, readings)
    return Whereabouts(
        evidence=pieces,
        zones=zones,
        confidence=_confidence(pieces, zones),
        readings=tuple(
            Reading(sources=tuple(dict.fromkeys(pieces[place].source for place in support)), zones=found)
            for support, found in readings
        ),
    )


_SOURCES = {source: place for place, source in enumerate(Source)}
_BEST_FIRST = tuple(reversed(Confidence))

#: The places of the evidence that agrees, and the zones that all of it admits.
_Readings = list[tuple[tuple[int, ...], tuple[str, ...]]]


def _listed(piece: Evidence) -> tuple[object, ...]:
    return _SOURCES[piece.source], _BEST_FIRST.index(piece.confidence), piece.zones, piece.found


def _readings(pieces: tuple[Evidence, ...]) -> _Readings:
    support: dict[str, set[int]] = {}
    names: dict[str, tuple[int, int, str]] = {}
    for place, piece in enumerate(pieces):
        for zone in piece.zones:
            one = one_zone(zone)
            support.setdefault(one, set()).add(place)
            name = (_BEST_FIRST.index(piece.confidence), place, zone)
            names[one] = min(names.get(one, name), name)
    groups: dict[frozenset[int], list[str]] = {}
    for one, places in support.items():
        groups.setdefault(frozenset(places), []).append(names[one][2])
    largest = [places for places in groups if not any(places < others for others in groups)]
    return sorted((tuple(sorted(places)), in_table_order(groups[places])) for places in largest)


def _left_open(pieces: tuple[Evidence, ...], readings: _Readings) -> tuple[str, ...]:
    stated = [
        (support, zones)
        for support, zones in readings
        if any(pieces[place].confidence is Confidence.STATED for place in support)
    ]
    return in_table_order(zone for _, zones in stated or readings for zone in zones)


def _confidence(pieces: tuple[Evidence, ...], zones: tuple[str, ...]) -> Confidence | None:
    """The best confidence at which the evidence that has it leaves nothing open outside of the zones."""
    inside = {one_zone(zone) for zone in zones}
    for confidence in _BEST_FIRST:
        heard = tuple(piece for piece in pieces if piece.confidence.reaches(confidence))
        if len(heard) == len(pieces):
            return confidence if zones else None
        found = {one_zone(zone) for zone in _left_open(heard, _readings(heard))}
        if found and found <= inside:
            return confidence
    return None
