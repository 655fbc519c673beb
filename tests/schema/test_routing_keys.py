"""Pools, rules and needs at the door: each fault has its path and the nearest name; a policy goes out as it came."""

import json
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.errors import DefinitionError
from leadmodel.model import LeadModel
from leadmodel.schema import dump_model, load_model, model_schema, parse_model
from tests.documents import with_changes
from tests.routing.policy_told import World
from tests.routing.policy_worlds import worlds
from tests.schema.test_faults import SMALL

SCHEMA = model_schema()
ROUTED: dict[str, Any] = with_changes(
    SMALL,
    (
        ("fields", [{"name": "seats", "kind": "number"}, {"name": "product"}]),
        (
            "routing",
            {
                "when": {"field": "card.sales_ready", "equals": True},
                "product_field": "fields.product",
                "rules": [
                    {
                        "id": "part",
                        "when": {"field": "opportunity.has_lead", "equals": False},
                        "nurture": "later",
                    },
                    {"id": "deal", "owner": "product_opportunity", "away": "hold", "counts_in": "enterprise"},
                    {
                        "id": "big",
                        "when": {"field": "account.target", "equals": True},
                        "pool": "enterprise",
                    },
                    {"id": "rest", "pool": "inbound"},
                ],
                "pools": [
                    {
                        "name": "enterprise",
                        "needs": [
                            {"of": "language"},
                            {"of": "skill", "field": "fields.product", "level": 2, "after": "30m"},
                            {"of": "role", "name": "closer", "after": "2h"},
                        ],
                        "prefer": ["tier", "fairness"],
                        "nobody": "stand_in",
                        "stand_in": "ann",
                        "ledger": "enterprise",
                    },
                    {"name": "inbound", "nobody": "hold_in_time", "respond_within": "2h"},
                ],
            },
        ),
    ),
)

ONE_FAULT: list[tuple[str, Any, str]] = [
    ("rules/3/pool", "inbund", "$.routing.rules[3].pool: unknown pool 'inbund', did you mean 'inbound'?"),
    (
        "rules/1/counts_in",
        "enterprize",
        "$.routing.rules[1].counts_in: unknown pool 'enterprize', did you mean 'enterprise'?",
    ),
    ("rules/3/id", "big", "$.routing.rules[3].id: rule 'big' is declared twice"),
    ("rules/3/id", "", "$.routing.rules[3].id: '' is empty, a decision has to name the rule that made it"),
    (
        "rules/3/nurture",
        "later",
        "$.routing.rules[3].pool: 'inbound' in rule 'rest': give one of pool, owner, nurture",
    ),
    ("rules/3/away", "hold", "$.routing.rules[3].away: 'hold' is about owners, and rule 'rest' names none"),
    ("rules/1/owner", "acount", "$.routing.rules[1].owner: unknown name 'acount', did you mean 'account'?"),
    ("rules/1/away", "hld", "$.routing.rules[1].away: unknown name 'hld', did you mean 'hold'?"),
    (
        "rules/2/when/field",
        "account.targt",
        "$.routing.rules[2].when.field: unknown field 'account.targt', did you mean 'account.target'?",
    ),
    ("rules/2/whn", 1, "$.routing.rules[2].whn: unknown key 'whn', did you mean 'when'?"),
    (
        "when",
        {"field": "account.target", "equals": True},
        "$.routing.when.field: unknown field 'account.target'",
    ),
    (
        "rules/3/counts_in",
        "inbound",
        "$.routing.rules[3].counts_in: 'inbound' is about owners, and rule 'rest' names none",
    ),
    ("pools/1/name", "", "$.routing.pools[1].name: '' is empty, a pool needs a name"),
    ("pools/1/nobody", "hold_in_tim", "$.routing.pools[1].nobody: unknown name 'hold_in_tim', did you mean"),
    (
        "pools/1/nobody",
        "stand_in",
        "$.routing.pools[1].stand_in: None and nobody = 'stand_in' do not go together",
    ),
    (
        "pools/1/stand_in",
        "ann",
        "$.routing.pools[1].stand_in: 'ann' and nobody = 'hold_in_time' do not go together",
    ),
    ("pools/1/respond_within", "soon", "$.routing.pools[1].respond_within: 'soon' is not a length of time"),
    ("pools/1/ledger", "", "$.routing.pools[1].ledger: '' is empty, a ledger is named"),
    (
        "pools/0/prefer",
        ["fairness", "tier"],
        "$.routing.pools[0].prefer: ('fairness', 'tier') has criteria after",
    ),
    ("pools/0/prefer", [], "$.routing.pools[0].prefer: () needs at least one criterion"),
    ("pools/0/prefer", ["teir"], "$.routing.pools[0].prefer[0]: unknown name 'teir', did you mean 'tier'?"),
    (
        "pools/0/needs/0/of",
        "langage",
        "$.routing.pools[0].needs[0].of: unknown name 'langage', did you mean 'language'?",
    ),
    (
        "pools/0/needs/0/name",
        "en",
        "$.routing.pools[0].needs[0].name: 'en' is given, but a language is that of the lead",
    ),
    ("pools/0/needs/1/level", 0, "$.routing.pools[0].needs[1].level: 0 is not a whole number of at least 1"),
    ("pools/0/needs/1/level", 2.5, "$.routing.pools[0].needs[1].level: 2.5 is not a whole number"),
    (
        "pools/0/needs/2/level",
        2,
        "$.routing.pools[0].needs[2].level: 2 is given for a role, only skills have levels",
    ),
    (
        "pools/0/needs/1/field",
        "fields.prodct",
        "$.routing.pools[0].needs[1].field: unknown field 'fields.prodct', did you mean 'fields.product'?",
    ),
    (
        "pools/0/needs/1/field",
        "fields.seats",
        "$.routing.pools[0].needs[1].field: 'fields.seats' holds no text",
    ),
    ("pools/0/needs/1/field", "card.grade", "$.routing.pools[0].needs[1].field: unknown field 'card.grade'"),
    ("pools/0/needs/1/field", ..., "$.routing.pools[0].needs[1].name: None and `field`: give one of the two"),
    ("pools/0/needs/2/after", "10m", "$.routing.pools[0].needs: '10m' is earlier than the need before it"),
    ("pools/0/needs/0", {"of": "role", "name": "closer", "after": "2h"}, "$.routing.pools[0].needs"),
    (
        "product_field",
        ...,
        "$.routing.product_field: is missing, a rule asks for the opportunity of the lead's product",
    ),
    (
        "product_field",
        "fields.prodct",
        "$.routing.product_field: 'fields.prodct' is no field that holds text, did you mean 'fields.product'?",
    ),
    ("product_field", "fields.seats", "$.routing.product_field: 'fields.seats' is no field that holds text"),
    ("rules/3", ..., "$.routing.pools[1].name: pool 'inbound' is used by no rule"),
]


