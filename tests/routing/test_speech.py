"""In which language a lead is answered: by whom, how well, and what may stand in place of it."""

from typing import Any

import pytest

from leadmodel.errors import DefinitionError, InputError
from leadmodel.model import LeadModel
from leadmodel.records import Level, accept_language
from leadmodel.routing import Need, NeedKind, PoolPolicy, Routing, Rule, WhyNot, open_desk, route
from leadmodel.schema import dump_model, load_model
from tests.building import ANYBODY, MONDAY, house, lead, rep

SUBSTITUTES = {"pt-BR": ("pt-PT",), "ca": ("es", "fr")}


def pooled(*needs: Need, **told: Any) -> LeadModel:
    pools = (PoolPolicy(name="all", needs=needs),)
    return house(routing=Routing(when=ANYBODY, rules=(Rule(id="all", pool="all"),), pools=pools, **told))


def test_a_substitute_is_used_only_where_nobody_speaks_the_language_itself() -> None:
    model = house(routing=Routing(when=ANYBODY, substitutes=SUBSTITUTES))
    brazilian = lead(languages=("pt-BR",))
    portugal = rep("ana", languages=("pt-PT",))
    only = route(brazilian, model, desk=open_desk([portugal, rep("bob")], model), at=MONDAY)

    assert (only.rep, only.language) == ("ana", "pt-BR")
    assert [(each.rep, each.why_not) for each in only.candidates] == [("ana", None), ("bob", WhyNot.LANGUAGE)]
    # Not declared the other way round.
    assert (
        route(
            lead(languages=("pt-PT",)),
            model,
            desk=open_desk([rep("bia", languages=("pt-BR",))], model),
            at=MONDAY,
        ).rep
        is None
    )


def test_the_languages_of_a_lead_come_before_substitutes_of_the_first_only_in_their_order() -> None:
    model = house(routing=Routing(when=ANYBODY, substitutes=SUBSTITUTES))
    desk = open_desk([rep("eva", languages=("es",)), rep("ann")], model)
    catalan = lead(languages=accept_language("ca-ES, en;q=0.8"))

    decision = route(catalan, model, desk=desk, at=MONDAY)
    assert (decision.rep, decision.language) == ("eva", "ca-ES")


def test_a_language_may_have_to_be_spoken_at_a_level() -> None:
    model = pooled(Need(of=NeedKind.LANGUAGE, fluency=Level.B2))
    team = [
        rep("ann", languages=("it", "en"), levels={"it": Level.B1}),
        rep("bob", languages=("it",), levels={"it": Level.C1}),
        rep("cid", languages=("it",)),
        rep("dan"),
    ]
    decision = route(lead(languages=("it-CH",)), model, desk=open_desk(team, model), at=MONDAY)
    says = {str(each.rep): each.says for each in decision.candidates}

    assert [each.rep for each in decision.candidates if each.eligible] == ["bob", "cid"]
    assert says["ann"] == "speaks it-CH at B1, not B2"
    assert says["dan"] == "does not speak it-CH, only en"


def test_a_level_that_is_too_low_leaves_the_next_language_of_the_lead() -> None:
    model = pooled(Need(of=NeedKind.LANGUAGE, fluency=Level.C1))
    team = [rep("ann", languages=("it", "en"), levels={"it": Level.A2})]
    decision = route(lead(languages=("it", "en")), model, desk=open_desk(team, model), at=MONDAY)

    assert (decision.rep, decision.language) == ("ann", "en")


def test_levels_and_substitutes_go_through_a_document() -> None:
    model = pooled(Need(of=NeedKind.LANGUAGE, fluency=Level.B2), substitutes=SUBSTITUTES)
    document = dump_model(model)

    assert document["routing"]["substitutes"] == {"pt-BR": ["pt-PT"], "ca": ["es", "fr"]}
    assert document["routing"]["pools"][0]["needs"] == [{"of": "language", "fluency": "B2"}]
    assert load_model(document) == model


def test_faults_of_substitutes_are_told_with_their_paths() -> None:
    document = dump_model(pooled(Need(of=NeedKind.LANGUAGE)))
    document["routing"]["substitutes"] = {"pt-BR": ["pt-BR"], "ca": []}
    with pytest.raises(DefinitionError) as caught:
        load_model(document)
    assert [str(each) for each in caught.value.findings] == [
        "$.routing.substitutes['ca']: names no substitute, give one or leave the line out",
        "$.routing.substitutes['pt-BR'][0]: 'pt-BR' would stand for itself",
    ]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (lambda: rep("ann", levels={"it": "B2"}), "levels: 'it' is not among the languages of the rep"),
        (lambda: rep("ann", levels={"en": "fluent"}), "levels: 'fluent'"),
        (lambda: Need(of=NeedKind.ROLE, name="sdr", fluency=Level.B2), "fluency: .* is given for a role"),
        (
            lambda: Need(of=NeedKind.LANGUAGE, fluency="good"),  # type: ignore[arg-type]
            "fluency: 'good'",
        ),
    ],
)
def test_what_is_no_level_is_refused(wrong: Any, says: str) -> None:
    with pytest.raises(InputError, match=says):
        wrong()
