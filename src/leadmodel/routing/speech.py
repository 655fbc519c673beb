"""In which language a lead is answered, and who can: what reps speak, how well, and what will do in place of it.

An Italian form from Switzerland goes to someone who speaks Italian ("Nailing Speed to Lead"); which other language will
do is declared by the house, and never guessed.
"""

from collections.abc import Iterable, Mapping, Sequence

from ..records import Level, answers
from .needs import Need, NeedKind
from .pools import PoolPolicy
from .roster import Rep

__all__ = ["answered_in", "can_answer", "least_level", "spoken_badly"]

Substitutes = Mapping[str, Sequence[str]]


def can_answer(rep: Rep, wanted: str, substitutes: Substitutes, least: Level | None) -> bool:
    """Whether a rep can answer in a language, at a level or above; a language without a level is spoken as a native."""
    spoken = rep.languages
    if least is not None:
        spoken = tuple(tag for tag in spoken if rep.levels.get(tag, Level.NATIVE).reaches(least))
    return answers(spoken, wanted, substitutes=substitutes) is not None


def answered_in(
    wanted: tuple[str, ...], reps: Iterable[Rep], substitutes: Substitutes, least: Level | None
) -> str:
    """The first language of a lead that any of these reps can answer; failing that, the one it likes best."""
    among = tuple(reps)
    return next(
        (tag for tag in wanted if any(can_answer(rep, tag, substitutes, least) for rep in among)), wanted[0]
    )


def least_level(pool: PoolPolicy) -> Level | None:
    """How well the reps of a pool have to speak the language of a lead; None for anyhow."""
    return next((need.fluency for need in pool.needs if need.of is NeedKind.LANGUAGE), None)


def spoken_badly(rep: Rep, wanted: str, need: Need, substitutes: Substitutes) -> str | None:
    """At which level a rep speaks a language that is too low for a need; None when they do not speak it at all."""
    found = answers(rep.languages, wanted, substitutes=substitutes)
    if found is None or need.fluency is None:
        return None
    return rep.levels.get(found.tag, Level.NATIVE)
