"""Evidence put together, against a search over all parts of it, and the laws that every set of zones keeps."""

from collections.abc import Sequence
from itertools import combinations
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import InputError, TimeError
from leadmodel.whereabouts import Confidence, Evidence, Reading, Source, Whereabouts, one_zone, weigh

from .worlds import EVIDENCE, ZONES, seen

POSSIBLE, LIKELY, STATED = Confidence.POSSIBLE, Confidence.LIKELY, Confidence.STATED
LISTS = st.lists(EVIDENCE, max_size=5)


def ones(zones: Sequence[str]) -> set[str]:
    return {one_zone(zone) for zone in zones}


def slow_readings(evidence: Sequence[Evidence]) -> list[tuple[frozenset[Evidence], set[str]]]:
    """Of all parts of the evidence those that agree on some zone, and of these the largest."""
    telling = {piece for piece in evidence if piece.zones}
    agreeing = []
    for size in range(1, len(telling) + 1):
        for part in combinations(telling, size):
            common = set.intersection(*(ones(piece.zones) for piece in part))
            if common:
                agreeing.append((frozenset(part), common))
    return [(part, common) for part, common in agreeing if not any(part < other for other, _ in agreeing)]


def slow_zones(evidence: Sequence[Evidence]) -> set[str]:
    readings = slow_readings(evidence)
    stated = [common for part, common in readings if any(piece.confidence is STATED for piece in part)]
    return set().union(*(stated or [common for _, common in readings]))


def slow_confidence(evidence: Sequence[Evidence]) -> Confidence | None:
    zones = slow_zones(evidence)
    for confidence in (STATED, LIKELY, POSSIBLE):
        open_there = slow_zones([piece for piece in evidence if piece.confidence.reaches(confidence)])
        if open_there and open_there <= zones:
            return confidence
    return None


@given(LISTS)
def test_what_is_left_open_is_what_a_search_over_all_parts_of_the_evidence_finds(
    evidence: list[Evidence],
) -> None:
    place = weigh(evidence)

    assert ones(place.zones) == slow_zones(evidence)
    assert place.confidence == slow_confidence(evidence)
    assert sorted(
        (sorted({piece.source for piece in part}), sorted(common)) for part, common in slow_readings(evidence)
    ) == sorted((sorted(reading.sources), sorted(ones(reading.zones))) for reading in place.readings)
    for confidence in Confidence:
        good = [piece for piece in evidence if piece.confidence.reaches(confidence)]
        assert place.heard(confidence) == weigh(good)


@given(LISTS, st.randoms(use_true_random=False))
def test_neither_order_nor_repetition_matters(evidence: list[Evidence], dice: Random) -> None:
    shuffled = [
        Evidence(source=piece.source, confidence=piece.confidence, zones=piece.zones[::-1], found=piece.found)
        for piece in evidence + evidence[:2]
    ]
    dice.shuffle(shuffled)

    assert weigh(shuffled) == weigh(iter(evidence))


@given(LISTS, EVIDENCE)
def test_more_evidence_narrows_unless_it_conflicts(evidence: list[Evidence], more: Evidence) -> None:
    before, after = weigh(evidence), weigh([*evidence, more])

    if before.zones and not after.conflicting:
        assert ones(after.zones) <= ones(before.zones)
    if not more.zones:
        assert (after.zones, after.confidence, after.readings) == (
            before.zones,
            before.confidence,
            before.readings,
        )


@given(LISTS)
def test_every_zone_exists_was_named_by_evidence_and_stands_once(evidence: list[Evidence]) -> None:
    place = weigh(evidence)

    assert {ZoneInfo(zone).key for zone in place.zones} == set(place.zones)
    assert set(place.zones) <= {zone for piece in evidence for zone in piece.zones}
    assert len(ones(place.zones)) == len(place.zones)
    assert (place.zones == ()) == (place.confidence is None) == (place.readings == ())
    assert place.zones == () or place.confidence in {piece.confidence for piece in evidence}


@given(LISTS, st.sampled_from(ZONES))
def test_what_was_stated_is_the_answer_whatever_else_is_said(evidence: list[Evidence], zone: str) -> None:
    others = [piece for piece in evidence if piece.confidence is not STATED]
    place = weigh([*others, seen(Source.ZONE, STATED, zone)])

    assert (place.zones, place.confidence) == ((zone,), STATED)
    assert place.conflicting == any(
        piece.zones and one_zone(zone) not in ones(piece.zones) for piece in others
    )


def test_what_a_weak_hint_narrows_is_no_surer_than_the_hint() -> None:
    usa = seen(Source.COUNTRY, LIKELY, "America/New_York", "America/Los_Angeles")
    mobile = seen(Source.PHONE, POSSIBLE, "America/Los_Angeles")
    place = weigh([usa, mobile])

    assert (place.zones, place.confidence, place.conflicting) == (("America/Los_Angeles",), POSSIBLE, False)
    assert place.heard(LIKELY).zones == ("America/New_York", "America/Los_Angeles")
    assert place.heard(STATED) == Whereabouts()


def test_evidence_that_cannot_be_true_together_leaves_each_reading_open_and_says_which() -> None:
    country = seen(Source.COUNTRY, LIKELY, "America/New_York", "America/Los_Angeles")
    point = seen(Source.COORDINATES, LIKELY, "America/New_York")
    phone = seen(Source.PHONE, LIKELY, "Europe/Zurich")

    assert weigh([country, point, phone]).readings == (
        Reading(sources=(Source.PHONE,), zones=("Europe/Zurich",)),
        Reading(sources=(Source.COORDINATES, Source.COUNTRY), zones=("America/New_York",)),
    )


def test_three_that_agree_by_twos_and_not_together_conflict() -> None:
    one = seen(Source.PHONE, LIKELY, "UTC", "Europe/Berlin")
    two = seen(Source.COORDINATES, LIKELY, "Europe/Berlin", "Asia/Kathmandu")
    three = seen(Source.COUNTRY, LIKELY, "Asia/Kathmandu", "UTC")

    assert len(weigh([one, two, three]).readings) == 3


def test_a_zone_is_called_as_the_best_evidence_calls_it() -> None:
    profile = seen(Source.ZONE, STATED, "US/Pacific")
    phone = seen(Source.PHONE, POSSIBLE, "America/Los_Angeles")

    assert weigh([phone, profile]).zones == ("US/Pacific",)
    assert not weigh([phone, profile]).conflicting


@pytest.mark.parametrize("bad", [None, "Europe/Zurich", 5])
def test_what_is_no_evidence_is_refused(bad: object) -> None:
    with pytest.raises(InputError, match=r"^evidence: .* is not Evidence"):
        weigh([bad])  # type: ignore[list-item]


def test_evidence_with_a_wrong_part_is_refused_by_its_name() -> None:
    with pytest.raises(TimeError, match=r"did you mean 'Europe/Zurich'"):
        seen(Source.PHONE, LIKELY, "Europe/Zurch")
    with pytest.raises(InputError, match=r"^source: 'telephone' is not one of the names"):
        Evidence(source="telephone", confidence=LIKELY, found="")  # type: ignore[arg-type]
    with pytest.raises(InputError, match=r"^confidence: 'sure' is not one of the names"):
        Evidence(source=Source.PHONE, confidence="sure", found="")  # type: ignore[arg-type]
    with pytest.raises(InputError, match=r"^zones: 'Europe/Zurich' is one text"):
        Evidence(source=Source.PHONE, confidence=LIKELY, zones="Europe/Zurich", found="")  # type: ignore[arg-type]
