"""The vocabularies of the source texts and of two programs, as data; each is proved when this module is loaded.

>>> PIPELINE.name_of(Stage.WORKING).only, PIPELINE.name_of(Stage.WORKING, [Fact.ACCEPTED]).only
('Marketing Qualified Lead', 'Sales Qualified Lead')
>>> [place.stage.value for place in PIPELINE.place_of("Sales Qualified Lead").all]
['working', 'qualified']
"""

from ..records import EventKind, Stage
from .reasons import Reason
from .vocabulary import Fact, Place, Term, Vocabulary

__all__ = ["HUBSPOT", "OUTCOMES", "OUTLINE", "PIPELINE", "SALESFORCE", "VOCABULARIES", "WORD_REASONS"]

RAW, ASSIGNED, WORKING = Stage.RAW, Stage.ASSIGNED, Stage.WORKING
QUALIFIED, NURTURE, UNQUALIFIED, WON = Stage.QUALIFIED, Stage.NURTURE, Stage.UNQUALIFIED, Stage.WON


def _at(stage: Stage, *facts: str, by: EventKind | None = None, reason: str | None = None) -> Place:
    return Place(stage=stage, facts=frozenset(facts), by=by, reason=reason)


TO_ASSIGNED = _at(ASSIGNED, by=EventKind.ASSIGNED)
TO_WORKING = _at(WORKING, by=EventKind.TOUCHED)
TO_QUALIFIED = _at(QUALIFIED, by=EventKind.QUALIFIED)
TO_WON = _at(WON, by=EventKind.WON)
RECYCLED = _at(NURTURE, by=EventKind.NURTURED, reason="back_to_marketing")
ON_HOLD = _at(NURTURE, Fact.ON_HOLD, by=EventKind.NURTURED, reason="sales_nurture")
NO_MATCH = _at(UNQUALIFIED, Fact.NO_MATCH, by=EventKind.UNQUALIFIED, reason="no_match")

#: Reasons that the words below use beside those of `shipped_reasons`; a house takes them into its catalogue, or makes
#: words of its own with its own reasons.
WORD_REASONS = (
    Reason(code="back_to_marketing", disposition="nurture", says="Handed back until it is ready for sales"),
    Reason(
        code="bad_contact_data",
        disposition="unqualified",
        says="Dead address or wrong contact data, mostly after a change of job",
        without_touch=True,
    ),
    Reason(
        code="no_match",
        disposition="unqualified",
        says="Fails an objective criterion of the ideal profile",
        without_touch=True,
    ),
    Reason(
        code="not_for_sale",
        disposition="unqualified",
        says="A partner, a reseller or somebody else who will never be sold to",
        without_touch=True,
    ),
    Reason(code="not_the_best_now", disposition="nurture", says="Other candidates come first at this time"),
    Reason(
        code="opportunity_lost", disposition="nurture", says="The opportunity was lost; to be tried again"
    ),
)

#: "Lead Liaison": six stages of a pipeline in order, then Customer; what sales may choose; the two ways out of it all.
PIPELINE = Vocabulary(
    name="pipeline",
    terms=(
        Term(
            name="Just a Name",
            means=(_at(RAW),),
            says="A name or an address and nothing more",
            is_lead=False,
        ),
        Term(
            name="Engaged",
            means=(_at(RAW, Fact.ENGAGED),),
            says="Responded to an inbound program",
            is_lead=False,
        ),
        Term(
            name="Prospect",
            means=(_at(RAW, Fact.FITS),),
            also_for=(_at(NURTURE, Fact.NEVER_ASSIGNED),),
            says="Matches the ideal profile; nurturing begins",
        ),
        Term(
            name="Marketing Qualified Lead",
            means=(TO_ASSIGNED,),
            also_for=(_at(RAW, Fact.SALES_READY), _at(WORKING)),
            says="The score has crossed the threshold; it stays so until sales has accepted it",
        ),
        Term(
            name="Sales Qualified Lead",
            means=(_at(WORKING, Fact.ACCEPTED, by=EventKind.TOUCHED), TO_QUALIFIED),
            says="Accepted by sales and found qualified",
            next=("Deferred", "Recycled", "Opportunity"),
        ),
        Term(
            name="Opportunity",
            means=(_at(QUALIFIED, Fact.OPPORTUNITY, by=EventKind.QUALIFIED),),
            says="In a sales cycle of its own",
        ),
        Term(name="Customer", means=(TO_WON,), says="Bought"),
        Term(
            name="Deferred",
            means=(ON_HOLD,),
            also_for=(_at(NURTURE, Fact.ON_HOLD, Fact.NEVER_ASSIGNED),),
            says="No opportunity and no program; sales comes back to it",
        ),
        Term(name="Recycled", means=(RECYCLED,), says="Nurtured until it is ready for sales"),
        Term(
            name="Disqualified",
            means=(
                NO_MATCH,
                _at(
                    NURTURE,
                    Fact.NOT_THE_BEST_NOW,
                    by=EventKind.NURTURED,
                    reason="not_the_best_now",
                ),
            ),
            also_for=(_at(UNQUALIFIED), _at(NURTURE, Fact.NOT_THE_BEST_NOW, Fact.NEVER_ASSIGNED)),
            says="No match, for good or for now: the reason decides",
        ),
        Term(
            name="Graveyard",
            means=(_at(UNQUALIFIED, Fact.BAD_DATA, by=EventKind.UNQUALIFIED, reason="bad_contact_data"),),
            says="Dead address or wrong contact data",
        ),
        Term(
            name="Contact",
            means=(_at(UNQUALIFIED, Fact.NOT_FOR_SALE, by=EventKind.UNQUALIFIED, reason="not_for_sale"),),
            says="Partner, reseller, never to be sold to; leaves the pipeline and the measures",
            is_lead=False,
        ),
    ),
    from_anywhere=("Graveyard", "Contact"),
)

