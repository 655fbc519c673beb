"""The slow, obvious way: every account is scored against the lead, straight from the words of the policy."""

from dataclasses import dataclass

from leadmodel.matching import (
    AccountMatching,
    comparable_company,
    comparable_domain,
    comparable_phone,
    mail_domain,
)
from leadmodel.matching.mail_hosts import DISPOSABLE, FREE_MAIL
from leadmodel.records import Account, Lead

SUFFIXES = {"example", "com", "co.uk", "uk", "com.br", "br"}


def registrable(domain: str) -> str | None:
    """The registrable part among the suffixes that these tests use."""
    labels = domain.split(".")
    for start in range(len(labels)):
        if ".".join(labels[start:]) in SUFFIXES:
            return ".".join(labels[start - 1 :]) if start else None
    return domain if len(labels) > 1 else None


def common_letters(one: str, other: str) -> int:
    """The longest common subsequence, by the table that every textbook has."""
    row = [0] * (len(other) + 1)
    for mine in one:
        before = row[:]
        for place, theirs in enumerate(other, 1):
            row[place] = before[place - 1] + 1 if mine == theirs else max(before[place], row[place - 1])
    return row[-1]


def percent(one: str, other: str) -> int:
    return 200 * common_letters(one, other) // (len(one) + len(other))


def alikeness(one: str, other: str) -> int:
    """Of two names: by words in their order, unless only the blanks stand elsewhere."""
    if one.replace(" ", "") == other.replace(" ", ""):
        return 100
    pairs = list(zip(one.split(), other.split(), strict=False))
    if len(one.split()) != len(other.split()):
        return 0
    return min(percent(mine, theirs) for mine, theirs in pairs)


def is_company_domain(domain: str | None, policy: AccountMatching, listed: bool) -> bool:
    if domain is None:
        return False
    labels = domain.split(".")
    tails = {".".join(labels[start:]) for start in range(len(labels))}
    if tails & (FREE_MAIL | DISPOSABLE | set(policy.shared_domains)):
        return False
    return registrable(domain) is not None if listed else domain not in SUFFIXES


@dataclass
class Scored:
    account: Account
    score: int
    parts: list[tuple[str, int]]


def score_all(lead: Lead, accounts: list[Account], policy: AccountMatching, *, listed: bool) -> list[Scored]:
    """Every account that has something in common with the lead, by id; `listed` says that suffixes are known."""

    def domain_of(text: str | None, mail: bool) -> str | None:
        domain = mail_domain(text) if mail else comparable_domain(text)
        return domain if is_company_domain(domain, policy, listed) else None

    mine = domain_of(lead.email, True)
    theirs = {account.id: domain_of(account.domain, False) for account in accounts}
    above = [
        each
        for each in theirs.values()
        if mine
        and each
        and mine.endswith("." + each)
        and not (listed and mine == registrable(mine))
        and not (listed and len(each) < len(registrable(mine) or ""))
    ]
    nearest = max(above, key=len, default=None)
    name = comparable_company(lead.company.name)
    phone = comparable_phone(lead.phone)
    scored = []
    for account in sorted(accounts, key=lambda each: each.id):
        domain = theirs[account.id]
        names = {comparable_company(each) for each in (account.name, *account.names)} - {None}
        alike = max((alikeness(name, str(each)) for each in names), default=0) if name else 0
        worth: dict[str, int] = {}
        for each in policy.evidence:
            match each.kind.value:
                case "domain":
                    holds = mine is not None and domain == mine
                case "parent_domain":
                    holds = nearest is not None and domain == nearest
                case "registrable_domain":
                    holds = bool(mine and domain and registrable(mine) == registrable(domain))
                case "name":
                    holds = name is not None and name in names
                case "similar_name":
                    holds = alike >= policy.least_similarity and each.points * alike // 100 > 0
                case _:
                    holds = phone is not None and comparable_phone(account.phone) == phone
            family = "domain" if "domain" in each.kind else "name" if "name" in each.kind else "phone"
            if holds and not any(family in kind for kind in worth):
                points = each.points * alike // 100 if each.kind == "similar_name" else each.points
                worth[each.kind.value] = points
        if worth:
            scored.append(Scored(account, sum(worth.values()), list(worth.items())))
    return scored


def decide(scored: list[Scored], policy: AccountMatching) -> tuple[str | None, bool]:
    """The id of the account that is taken, and whether it is ambiguous."""
    enough = [each for each in scored if each.score >= policy.least]
    if not enough:
        return None, False
    best = max(each.score for each in enough)
    left = [each for each in enough if best - each.score <= policy.margin]
    for word in policy.tie_breaks:
        has = [
            each for each in left if (each.account.owner if word == "owner" else getattr(each.account, word))
        ]
        left = has or left
    top = max(each.score for each in left)
    left = [each for each in left if each.score == top]
    if len(left) == 1 or policy.if_ambiguous == "lowest_id":
        return min(each.account.id for each in left), False
    return None, True
