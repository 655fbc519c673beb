"""A feature counts only if taking it away changes what the demo shows."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache

import pytest

from leadmodel.conditions import Condition
from leadmodel.hours import Hours, Week
from leadmodel.lifecycle import replay
from leadmodel.matching import Matching
from leadmodel.records import Event, EventKind, FrozenMap, LeadKind
from leadmodel.routing import Criterion
from leadmodel.scoring import Scoring, score
from leadmodel.sla import SlaPolicy, StepAction
from tests.examples.bundled import World, bundled, report, shown

Change = Callable[[World], World]

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")


@cache
def what_the_demo_shows() -> str:
    return shown(report())


def changes_the_demo(change: Change) -> bool:
    return shown(change(bundled()).run()) != what_the_demo_shows()


def test_the_order_of_the_files_is_no_feature() -> None:
    assert not changes_the_demo(
        lambda world: replace(
            world, leads=world.leads[::-1], reps=world.reps[::-1], events=world.events[::-1]
        )
    )


# ------------------------------------------------------------------------------------------------- routing and people


def routing(world: World, **changes: object) -> World:
    return world.with_model(routing=replace(world.model.routing, **changes))  # type: ignore[arg-type]


def without_leave(*ids: str) -> Change:
    return lambda world: world.each_rep(lambda rep: replace(rep, leave=()) if rep.id in ids else rep)


def without_criterion(criterion: Criterion) -> Change:
    return lambda world: routing(
        world, prefer=tuple(each for each in world.model.routing.prefer if each != criterion)
    )


def without_path(place: int) -> Change:
    """One of the ways to be given out is closed: by score, or by what was asked for."""

    def change(world: World) -> World:
        paths, elsewhere = world.model.routing.when.all_of or ()
        kept = tuple(each for number, each in enumerate(paths.any_of or ()) if number != place)
        return routing(world, when=Condition(all_of=(Condition(any_of=kept), elsewhere)))

    return change


def without_reseller(world: World) -> World:
    paths, _ = world.model.routing.when.all_of or ()
    return routing(world, when=paths)


def of_rep(**changes: object) -> Change:
    return lambda world: world.each_rep(lambda rep: replace(rep, **changes))  # type: ignore[arg-type]


ROUTING: Mapping[str, Change] = {
    "the language that a rep must speak": of_rep(languages=("en", "fr", "de", "it", "es")),
    "leave, of everybody": of_rep(leave=()),
    "leave that is over: Harry's": without_leave("harry"),
    "leave that is over: Ida's": without_leave("ida"),
    "leave that is taken now: Theo's": without_leave("theo"),
    "leave that is taken now: Gerta's": without_leave("gerta"),
    "leave that is to come: Lottie's": without_leave("lottie"),
    "how much a rep can hold": of_rep(capacity=None),
    "open leads that are not in the file": of_rep(open_leads=0),
    "how soon somebody has to be at work": lambda world: routing(world, respond_within="36525d"),
    "soonest": without_criterion("soonest"),
    "territory": without_criterion("territory"),
    "fewest_open": without_criterion("fewest_open"),
    "longest_idle": without_criterion("longest_idle"),
    "the language of a lead that names none": lambda world: routing(world, default_language="fr"),
    "given out by score": without_path(0),
    "given out for what was asked": without_path(1),
    "the countries of the reseller": without_reseller,
    "territories": of_rep(territories=()),
    "managers": of_rep(manager=None),
    "executives": of_rep(executive=None),
    "second languages of a lead": lambda world: world.each_lead(
        lambda lead: replace(lead, languages=lead.languages[:1])
    ),
    "one person who came twice": lambda world: world.with_model(matching=Matching(same_person="none")),
    "countries that are missing": lambda world: world.each_lead(
        lambda lead: replace(lead, country=lead.country or "US")
    ),
}


@pytest.mark.statement("RT-03", "RT-06")
@pytest.mark.parametrize("change", ROUTING.values(), ids=ROUTING.keys())
def test_without_it_somebody_else_would_get_a_lead(change: Change) -> None:
    assert changes_the_demo(change)


# ------------------------------------------------------------------------------------------------------ hours and days


def with_hours(name: str, *spans: str, saturday: tuple[str, ...] = ()) -> Change:
    """Everybody who works by a pattern works these hours instead."""

    def change(world: World) -> World:
        week = Week(sat=saturday, **dict.fromkeys(WEEKDAYS, spans))
        hours = (Hours(name=name, week=week) if each.name == name else each for each in world.model.hours)
        return world.with_model(hours=tuple(hours))

    return change


def without_holidays(name: str) -> Change:
    return lambda world: world.with_model(
        holidays=tuple(replace(each, days=()) if each.name == name else each for each in world.model.holidays)
    )


def in_zone(zone: str, instead: str) -> Change:
    return lambda world: world.each_rep(lambda rep: replace(rep, zone=instead) if rep.zone == zone else rep)


HOURS: Mapping[str, Change] = {
    "the office": with_hours("office", "00:00-24:00"),
    "the lunch break": with_hours("with-lunch", "09:00-18:00"),
    "the long lunch break": with_hours("continental", "08:00-17:30"),
    "the short Friday": with_hours("continental", "08:00-12:00", "13:30-17:30"),
    "the Saturday": with_hours("six-days", "09:30-17:30"),
    "the last hour before midnight": with_hours("evening", "15:00-23:00"),
    "the hours after midnight": with_hours("night", "21:00-24:00"),
    "American holidays": without_holidays("us"),
    "Indian holidays": without_holidays("india"),
    "Australian holidays": without_holidays("australia"),
    # The offset of the winter (on Lord Howe that of the summer) all the year round.
    "the change of the clocks in Los Angeles": in_zone("America/Los_Angeles", "Etc/GMT+8"),
    "the change of the clocks in New York": in_zone("America/New_York", "Etc/GMT+5"),
    "the change of the clocks in London": in_zone("Europe/London", "Etc/GMT"),
    "the change of the clocks in Zurich": in_zone("Europe/Zurich", "Etc/GMT-1"),
    "the change of the clocks on Lord Howe": in_zone("Australia/Lord_Howe", "Etc/GMT-11"),
    "the half hour of Kolkata": in_zone("Asia/Kolkata", "Etc/GMT-5"),
}


@pytest.mark.parametrize("change", HOURS.values(), ids=HOURS.keys())
def test_without_it_working_time_would_be_another(change: Change) -> None:
    assert changes_the_demo(change)


# ------------------------------------------------------------------------------------------------------------ promises


def of_policy(name: str, change: Callable[[SlaPolicy], SlaPolicy | None]) -> Change:
    def changed(world: World) -> World:
        policies = (change(each) if each.name == name else each for each in world.model.sla)
        return world.with_model(sla=tuple(each for each in policies if each is not None))

    return changed


def without_step(name: str, place: int) -> Change:
    def change(policy: SlaPolicy) -> SlaPolicy:
        return replace(policy, ladder=(*policy.ladder[:place], *policy.ladder[place + 1 :]))

    return of_policy(name, change)


SLA: Mapping[str, Change] = {
    "the promise to hand-raisers": of_policy("hand-raisers", lambda policy: None),
    "the promise of an outcome": of_policy("a week", lambda policy: None),
    "holds": of_policy("a week", lambda policy: replace(policy, pause=())),
    "the end of a hold": of_policy("a week", lambda policy: replace(policy, resume=())),
    "the promise to say what came of a meeting": of_policy("a day", lambda policy: None),
    "a clock for each meeting": of_policy("a day", lambda policy: replace(policy, of="lead")),
    "the maximum for hand-raisers": of_policy("hand-raisers", lambda policy: replace(policy, maximum=None)),
    "the passing on of a lead that waits": of_policy(
        "hand-raisers",
        lambda policy: replace(
            policy, ladder=(replace(policy.ladder[0], action=StepAction.NOTIFY), *policy.ladder[1:])
        ),
    ),
    "the promise to everyone else": of_policy("everyone-else", lambda policy: None),
    "calendar hours": of_policy("hand-raisers", lambda policy: replace(policy, basis="business")),
    "business hours": of_policy("everyone-else", lambda policy: replace(policy, basis="calendar")),
    "no promise to outbound leads": of_policy("everyone-else", lambda policy: replace(policy, when=None)),
    "the first step of the ladder": without_step("hand-raisers", 0),
    "the second step of the ladder": without_step("hand-raisers", 1),
    "the third step of the ladder": without_step("hand-raisers", 2),
    "the first step for everyone else": without_step("everyone-else", 0),
    "the second step for everyone else": without_step("everyone-else", 1),
}


@pytest.mark.statement("SL-04", "SL-07", "SL-14")
@pytest.mark.parametrize("change", SLA.values(), ids=SLA.keys())
def test_without_it_other_leads_would_be_late_or_others_told(change: Change) -> None:
    assert changes_the_demo(change)


# ----------------------------------------------------------------------------------------------------------- lifecycle


def only_after_a_touch(code: str) -> Change:
    return lambda world: world.with_model(
        reasons=tuple(
            replace(each, without_touch=False) if each.code == code else each for each in world.model.reasons
        )
    )


def first_times_round(world: World) -> World:
    """Nobody who was let go is assigned again, and what follows is left out with it."""
    again: set[str] = set()
    ended: set[str] = set()
    kept: list[Event] = []
    for event in sorted(world.events, key=lambda each: (each.at, each.id)):
        if event.kind is EventKind.ASSIGNED and event.lead in ended:
            again.add(event.lead)
        if event.kind is EventKind.NURTURED:
            ended.add(event.lead)
        if event.lead not in again:
            kept.append(event)
    return replace(world, events=tuple(kept))


def first_owners(world: World) -> World:
    """No lead is passed on while somebody holds it."""
    held: set[str] = set()

    def change(event: Event) -> Event | None:
        if event.kind is EventKind.ASSIGNED:
            if event.lead in held:
                return None
            held.add(event.lead)
        elif event.kind in (EventKind.NURTURED, EventKind.UNQUALIFIED):
            held.discard(event.lead)
        return event

    return world.each_event(change)


LIFECYCLE: Mapping[str, Change] = {
    "that a machine's touch is none": lambda world: world.each_event(
        lambda event: replace(event, automatic=False)
    ),
    "that a student needs no touch": only_after_a_touch("not_a_prospect"),
    "that a salesman needs no touch": only_after_a_touch("sells_to_us"),
    "that whoever is left in work is let go": lambda world: world.with_model(abandonment=None),
    "that an exception is outside the measures": lambda world: world.each_event(
        lambda event: None if event.activity == "exception" else event
    ),
    "second times round": first_times_round,
    "leads that are passed on": first_owners,
    "touches by a colleague": lambda world: world.each_event(
        lambda event: None if event.lead == "touched-by-a-colleague" and event.rep == "sam" else event
    ),
    "outbound leads": lambda world: world.each_lead(lambda lead: replace(lead, kind=LeadKind.INBOUND)),
    "what lies in the future": lambda world: world.each_event(
        lambda event: event if event.at <= world.at else None
    ),
}


@pytest.mark.statement("ST-07", "ST-13", "ST-19")
@pytest.mark.parametrize("change", LIFECYCLE.values(), ids=LIFECYCLE.keys())
def test_without_it_the_story_would_be_another(change: Change) -> None:
    assert changes_the_demo(change)


REASONS = [
    "budget_later", "missing_feature", "re_evaluating", "other_vendor_for_now", "no_response", "rep_abandoned",
    "auto_abandoned", "not_a_prospect", "sells_to_us", "incompatible", "left_company",
]  # fmt: skip


def test_the_list_of_reasons_is_complete() -> None:
    assert [reason.code for reason in bundled().model.reasons] == REASONS


@pytest.mark.parametrize("code", REASONS)
def test_without_a_reason_the_leads_that_were_let_go_for_it_would_not_be(code: str) -> None:
    kept = tuple(reason for reason in bundled().model.reasons if reason.code != code)
    model = bundled().with_model(reasons=kept, abandonment=None).model
    let_go = [case for case in report().cases if any(cycle.reason == code for cycle in case.cycles)]
    stages = [replay(case.lead, case.history, model).case.state.stage for case in let_go]

    assert stages != [case.state.stage for case in let_go]


# ------------------------------------------------------------------------------------------------------------ scoring

FIT = [
    "vice-president", "director", "manager", "student", "job-seeker", "revenue-above-50-million", "large-company",
    "middle-company", "tiny-company", "company-unknown", "our-industries", "target-account",
]  # fmt: skip
AT_MOST = ["demo", "contact", "webinar", "booth", "pricing-page", "download", "click", "page", "careers"]
BEHAVIOUR = [*AT_MOST, "unsubscribed"]
WITHIN = ["webinar", "booth", "pricing-page", "click", "page"]


def changes_a_card(changed: World) -> bool:
    """Whether some lead has other figures; the demo shows those of every lead."""
    for case in report().cases:
        card, old = score(case, changed.model, at=changed.at), report().cards[case.lead.id]
        if (card.label, card.fit, card.score) != (old.label, old.fit, old.score):
            return True
    return False


def scoring(change: Callable[[Scoring], Scoring]) -> World:
    return bundled().with_model(scoring=change(bundled().model.scoring))


def with_rule(rule: str, **changes: object) -> World:
    return scoring(
        lambda old: replace(
            old,
            behaviour=tuple(
                replace(each, **changes) if each.id == rule else each  # type: ignore[arg-type]
                for each in old.behaviour
            ),
        )
    )


def test_the_lists_of_rules_are_complete() -> None:
    old = bundled().model.scoring

    assert [rule.id for rule in old.fit] == FIT
    assert [rule.id for rule in old.behaviour] == BEHAVIOUR
    assert [rule.id for rule in old.behaviour if rule.within is not None] == WITHIN
    assert [rule.id for rule in old.behaviour if rule.at_most is not None] == AT_MOST


@pytest.mark.parametrize("rule", FIT)
def test_without_a_fit_rule_some_lead_would_fit_otherwise(rule: str) -> None:
    assert changes_a_card(
        scoring(lambda old: replace(old, fit=tuple(each for each in old.fit if each.id != rule)))
    )


@pytest.mark.parametrize("rule", BEHAVIOUR)
def test_without_a_behaviour_rule_some_lead_would_have_another_score(rule: str) -> None:
    assert changes_a_card(
        scoring(lambda old: replace(old, behaviour=tuple(each for each in old.behaviour if each.id != rule)))
    )


@pytest.mark.parametrize("rule", AT_MOST)
def test_without_at_most_some_lead_would_have_another_score(rule: str) -> None:
    assert changes_a_card(with_rule(rule, at_most=None))


@pytest.mark.parametrize("rule", WITHIN)
def test_without_within_some_lead_would_have_another_score(rule: str) -> None:
    assert changes_a_card(with_rule(rule, within=None))


@pytest.mark.parametrize("place", [0, 1, 2])
def test_without_a_grade_or_a_level_some_lead_would_have_another_label(place: int) -> None:
    bands = bundled().model.scoring
    grades, levels = bands.grades, bands.levels

    assert changes_a_card(
        scoring(lambda old: replace(old, sales_ready=(), grades=(*grades[:place], *grades[place + 1 :])))
    )
    assert changes_a_card(
        scoring(lambda old: replace(old, sales_ready=(), levels=(*levels[:place], *levels[place + 1 :])))
    )


@pytest.mark.parametrize("label", ["A1", "A2", "B1", "B2", "C1"])
def test_every_label_that_is_ready_for_sales_is_why_some_lead_is_given_out(label: str) -> None:
    asked = {
        lead.id
        for lead in bundled().leads
        if lead.source in ("demo_request", "contact_us", "pricing_request")
    }
    by_score = {
        report().cards[decision.lead].label for decision in report().decisions if decision.lead not in asked
    }

    assert set(bundled().model.scoring.sales_ready) == {"A1", "A2", "B1", "B2", "C1"}
    assert label in by_score


@pytest.mark.statement("SC-08")
def test_without_the_list_of_target_accounts_some_lead_would_fit_less() -> None:
    assert changes_the_demo(lambda world: world.each_lead(lambda lead: replace(lead, fields=FrozenMap({}))))
