"""A process is proved when it is put together: four things of each step, and a way through."""

import pickle
from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given

from leadmodel.errors import DefinitionError, InputError, UnknownNameError
from leadmodel.lifecycle.vocabularies import OUTLINE
from leadmodel.process import END, SEVEN_STEPS, HandOff, Process, ProcessStep, StageName, hand_offs, outlined
from leadmodel.records import Stage
from tests.process.worlds import DURATIONS, OWNERS, SEVEN, definitions, processes, step


def faults(start: str, *steps: ProcessStep, **more: object) -> list[str]:
    with pytest.raises(DefinitionError) as caught:
        Process(start=start, steps=steps, **more)  # type: ignore[arg-type]
    return [str(finding) for finding in caught.value.findings]


def survivable(start: str, steps: tuple[ProcessStep, ...]) -> bool:
    """Whether every step can be come to, and left for the end: by following every chain of names that there is."""
    ways = {each.name: each.next for each in steps}

    def chained(here: str, goal: str, passed: frozenset[str] = frozenset()) -> bool:
        if here == goal:
            return True
        return any(
            chained(name, goal, passed | {here}) for name in ways.get(here, ()) if name not in passed | {here}
        )

    return all(chained(start, name) and chained(name, END) for name in ways)


# ------------------------------------------------------------------------------------------ four things


@pytest.mark.statement("ST-43")
@pytest.mark.parametrize("missing", ["owner", "stage", "duration", "next"])
def test_a_step_that_lacks_one_of_the_four_things_makes_the_process_invalid(missing: str) -> None:
    whole = step("Call", END)
    empty: dict[str, Any] = {missing: () if missing == "next" else ""}
    lacking = replace(whole, **empty)

    assert Process(start="Call", steps=(whole,)).steps == (whole,)
    assert [fault.partition(": ")[0] for fault in faults("Call", lacking)] == [f"$.steps[0].{missing}"]


@pytest.mark.statement("ST-43")
@pytest.mark.parametrize("missing", ["owner", "stage", "duration", "next"])
def test_a_step_cannot_even_be_written_down_without_one_of_them(missing: str) -> None:
    told = {"name": "Call", "owner": "sales", "stage": "raw", "duration": "1h", "next": (END,)}
    del told[missing]

    with pytest.raises(TypeError, match=missing):
        ProcessStep(**told)  # type: ignore[arg-type]


@pytest.mark.statement("OW-08")
@pytest.mark.parametrize("nobody", ["", " ", "\n\t"])
def test_every_step_has_an_owner_who_is_accountable(nobody: str) -> None:
    assert faults("a", step("a", "b", owner=nobody), step("b", END, owner=nobody)) == [
        "$.steps[0].owner: is empty, say who is accountable for the step",
        "$.steps[1].owner: is empty, say who is accountable for the step",
    ]


@pytest.mark.statement("SL-21")
def test_every_step_has_a_longest_duration_in_hours_days_or_months() -> None:
    assert [step.duration for step in SEVEN.steps[:3]] == ["1d", "1h", "12mo"]
    assert faults("a", step("a", END, lasts="soon")) == [
        "$.steps[0].duration: 'soon' is not a length of time such as '24h', '5d' or '3mo'"
    ]


def test_all_faults_are_told_at_once_each_with_its_path() -> None:
    assert faults(
        "Cal",
        step("Call", "Nurtur", "Nurtur", owner="", stage="asigned", lasts="1 month"),
        step("Call", END),
        step("end", END),
        step("", END),
        stages=(StageName(name="lead", means=()), StageName(name="lead", means=(Stage.RAW,))),
        zone="Europe/Zurch",
    ) == [
        "$.stages[0].means: is empty, expected some of raw, assigned, working, qualified, nurture, unqualified, won",
        "$.stages[1].name: stage 'lead' is declared twice",
        "$.steps[0].owner: is empty, say who is accountable for the step",
        "$.steps[0].stage: unknown stage 'asigned', did you mean 'assigned'?",
        "$.steps[0].duration: '1 month' is not a length of time such as '24h', '5d' or '3mo'",
        "$.steps[0].next[0]: unknown step 'Nurtur', expected one of Call, end",
        "$.steps[0].next[1]: 'Nurtur' is named twice",
        "$.steps[1].name: step 'Call' is declared twice",
        "$.steps[2].name: 'end' is where a process ends, give the step another name",
        "$.steps[3].name: is empty, a step needs a name",
        "$.start: unknown step 'Cal', did you mean 'Call'?",
        "$.zone: 'Europe/Zurch' is not a time zone, did you mean 'Europe/Zurich'?",
    ]


