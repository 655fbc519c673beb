"""One rep of each of several lists, none twice, and each two of them with something in common: the first such choice.

Reps are places, sets of them bit sets. Whom a rep goes together with is one bit set, so that a choice that leaves
nobody for a list further on is given up at once.
"""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any

from ..records import speaks
from .bits import mask_of
from .roster import Rep

__all__ = ["Combinations", "OutOfStepsError", "Share"]


class Share(StrEnum):
    """What two reps have to have in common."""

    LANGUAGE = "language"
    """They speak one language: `it` and `it-CH` are one, `it-CH` and `it-IT` are two."""
    TERRITORY = "territory"
    """They cover one country."""
    ZONE = "zone"
    """They live by one time zone, by its name."""


class OutOfStepsError(Exception):
    """The search was given up; it never leaves the package."""


class Combinations:
    """Looks for combinations of the reps of a desk, in at most so many steps each time."""

    def __init__(self, reps: Sequence[Rep], share: Sequence[Share], *, steps: int) -> None:
        self.reps = reps
        self.share = share
        self.most = self._left = steps
        self._everybody = (1 << len(reps)) - 1
        self._alike: dict[tuple[Share, object], int] = {}

    def fits(self, place: int, count: int) -> int:
        """Who goes together with a rep, by the first so many of what they have to share; never the rep themselves."""
        found = self._everybody & ~(1 << place)
        for each in self.share[:count]:
            found &= self._who_shares(each, SHOWN[each](self.reps[place]))
        return found

    def unlike(self, place: int, other: int) -> Share | None:
        """The first of what they have to share that two reps do not."""
        mine, theirs = self.reps[place], self.reps[other]
        return next(
            (each for each in self.share if not AGREE[each](SHOWN[each](mine), SHOWN[each](theirs))), None
        )

    def _who_shares(self, share: Share, mine: Any) -> int:
        # Few languages, countries and zones are shared by many reps.
        found = self._alike.get((share, mine))
        if found is None:
            agree, shown = AGREE[share], SHOWN[share]
            found = self._alike[share, mine] = mask_of(
                place for place, rep in enumerate(self.reps) if agree(mine, shown(rep))
            )
        return found

    def first(self, lists: Sequence[Sequence[int]], *, count: int | None = None) -> tuple[int, ...] | None:
        """The first combination: the earliest of the first list that has one, then of the second, and so on.

        Raises `OutOfStepsError`.
        """
        self._left = self.most
        shared = len(self.share) if count is None else count
        return self._first(lists, [mask_of(each) for each in lists], shared)

    def may_follow(self, lists: Sequence[Sequence[int]], chosen: Sequence[int]) -> list[int]:
        """Who of the next list may follow those chosen, in its order: there is a combination with them.

        Raises `OutOfStepsError`.
        """
        self._left = self.most
        shared = len(self.share)
        masks = [mask_of(each) for each in lists[len(chosen) :]]
        for place in chosen:
            masks = [mask & self.fits(place, shared) for mask in masks]
        rest = lists[len(chosen) + 1 :]
        able = (place for place in lists[len(chosen)] if masks[0] >> place & 1)
        return [
            place
            for place in able
            if self._first(rest, [mask & self.fits(place, shared) for mask in masks[1:]], shared) is not None
        ]

    def _first(
        self, lists: Sequence[Sequence[int]], allowed: list[int], shared: int
    ) -> tuple[int, ...] | None:
        if not lists:
            return ()
        for place in lists[0]:
            if not allowed[0] >> place & 1:
                continue
            if self._left <= 0:
                raise OutOfStepsError
            self._left -= 1
            fits = self.fits(place, shared) if len(lists) > 1 else 0
            left = [mask & fits for mask in allowed[1:]]
            rest = self._first(lists[1:], left, shared) if all(left) else None
            if rest is not None:
                return place, *rest
        return None


def _one_language(mine: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    return any(speaks(theirs, tag) is not None for tag in mine)


#: What of a rep is compared, and whether that of two of them agrees.
SHOWN: dict[Share, Callable[[Rep], Any]] = {
    Share.LANGUAGE: lambda rep: rep.languages,
    Share.TERRITORY: lambda rep: rep.territories,
    Share.ZONE: lambda rep: rep.zone,
}
AGREE: dict[Share, Callable[[Any, Any], bool]] = {
    Share.LANGUAGE: _one_language,
    Share.TERRITORY: lambda mine, theirs: not set(mine).isdisjoint(theirs),
    Share.ZONE: lambda mine, theirs: bool(mine == theirs),
}
