"""A digest of all that a decision was made from: the same digest, the same question."""

import json
from hashlib import sha256

from ..records import Case, Contact, Links, Opportunity
from ..records.plain import as_plain
from .asked import Asked
from .ledger_plain import ledger_as_plain

__all__ = ["digest_of"]


def digest_of(asked: Asked, **more: object) -> str:
    """SHA-256 over the question as canonical JSON: the lead, its cycles, the policy, the desk, what else was given.

    It is the same on every platform, and does not depend on the order in which anything was given. `more` is what else
    was asked.
    """
    desk, case = asked.desk, asked.case
    told = {
        "lead": as_plain(asked.lead),
        "cycles": as_plain(case.cycles) if isinstance(case, Case) else None,
        "waiting_since": as_plain(asked.at - asked.waited(asked.at)),
        "card": None if asked.card is None else _card(asked),
        "links": None if asked.links is None else as_plain(_sorted(asked.links)),
        "at": as_plain(asked.at),
        "due_at": as_plain(asked.due_at),
        "without": sorted(asked.without),
        "cost": asked.cost,
        "model": getattr(asked.model, "version", ""),
        "passing": as_plain(asked.passing),
        "routing": as_plain(asked.routing),
        "reps": as_plain(sorted(desk.reps, key=lambda rep: rep.id)),
        "schedules": {rep: as_plain(each) for rep, each in sorted(desk.schedules.items())},
        "load": as_plain(desk.load),
        "last_turn": as_plain(desk.last_turn),
        "last_given": as_plain(desk.last_given),
        "given": as_plain(desk.given),
        "ledgers": [
            None if each is None else ledger_as_plain(each)
            for each in (desk.ledger, *(desk.ledgers[name] for name in sorted(desk.ledgers)))
        ],
    }
    text = json.dumps(told | more, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return sha256(text.encode()).hexdigest()


def _sorted(links: Links) -> Links:
    def by_id(each: Contact | Opportunity) -> str:
        return each.id

    return Links(
        account=links.account,
        opportunities=tuple(sorted(links.opportunities, key=by_id)),
        contacts=tuple(sorted(links.contacts, key=by_id)),
    )


def _card(asked: Asked) -> dict[str, object]:
    """What conditions may read of a scorecard."""
    names = ("grade", "level", "label", "fit", "score", "sales_ready")
    return {name: getattr(asked.card, name) for name in names}
