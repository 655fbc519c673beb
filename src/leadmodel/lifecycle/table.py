"""The transition table: which event takes a lead from which stage to which, as data.

Everything that asks "what may happen next" reads this table; a test proves it equal to the types of the moves.

>>> [kind.value for kind in allowed(Stage.WORKING)]
['assigned', 'touched', 'qualified', 'nurtured', 'unqualified']
"""

from collections.abc import Mapping
from types import MappingProxyType

from ..records import Case, EventKind, FrozenMap, Stage, State

__all__ = ["TABLE", "allowed"]

#: An event that is not in the row of a stage is refused there. A lead's own activity is noted in every stage; a touch
#: is noted wherever a rep may well call: while working, in nurture (a sales follow-up), in the pipeline, a customer.
TABLE: Mapping[str, Mapping[EventKind, Stage]] = FrozenMap(
    {
        Stage.RAW: MappingProxyType(
            {
                EventKind.ASSIGNED: Stage.ASSIGNED,
                EventKind.NURTURED: Stage.NURTURE,
                EventKind.UNQUALIFIED: Stage.UNQUALIFIED,
            }
        ),
        Stage.ASSIGNED: MappingProxyType(
            {
                EventKind.ASSIGNED: Stage.ASSIGNED,
                EventKind.TOUCHED: Stage.WORKING,
                EventKind.NURTURED: Stage.NURTURE,
                EventKind.UNQUALIFIED: Stage.UNQUALIFIED,
            }
        ),
        Stage.WORKING: MappingProxyType(
            {
                EventKind.ASSIGNED: Stage.WORKING,
                EventKind.TOUCHED: Stage.WORKING,
                EventKind.QUALIFIED: Stage.QUALIFIED,
                EventKind.NURTURED: Stage.NURTURE,
                EventKind.UNQUALIFIED: Stage.UNQUALIFIED,
            }
        ),
        Stage.QUALIFIED: MappingProxyType(
            {
                EventKind.ASSIGNED: Stage.QUALIFIED,
                EventKind.TOUCHED: Stage.QUALIFIED,
                EventKind.NURTURED: Stage.NURTURE,
                EventKind.UNQUALIFIED: Stage.UNQUALIFIED,
                EventKind.WON: Stage.WON,
            }
        ),
        Stage.NURTURE: MappingProxyType(
            {
                EventKind.ASSIGNED: Stage.ASSIGNED,
                EventKind.TOUCHED: Stage.NURTURE,
                EventKind.UNQUALIFIED: Stage.UNQUALIFIED,
            }
        ),
        Stage.UNQUALIFIED: MappingProxyType({}),
        Stage.WON: MappingProxyType(
            {
                EventKind.ASSIGNED: Stage.ASSIGNED,
                EventKind.TOUCHED: Stage.WON,
            }
        ),
    }
)


def allowed(lead: Stage | State | Case) -> tuple[EventKind, ...]:
    """The events that may happen to a lead next, besides its own activities and notes; in the order of the vocabulary.

    A lead is given as its case, its state, or the stage alone. Whether one event in particular may happen, with its
    reason and its rep, is what `can` answers.
    """
    stage = lead if isinstance(lead, Stage) else lead.state.stage if isinstance(lead, Case) else lead.stage
    row = TABLE[stage]
    return tuple(kind for kind in EventKind if kind in row)