#: "Nailing Speed to Lead": the four statuses of a record in Salesforce. Only logged activity sets Working.
SALESFORCE = Vocabulary(
    name="salesforce",
    covers=(RAW, ASSIGNED, WORKING, QUALIFIED, WON),
    terms=(
        Term(name="New", means=(_at(RAW),), says="Created; not necessarily ready for a human", is_lead=True),
        Term(
            name="Marketing Qualified",
            means=(TO_ASSIGNED,),
            also_for=(_at(RAW, Fact.SALES_READY),),
            says="Score or grade reached; give it to a person",
        ),
        Term(
            name="Working",
            means=(TO_WORKING,),
            says="A person acted",
            by_hand=False,
        ),
        Term(
            name="Converted",
            means=(TO_QUALIFIED,),
            also_for=(_at(WON),),
            says="Ready to become account, contact and opportunity",
        ),
    ),
)

#: "No Lead Left Behind": what may come of reaching out.
OUTCOMES = Vocabulary(
    name="outcomes",
    covers=(QUALIFIED, NURTURE),
    terms=(
        Term(name="Opportunity", means=(TO_QUALIFIED,), says="There is something to sell"),
        Term(name="Defer", means=(ON_HOLD,), says="No opportunity at this time; with a date to resume"),
        Term(name="Recycle", means=(RECYCLED,), says="Back to marketing"),
    ),
)

#: "Zephyr 47": the stage words of its outline. It has none for a lead that will never buy.
OUTLINE = Vocabulary(
    name="outline",
    covers=(RAW, ASSIGNED, WORKING, QUALIFIED, NURTURE, WON),
    shared=(WON,),
    terms=(
        Term(name="Suspect", means=(_at(RAW),), says="Not looked at yet"),
        Term(
            name="Prospect",
            means=(_at(RAW, Fact.FITS),),
            also_for=(_at(NURTURE),),
            says="Fits, and is being nurtured",
        ),
        Term(
            name="Lead",
            means=(TO_ASSIGNED, TO_WORKING),
            also_for=(_at(RAW, Fact.SALES_READY),),
            says="With sales, to be qualified",
            next=("Opportunity", "Prospect"),
        ),
        Term(
            name="Opportunity",
            means=(TO_QUALIFIED,),
            says="In the sales cycle; marketing may recover it when it is stuck",
            next=("Win", "Loss", "On hold", "Prospect"),
        ),
        Term(name="Win", means=(TO_WON,), says="Sold", ends=True, returns=False, next=("Customer",)),
        Term(
            name="Loss",
            means=(_at(NURTURE, Fact.LOST, by=EventKind.NURTURED, reason="opportunity_lost"),),
            says="Not sold; back to marketing",
            ends=True,
            returns=True,
        ),
        Term(
            name="On hold",
            means=(ON_HOLD,),
            says="Not decided; back to marketing until sales resumes",
            ends=True,
            returns=True,
        ),
        Term(name="Customer", means=(TO_WON,), says="Bought, and may buy again"),
    ),
)

#: The values that HubSpot's property "lead status" has when nobody changed them. "Open" and "In progress" say less than
#: our stages, and so does "Attempted to contact": the history of a portal shows what each meant there.
HUBSPOT = Vocabulary(
    name="hubspot",
    covers=(RAW, ASSIGNED, WORKING, QUALIFIED, NURTURE, UNQUALIFIED),
    own_facts=("attempted", "connected"),
    terms=(
        Term(name="NEW", means=(_at(RAW),), says="New"),
        Term(name="OPEN", means=(TO_ASSIGNED,), says="Open"),
        Term(name="IN_PROGRESS", means=(TO_WORKING,), says="In progress"),
        Term(
            name="ATTEMPTED_TO_CONTACT",
            means=(_at(WORKING, "attempted", by=EventKind.TOUCHED),),
            says="Attempted to contact",
        ),
        Term(name="CONNECTED", means=(_at(WORKING, "connected", by=EventKind.TOUCHED),), says="Connected"),
        Term(name="OPEN_DEAL", means=(TO_QUALIFIED,), says="Open deal"),
        Term(
            name="BAD_TIMING",
            means=(_at(NURTURE, by=EventKind.NURTURED),),
            says="Bad timing; the reason is to be told beside it",
        ),
        Term(
            name="UNQUALIFIED",
            means=(_at(UNQUALIFIED, by=EventKind.UNQUALIFIED),),
            says="Unqualified; the reason is to be told beside it",
        ),
    ),
)

VOCABULARIES = (PIPELINE, SALESFORCE, OUTCOMES, OUTLINE, HUBSPOT)
