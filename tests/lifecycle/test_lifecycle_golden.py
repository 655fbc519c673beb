"""Life stories, told whole: what happened, and what became of it, stage by stage."""

from dataclasses import dataclass

import pytest

from leadmodel.lifecycle import Machine, Reason, replay, run_machine
from leadmodel.records import Event, EventId, EventKind, RepId

from .machines import CALLS, DEAL, ONBOARDING
from .stories import L1, a_lead, hour


class House:
    """The texts' own examples of good reasons, and of criteria that need no call."""

    reasons = (
        Reason(code="no_budget", disposition="nurture", says="Budget not available for 6+ months"),
        Reason(code="sales_nurture", disposition="nurture", says="The rep follows up in 3-6 months"),
        Reason(code="not_best_today", disposition="nurture", says="Another candidate is better today"),
        Reason(code="opportunity_lost", disposition="nurture", says="Chose another vendor this time"),
        Reason(code="abandoned", disposition="nurture", says="Could not be engaged in 30 days"),
        Reason(code="off_season", disposition="nurture", says="Season is over", without_touch=True),
        Reason(code="no_degree", disposition="unqualified", says="A doctor without a medical degree"),
        Reason(code="student", disposition="unqualified", says="A student", without_touch=True),
        Reason(code="left", disposition="unqualified", says="No longer there", without_touch=True),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One line is an hour and what happened then; `cycles` are outcome and reason; the rest is by name."""

    told: str
    stages: str
    cycles: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    surprising: tuple[str, ...] = ()
    machine: Machine | None = None
    sub_stages: str = ""


def events(told: str) -> list[Event]:
    """`12 touched ann` and so on; `mailed` is a machine's touch in the rep's name."""
    found = []
    for place, line in enumerate(told.strip().splitlines()):
        at, what, *rest = line.split()
        word = rest[0] if rest else None
        kind = EventKind.TOUCHED if what == "mailed" else EventKind(what)
        found.append(
            Event(
                id=EventId(f"e{place:02}"),
                lead=L1,
                kind=kind,
                at=hour(float(at)),
                rep=RepId(word) if word and kind in (EventKind.ASSIGNED, EventKind.TOUCHED) else None,
                reason=word if kind in (EventKind.NURTURED, EventKind.UNQUALIFIED) else None,
                activity=word if kind in (EventKind.ACTIVITY, EventKind.NOTED) else None,
                automatic=what == "mailed",
            )
        )
    return found


STORIES = [
    pytest.param(
        Story(
            told="1 activity demo_request\n1 assigned ann\n1.1 touched ann\n20 qualified\n400 won",
            stages="raw assigned working qualified won",
            cycles=("won",),
        ),
        id="a demo request is called in six minutes and buys",
        marks=pytest.mark.statement("ST-01"),
    ),
    pytest.param(
        Story(
            told="1 activity whitepaper\n5 activity webinar\n9 activity pricing_page",
            stages="raw",
        ),
        id="somebody reads for weeks and nobody owes them a call",
        marks=pytest.mark.statement("ST-02"),
    ),
    pytest.param(
        Story(
            told="1 assigned ann\n2 mailed ann\n26 mailed ann\n50 assigned bob",
            stages="raw assigned",
            cycles=("",),
        ),
        id="a lead is left behind with two automatic mails and a new owner",
    ),
    pytest.param(
        Story(
            told="1 assigned ann\n2 unqualified no_degree\n3 unqualified student\n9 assigned bob",
            stages="raw assigned unqualified",
            cycles=("unqualified student",),
            refused=("reason_refused", "not_allowed"),
        ),
        id="a student is let go without a call and never comes back",
        marks=pytest.mark.statement("ST-13"),
    ),
    pytest.param(
        Story(
            told="1 assigned ann\n1 mailed ann\n1.5 touched bob\n3 touched ann\n4 qualified",
            stages="raw assigned working qualified",
            cycles=("qualified",),
            surprising=("not_the_owner",),
        ),
        id="a machine writes, a colleague answers, and the owner works the lead",
        marks=pytest.mark.statement("ST-07"),
    ),
    pytest.param(
        Story(
            told="1 assigned ann\n2 touched ann\n2 noted spoke\n3 noted meeting_booked\n26 noted no_show\n"
            "27 touched ann\n27 noted spoke\n30 nurtured no_budget\n31 noted spoke",
            stages="raw assigned working nurture",
            cycles=("nurture no_budget",),
            machine=CALLS,
            sub_stages="dialling connected meeting dialling connected",
            refused=("not_inside",),
        ),
        id="somebody is connected twice, misses a meeting, and has no budget yet",
        marks=pytest.mark.statement("ST-08", "ST-10"),
    ),
    pytest.param(
        Story(
            told="1 assigned ann\n2 touched ann\n3 nurtured sales_nurture\n900 touched ann\n3000 assigned ann\n"
            "3001 touched ann\n3010 qualified",
            stages="raw assigned working nurture assigned working qualified",
            cycles=("nurture sales_nurture", "qualified"),
        ),
        id="a rep keeps in touch with a lead in nurture, which comes back after four months",
        marks=pytest.mark.statement("ST-19"),
    ),
    pytest.param(
        Story(
            told="1 assigned ann\n2 touched ann\n722 nurtured abandoned\n2000 assigned bob\n2001 touched bob\n"
            "2005 nurtured no_budget\n7000 assigned ann\n7001 touched ann\n7002 qualified\n7100 won",
            stages="raw assigned working nurture assigned working nurture assigned working qualified won",
            cycles=("nurture abandoned", "nurture no_budget", "won"),
        ),
        id="a lead is abandoned, has no budget, and buys the third time round",
        marks=pytest.mark.statement("ST-20"),
    ),
    pytest.param(
        Story(
            told="1 assigned ann\n2 touched ann\n3 qualified\n9 noted proposal_sent\n50 nurtured opportunity_lost\n"
            "4000 assigned bob\n4001 touched bob\n4002 qualified\n4010 noted proposal_sent\n4020 noted terms_asked\n"
            "4100 won",
            stages="raw assigned working qualified nurture assigned working qualified won",
            cycles=("nurture opportunity_lost", "won"),
            machine=DEAL,
            sub_stages="discovery proposal discovery proposal negotiation",
        ),
        id="an opportunity is lost, and the lead is a lead until the next one is won",
        marks=pytest.mark.statement("ST-01"),
    ),
    pytest.param(
        Story(
            told="1 assigned ann\n2 touched ann\n3 qualified\n9 won\n20 noted trained\n40 noted went_live\n"
            "5000 assigned bob\n5001 touched bob\n5002 qualified\n5100 won",
            stages="raw assigned working qualified won assigned working qualified won",
            cycles=("won", "won"),
            machine=ONBOARDING,
            sub_stages="kick_off training live kick_off",
        ),
        id="a customer is trained, goes live, and buys again",
        marks=pytest.mark.statement("MISC-01"),
    ),
    pytest.param(
        Story(
            told="1 assigned ann\n2 touched ann\n3 nurtured not_best_today\n700 assigned ann\n701 touched ann\n"
            "702 unqualified no_degree",
            stages="raw assigned working nurture assigned working unqualified",
            cycles=("nurture not_best_today", "unqualified no_degree"),
        ),
        id="a doctor is not the best candidate today, and later is found to have no degree",
        marks=pytest.mark.statement("ST-17"),
    ),
    pytest.param(
        Story(
            told="1 nurtured off_season\n5 activity webinar\n900 assigned ann\n901 touched ann\n"
            "902 nurtured no_budget\n1500 unqualified left\n1600 assigned ann",
            stages="raw nurture assigned working nurture unqualified",
            cycles=("nurture no_budget",),
            refused=("not_allowed",),
        ),
        id="somebody waits for the season, has no budget, and leaves the company",
    ),
    pytest.param(
        Story(
            told="1 touched ann\n2 qualified\n3 won\n4 assigned ann\n5 qualified\n6 nurtured no_budget\n7 touched ann\n"
            "8 nurtured\n9 nurtured no_buget\n10 nurtured no_degree\n11 nurtured no_budget",
            stages="raw assigned working nurture",
            cycles=("nurture no_budget",),
            refused=(
                "not_allowed", "not_allowed", "not_allowed", "not_allowed", "reason_refused",
                "reason_missing", "reason_unknown", "reason_refused",
            ),
        ),
        id="a careless team tries every shortcut and gets a code for each",
        marks=pytest.mark.statement("ST-22"),
    ),
]  # fmt: skip


@pytest.mark.parametrize("story", STORIES)
def test_a_story_ends_as_it_is_told(story: Story) -> None:
    replayed = replay(a_lead(), events(story.told), House())
    case = replayed.case
    found = run_machine(case, story.machine) if story.machine else None
    cycles = tuple(
        " ".join(filter(None, [cycle.outcome and cycle.outcome.value, cycle.reason])) for cycle in case.cycles
    )

    assert " ".join(visit.stage.value for visit in case.visits) == story.stages
    assert cycles == story.cycles
    assert [visit.state for visit in (found.visits if found else ())] == story.sub_stages.split()
    assert (
        *(step.code for step in replayed.refused),
        *(step.code for step in (found.refused if found else ())),
    ) == story.refused
    assert tuple(step.code for step in replayed.surprising) == story.surprising
    assert found is None or found.surprising == ()


def test_there_is_a_story_for_every_stage_and_every_code() -> None:
    stories = [story for param in STORIES for story in param.values if isinstance(story, Story)]
    stages = {stage for story in stories for stage in story.stages.split()}
    codes = {code for story in stories for code in (*story.refused, *story.surprising)}

    assert len(stages) == 7
    assert {
        "not_allowed", "reason_missing", "reason_unknown", "reason_refused", "not_the_owner", "not_inside",
    } == codes  # fmt: skip
