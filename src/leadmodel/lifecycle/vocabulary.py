"""Other people's words for where a lead is, mapped both ways as data, and proved when they are put together.

>>> from ..records import Stage
>>> words = Vocabulary(
...     name="desk",
...     covers=(Stage.ASSIGNED, Stage.WORKING),
...     terms=(
...         Term(name="Open", means=(Place(stage=Stage.ASSIGNED, by=EventKind.ASSIGNED),)),
...         Term(name="In Progress", means=(Place(stage=Stage.WORKING, by=EventKind.TOUCHED),)),
...     ),
... )
>>> words.name_of(Stage.WORKING).only, words.place_of("Open").only.stage.value
('In Progress', 'assigned')
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from ..errors import DefinitionError, Finding, InputError, UnknownNameError, hint
from ..records import EventKind, FrozenMap, Nurture, Raw, Stage, State, Unqualified
from .reasons import Reason
from .table import TABLE

__all__ = ["Choices", "Fact", "Place", "Term", "Vocabulary", "check_words", "facts_of"]

T = TypeVar("T")

#: Which disposition an event needs a reason for.
NEEDS_REASON = {EventKind.NURTURED: "nurture", EventKind.UNQUALIFIED: "unqualified"}


class Fact(StrEnum):
    """What is true of a lead beside its stage, where other vocabularies have a word of their own for it."""

    ACCEPTED = "accepted"
    """Sales took the lead on and holds it to be qualified, before our Qualified."""
    BAD_DATA = "bad_data"
    """The address is dead or the contact data is wrong, mostly because the person changed jobs."""
    ENGAGED = "engaged"
    """Responded to an inbound program."""
    FITS = "fits"
    """Matches the ideal profile."""
    LOST = "lost"
    """The opportunity was lost."""
    NEVER_ASSIGNED = "never_assigned"
    """Dispositioned before any rep had it."""
    NOT_FOR_SALE = "not_for_sale"
    """A partner, a reseller, or somebody else who will never be sold to."""
    NOT_THE_BEST_NOW = "not_the_best_now"
    """Somebody's choice rather than an objective criterion: not the best candidate today."""
    NO_MATCH = "no_match"
    """Fails an objective criterion: no match at all."""
    ON_HOLD = "on_hold"
    """Sales wants it back at a date of its own; no marketing program."""
    OPPORTUNITY = "opportunity"
    """An opportunity was made of it."""
    RECYCLED = "recycled"
    """Not the first time round: a property of a lead, and not a state."""
    SALES_READY = "sales_ready"
    """The score has crossed the threshold."""


#: How far a lead has come before it is assigned: of these only the furthest counts.
LADDER = (Fact.ENGAGED, Fact.FITS, Fact.SALES_READY)


