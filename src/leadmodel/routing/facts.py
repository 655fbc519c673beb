"""What rules may ask beside the lead and its card: its account, the opportunity there, and who had it before.

One decision looks at the lead, the opportunity, the account and the user together ("Nailing Speed to Lead").
"""

from collections.abc import Mapping
from typing import Any

from ..conditions import Condition, FieldKind
from ..conditions.condition import GROUPS
from ..records import Case, FrozenMap, Lead, Links
from .decision import Passing

__all__ = ["AROUND", "asks_around", "facts_about"]

#: The fields that only rules may read, with their kinds.
AROUND: Mapping[str, FieldKind] = FrozenMap(
    {
        "account.id": FieldKind.TEXT,
        "account.name": FieldKind.TEXT,
        "account.domain": FieldKind.TEXT,
        "account.owner": FieldKind.TEXT,
        "account.success_manager": FieldKind.TEXT,
        "account.target": FieldKind.BOOLEAN,
        "account.customer": FieldKind.BOOLEAN,
        "account.open_opportunities": FieldKind.NUMBER,
        "opportunity.id": FieldKind.TEXT,
        "opportunity.owner": FieldKind.TEXT,
        "opportunity.stage": FieldKind.TEXT,
        "opportunity.product": FieldKind.TEXT,
        "opportunity.amount": FieldKind.NUMBER,
        "opportunity.has_lead": FieldKind.BOOLEAN,
        "history.owner": FieldKind.TEXT,
        "history.cycles": FieldKind.NUMBER,
        "history.passed_on": FieldKind.NUMBER,
        "history.passed_on_for": FieldKind.TEXT,
    }
)


def asks_around(condition: Condition) -> bool:
    """Whether a condition reads anything of these."""
    if condition.subject in AROUND:
        return True
    return any(asks_around(child) for group in GROUPS for child in getattr(condition, group) or ())


def facts_about(case: Case | Lead, links: Links | None, passing: Passing | None = None) -> Mapping[str, Any]:
    """The facts by name; what is not there is unknown.

    Without `links` nothing is known of accounts; with links and no account it is known that the lead belongs to none.
    The opportunity is the open one that was opened first. Whether the lead takes part in it is unknown as long as the
    opportunity names nobody. How often a lead was passed on counts the time for which the rules are asked.
    """
    facts: dict[str, Any] = {}
    if isinstance(case, Case):
        facts["history.cycles"] = len(case.cycles)
        facts["history.passed_on"] = 0 if passing is None else passing.hops + 1
        facts["history.passed_on_for"] = None if passing is None else passing.why
        if case.cycles:
            facts["history.owner"] = case.cycles[-1].owner
    if links is None:
        return facts
    account, waiting = links.account, links.open_opportunities
    facts["account.target"] = account is not None and account.target
    facts["account.customer"] = account is not None and account.customer
    facts["account.open_opportunities"] = len(waiting)
    if account is not None:
        for name in ("id", "name", "domain", "owner", "success_manager"):
            facts[f"account.{name}"] = getattr(account, name)
    if waiting:
        first = waiting[0]
        for name in ("id", "owner", "stage", "product", "amount"):
            facts[f"opportunity.{name}"] = getattr(first, name)
        if first.contacts:
            lead = case.lead.id if isinstance(case, Case) else case.id
            people = {person.id for person in links.contacts if person.lead == lead}
            facts["opportunity.has_lead"] = any(each.contact in people for each in first.contacts)
    return facts
