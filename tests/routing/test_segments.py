"""The table of segments: the limits as they are printed, which figure decides, and what is found in a house's own."""

from decimal import Decimal
from typing import Any

import pytest
from pydantic import TypeAdapter

from leadmodel.conditions import CustomField, FieldKind, check_condition, compile_condition, known_fields
from leadmodel.errors import DefinitionError, InputError, UnknownNameError
from leadmodel.records import Account, AccountId, LeadKind
from leadmodel.routing import (
    GTM_TABLE,
    SOURCE_KINDS,
    Figure,
    GtmSegment,
    GtmTable,
    HandOff,
    Limits,
    Motion,
    Routing,
    check_gtm,
    check_motion,
    gtm_segment,
    motions_of,
    ready_to_route,
    segment_when,
)
from tests.building import house, lead

SALES, INSIDE, ENTERPRISE = GTM_TABLE.segments
TARGET = Account(id=AccountId("A1"), target=True)


def placed(**figures: Any) -> str | None:
    found = gtm_segment(**figures).segment
    return None if found is None else found.name


def column(name: str, contract: Limits, **changes: Any) -> GtmSegment:
    told: dict[str, Any] = {"hand_off": HandOff.NONE, "motions": (Motion.INBOUND,)}
    return GtmSegment(name=name, contract=contract, **(told | changes))


def faults(*segments: GtmSegment) -> list[str]:
    return [str(each) for each in check_gtm(segments, "$.gtm")]


@pytest.mark.statement("RT-20")
def test_the_shipped_table_is_the_one_of_the_source() -> None:
    assert [
        (
            each.says,
            str(each.contract),
            str(each.cycle),
            str(each.team),
            each.hand_off.value,
            "+".join(each.motions),
        )
        for each in GTM_TABLE.segments
    ] == [
        ("Sales-assisted transactions", "below 5000", "below 30", "at most 1", "none", "inbound"),
        ("Inside sales", "5000 to 100000", "30 to 120", "1 to 5", "discovery_completed", "inbound+outbound"),
        (
            "Enterprise sales",
            "above 100000",
            "above 120",
            "above 5",
            "discovery_scheduled",
            "inbound+outbound+target_accounts",
        ),
    ]


@pytest.mark.statement("RT-20", "RT-21")
@pytest.mark.parametrize(
    ("size", "segment"),
    [
        (0, "sales_assisted"),
        (4_999, "sales_assisted"),
        (Decimal("4999.99"), "sales_assisted"),
        (5_000, "inside"),
        (100_000, "inside"),
        (100_000.01, "enterprise"),
        (100_001, "enterprise"),
    ],
)
def test_a_contract_at_a_limit_is_inside(size: float | Decimal, segment: str) -> None:
    assert placed(contract_size=size) == segment


@pytest.mark.statement("RT-20", "RT-21")
@pytest.mark.parametrize(
    ("days", "segment"),
    [(0, "sales_assisted"), (29, "sales_assisted"), (30, "inside"), (120, "inside"), (121, "enterprise")],
)
def test_a_cycle_at_a_limit_is_inside(days: int, segment: str) -> None:
    assert placed(cycle_days=days) == segment


@pytest.mark.statement("RT-20")
@pytest.mark.parametrize(
    ("people", "segment"),
    [
        (1, "sales_assisted"),
        (1.5, "inside"),
        (2, "inside"),
        (5, "inside"),
        (5.5, "enterprise"),
        (6, "enterprise"),
    ],
)
def test_the_team_alone_places_a_deal_too(people: float, segment: str) -> None:
    assert placed(team=people) == segment


@pytest.mark.statement("CF-19")
def test_a_buying_team_of_one_suits_two_columns_and_the_contract_decides() -> None:
    alone = gtm_segment(team=1)
    assert (alone.segment, alone.decided_by, alone.also) == (SALES, Figure.TEAM, ("inside",))

    by_contract = gtm_segment(contract_size=20_000, cycle_days=10, team=1)
    assert (by_contract.segment, by_contract.decided_by) == (INSIDE, Figure.CONTRACT)
    # One person is what Inside has too; ten days are not.
    assert by_contract.disagree == (Figure.CYCLE,)

    by_cycle = gtm_segment(cycle_days=45, team=1)
    assert (by_cycle.segment, by_cycle.decided_by, by_cycle.missing) == (
        INSIDE,
        Figure.CYCLE,
        (Figure.CONTRACT,),
    )


@pytest.mark.statement("CF-19")
def test_figures_that_disagree_are_told_with_what_they_speak_for() -> None:
    found = gtm_segment(contract_size=250_000, cycle_days=10, team=1)

    assert (found.segment, found.disagree) == (ENTERPRISE, (Figure.CYCLE, Figure.TEAM))
    assert found.says == (
        "enterprise by its contract of 250000; its cycle of 10 speaks for sales_assisted;"
        " its team of 1 speaks for sales_assisted or inside"
    )


def test_nothing_known_is_an_answer() -> None:
    found = gtm_segment()

    assert (found.segment, found.decided_by, found.missing) == (None, None, tuple(Figure))
    assert found.says == "no figure is known"


