"""What a lost or won opportunity means for the people behind it: a lead is a lead until it is won.

When an opportunity is lost, everybody at the account who is in play goes to nurture, so that there can be another
attempt ("The Measurable Lead Model"). When it is won, those who took part in it are won.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ..errors import InputError, TimeError
from ..records import Event, EventKind, LeadId, Opportunity, Stage, iso, utc
from .advance import Result, Step, advance
from .convert import Person
from .event_ids import derived_id
from .reasons import HasReasons

__all__ = ["Consequences", "Stays", "lose_opportunity", "win_opportunity"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stays:
    """Somebody to whom nothing happens.

    Codes: `not_in_play` (nobody works on this person now), `in_another` (takes part in an opportunity that is open),
    `not_qualified` (takes part, and was never found ready to buy).
    """

    person: LeadId
    stage: Stage
    code: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequences:
    """The events to record, each of which `advance` takes, and everybody else of the account with the reason.

    `refused` are the steps that `advance` did not take: of these people nothing is to be recorded. The ids of the
    events follow from the opportunity, the person and the time round, so doing it again changes nothing.
    """

    events: tuple[Event, ...] = ()
    refused: tuple[Step, ...] = ()
    stays: tuple[Stays, ...] = ()


def lose_opportunity(
    opportunity: Opportunity,
    persons: Iterable[Person],
    model: HasReasons,
    *,
    reason: str,
    at: datetime,
    others: Iterable[Opportunity] = (),
) -> Consequences:
    """Who goes to nurture because an opportunity was lost: all of the account who are working or qualified.

    A contact who takes part belongs to it, also from another account. Who takes part in one of the `others` that is
    still open stays. `reason` is one for nurture, from the catalogue.

    Raises `InputError` for an opportunity that is not lost, `TimeError` when `at` is naive or before it was closed.
    """
    at = _closed(opportunity, at, won=False)
    elsewhere: dict[str, str] = {
        role.contact: other.id
        for other in others
        if other.is_open and other.id != opportunity.id
        for role in other.contacts
    }
    events, refused, stays = [], [], []
    for person in _sorted(persons):
        if not (person.account == opportunity.account or _takes_part(person, opportunity)):
            continue
        stage = person.case.state.stage
        another = next((elsewhere[each] for each in _ids(person) if each in elsewhere), None)
        if stage is not Stage.WORKING and stage is not Stage.QUALIFIED:
            stays.append(_stays(person, "not_in_play", f"nobody works on a lead in {stage.value}"))
        elif another is not None:
            stays.append(_stays(person, "in_another", f"takes part in {another!r}, which is open"))
        else:
            event = _told(opportunity, person, EventKind.NURTURED, at, reason=reason)
            step = advance(person.case.state, event, model)
            if step.result is Result.REFUSED:
                refused.append(step)
            else:
                events.append(event)
    return Consequences(events=tuple(events), refused=tuple(refused), stays=tuple(stays))


def win_opportunity(
    opportunity: Opportunity, persons: Iterable[Person], model: HasReasons, *, at: datetime
) -> Consequences:
    """Who is won with an opportunity: those who take part in it and are qualified.

    Their colleagues at the account stay what they are. Raises as `lose_opportunity` does.
    """
    at = _closed(opportunity, at, won=True)
    events, refused, stays = [], [], []
    for person in _sorted(persons):
        stage = person.case.state.stage
        if not _takes_part(person, opportunity):
            continue
        if stage is not Stage.QUALIFIED:
            why = "is won already" if stage is Stage.WON else f"a lead in {stage.value} is not qualified"
            stays.append(_stays(person, "not_in_play" if stage is Stage.WON else "not_qualified", why))
            continue
        event = _told(opportunity, person, EventKind.WON, at)
        step = advance(person.case.state, event, model)
        if step.result is Result.REFUSED:
            refused.append(step)
        else:
            events.append(event)
    return Consequences(events=tuple(events), refused=tuple(refused), stays=tuple(stays))


def _closed(opportunity: Opportunity, at: datetime, *, won: bool) -> datetime:
    at = utc(at, "at")
    if opportunity.won is not won or opportunity.closed_at is None:
        state = {None: "open", True: "won", False: "lost"}[opportunity.won]
        expected = "won" if won else "lost"
        raise InputError("opportunity", opportunity.id, f"is {state}, give one that is {expected}")
    if at < opportunity.closed_at:
        raise TimeError("at", iso(at), f"lies before it was closed at {iso(opportunity.closed_at)}")
    return at


def _told(
    opportunity: Opportunity, person: Person, kind: EventKind, at: datetime, reason: str | None = None
) -> Event:
    cycle = person.case.cycles[-1].number if person.case.cycles else 0
    return Event(
        id=derived_id(opportunity.id, kind, person.id, cycle),
        lead=person.id,
        kind=kind,
        at=at,
        reason=reason,
        subject=opportunity.id,
    )


def _takes_part(person: Person, opportunity: Opportunity) -> bool:
    ids = set(_ids(person))
    return any(role.contact in ids for role in opportunity.contacts)


def _ids(person: Person) -> tuple[str, ...]:
    return (person.id, *person.records)


def _sorted(persons: Iterable[Person]) -> list[Person]:
    return sorted(persons, key=lambda person: person.id)


def _stays(person: Person, code: str, why: str) -> Stays:
    return Stays(person=person.id, stage=person.case.state.stage, code=code, why=why)
