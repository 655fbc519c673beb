"""Accounts, laid out so that a lead finds its own among many without looking at all of them.

>>> acme = Account(id="A1", name="Acme GmbH", domain="acme.example")
>>> index = index_accounts([acme, Account(id="A2", name="Ada Byron", domain="gmail.com")], AccountMatching())
>>> [(each.record, each.field, each.why.value) for each in index.unusable]
[('A2', 'domain', 'free_mail')]
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from operator import attrgetter

from ..errors import InputError
from ..records import Account
from .accounts import AccountMatching, EvidenceKind
from .company_names import comparable_company
from .domains import Registrable, comparable_domain, is_bare_suffix, site_of
from .mail_hosts import kind_of_host
from .phones import PhoneReader, comparable_phone
from .similarity import SimilarNames

__all__ = ["AccountIndex", "Tables", "Unusable", "WhyUnusable", "index_accounts", "why_no_company_domain"]


class WhyUnusable(StrEnum):
    """Why something that is written in a record tells no account."""

    FREE_MAIL = "free_mail"
    """Everybody may have an address there."""
    DISPOSABLE = "disposable"
    """Addresses there are thrown away."""
    SHARED = "shared"
    """The policy says that many companies share the domain."""
    BARE_SUFFIX = "bare_suffix"
    """Everybody may register below it, such as `co.uk`."""
    NO_DOMAIN = "no_domain"
    """It is no domain, or no address with one."""
    NO_COMPANY = "no_company"
    """It names no company, such as `n/a`."""
    NO_PHONE = "no_phone"
    """It is no telephone number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unusable:
    """Something that is written in a record and cannot be evidence: `record` is the id, `field` where it stands."""

    record: str
    field: str
    value: str
    why: WhyUnusable


@dataclass(slots=True)
class Tables:
    """Where each account stands in the tuple of all, by what it may be found by."""

    domains: dict[str, tuple[int, ...]] = field(default_factory=dict)
    sites: dict[str, tuple[int, ...]] = field(default_factory=dict)
    names: dict[str, tuple[int, ...]] = field(default_factory=dict)
    phones: dict[str, tuple[int, ...]] = field(default_factory=dict)
    similar: SimilarNames | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountIndex:
    """Accounts by id, ready to be asked; made by `index_accounts`, and not changed afterwards.

    `unusable` lists what in the accounts will never match, for whoever keeps their data.
    """

    policy: AccountMatching
    accounts: tuple[Account, ...]
    unusable: tuple[Unusable, ...]
    registrable: Registrable | None = None
    phones: PhoneReader = comparable_phone
    tables: Tables = field(repr=False, compare=False)


def index_accounts(
    accounts: Iterable[Account],
    policy: AccountMatching,
    *,
    registrable: Registrable | None = None,
    phones: PhoneReader = comparable_phone,
) -> AccountIndex:
    """The accounts as `match_account` asks them, in whatever order they come.

    `registrable` finds the part of a domain that somebody registered (`public_suffixes()` reads the public suffix
    list); without it the usual second levels of countries are known. `phones` reads telephone numbers
    (`e164(country="CH")` knows the numbering plans of the world); without it digits are compared. Both are given and
    never looked for: an answer must not depend on what happens to be installed.

    >>> index_accounts([Account(id="A1", name="Acme")], AccountMatching()).accounts[0].name
    'Acme'

    Raises `InputError` when an id stands there twice, when the policy asks for registrable domains and nothing finds
    them, and when a plug-in answers with something else than it should.
    """
    kinds = {each.kind for each in policy.evidence}
    if EvidenceKind.REGISTRABLE_DOMAIN in kinds and registrable is None:
        raise InputError(
            "registrable",
            registrable,
            "is needed for evidence by registrable_domain, give `public_suffixes()`",
        )
    inorder = tuple(sorted(accounts, key=attrgetter("id")))
    for one, next_one in pairwise(inorder):
        if one.id == next_one.id:
            raise InputError("accounts", one.id, "stands there twice, an account has one id and one record")
    unusable: list[Unusable] = []
    domains: dict[str, list[int]] = {}
    sites: dict[str, list[int]] = {}
    names: dict[str, list[int]] = {}
    numbers: dict[str, list[int]] = {}

    def skip(account: Account, name: str, value: str, why: WhyUnusable) -> None:
        unusable.append(Unusable(record=account.id, field=name, value=value, why=why))

    for place, account in enumerate(inorder):
        if account.domain is not None:
            domain = comparable_domain(account.domain)
            site = site_of(domain, registrable) if domain and registrable else None
            why = why_no_company_domain(domain, policy, site, registrable)
            if why is None and domain is not None:
                domains.setdefault(domain, []).append(place)
                if site is not None:
                    sites.setdefault(site, []).append(place)
            elif why is not None:
                skip(account, "domain", account.domain, why)
        for where, written in (("name", account.name), *(("names", each) for each in account.names)):
            name = comparable_company(written)
            if name is None:
                if written:
                    skip(account, where, written, WhyUnusable.NO_COMPANY)
            elif place not in (known := names.setdefault(name, [])):
                known.append(place)
        if account.phone:
            number = phones(account.phone, None)
            if number is None:
                skip(account, "phone", account.phone, WhyUnusable.NO_PHONE)
            else:
                numbers.setdefault(number, []).append(place)
    tables = Tables(
        domains=_settled(domains), sites=_settled(sites), names=_settled(names), phones=_settled(numbers)
    )
    if EvidenceKind.SIMILAR_NAME in kinds:
        tables.similar = SimilarNames(tables.names, least=policy.least_similarity)
    return AccountIndex(
        policy=policy,
        accounts=inorder,
        unusable=tuple(unusable),
        registrable=registrable,
        phones=phones,
        tables=tables,
    )


def why_no_company_domain(
    domain: str | None, policy: AccountMatching, site: str | None, registrable: Registrable | None
) -> WhyUnusable | None:
    """Why a domain tells no company, None if it may; `site` is its registrable part, where there is what finds it."""
    if domain is None:
        return WhyUnusable.NO_DOMAIN
    host = kind_of_host(domain, policy.shared_domains)
    if host is not None:
        return WhyUnusable(host)
    bare = is_bare_suffix(domain) if registrable is None else site is None
    return WhyUnusable.BARE_SUFFIX if bare else None


def _settled(table: dict[str, list[int]]) -> dict[str, tuple[int, ...]]:
    return {key: tuple(places) for key, places in table.items()}