@dataclass(frozen=True, slots=True)
class Choices(Generic[T]):
    """What a word may mean; where there are several, nobody picks one in silence."""

    all: tuple[T, ...]

    @property
    def only(self) -> T | None:
        """The answer, if there is exactly one."""
        return self.all[0] if len(self.all) == 1 else None

    @property
    def several(self) -> bool:
        return len(self.all) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a lead is in our terms: a stage, the facts that have to hold, and the event that leads there.

    Raises `InputError` for a reason with an event that takes none.
    """

    stage: Stage
    facts: frozenset[str] = frozenset()
    by: EventKind | None = None
    reason: str | None = None

    def __post_init__(self) -> None:
        if self.reason is not None and self.by not in NEEDS_REASON:
            raise InputError("reason", self.reason, "goes with the event nurtured or unqualified only")


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One word of theirs.

    `means` reads both ways; `also_for` are places that they call so too, though the word does not lead there; a
    `read_only` word can be read and is never written. `returns` answers, for an outcome that ends the sales cycle,
    whether the lead goes back to marketing. `by_hand` says whether a user may set it.
    """

    name: str
    means: tuple[Place, ...]
    also_for: tuple[Place, ...] = ()
    says: str = ""
    is_lead: bool = True
    by_hand: bool = True
    read_only: bool = False
    ends: bool = False
    returns: bool | None = None
    next: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """A set of words, proved when it is built.

    `covers` are the stages for which it promises a word (all of them, if it does not say); `shared` are stages that
    have several words on purpose; `own_facts` are a house's facts beside those of `Fact`; `from_anywhere` are words to
    which a lead may go from every other. A word may not be declared twice, not even in other letter case.

    Raises `DefinitionError` with every fault: no word for a stage that is covered, a word for one that is not, two
    words for one place that is not shared, a word that leads to a place which goes by another word, an event that does
    not lead to its stage, unknown facts and names, an ending that does not say whether the lead returns to marketing.
    """

    name: str
    terms: tuple[Term, ...]
    covers: tuple[Stage, ...] = tuple(Stage)
    shared: tuple[Stage, ...] = ()
    own_facts: tuple[str, ...] = ()
    from_anywhere: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        findings = [*_check(self)]
        if findings:
            raise DefinitionError(f"vocabulary {self.name!r}", findings)

    def name_of(self, stage: Stage, facts: Iterable[str] = ()) -> Choices[str]:
        """Their word, or words, for a stage and what is known beside it; none for a stage that it does not cover.

        The word that asks for most of the facts wins. Of engaged, fits and sales ready only the furthest counts.
        """
        held = _furthest(facts)
        fitting = [
            (place.facts, term.name)
            for term in self.terms
            if not term.read_only
            for place in (*term.means, *term.also_for)
            if place.stage is stage and place.facts <= held
        ]
        return Choices(_most_exact(fitting))

    def place_of(self, name: str, facts: Iterable[str] = ()) -> Choices[Place]:
        """Where their word puts a lead; facts that are known decide between several places.

        Raises `UnknownNameError` with the nearest word of the vocabulary.
        """
        places = self.term(name).means
        held = _furthest(facts)
        fitting = [(place.facts, place) for place in places if place.facts <= held]
        return Choices(_most_exact(fitting) if held and fitting else places)

    def term(self, name: str) -> Term:
        """The word with all that is declared of it; letter case does not matter.

        Raises `UnknownNameError` with the nearest word of the vocabulary.
        """
        folded = name.casefold()
        for term in self.terms:
            if term.name.casefold() == folded:
                return term
        raise UnknownNameError("word", name, (term.name for term in self.terms))

    def knows(self, name: str) -> bool:
        """Whether the vocabulary has the word."""
        return any(term.name.casefold() == name.casefold() for term in self.terms)


def facts_of(state: State, reasons: Mapping[str, str] | None = None) -> frozenset[str]:
    """What a state itself says: a later time round, never assigned, and what its reason stands for.

    `reasons` gives a fact for each code; without it, those of the vocabularies that are shipped.

    >>> from datetime import datetime, UTC
    >>> noon = datetime(2026, 11, 6, 12, tzinfo=UTC)
    >>> sorted(map(str, facts_of(Nurture(lead="L1", cycle=2, reason="sales_nurture", since=noon))))
    ['on_hold', 'recycled']
    """
    if isinstance(state, Raw):
        return frozenset()
    facts: set[str] = {Fact.RECYCLED} if state.cycle > 1 else set()
    if isinstance(state, Nurture | Unqualified):
        if not state.cycle:
            facts.add(Fact.NEVER_ASSIGNED)
        found = (SHIPPED if reasons is None else reasons).get(state.reason)
        if found is not None:
            facts.add(found)
    return frozenset(facts)


#: What the reasons of the shipped vocabularies stand for.
SHIPPED: Mapping[str, str] = FrozenMap(
    {
        "bad_contact_data": Fact.BAD_DATA,
        "no_match": Fact.NO_MATCH,
        "not_for_sale": Fact.NOT_FOR_SALE,
        "not_the_best_now": Fact.NOT_THE_BEST_NOW,
        "opportunity_lost": Fact.LOST,
        "sales_nurture": Fact.ON_HOLD,
    }
)