# ------------------------------------------------------------------------------------------ a way through


def test_a_loop_is_fine_as_long_as_there_is_a_way_out_of_it() -> None:
    round_and_out = (step("nurture", "call"), step("call", "nurture", END))
    round_and_round = (step("nurture", "call"), step("call", "nurture"))

    assert Process(start="nurture", steps=round_and_out).start == "nurture"
    assert faults("nurture", *round_and_round) == [
        "$.steps[0]: there is no way from 'nurture' to the end",
        "$.steps[1]: there is no way from 'call' to the end",
    ]


def test_a_step_that_no_lead_can_come_to_is_refused() -> None:
    assert faults("call", step("call", END), step("scoring", "call")) == [
        "$.steps[1]: there is no way from the start to 'scoring'"
    ]


def test_a_wrong_name_is_one_fault_and_not_one_for_each_step_behind_it() -> None:
    assert faults("a", step("a", "bb"), step("b", "c"), step("c", END)) == [
        "$.steps[0].next[0]: unknown step 'bb', did you mean 'b'?"
    ]
    assert faults("x", step("a", "b"), step("b", END)) == ["$.start: unknown step 'x', expected one of a, b"]
    assert faults("a", replace(step("a"), next=()), step("b", END)) == [
        "$.steps[0].next: is empty, name the steps that may follow, or 'end'"
    ]


@given(definitions())
def test_the_proof_finds_what_following_every_chain_finds(told: tuple[str, tuple[ProcessStep, ...]]) -> None:
    start, steps = told

    if survivable(start, steps):
        assert Process(start=start, steps=steps).step(start).name == start
    else:
        assert all("there is no way" in fault for fault in faults(start, *steps))


@given(definitions())
def test_the_order_in_which_steps_are_told_changes_no_fault(
    told: tuple[str, tuple[ProcessStep, ...]],
) -> None:
    start, steps = told

    def without_places(order: tuple[ProcessStep, ...]) -> set[tuple[str, str]]:
        try:
            Process(start=start, steps=order)
        except DefinitionError as error:
            return {
                (order[int(each.path[len("$.steps[") : each.path.index("]")])].name, each.message)
                for each in error.findings
            }
        return set()

    expected = without_places(steps)
    for order in list(permutations(steps))[:24]:
        assert without_places(order) == expected


# ------------------------------------------------------------------------------------------ stages


@pytest.mark.parametrize("term", OUTLINE.terms, ids=lambda term: term.name)
def test_the_words_of_the_house_may_stand_for_stages(term: object) -> None:
    words = tuple(
        StageName(name=each.name, means=tuple(dict.fromkeys(place.stage for place in each.means)))
        for each in OUTLINE.terms
    )
    name = term.name  # type: ignore[attr-defined]
    process = Process(start="a", steps=(step("a", END, stage=name),), stages=words)

    meant = {place.stage for place in OUTLINE.place_of(name).all}
    assert set(process.means(name)) == meant
    assert {stage for stage in Stage if process.steps_in(stage)} == meant


def test_a_word_of_ours_means_itself() -> None:
    own = StageName(name="won", means=(Stage.QUALIFIED,))

    assert faults("a", step("a", END), stages=(own,)) == [
        "$.stages[0].name: 'won' is a stage of ours, and means itself only"
    ]
    with pytest.raises(InputError, match="did you mean 'working'"):
        StageName(name="x", means=("workin",))  # type: ignore[arg-type]


def test_unknown_steps_and_stages_are_told_with_the_nearest_name() -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'Inquiries'"):
        SEVEN.step("Inquiry")
    with pytest.raises(UnknownNameError, match="did you mean 'nurture'"):
        SEVEN.means("nurtur")


# ------------------------------------------------------------------------------------------ the seven steps


