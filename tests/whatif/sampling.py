"""Cases of every kind for the laws of comparing models."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from leadmodel.records import Case, Company, Raw
from leadmodel.scoring import Scoring
from tests.building import MONDAY, did, lead
from tests.whatif.every_lead import COUNTRIES, EMPLOYEES, TITLES


@dataclass(frozen=True)
class Scored:
    """Anything with a scoring will do for a model."""

    scoring: Scoring


ages = st.sampled_from((0, 3, 23, 24, 100, 168, 900)).map(lambda hours: timedelta(hours=hours))


@st.composite
def cases(draw: st.DrawFn, name: str) -> Any:
    """A lead with what it did, or a bare lead of which that is not known."""
    known: dict[str, Any] = {}
    for field, values in (("seats", (None, -1, 2, 12.5)), ("trial", (None, True, False))):
        value = draw(st.sampled_from(values))
        if value is not None:
            known[field] = value
    person = lead(
        name,
        title=draw(st.sampled_from(TITLES)),
        country=draw(st.sampled_from(COUNTRIES)),
        company=Company(employees=draw(st.sampled_from(EMPLOYEES))),
        fields=known,
    )
    if draw(st.integers(0, 4)) == 0:
        return person
    done = draw(st.lists(ages, max_size=5))
    history = tuple(did("page", MONDAY - age, to=name) for age in sorted(set(done), reverse=True))
    return Case(lead=person, history=history, state=Raw(lead=person.id, since=person.captured_at))


@st.composite
def samples(draw: st.DrawFn) -> list[Any]:
    return [draw(cases(f"L{place}")) for place in range(draw(st.integers(0, 6)))]
