"""A backlog of real decisions, given out at once."""

from datetime import timedelta

from leadmodel.routing import Routing, best_of, coverage, open_desk, room_on, route
from tests.building import ANYBODY, MONDAY, house, lead, rep


def test_greedy_would_leave_a_lead_that_the_best_gives_out() -> None:
    model = house(routing=Routing(when=ANYBODY, prefer=("longest_idle",)))
    desk = open_desk([rep("ann", languages=("en", "it"), capacity=1), rep("bob", capacity=1)], model)
    leads = [lead("L1"), lead("L2", languages=("it",)), lead("L3", languages=("fr",))]
    decisions = [route(each, model, desk=desk, at=MONDAY) for each in leads]
    best = best_of(decisions, desk, at_most=5)

    assert [each.rep for each in decisions] == ["ann", "ann", None]
    assert {each.lead: each.rep for each in best.places} == {"L1": "bob", "L2": "ann", "L3": None}
    assert best == best_of(reversed(decisions), desk, at_most=5)


def test_room_is_what_a_desk_can_hold_more() -> None:
    model = house()
    team = [rep("ann", capacity=3, open_leads=1), rep("bob"), rep("cid", capacity=1, open_leads=4)]
    assert room_on(open_desk(team, model), at_most=7) == {"ann": 2, "bob": 7, "cid": 0}


def test_who_is_not_active_yet_covers_nothing() -> None:
    model = house()
    start = MONDAY + timedelta(days=1)
    always = {"hours": "always", "zone": "UTC"}
    team = [
        rep("ann", active_from=start, **always),
        rep("bob", languages=("it",), active_until=start, **always),
    ]
    english, italian = coverage(open_desk(team, model), since=MONDAY, weeks=1, territories=()).cells

    assert [(gap.start, gap.end) for gap in english.gaps] == [(MONDAY, start)]
    assert english.longest_wait is not None
    assert english.longest_wait.end == start
    assert [(gap.start, gap.end) for gap in italian.gaps] == [(start, MONDAY + timedelta(days=7))]
    assert italian.longest_wait is not None
    assert italian.longest_wait.end is None
