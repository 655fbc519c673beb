"""Notes about a lead, and random histories in which they come up among all that happens to it."""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import strategies as st

from leadmodel.lifecycle import Reason, Replay, abandoned_reasons, replay, sales_nurture_reasons
from leadmodel.records import Event, EventId, EventKind, RepId

from .stories import ANN, BOB, MODEL, NINE, REASONS, a_lead, happened, histories

#: The model of the stories, with the shipped reasons that it lacks.
GENEROUS = replace(MODEL, reasons=(*REASONS, *abandoned_reasons(), *sales_nurture_reasons()))
NO_RESPONSE, AUTO = abandoned_reasons()
(SALES_NURTURE,) = sales_nurture_reasons()


def day(number: float) -> datetime:
    return NINE + timedelta(days=number)


def noted(at: float, name: str, about: str | None = None, *, id: str | None = None) -> Event:
    """A note so many hours after nine."""
    return replace(
        happened(EventKind.NOTED, at, name=id or f"{at:08.2f}-{name}-{about}"), activity=name, subject=about
    )


def on(number: float, kind: EventKind, rep: RepId | None = ANN, why: Reason | None = None) -> Event:
    """Something that happened so many days after nine."""
    event = happened(kind, number * 24, rep=rep, reason=why.code if why else None)
    return replace(event, id=EventId(f"{number:08.3f}-{kind.value}-{rep}"))


def generous(*events: Event) -> Replay:
    return replay(a_lead(), events, GENEROUS)


@st.composite
def noted_histories(draw: st.DrawFn, *names: str) -> list[Event]:
    """A history as `histories` draws it, with notes under these names strewn in."""
    told = draw(histories(max_size=10))
    places = draw(
        st.lists(
            st.tuples(st.integers(-1, 10), st.sampled_from(names), st.sampled_from([None, "a", "b"])),
            max_size=8,
        )
    )
    return told + [noted(at, name, about, id=f"n{place}") for place, (at, name, about) in enumerate(places)]


@st.composite
def long_histories(draw: st.DrawFn) -> list[Event]:
    """Working for weeks: an assignment, touches by two reps and machines, passings-on, and perhaps an end; in days."""
    told: list[Event] = [replace(on(0, EventKind.ASSIGNED), id=EventId("e0"))]
    rows = draw(
        st.lists(
            st.tuples(
                st.sampled_from(
                    [EventKind.TOUCHED] * 4
                    + [EventKind.ASSIGNED, EventKind.ACTIVITY, EventKind.NOTED, EventKind.NURTURED]
                ),
                st.integers(0, 200),
                st.sampled_from([ANN, ANN, BOB]),
                st.sampled_from([False, False, True]),
            ),
            max_size=14,
        )
    )
    for place, (kind, quarter, rep, automatic) in enumerate(rows):
        event = happened(kind, quarter * 6, rep=rep, automatic=automatic, name=f"e{place + 1}")
        if kind is EventKind.NURTURED:
            event = replace(event, rep=None, reason=draw(st.sampled_from(["no_response", "budget_later"])))
        told.append(event)
    return told
