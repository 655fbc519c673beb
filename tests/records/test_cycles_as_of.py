"""A cycle as it stood at an instant equals the cycle that the events up to then make."""

from datetime import UTC, datetime, timedelta

import pytest

from leadmodel.lifecycle import replay
from leadmodel.records import Event
from tests.building import HOUSE, assigned, lead, nurtured, qualified, touched, unqualified, won

NOON = datetime(2026, 11, 9, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)

STORIES = {
    "won": [assigned(NOON), touched(NOON + HOUR), qualified(NOON + 2 * HOUR), won(NOON + 3 * HOUR)],
    "lost": [assigned(NOON), touched(NOON + HOUR), qualified(NOON + 2 * HOUR), nurtured(NOON + 3 * HOUR)],
    "let go": [assigned(NOON), unqualified(NOON + 2 * HOUR, "student")],
    "a colleague first": [assigned(NOON), touched(NOON + HOUR, "bob"), touched(NOON + 2 * HOUR)],
}


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
@pytest.mark.parametrize("half_hours", range(8))
def test_what_came_later_is_left_out(story: list[Event], half_hours: int) -> None:
    at = NOON + half_hours * HOUR / 2
    [whole] = replay(lead(), story, HOUSE).case.cycles
    [cut] = replay(lead(), [event for event in story if event.at <= at], HOUSE).case.cycles

    assert whole.as_of(at) == cut
