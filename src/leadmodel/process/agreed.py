"""The proof of an alignment: what is there has to make sense; what is not there is another question."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from math import isfinite
from typing import TYPE_CHECKING

from ..errors import Finding, InputError, TimeError, hint
from ..records.zones import zone_named
from .lengths import DAY, date_after, months_of

if TYPE_CHECKING:
    from .alignment import Alignment, Goal

__all__ = ["faults_of"]


def faults_of(alignment: "Alignment") -> Iterator[Finding]:
    """Every fault in what an alignment says, each with its path."""
    if not alignment.teams:
        yield Finding("$.teams", "is empty, an agreement is between teams")
    yield from _names(alignment.teams, "$.teams[{}]", "team")
    yield from _names([each.term for each in alignment.definitions], "$.definitions[{}].term", "term")
    for place, definition in enumerate(alignment.definitions):
        if not definition.says.strip():
            yield Finding(f"$.definitions[{place}].says", f"is empty, say what {definition.term!r} means")
    yield from _names(alignment.source_priority, "$.source_priority[{}]", "source")
    yield from _names([each.name for each in alignment.nurture], "$.nurture[{}].name", "track")
    for place, track in enumerate(alignment.nurture):
        yield from _times(track.after, f"$.nurture[{place}].after")
    yield from _names([each.measure for each in alignment.goals], "$.goals[{}].measure", "measure")
    for place, goal in enumerate(alignment.goals):
        yield from _bounds(goal, f"$.goals[{place}]")
        for spot, team in enumerate(goal.pays):
            yield from _unknown(team, alignment, f"$.goals[{place}].pays[{spot}]")
    yield from _of_teams([each.team for each in alignment.responsibilities], alignment, "$.responsibilities")
    for place, each in enumerate(alignment.responsibilities):
        if not each.does:
            yield Finding(f"$.responsibilities[{place}].does", f"is empty, say what {each.team!r} does")
        yield from _names(each.does, f"$.responsibilities[{place}].does[{{}}]", "duty")
    yield from _dates(alignment)
    yield from _of_teams([each.team for each in alignment.accepted], alignment, "$.accepted")
    for place, accepted in enumerate(alignment.accepted):
        if not accepted.by.strip():
            yield Finding(f"$.accepted[{place}].by", "is empty, say who has agreed")


def _dates(alignment: "Alignment") -> Iterator[Finding]:
    if alignment.review_every is not None:
        try:
            length = months_of(alignment.review_every, "review_every")
            if not isinstance(length, int) and length % DAY:
                says = "is not a number of days or months, such as '90d' or '3mo'"
                raise InputError("review_every", alignment.review_every, says)
            for start in (alignment.starts_on, alignment.reviewed_on):
                if start is not None:
                    date_after(start, alignment.review_every, "review_every")
        except InputError as error:
            yield Finding("$.review_every", str(error).removeprefix("review_every: "))
    if alignment.ends_on is not None and alignment.starts_on is None:
        yield Finding("$.starts_on", "is missing, a term that ends also begins")
    elif alignment.ends_on and alignment.starts_on and alignment.ends_on < alignment.starts_on:
        yield Finding("$.ends_on", f"{alignment.ends_on} is before the start on {alignment.starts_on}")
    try:
        zone_named(alignment.zone)
    except TimeError as error:
        yield Finding("$.zone", str(error).removeprefix("zone: "))


def _bounds(goal: "Goal", path: str) -> Iterator[Finding]:
    bounds = [bound for bound in (goal.at_least, goal.at_most) if bound is not None]
    if not bounds:
        yield Finding(path, f"{goal.measure!r} has no target, give at_least or at_most")
    for name, bound in (("at_least", goal.at_least), ("at_most", goal.at_most)):
        if isinstance(bound, float) and not isfinite(bound):
            yield Finding(f"{path}.{name}", f"{bound!r} is no target that can be met")
    if len(bounds) == 2 and bounds[0] > bounds[1]:
        yield Finding(f"{path}.at_most", f"{bounds[1]!r} is below at_least, {bounds[0]!r}")


def _times(after: Sequence[str], path: str) -> Iterator[Finding]:
    """Every one a length; those of one kind in rising order (a month has no fixed number of hours)."""
    if not after:
        yield Finding(path, "is empty, say when the track gets in touch")
    months: tuple[int, str] = (0, "")
    elapsed: tuple[timedelta, str] = (timedelta(0), "")
    for place, text in enumerate(after):
        try:
            length = months_of(text, "after")
        except InputError as error:
            yield Finding(f"{path}[{place}]", str(error).removeprefix("after: "))
            continue
        # No length is zero, so the first of its kind is behind what stands there before it.
        if isinstance(length, timedelta):
            before, elapsed = elapsed[1] if length <= elapsed[0] else "", max(elapsed, (length, text))
        else:
            before, months = months[1] if length <= months[0] else "", max(months, (length, text))
        if before:
            yield Finding(f"{path}[{place}]", f"{text!r} is not behind the {before!r} before it")


def _names(names: Sequence[str], path: str, what: str) -> Iterator[Finding]:
    for place, name in enumerate(names):
        if not name.strip():
            yield Finding(path.format(place), f"is empty, a {what} needs a name")
        elif name in names[:place]:
            yield Finding(path.format(place), f"{what} {name!r} is named twice")


def _of_teams(teams: Sequence[str], alignment: "Alignment", path: str) -> Iterator[Finding]:
    for place, team in enumerate(teams):
        yield from _unknown(team, alignment, f"{path}[{place}].team")
        if team in teams[:place]:
            yield Finding(f"{path}[{place}].team", f"team {team!r} is named twice")


def _unknown(team: str, alignment: "Alignment", path: str) -> Iterator[Finding]:
    if team not in alignment.teams:
        yield Finding(path, f"unknown team {team!r}{hint(team, alignment.teams)}")
