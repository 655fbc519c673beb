"""The segments of a go-to-market (GTM): which one a deal belongs to, and which figure decided.

"The Measurable Lead Model" gives a table of three columns, by contract size, sales cycle and buying team. The contract
decides first, then the cycle, then the team; what is not known is passed over, and figures that disagree are told.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from math import isfinite

from ..conditions import Condition
from ..errors import DefinitionError, Finding, InputError, UnknownNameError
from ..records.names import named
from .limits import Limits
from .motions import Motion

__all__ = [
    "GTM_TABLE",
    "Figure",
    "GtmPlacement",
    "GtmSegment",
    "GtmTable",
    "HandOff",
    "check_gtm",
    "gtm_segment",
    "segment_when",
]

Number = int | float | Decimal


class Figure(StrEnum):
    """What places a deal, in the order in which it decides."""

    CONTRACT = "contract"
    """The average size of a contract, in whole units of one currency."""
    CYCLE = "cycle"
    """The average length of the sales cycle, in days."""
    TEAM = "team"
    """How many people buy, on average."""


class HandOff(StrEnum):
    """When a lead goes from one rep to the next."""

    NONE = "none"
    """Never: one rep does it all."""
    DISCOVERY_COMPLETED = "discovery_completed"
    DISCOVERY_SCHEDULED = "discovery_scheduled"


@dataclass(frozen=True, slots=True, kw_only=True)
class GtmSegment:
    """One column of the table: how large, how long, with how many, and how such deals are sold.

    `motions` are those that pay. `cycle` and `team` may be left out where a house does not go by them.

    Raises `InputError` for an empty name, and for motions that are none or listed twice.
    """

    name: str
    contract: Limits
    hand_off: HandOff
    motions: tuple[Motion, ...]
    cycle: Limits | None = None
    team: Limits | None = None
    says: str | None = None

    def __post_init__(self) -> None:
        if not self.name:
            raise InputError("name", self.name, "is empty, a segment needs a name")
        freeze = object.__setattr__
        freeze(self, "hand_off", named(HandOff, self.hand_off, "hand_off"))
        freeze(self, "motions", tuple(named(Motion, each, "motions") for each in self.motions))
        if not self.motions or len(set(self.motions)) != len(self.motions):
            raise InputError("motions", self.motions, "needs at least one motion, and each only once")

    @property
    def hand_offs(self) -> int:
        """How many hand-offs there are between reps."""
        return int(self.hand_off is not HandOff.NONE)

    def limits(self, figure: Figure) -> Limits | None:
        """The limits of one figure."""
        return {Figure.CONTRACT: self.contract, Figure.CYCLE: self.cycle, Figure.TEAM: self.team}[figure]


def check_gtm(segments: Sequence[GtmSegment], path: str) -> Iterator[Finding]:
    """Every fault of a table: its columns go upwards in every figure, and leave nothing out.

    Neighbours may share no more than the limit itself, and only in the team, which decides last; the earlier one then
    has it, as a buying team of one has the first column of the shipped table.
    """
    if not segments:
        yield Finding(path, "is empty, a table has at least one segment")
    names = [each.name for each in segments]
    for place, name in enumerate(names):
        if name in names[:place]:
            yield Finding(f"{path}[{place}].name", f"{name!r} is the name of an earlier segment")
    for figure in Figure:
        yield from _check_figure([each.limits(figure) for each in segments], figure, path)


def _check_figure(column: list[Limits | None], figure: Figure, path: str) -> Iterator[Finding]:
    given = [each for each in column if each is not None]
    if not given:
        return
    if len(given) < len(column):
        place = column.index(None)
        yield Finding(
            f"{path}[{place}].{figure}", "is missing, and other segments have it: give it to all or none"
        )
        return
    if given[0].low is not None:
        yield Finding(
            f"{path}[0].{figure}", f"leaves out what is {given[0].under}, the first has no lower limit"
        )
    if given[-1].high is not None:
        place = len(given) - 1
        yield Finding(
            f"{path}[{place}].{figure}", f"leaves out what is {given[-1].over}, the last has no upper limit"
        )
    for place, (before, after) in enumerate(pairwise(given), start=1):
        where = f"{path}[{place}].{figure}"
        if before.high is None or after.low is None:
            yield Finding(
                where, f"{after} does not follow {before}: segments go upwards, and meet at a limit"
            )
        elif before.high < after.low:
            yield Finding(where, f"what is {before.over} and {after.under} belongs to no segment")
        elif before.high > after.low:
            shared = before.high[0] == after.low[0] and figure is Figure.TEAM
            if not shared:
                yield Finding(where, f"{after} and {before} of the segment before share what lies between")
            elif after.high is not None and after.high <= before.high:
                yield Finding(where, f"{after} leaves nothing that the segment before does not have")


@dataclass(frozen=True, slots=True, kw_only=True)
class GtmTable:
    """Segments from small to large, proved: every figure belongs to exactly one.

    >>> GTM_TABLE["inside"].hand_off.value, GTM_TABLE["inside"].hand_offs
    ('discovery_completed', 1)

    Raises `DefinitionError` with every fault that `check_gtm` finds.
    """

    segments: tuple[GtmSegment, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "segments", tuple(self.segments))
        findings = tuple(check_gtm(self.segments, "$.segments"))
        if findings:
            raise DefinitionError("the table of segments", findings)

    def __getitem__(self, name: str) -> GtmSegment:
        for each in self.segments:
            if each.name == name:
                return each
        raise UnknownNameError("segment", name, (each.name for each in self.segments))

    def having(self, figure: Figure, value: Number) -> tuple[GtmSegment, ...]:
        """The segments whose limits a figure keeps, in order; none where the table does not go by that figure."""
        found = ((each, each.limits(figure)) for each in self.segments)
        return tuple(each for each, limits in found if limits is not None and value in limits)


#: The table of "The Measurable Lead Model", with the limits exactly as they are printed there.
GTM_TABLE = GtmTable(
    segments=(
        GtmSegment(
            name="sales_assisted",
            says="Sales-assisted transactions",
            contract=Limits(below=5_000),
            cycle=Limits(below=30),
            team=Limits(at_most=1),
            hand_off=HandOff.NONE,
            motions=(Motion.INBOUND,),
        ),
        GtmSegment(
            name="inside",
            says="Inside sales",
            contract=Limits(at_least=5_000, at_most=100_000),
            cycle=Limits(at_least=30, at_most=120),
            team=Limits(at_least=1, at_most=5),
            hand_off=HandOff.DISCOVERY_COMPLETED,
            motions=(Motion.INBOUND, Motion.OUTBOUND),
        ),
        GtmSegment(
            name="enterprise",
            says="Enterprise sales",
            contract=Limits(above=100_000),
            cycle=Limits(above=120),
            team=Limits(above=5),
            hand_off=HandOff.DISCOVERY_SCHEDULED,
            motions=(Motion.INBOUND, Motion.OUTBOUND, Motion.TARGET_ACCOUNTS),
        ),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class GtmPlacement:
    """Where a deal belongs. Nothing known is an answer too: `segment` and `decided_by` are None.

    `also` names the segments that the deciding figure would suit as well, `disagree` the figures that speak for other
    segments than the one decided on, `missing` those that are not known or that the table does not go by.
    """

    segment: GtmSegment | None
    decided_by: Figure | None
    also: tuple[str, ...] = ()
    disagree: tuple[Figure, ...] = ()
    missing: tuple[Figure, ...] = ()
    says: str = ""


def gtm_segment(
    *,
    contract_size: Number | None = None,
    cycle_days: Number | None = None,
    team: Number | None = None,
    table: GtmTable = GTM_TABLE,
) -> GtmPlacement:
    """The segment of a deal, by the first figure that is known: contract size, then cycle, then buying team.

    The figures are averages, so that they need not be whole.

    >>> placed = gtm_segment(contract_size=5_000, cycle_days=14, team=1)
    >>> placed.segment.name, placed.disagree
    ('inside', (<Figure.CYCLE: 'cycle'>,))
    >>> placed.says
    'inside by its contract of 5000; its cycle of 14 speaks for sales_assisted'
    >>> gtm_segment(team=1).says
    'sales_assisted by its team of 1, which suits inside too'

    Raises `InputError` for what is no finite number, a size or a length below zero, and a team below one.
    """
    given = {Figure.CONTRACT: contract_size, Figure.CYCLE: cycle_days, Figure.TEAM: team}
    known: dict[Figure, tuple[Number, tuple[GtmSegment, ...]]] = {}
    for figure, argument in zip(given, ("contract_size", "cycle_days", "team"), strict=True):
        value = given[figure]
        if value is not None:
            suits = table.having(figure, _number(value, argument, least=int(figure is Figure.TEAM)))
            if suits:
                known[figure] = value, suits
    missing = tuple(figure for figure in Figure if figure not in known)
    if not known:
        return GtmPlacement(segment=None, decided_by=None, missing=missing, says="no figure is known")
    decided_by, (decisive, (segment, *others)) = next(iter(known.items()))
    also = tuple(each.name for each in others)
    disagree = tuple(figure for figure, (_, suits) in known.items() if segment not in suits)
    says = f"{segment.name} by its {decided_by} of {decisive}"
    if also:
        says += f", which suits {' and '.join(also)} too"
    for figure in disagree:
        value, suits = known[figure]
        says += f"; its {figure} of {value} speaks for {' or '.join(each.name for each in suits)}"
    return GtmPlacement(
        segment=segment, decided_by=decided_by, also=also, disagree=disagree, missing=missing, says=says
    )


def segment_when(
    segment: str,
    *,
    contract: str | None = None,
    cycle: str | None = None,
    team: str | None = None,
    table: GtmTable = GTM_TABLE,
) -> Condition:
    """The condition that holds for leads of a segment, over the fields that hold the figures: it can pick a pool.

    It answers as `gtm_segment` does over the figures whose fields are named: yes for the segment, no for any other,
    unknown where none is known.

    >>> str(segment_when("enterprise", contract="fields.contract_size"))
    'fields.contract_size is above 100000'

    Raises `UnknownNameError` for a segment that is not in the table, `InputError` when no field is named, for one that
    is named twice, and for a figure that the table does not go by.
    """
    found = table[segment]
    fields = {Figure.CONTRACT: contract, Figure.CYCLE: cycle, Figure.TEAM: team}
    named_fields = [(figure, name) for figure, name in fields.items() if name is not None]
    names = [name for _, name in named_fields]
    if not names or len(set(names)) != len(names):
        raise InputError("contract", tuple(names), "needs the name of at least one field, and each only once")
    earlier = table.segments[: table.segments.index(found)]
    ways = []
    for place, (figure, name) in enumerate(named_fields):
        limits = found.limits(figure)
        if limits is None:
            raise InputError(figure.value, name, "is a figure that the table does not go by")
        before = earlier[-1].limits(figure) if earlier else None
        if before is not None:
            limits = limits.after(before)
        asked = limits.asked() or {"at_least": 0}
        # Without `present` the last is unknown where nothing is known, and so is the whole.
        known = None if name == names[-1] else True
        here = Condition(field=name, present=known, **asked)
        missing = tuple(Condition(field=each, present=False) for each in names[:place])
        ways.append(Condition(all_of=(*missing, here)) if missing else here)
    return ways[0] if len(ways) == 1 else Condition(any_of=tuple(ways))


def _number(value: Number, argument: str, *, least: int) -> Number:
    given: object = value
    if isinstance(given, bool) or not isinstance(given, Number) or not _finite(given):
        raise InputError(argument, value, "is no number, give one or leave it out")
    if given < least:
        raise InputError(argument, value, f"is below {least}")
    return given


def _finite(value: Number) -> bool:
    if isinstance(value, Decimal):
        return value.is_finite()
    return isinstance(value, int) or isfinite(value)