def check_words(words: Vocabulary, reasons: Iterable[Reason]) -> Iterator[Finding]:
    """Reasons that the words use and that the house's catalogue does not have, or has for another disposition."""
    catalogue = {reason.code: reason for reason in reasons}
    for where, place in _places(words):
        if place.reason is None or place.by is None:
            continue
        reason = catalogue.get(place.reason)
        if reason is None:
            yield Finding(
                f"{where}.reason", f"unknown reason {place.reason!r}{hint(place.reason, catalogue)}"
            )
        elif reason.disposition != NEEDS_REASON[place.by]:
            yield Finding(f"{where}.reason", f"reason {reason.code!r} is one for {reason.disposition!r}")


def _furthest(facts: Iterable[str]) -> frozenset[str]:
    held = frozenset(facts)
    passed = [fact for fact in LADDER if fact in held][:-1]
    return held - frozenset(passed)


def _most_exact(fitting: list[tuple[frozenset[str], T]]) -> tuple[T, ...]:
    kept = [each for facts, each in fitting if not any(facts < others for others, _ in fitting)]
    return tuple(dict.fromkeys(kept))


def _places(words: Vocabulary) -> Iterator[tuple[str, Place]]:
    for number, term in enumerate(words.terms):
        for part in ("means", "also_for"):
            for place_number, place in enumerate(getattr(term, part)):
                yield f"$.terms[{number}].{part}[{place_number}]", place


def _check(words: Vocabulary) -> Iterator[Finding]:
    yield from _check_names(words)
    facts = {*map(str, Fact), *words.own_facts}
    for where, place in _places(words):
        for fact in sorted(place.facts - facts):
            yield Finding(f"{where}.facts", f"unknown fact {fact!r}{hint(fact, facts)}")
        if place.stage not in words.covers:
            yield Finding(f"{where}.stage", f"{place.stage.value!r} is not among the stages that are covered")
        if place.by is not None and all(row.get(place.by) is not place.stage for row in TABLE.values()):
            yield Finding(f"{where}.by", f"{place.by.value!r} does not lead to {place.stage.value!r}")
    for stage in words.covers:
        found = words.name_of(stage).all
        if not found:
            yield Finding("$.covers", f"no word for {stage.value!r}, although it is covered")
        elif len(found) > 1 and stage not in words.shared:
            yield Finding("$.terms", f"{stage.value!r} goes by {_listed(found)}, and is not among the shared")
    yield from _check_round_trip(words)


def _check_round_trip(words: Vocabulary) -> Iterator[Finding]:
    """Each word, put into our terms and back, is the same word."""
    for number, term in enumerate(words.terms):
        if term.read_only:
            continue
        for place_number, place in enumerate(term.means):
            back = words.name_of(place.stage, place.facts).all
            if back != (term.name,) and not (term.name in back and place.stage in words.shared):
                yield Finding(
                    f"$.terms[{number}].means[{place_number}]",
                    f"{term.name!r} leads to a place that goes by {_listed(back)}",
                )


def _check_names(words: Vocabulary) -> Iterator[Finding]:
    seen: set[str] = set()
    for number, term in enumerate(words.terms):
        where = f"$.terms[{number}]"
        if not term.name:
            yield Finding(f"{where}.name", "is empty, a word needs a name")
        if term.name.casefold() in seen:
            yield Finding(f"{where}.name", f"word {term.name!r} is declared twice")
        seen.add(term.name.casefold())
        if not term.means:
            yield Finding(f"{where}.means", f"word {term.name!r} leads nowhere")
        if term.ends and term.returns is None:
            yield Finding(f"{where}.returns", f"{term.name!r} ends a sales cycle, say if the lead goes back")
    names = [term.name for term in words.terms]
    named = [(f"$.terms[{number}].next", term.next) for number, term in enumerate(words.terms)]
    for where, others in (*named, ("$.from_anywhere", words.from_anywhere)):
        for name in others:
            if name not in names:
                yield Finding(where, f"unknown word {name!r}{hint(name, names)}")


def _listed(names: tuple[str, ...]) -> str:
    return " and ".join(repr(name) for name in names) or "no word"
