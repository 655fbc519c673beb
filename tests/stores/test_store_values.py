"""Changes, places and loads: what fits together, and that they come back from plain data as they were."""

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import InputError, LeadModelError, TimeError
from leadmodel.records import Event, EventId, EventKind, LeadId, RepId
from leadmodel.routing import Entry, EntryKind
from leadmodel.stores import (
    Change,
    Load,
    Place,
    WhyRefused,
    change_as_plain,
    change_from_plain,
    event_from_plain,
    why_refused,
)

NINE = datetime(2026, 11, 9, 9, tzinfo=UTC)
texts = st.text(min_size=1, max_size=8)
instants = st.datetimes(
    timezones=st.just(UTC), min_value=datetime(1900, 1, 1), max_value=datetime(2200, 1, 1)
)
json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


@st.composite
def changes(draw: st.DrawFn) -> Change:
    lead = LeadId(draw(texts))
    owner = draw(st.one_of(st.none(), texts.map(RepId)))
    kind = EntryKind.GIVEN_BACK if owner is None else EntryKind.CHARGED
    rep = owner or RepId(draw(texts))
    entry = Entry(
        ledger=draw(texts),
        number=draw(st.integers(1, 2**60)),
        kind=kind,
        at=draw(instants),
        rep=rep,
        lead=lead,
        cost=draw(st.integers(1, 2**70)),
        shares={rep: draw(st.integers(1, 2**70))},  # type: ignore[arg-type]
        by=draw(st.one_of(st.none(), texts)),
    )
    at = draw(instants)
    told = Event(
        id=EventId(draw(texts)),
        lead=lead,
        kind=EventKind.NOTED,
        at=at,
        activity=draw(texts),
        amount=draw(st.one_of(st.none(), st.integers(0, 2**60))),
        automatic=draw(st.booleans()),
        recorded_at=draw(st.one_of(st.none(), st.just(at + timedelta(seconds=1)))),
    )
    return Change(
        key=draw(texts),
        lead=lead,
        version=draw(st.integers(0, 2**40)),
        owner=owner,
        waits=owner is None and draw(st.booleans()),
        entry=draw(st.sampled_from((None, entry))),
        events=draw(st.sampled_from(((), (told,)))),
    )


@given(changes())
def test_a_change_comes_back_from_plain_data(change: Change) -> None:
    assert change_from_plain(json.loads(json.dumps(change_as_plain(change)))) == change


@given(changes(), st.data())
def test_plain_data_that_does_not_fit_is_an_error_of_ours(change: Change, data: st.DataObject) -> None:
    plain = json.loads(json.dumps(change_as_plain(change)))
    name = data.draw(st.sampled_from(sorted(plain)))
    if data.draw(st.booleans()):
        del plain[name]
    else:
        plain[name] = data.draw(json_values)
    with suppress(LeadModelError):
        change_from_plain(plain)


@given(st.dictionaries(st.sampled_from(("id", "lead", "kind", "at", "rep", "activity", "x")), json_values))
def test_an_event_that_does_not_fit_is_an_error_of_ours(plain: dict[str, object]) -> None:
    with pytest.raises(LeadModelError):
        event_from_plain(plain)


CHARGED = Entry(
    ledger="inbound",
    number=1,
    kind=EntryKind.CHARGED,
    at=NINE,
    rep=RepId("ann"),
    lead=LeadId("L1"),
    shares={"ann": 1},  # type: ignore[arg-type]
)
BACK = Entry(
    ledger="inbound", number=1, kind=EntryKind.GIVEN_BACK, at=NINE, rep=RepId("ann"), lead=LeadId("L1")
)
GOOD = {"key": "r1", "lead": LeadId("L1"), "version": 0}


@pytest.mark.parametrize(
    ("wrong", "argument"),
    [
        ({"key": ""}, "key"),
        ({"lead": ""}, "lead"),
        ({"version": -1}, "version"),
        ({"owner": ""}, "owner"),
        ({"owner": "ann", "waits": True}, "owner"),
        ({"owner": "ann", "entry": BACK}, "entry"),
        ({"entry": CHARGED}, "entry"),
        ({"owner": "bob", "entry": CHARGED}, "entry"),
        ({"lead": "L2", "owner": "ann", "entry": CHARGED}, "entry"),
        (
            {"events": (Event(id=EventId("e"), lead=LeadId("L2"), kind=EventKind.WON, at=NINE),)},
            "events",
        ),
    ],
)
def test_what_does_not_fit_each_other_is_no_change(wrong: dict[str, object], argument: str) -> None:
    with pytest.raises(InputError) as caught:
        Change(**{**GOOD, **wrong})  # type: ignore[arg-type]
    assert caught.value.argument == argument


def test_places_and_loads_are_proved() -> None:
    with pytest.raises(InputError, match="waits"):
        Place(lead=LeadId("L1"), since=NINE, waits=True, owner=RepId("ann"))
    with pytest.raises(InputError, match="lead"):
        Place(lead=LeadId(""), since=NINE, waits=True)
    with pytest.raises(TimeError):
        Place(lead=LeadId("L1"), since=datetime(2026, 11, 9), waits=True)
    for name in ("held", "capacity"):
        with pytest.raises(InputError, match=name):
            Load(**{name: -1})
    assert [Load(held=2, capacity=cap).full for cap in (None, 1, 2, 3)] == [False, True, True, False]


@given(
    owner=st.sampled_from((None, RepId("ann"))),
    waits=st.booleans(),
    version=st.integers(0, 2),
    number=st.integers(0, 2),
    load=st.builds(Load, held=st.integers(0, 2), capacity=st.sampled_from((None, 1))),
    gives=st.booleans(),
)
def test_a_change_is_written_exactly_when_everything_is_as_it_was_read(
    owner: RepId | None, waits: bool, version: int, number: int, load: Load, gives: bool
) -> None:
    place = Place(lead=LeadId("L1"), since=NINE, waits=waits and owner is None, owner=owner, version=version)
    entry = CHARGED if gives else BACK
    change = Change(key="r", lead=LeadId("L1"), version=1, owner=RepId("ann") if gives else None, entry=entry)

    why = why_refused(change, place=place, number=number, load=load if gives else None)

    as_read = version == 1 and number == 0
    if gives:
        as_read = as_read and place.waits and not load.full
    assert (why is None) == as_read
    if why is WhyRefused.TAKEN:
        assert gives
        assert owner