@pytest.mark.statement("HM-09")
def test_the_table_says_how_many_hand_offs_there_are_and_where() -> None:
    assert [(each.hand_offs, each.hand_off) for each in GTM_TABLE.segments] == [
        (0, HandOff.NONE),
        (1, HandOff.DISCOVERY_COMPLETED),
        (1, HandOff.DISCOVERY_SCHEDULED),
    ]


@pytest.mark.parametrize(
    ("figures", "message"),
    [
        ({"contract_size": -1}, "contract_size: -1 is below 0"),
        ({"cycle_days": -0.5}, "cycle_days: -0.5 is below 0"),
        ({"team": 0}, "team: 0 is below 1"),
        ({"team": True}, "team: True is no number"),
        ({"contract_size": "5000"}, "contract_size: '5000' is no number"),
        ({"contract_size": float("nan")}, "contract_size: nan is no number"),
        ({"contract_size": Decimal("sNaN")}, "contract_size: .* is no number"),
        ({"cycle_days": float("inf")}, "cycle_days: inf is no number"),
    ],
)
def test_what_is_no_size_is_an_error(figures: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        gtm_segment(**figures)


# ----------------------------------------------------------------------------------------------- a table of one's own


def test_a_table_may_go_by_the_contract_alone() -> None:
    table = GtmTable(segments=(column("small", Limits(below=10)), column("large", Limits(at_least=10))))

    assert gtm_segment(contract_size=10, team=3, table=table).says == "large by its contract of 10"
    assert gtm_segment(contract_size=10, team=3, table=table).missing == (Figure.CYCLE, Figure.TEAM)
    assert gtm_segment(team=3, table=table).segment is None
    with pytest.raises(InputError, match=r"team: 'fields.team' is a figure that the table does not go by"):
        segment_when("small", contract="fields.size", team="fields.team", table=table)


@pytest.mark.parametrize(
    ("segments", "expected"),
    [
        ((), ["$.gtm: is empty, a table has at least one segment"]),
        (
            (column("a", Limits(below=10)), column("b", Limits(above=10))),
            ["$.gtm[1].contract: what is at least 10 and at most 10 belongs to no segment"],
        ),
        (
            (column("a", Limits(at_most=9)), column("b", Limits(at_least=10))),
            ["$.gtm[1].contract: what is above 9 and below 10 belongs to no segment"],
        ),
        (
            (column("a", Limits(at_most=10)), column("b", Limits(at_least=10))),
            ["$.gtm[1].contract: at least 10 and at most 10 of the segment before share what lies between"],
        ),
        (
            (column("a", Limits(at_least=10)), column("b", Limits(below=10))),
            [
                "$.gtm[0].contract: leaves out what is below 10, the first has no lower limit",
                "$.gtm[1].contract: leaves out what is at least 10, the last has no upper limit",
                "$.gtm[1].contract: below 10 does not follow at least 10: segments go upwards, and meet at a limit",
            ],
        ),
        (
            (column("a", Limits(below=10)), column("a", Limits(at_least=10))),
            ["$.gtm[1].name: 'a' is the name of an earlier segment"],
        ),
        (
            (column("a", Limits(below=10), team=Limits(below=2)), column("b", Limits(at_least=10))),
            ["$.gtm[1].team: is missing, and other segments have it: give it to all or none"],
        ),
        (
            (
                column("a", Limits(below=10), team=Limits(at_most=1)),
                column("b", Limits(at_least=10, below=20), team=Limits(at_least=1, at_most=1)),
                column("c", Limits(at_least=20), team=Limits(above=1)),
            ),
            ["$.gtm[1].team: 1 to 1 leaves nothing that the segment before does not have"],
        ),
        (
            (
                column("a", Limits(below=10), team=Limits(at_most=3)),
                column("b", Limits(at_least=10), team=Limits(at_least=2)),
            ),
            ["$.gtm[1].team: at least 2 and at most 3 of the segment before share what lies between"],
        ),
        (
            (
                column("a", Limits(below=10), cycle=Limits(at_most=3)),
                column("b", Limits(at_least=10), cycle=Limits(at_least=3)),
            ),
            ["$.gtm[1].cycle: at least 3 and at most 3 of the segment before share what lies between"],
        ),
    ],
)
def test_every_fault_of_a_table_is_found(segments: tuple[GtmSegment, ...], expected: list[str]) -> None:
    assert faults(*segments) == expected
    with pytest.raises(DefinitionError) as raised:
        GtmTable(segments=segments)
    assert len(raised.value.findings) == len(expected)


def test_limits_and_segments_that_cannot_be_are_errors() -> None:
    for wrong in (
        {"at_least": 1, "above": 0},
        {"at_most": 1, "below": 2},
        {"at_least": 5, "below": 5},
        {"above": 1.5},
    ):
        with pytest.raises(InputError):
            Limits(**wrong)
    with pytest.raises(InputError, match="name: '' is empty"):
        column("", Limits())
    with pytest.raises(InputError, match=r"motions: .* and each only once"):
        column("a", Limits(), motions=(Motion.INBOUND, "inbound"))
    with pytest.raises(InputError, match="hand_off: 'later' is not one of the names"):
        column("a", Limits(), hand_off="later")
    with pytest.raises(UnknownNameError, match="unknown segment 'insider', did you mean 'inside'"):
        GTM_TABLE["insider"]


# ------------------------------------------------------------------------------------------------- picking the pool


def test_the_condition_of_a_segment_is_without_fault_where_its_fields_are_declared() -> None:
    kinds = known_fields(
        (CustomField(name="size", kind=FieldKind.NUMBER), CustomField(name="days", kind=FieldKind.NUMBER))
    )
    when = segment_when("inside", contract="fields.size", cycle="fields.days")

    assert list(check_condition(when, "$.when", kinds)) == []
    assert [
        compile_condition(when)(lead(fields=fields), None)
        for fields in ({"size": 5_000, "days": 1}, {"days": 30}, {"size": 4_999, "days": 30}, {})
    ] == [True, True, False, None]


def test_a_condition_needs_fields_and_a_segment_that_there_is() -> None:
    with pytest.raises(InputError, match="needs the name of at least one field"):
        segment_when("inside")
    with pytest.raises(InputError, match="and each only once"):
        segment_when("inside", contract="fields.size", team="fields.size")
    with pytest.raises(UnknownNameError):
        segment_when("middle", contract="fields.size")


# ------------------------------------------------------------------------------------------------------- motions


@pytest.mark.statement("RT-18")
def test_account_based_is_a_layer_over_both_kinds_and_no_third_one() -> None:
    assert [kind.value for kind in LeadKind] == ["inbound", "outbound"]
    for kind in LeadKind:
        own = Motion(kind.value)
        assert motions_of(lead(kind=kind)) == (own,)
        assert motions_of(lead(kind=kind), Account(id=AccountId("A2"))) == (own,)
        assert motions_of(lead(kind=kind), TARGET) == (own, Motion.TARGET_ACCOUNTS)


@pytest.mark.statement("RT-19")
def test_the_examples_of_inbound_and_outbound_are_those_of_the_source() -> None:
    by_kind = {kind: {source for source, found in SOURCE_KINDS.items() if found is kind} for kind in LeadKind}

    assert by_kind == {
        LeadKind.INBOUND: {"demo_request", "chat", "free_trial", "business_card"},
        LeadKind.OUTBOUND: {"earlier_attempt", "tradeshow_list", "bought_list", "score", "product_led"},
    }


@pytest.mark.statement("RT-20")
@pytest.mark.parametrize(
    ("segment", "kind", "account", "not_feasible"),
    [
        (SALES, LeadKind.INBOUND, None, ()),
        (SALES, LeadKind.OUTBOUND, None, (Motion.OUTBOUND,)),
        (SALES, LeadKind.OUTBOUND, TARGET, (Motion.OUTBOUND, Motion.TARGET_ACCOUNTS)),
        (INSIDE, LeadKind.OUTBOUND, None, ()),
        (INSIDE, LeadKind.INBOUND, TARGET, (Motion.TARGET_ACCOUNTS,)),
        (ENTERPRISE, LeadKind.INBOUND, TARGET, ()),
        (ENTERPRISE, LeadKind.OUTBOUND, TARGET, ()),
    ],
)
def test_only_some_motions_pay_in_a_segment(
    segment: GtmSegment, kind: LeadKind, account: Account | None, not_feasible: tuple[Motion, ...]
) -> None:
    found = check_motion(segment, lead(kind=kind), account)

    assert (found.feasible, found.not_feasible) == (not not_feasible, not_feasible)
    assert found.segment in found.says


# -------------------------------------------------------------------------------------------------- as a document


def test_a_table_comes_from_a_document_and_goes_back_into_one() -> None:
    adapter = TypeAdapter(GtmTable)
    small = {"name": "small", "contract": {"below": 10}, "hand_off": "none", "motions": ["inbound"]}
    large = {
        "name": "large",
        "contract": {"at_least": 10},
        "hand_off": "discovery_scheduled",
        "motions": ["outbound"],
    }
    table = adapter.validate_python({"segments": [small, large]})

    assert [each.hand_off for each in table.segments] == [HandOff.NONE, HandOff.DISCOVERY_SCHEDULED]
    for each in (table, GTM_TABLE):
        assert adapter.validate_json(adapter.dump_json(each)) == each


@pytest.mark.statement("RT-20")
def test_a_rule_can_pick_a_pool_by_the_segment() -> None:
    size = CustomField(name="size", kind=FieldKind.NUMBER)
    pools = {
        each.name: house(
            fields=(size,), routing=Routing(when=segment_when(each.name, contract="fields.size"))
        )
        for each in GTM_TABLE.segments
    }

    def chosen(**fields: int) -> list[str]:
        someone = lead(fields=fields)
        return [name for name, model in pools.items() if ready_to_route(someone, model)]

    assert [chosen(size=each) for each in (4_999, 5_000, 100_001)] == [
        ["sales_assisted"],
        ["inside"],
        ["enterprise"],
    ]
    assert chosen() == []