def test_the_routed_model_is_valid() -> None:
    assert load_model(ROUTED).routing.rules[1].counts_in == "enterprise"


@pytest.mark.parametrize(("path", "value", "says"), ONE_FAULT, ids=[says[:60] for _, _, says in ONE_FAULT])
def test_one_fault_is_told_with_its_path_and_the_nearest_name(path: str, value: Any, says: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        load_model(with_changes(ROUTED, ((f"routing/{path}", value),)))

    assert [str(each)[: len(says)] for each in caught.value.findings] == [says]


def test_a_pool_that_is_declared_twice() -> None:
    pools = [*ROUTED["routing"]["pools"], {"name": "inbound"}]
    with pytest.raises(DefinitionError) as caught:
        load_model(with_changes(ROUTED, (("routing/pools", pools),)))

    assert [str(each) for each in caught.value.findings] == [
        "$.routing.pools[2].name: pool 'inbound' is declared twice"
    ]


def test_the_faults_of_several_rules_and_pools_are_told_at_once() -> None:
    document = with_changes(
        ROUTED,
        (
            ("routing/rules/3/pool", "inbund"),
            ("routing/rules/1/away", "hld"),
            ("routing/pools/0/needs/1/field", "fields.prodct"),
        ),
    )
    with pytest.raises(DefinitionError) as caught:
        load_model(document)

    assert [each.path for each in caught.value.findings] == [
        "$.routing.pools[0].needs[1].field",
        "$.routing.rules[1].away",
        "$.routing.rules[3].pool",
    ]


# -------------------------------------------------------------------------------------------------------- round trips


def as_toml(value: Any) -> str:
    """A value as TOML, tables in braces."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{json.dumps(key)} = {as_toml(each)}" for key, each in value.items()) + " }"
    if isinstance(value, list):
        return f"[{', '.join(map(as_toml, value))}]"
    return json.dumps(value)


def written(model: LeadModel) -> str:
    return "\n".join(f"{key} = {as_toml(value)}" for key, value in dump_model(model).items())


@given(worlds() | worlds(ruled=False))
def test_any_policy_goes_out_as_it_came_in(world: World) -> None:
    dumped = dump_model(world.model)

    assert load_model(dumped) == world.model
    assert parse_model(written(world.model)) == world.model
    assert parse_model(json.dumps(dumped), format="json") == world.model
    jsonschema.validate(dumped, SCHEMA)
    assert dump_model(load_model(dumped)) == dumped


# -------------------------------------------------------------------------------------------------------------- fuzz

junk = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=6)
    | st.sampled_from(("enterprise", "skill", "fields.product", "30m", "fairness", "hold", "lead", "")),
    lambda inside: (
        st.lists(inside, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ("id", "name", "of", "field", "level", "after", "when", "pool", "owner", "any_of", "x")
            ),
            inside,
            max_size=3,
        )
    ),
    max_leaves=6,
)


def paths_of(value: Any, path: str = "") -> list[str]:
    inside: list[tuple[str, Any]] = []
    if isinstance(value, dict):
        inside = list(value.items())
    elif isinstance(value, list):
        inside = [(str(place), each) for place, each in enumerate(value)]
    found = []
    for key, each in inside:
        here = f"{path}/{key}" if path else key
        found += [here, *paths_of(each, here)]
    return found


PATHS = paths_of({"routing": ROUTED["routing"]})


@given(st.lists(st.tuples(st.sampled_from(PATHS), junk), min_size=1, max_size=3))
def test_whatever_stands_in_a_policy_only_faults_with_paths_come_of_it(
    changes: list[tuple[str, Any]],
) -> None:
    document = ROUTED
    for change in changes:
        try:
            document = with_changes(document, (change,))
        except (KeyError, IndexError, TypeError, ValueError):
            # The change before it took that place away.
            continue
    try:
        model = load_model(document)
    except DefinitionError as error:
        assert error.findings
        assert all(each.path.startswith("$") and each.message for each in error.findings)
        return
    assert load_model(dump_model(model)) == model
