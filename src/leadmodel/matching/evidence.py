"""What a lead has in common with accounts: each piece looked up, none searched for."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..records import Lead
from .account_index import AccountIndex, Unusable, WhyUnusable, why_no_company_domain
from .accounts import FAMILIES, EvidenceKind
from .company_names import comparable_company
from .domains import mail_domain, parents, site_of

__all__ = ["Found", "evidence_of"]


class Found(NamedTuple):
    """A piece of evidence before anybody asked to read it; the fields are those of a `MatchPart`."""

    kind: EvidenceKind
    points: int
    lead: str
    account: str
    similarity: int | None


class Told(NamedTuple):
    """What a lead says that may tell an account, as it is compared; None is not said."""

    domain: str | None
    site: str | None
    name: str | None
    phone: str | None


#: Where an account stands, what it has, and how alike that is if it is not the same.
Hit = tuple[int, str, int | None]


def evidence_of(lead: Lead, index: AccountIndex) -> tuple[dict[int, list[Found]], tuple[Unusable, ...], bool]:
    """The evidence for each account by its place, in the declared order; what is unusable; whether there is anything.

    Of each family (`FAMILIES`) the kind that is declared first counts for an account.
    """
    told, unusable = _told(lead, index)
    found: dict[int, list[Found]] = {}
    had: dict[int, set[int]] = {}
    for each in index.policy.evidence:
        family = _FAMILY_OF[each.kind]
        taken = had.setdefault(family, set())
        mine = _said(told, each.kind)
        if mine is None:
            continue
        for place, theirs, percent in list(_hits(each.kind, told, index)):
            if place in taken:
                continue
            points = each.points if percent is None else each.points * percent // 100
            if points:
                taken.add(place)
                found.setdefault(place, []).append(Found(each.kind, points, mine, theirs, percent))
    return found, unusable, any(each is not None for each in told)


_FAMILY_OF = {kind: number for number, family in enumerate(FAMILIES) for kind in family}


def _told(lead: Lead, index: AccountIndex) -> tuple[Told, tuple[Unusable, ...]]:
    unusable: list[Unusable] = []
    domain = site = number = None
    if lead.email and lead.email.strip():
        domain = mail_domain(lead.email)
        site = site_of(domain, index.registrable) if domain and index.registrable else None
        why = why_no_company_domain(domain, index.policy, site, index.registrable)
        if why is not None:
            unusable.append(Unusable(record=lead.id, field="email", value=lead.email, why=why))
            domain = site = None
    company = lead.company.name
    name = comparable_company(company)
    if name is None and company and company.strip():
        unusable.append(
            Unusable(record=lead.id, field="company.name", value=company, why=WhyUnusable.NO_COMPANY)
        )
    if lead.phone and lead.phone.strip():
        number = index.phones(lead.phone, lead.country)
        if number is None:
            unusable.append(
                Unusable(record=lead.id, field="phone", value=lead.phone, why=WhyUnusable.NO_PHONE)
            )
    return Told(domain, site, name, number), tuple(unusable)


def _said(told: Told, kind: EvidenceKind) -> str | None:
    match kind:
        case EvidenceKind.NAME | EvidenceKind.SIMILAR_NAME:
            return told.name
        case EvidenceKind.PHONE:
            return told.phone
        case _:
            return told.domain


def _hits(kind: EvidenceKind, told: Told, index: AccountIndex) -> Iterable[Hit]:
    tables = index.tables
    match kind:
        case EvidenceKind.DOMAIN:
            return _same(tables.domains, told.domain)
        case EvidenceKind.PARENT_DOMAIN:
            return _above(told, index)
        case EvidenceKind.REGISTRABLE_DOMAIN:
            return (
                (place, str(index.accounts[place].domain), None)
                for place in tables.sites.get(told.site or "", ())
            )
        case EvidenceKind.NAME:
            return _same(tables.names, told.name)
        case EvidenceKind.PHONE:
            return _same(tables.phones, told.phone)
        case EvidenceKind.SIMILAR_NAME:
            return _alike(told.name, index)


def _same(table: dict[str, tuple[int, ...]], key: str | None) -> Iterator[Hit]:
    if key is not None:
        for place in table.get(key, ()):
            yield place, key, None


def _above(told: Told, index: AccountIndex) -> Iterator[Hit]:
    """The accounts of the nearest domain above that any of them has; not above what somebody registered."""
    if told.domain is None or told.domain == told.site:
        return
    for above in parents(told.domain):
        places = index.tables.domains.get(above)
        if places is not None:
            for place in places:
                yield place, above, None
            return
        if above == told.site:
            return


def _alike(name: str | None, index: AccountIndex) -> Iterator[Hit]:
    """Accounts by the most alike of their names, the first of them in the alphabet."""
    tables = index.tables
    if name is None or tables.similar is None:
        return
    for theirs, percent in sorted(tables.similar.like(name), key=lambda pair: -pair[1]):
        for place in tables.names[theirs]:
            yield place, theirs, percent
