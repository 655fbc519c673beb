"""From what happened to a lead to the marks of a clock: one stream for the lead, or for each owner or subject."""

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from ..records import EventId, RepId
from ..records.instants import micros
from .marks import Action, Row
from .policy import SlaPolicy, Triggers, compiled
from .signals import Signal, Story
from .triggers import Moment, Trigger

__all__ = ["NOBODYS", "Stream", "streams_of"]

#: For marks that no event made: a capture, and a lead that leaves its owner.
NOBODYS = EventId("")


class Stream(NamedTuple):
    """The marks of one series of cycles, in order; `owner` and `subject` say whose they are, where it is somebody's."""

    rows: list[Row]
    owner: RepId | None = None
    subject: str | None = None


class _Moved(NamedTuple):
    """A mark to be: when it counts, its place among the moments, when it was said, and by what."""

    at: int
    place: int
    said: int
    action: Action
    trigger: Trigger
    signal: Signal

    @property
    def subject(self) -> str | None:
        event = self.signal.event
        return None if event is None else event.subject


_START, _RESET, _CANCEL, _STOP = Action.START, Action.RESET, Action.CANCEL, Action.STOP
_HOLDS = (Action.PAUSE, Action.RESUME)


def streams_of(policy: SlaPolicy, story: Story, now: int) -> Iterator[Stream]:
    """The marks of a policy's clock over the story of a lead, of what had been said by an instant."""
    _, triggers, counts, plain = compiled(policy)
    if plain:
        # Most promises are as simple as that, and most of what is asked of clocks is asked of them.
        get = triggers.get
        rows = [
            (signal.at, signal.id, action)
            for signal in story.signals
            for action, trigger in get(signal.moment, ())
            if not trigger.named or signal.name in trigger.named
            if trigger.by == "anyone" or signal.by_owner
        ]
        yield Stream(list(dict.fromkeys(rows)))
        return
    moved, planned = _moved(story, triggers)
    if planned:
        # An event may speak of a time before it: until it happens, nobody knows of that.
        moved = _standing([each for each in moved if each.said <= now])
    if policy.of == "lead":
        yield Stream(_rows(moved if not counts else _so_many(moved)))
    elif policy.of == "owner":
        yield from _of_owners(moved, story, counts)
    else:
        for subject in dict.fromkeys(each.subject for each in moved if each.action is _START):
            # What speaks of no subject, such as a lead that is let go, concerns them all, but begins none.
            own = [
                each
                for each in moved
                if each.subject == subject or (each.subject is None and each.action is not _START)
            ]
            yield Stream(_rows(own if not counts else _so_many(own)), subject=subject)


def _moved(story: Story, triggers: Triggers) -> tuple[list[_Moved], bool]:
    """What the triggers make of the moments, in order, and whether any of it was planned."""
    found: list[_Moved] = []
    planned = False
    for place, signal in enumerate(story.signals):
        for action, trigger in triggers.get(signal.moment, ()):
            if trigger.named and signal.name not in trigger.named:
                continue
            if trigger.by == "owner" and not signal.by_owner:
                continue
            at = signal.at
            if trigger.at != "happened":
                plan = getattr(signal.event, trigger.at)
                if plan is None:
                    continue
                at = micros(plan)
                planned = True
            found.append(_Moved(at, place, signal.at, action, trigger, signal))
    if planned:
        found.sort(key=_when)
    return found, planned


def _when(each: _Moved) -> tuple[int, int]:
    return each.at, each.place


def _standing(moved: list[_Moved]) -> list[_Moved]:
    """Without the plans that were changed or taken back before their time came."""
    return [each for each in moved if not any(_replaces(other, each) for other in moved)]


def _replaces(later: _Moved, plan: _Moved) -> bool:
    if later.said >= plan.at or (later.said, later.place) <= (plan.said, plan.place):
        return False
    if later.action is _CANCEL:
        # One that waits for the so-many-th counts within a cycle, and a plan has none yet.
        return later.trigger.count == 1 and later.subject in (plan.subject, None)
    return later.action is plan.action and later.trigger.at != "happened" and later.subject == plan.subject


def _of_owners(moved: list[_Moved], story: Story, counts: bool) -> Iterator[Stream]:
    """A stream for each time that somebody held the lead: what happened meanwhile, and a hold that came with it."""
    stints = story.stints
    taken_over: list[_Moved] = []
    if stints:
        before = [each for each in moved if each.at < stints[0].since and each.action in _HOLDS]
        taken_over = _so_many(before) if counts else before
    for place, (since, owner) in enumerate(stints):
        until = stints[place + 1].since if place + 1 < len(stints) else None
        own = [
            each
            for each in moved
            if since <= each.at and (until is None or each.at < until) and _counts(each)
        ]
        heard = [*taken_over, *(_so_many(own) if counts else own)]
        rows = _rows(heard)
        if until is not None:
            rows.append((until, NOBODYS, _CANCEL))
            taken_over = _handed_over(heard)
        yield Stream(rows, owner=owner)


def _handed_over(moved: list[_Moved]) -> list[_Moved]:
    """What may hold the lead still: a hold ends with a cycle, and one that goes from hand to hand has not ended."""
    kept: list[_Moved] = []
    running = False
    for _, group in groupby(moved, key=_instant):
        together = list(group)
        actions = {each.action for each in together}
        running = running or _START in actions
        if running and (_STOP in actions or _CANCEL in actions):
            running = False
            kept.clear()
        else:
            kept += [each for each in together if each.action in _HOLDS]
    return kept


def _instant(each: _Moved) -> int:
    return each.at


def _counts(each: _Moved) -> bool:
    """Whether it counts for an owner: of touches only their own do."""
    return each.signal.moment is not Moment.TOUCHED or each.signal.by_owner


def _rows(moved: list[_Moved]) -> list[Row]:
    # Two triggers that ask for the same of one event ask for it once.
    return list(dict.fromkeys((each.at, each.signal.id, each.action) for each in moved))


def _so_many(moved: list[_Moved]) -> list[_Moved]:
    """What is left where some triggers wait for the so-many-th of their kind since the cycle began or was reset."""
    kept: list[_Moved] = []
    seen: dict[tuple[Action, Trigger], int] = {}
    running = False
    place = 0
    while place < len(moved):
        at = moved[place].at
        together: list[_Moved] = []
        while place < len(moved) and moved[place].at == at:
            together.append(moved[place])
            place += 1
        begins = not running and any(each.action is _START for each in together)
        if begins:
            running = True
            seen.clear()
        actions: set[Action] = set()
        for each in together:
            if each.trigger.count > 1:
                which = (each.action, each.trigger)
                seen[which] = seen.get(which, 0) + 1
                if not running or seen[which] != each.trigger.count:
                    continue
            actions.add(each.action)
            kept.append(each)
        if _STOP in actions or _CANCEL in actions:
            running = False
        elif _RESET in actions and not begins:
            seen.clear()
    return kept
