"""Random lives of leads as plain data, with the events that tell them; oracles read the data, the package the events.

A life is a list of rounds. In each, the lead is assigned, perhaps passed on, perhaps touched, perhaps dispositioned.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from leadmodel.records import Event, LeadKind
from tests.building import assigned, nurtured, qualified, touched, unqualified, won

START = datetime(2026, 10, 26, 8, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
REPS = ("ann", "bob", "cid")
SOURCES = ("demo", "tradeshow")
#: Long enough for every ladder, short enough to be walked minute by minute.
LONGEST_WAIT = 6 * 24 * 60


@dataclass
class Round:
    """One time round, in minutes since `START`; a touch is (when, by whom, automatic)."""

    assigned: int
    first_owner: str
    owner: str
    passed_on: int | None
    touches: list[tuple[int, str, bool]]
    ending: str | None
    ended: int | None


@dataclass
class Life:
    """A lead with all its rounds."""

    lead: str
    source: str
    inbound: bool
    rounds: list[Round] = field(default_factory=list)

    @property
    def kind(self) -> LeadKind:
        return LeadKind.INBOUND if self.inbound else LeadKind.OUTBOUND


def instant(minutes: int) -> datetime:
    return START + minutes * MINUTE


def events_of(life: Life) -> list[Event]:
    told: list[Event] = []
    to = life.lead
    for each in life.rounds:
        told.append(assigned(instant(each.assigned), each.first_owner, to=to))
        if each.passed_on is not None:
            told.append(assigned(instant(each.passed_on), each.owner, to=to))
        told += [
            touched(instant(when), by, to=to, automatic=automatic) for when, by, automatic in each.touches
        ]
        if each.ended is None:
            continue
        at = instant(each.ended)
        if each.ending in ("qualified", "won", "lost"):
            told.append(qualified(at, to=to))
        if each.ending == "won":
            told.append(won(at + MINUTE, to=to))
        elif each.ending == "lost":
            told.append(nurtured(at + MINUTE, to=to))
        elif each.ending == "nurture":
            told.append(nurtured(at, to=to))
        elif each.ending == "unqualified":
            told.append(unqualified(at, "left", to=to))
        elif each.ending == "bypassed":
            told.append(nurtured(at, "too_small_yet", to=to))
    return told


def owner_at(each: Round, when: int) -> str:
    return each.first_owner if each.passed_on is None or when < each.passed_on else each.owner


def worked(each: Round) -> int | None:
    """When whoever held the lead first touched it, as a human."""
    return min(
        (when for when, by, automatic in each.touches if not automatic and by == owner_at(each, when)),
        default=None,
    )


def credited(each: Round) -> str:
    """Who picked the lead up, or who holds it as long as nobody has."""
    picked_up = worked(each)
    return each.owner if picked_up is None else owner_at(each, picked_up)


def answered(each: Round) -> int | None:
    """When any human first touched it."""
    return min((when for when, _, automatic in each.touches if not automatic), default=None)


@st.composite
def rounds(draw: st.DrawFn, begin: int, *, last: bool) -> Round:
    """A round in which minutes never fall together, so that cause and effect are as they are told."""
    moments = draw(
        st.lists(st.integers(1, LONGEST_WAIT // 4), min_size=6, max_size=6).map(
            lambda gaps: [begin + sum(gaps[: place + 1]) for place in range(len(gaps))]
        )
    )
    first_owner = draw(st.sampled_from(REPS))
    passes = draw(st.booleans())
    owner = draw(st.sampled_from(REPS)) if passes else first_owner
    passed_on = moments[draw(st.integers(0, 3))] if passes else None
    free = [moment for moment in moments[:4] if moment != passed_on]
    touches = [
        (when, draw(st.sampled_from(REPS)), draw(st.booleans()))
        for when in sorted(draw(st.sets(st.sampled_from(free), max_size=3)))
    ]
    found = Round(
        assigned=begin,
        first_owner=first_owner,
        owner=owner,
        passed_on=passed_on,
        touches=touches,
        ending=None,
        ended=None,
    )
    endings = ["bypassed"] if worked(found) is None else ["nurture", "lost", "won"]
    if last:
        endings += ["open"] if worked(found) is None else ["qualified", "unqualified", "open"]
    ending = draw(st.sampled_from(endings))
    found.ending = None if ending == "open" else ending
    found.ended = moments[5] if found.ending else None
    return found


@st.composite
def lives(draw: st.DrawFn, lead: str = "L1") -> Life:
    life = Life(
        lead=lead, source=draw(st.sampled_from(SOURCES)), inbound=draw(st.sampled_from((True, True, False)))
    )
    begin = draw(st.integers(0, 2000))
    several = draw(st.sampled_from((0, 1, 1, 1, 2, 3)))
    for number in range(1, several + 1):
        each = draw(rounds(begin, last=number == several))
        life.rounds.append(each)
        begin = (each.ended or begin) + draw(st.integers(2, 3000))
    return life