@pytest.mark.statement("ST-44")
def test_there_are_seven_steps_in_this_order() -> None:
    names = [
        "Inquiries",
        "Lead Scoring",
        "Lead Nurturing",
        "Sales Follow Up",
        "Sales Qualification/Disqualification",
        "Sales Cycle Management",
        "Win/Loss/On Hold",
    ]

    assert [each.name for each in SEVEN_STEPS] == [each.name for each in SEVEN.steps] == names
    assert SEVEN.start == "Inquiries"
    assert all(set(each.next) & set(names[place:]) for place, each in enumerate(SEVEN_STEPS[:-1], start=1))
    # Wherever it goes wrong, marketing gets the lead back.
    assert [each.name for each in SEVEN.steps if "Lead Nurturing" in each.next] == [names[1], *names[4:]]


@pytest.mark.statement("ST-43", "ST-44")
def test_the_outline_is_no_process_until_a_house_says_what_the_text_leaves_open() -> None:
    with pytest.raises(DefinitionError) as caught:
        outlined(durations=DURATIONS | {"Lead Scorng": "1h"})
    with pytest.raises(DefinitionError) as lacking:
        outlined(
            durations={name: told for name, told in DURATIONS.items() if name != "Inquiries"}, owners=OWNERS
        )

    assert [each.path for each in caught.value.findings] == [
        "$.durations.Lead Scorng",
        "$.steps[0].owner",
        "$.steps[1].owner",
    ]
    assert [str(each) for each in lacking.value.findings] == [
        "$.steps[0].duration: is missing, say how long 'Inquiries' may take"
    ]
    assert {each.owner for each in SEVEN.steps} == {"marketing", "sales"}


@pytest.mark.statement("MISC-03")
def test_a_pipeline_divided_in_two_has_a_single_point_of_hand_off() -> None:
    assert hand_offs(SEVEN) == (
        HandOff(
            step="Lead Nurturing",
            owner="sales",
            to="marketing",
            out_of=("Sales Cycle Management", "Sales Qualification/Disqualification", "Win/Loss/On Hold"),
        ),
        HandOff(
            step="Sales Follow Up", owner="marketing", to="sales", out_of=("Lead Nurturing", "Lead Scoring")
        ),
    )
    around = [replace(each, next=(*each.next, "Sales Cycle Management")) for each in SEVEN.steps[:1]]
    leaking = replace(SEVEN, steps=(*around, *SEVEN.steps[1:]))
    assert [each.step for each in hand_offs(leaking) if each.to == "sales"] == [
        "Sales Cycle Management",
        "Sales Follow Up",
    ]


@given(processes())
def test_hand_offs_are_the_arrows_between_owners_and_no_others(process: Process) -> None:
    owner = {each.name: each.owner for each in process.steps}
    arrows = {(one.name, name) for one in process.steps for name in one.next if name != END}

    found = {(before, each.step) for each in hand_offs(process) for before in each.out_of}
    assert found == {(one, other) for one, other in arrows if owner[one] != owner[other]}


# ------------------------------------------------------------------------------------------ values


def test_a_process_is_a_value() -> None:
    listed = Process(start="a", steps=[step("a", END)], stages=[])  # type: ignore[arg-type]

    assert listed == pickle.loads(pickle.dumps(listed)) == Process(start="a", steps=(step("a", END),))
    assert isinstance(hash(listed), int)
    assert ProcessStep(name="a", owner="b", stage=Stage.RAW, duration="1h", next=["end"]) == step(  # type: ignore[arg-type]
        "a", END, owner="b", stage="raw", lasts="1h"
    )


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Process(start="a", steps="abc"),  # type: ignore[arg-type]
        lambda: Process(start="a", steps=({"name": "a"},)),  # type: ignore[arg-type]
        lambda: Process(start=5, steps=(step("a", END),)),  # type: ignore[arg-type]
        lambda: Process(start="a", steps=(step("a", END),), stages=("raw",)),  # type: ignore[arg-type]
        lambda: step("a", END, owner=None),  # type: ignore[arg-type]
        lambda: ProcessStep(name="a", owner="b", stage="raw", duration="1h", next="end"),  # type: ignore[arg-type]
        lambda: ProcessStep(name="a", owner="b", stage="raw", duration="1h", next=(1,)),  # type: ignore[arg-type]
        lambda: StageName(name=1, means=()),  # type: ignore[arg-type]
    ],
)
def test_what_is_of_another_kind_altogether_is_an_input_error(wrong: object) -> None:
    with pytest.raises(InputError):
        wrong()  # type: ignore[operator]
