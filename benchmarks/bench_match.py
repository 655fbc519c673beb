"""Which account a lead belongs to, among a hundred thousand.

By domain and name the reference is the plain way, written out by hand: a loop over the accounts that adds up the same
points, with every account's name and domain made comparable beforehand. For similar names the peer is `rapidfuzz`: it
looks through all names in C for the one that is most alike as a whole, ours for all that are alike word for word. Both
sides give the same account before anything is timed.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from random import Random

from rapidfuzz.distance import Indel
from rapidfuzz.process import extractOne

from bench_route import MONDAY
from harness import Comparison
from leadmodel.matching import (
    AccountIndex,
    AccountMatching,
    Evidence,
    EvidenceKind,
    comparable_company,
    index_accounts,
    mail_domain,
    match_account,
)
from leadmodel.records import Account, AccountId, Company, Lead, LeadId

__all__ = ["benchmarks"]

MANY = 100_000
FIRST = "ba be bi bo bra bre ca ce co cra da de di dra fa fe fi flo ga ge gra ha he ka ke kra la le lo ma me mi".split()
LAST = "nex tron lux dyne tech soft net max ron lis vid pharm corp byte data mond berg land gen bank ware trix".split()
TRADES = "Robotics Logistics Consulting Systems Foods Energy Media Health Partners Labs Capital Textiles Motors".split()
FORMS = ["GmbH", "Inc.", "Ltd", "S.p.A.", "AG", "LLC", ""]
EXACT = AccountMatching(
    evidence=tuple(
        Evidence(kind=kind, points=points)
        for kind, points in (
            (EvidenceKind.DOMAIN, 100),
            (EvidenceKind.PARENT_DOMAIN, 80),
            (EvidenceKind.NAME, 60),
        )
    )
)
SIMILAR = AccountMatching(
    evidence=(Evidence(kind=EvidenceKind.SIMILAR_NAME, points=100),), least=85, least_similarity=85
)


def make_accounts(count: int) -> list[Account]:
    """Names that collide as names do: made of syllables, a trade and a form of law, often shared."""
    dice = Random(7)
    made = []
    for number in range(count):
        stem = "".join(dice.choice(FIRST) for _ in range(dice.randint(1, 3))) + dice.choice(LAST)
        name = " ".join(filter(None, (stem.title(), dice.choice(TRADES), dice.choice(FORMS))))
        made.append(Account(id=AccountId(f"A{number:06}"), name=name, domain=f"{stem}{number}.example"))
    return made


def lead(email: str | None, company: str | None) -> Lead:
    return Lead(
        id=LeadId("L1"), captured_at=MONDAY, source="form", email=email, company=Company(name=company)
    )


def plain_scan(rows: Sequence[tuple[str, str | None, str | None]], asked: Lead) -> str | None:
    """The plain way: the best of all accounts, None when two are level or none has enough."""
    domain, name = mail_domain(asked.email), comparable_company(asked.company.name)
    best, best_score, level = None, 59, False
    for account, theirs, their_name in rows:
        score = 0
        if domain is not None and theirs is not None:
            if domain == theirs:
                score = 100
            elif domain.endswith("." + theirs):
                score = 80
        if name is not None and name == their_name:
            score += 60
        if score > best_score:
            best, best_score, level = account, score, False
        elif score == best_score and score > 59:
            level = True
    return None if level else best


def checked(name: str, ours: Callable[[], str | None], reference: Callable[[], str | None]) -> None:
    if ours() is None or ours() != reference():
        raise AssertionError(f"{name}: {ours()!r} is not {reference()!r}")


def taken(asked: Lead, index: AccountIndex) -> str | None:
    account = match_account(asked, index).account
    return None if account is None else account.id


def exact(accounts: list[Account]) -> Comparison:
    index = index_accounts(accounts, EXACT)
    rows = [(each.id, each.domain, comparable_company(each.name)) for each in accounts]
    wanted = accounts[MANY // 2]
    asked = lead(f"Ada.Byron@mail.{wanted.domain}", wanted.name)
    name = "match.one_over_100k_accounts"
    checked(name, partial(taken, asked, index), partial(plain_scan, rows, asked))
    return Comparison(
        name=name,
        ours=partial(match_account, asked, index),
        reference=partial(plain_scan, rows, asked),
        reference_is="a loop over the accounts: the same points, names made comparable beforehand",
        number=1_000,
        reference_number=1,
        note="domain above the lead's, and name; runners-up with reasons",
    )


def similar(accounts: list[Account]) -> Iterator[Comparison]:
    index = index_accounts(accounts, SIMILAR)
    names = {each.id: comparable_company(each.name) or "" for each in accounts}
    counts: dict[str, int] = {}
    for each in names.values():
        counts[each] = counts.get(each, 0) + 1
    # One that stands alone: the peer cannot say that two are level.
    wanted = next(
        each for each in accounts[MANY // 2 :] if counts[names[each.id]] == 1 and len(names[each.id]) > 15
    )
    written = names[wanted.id][:4] + names[wanted.id][5:]
    asked = lead(None, f"{written.title()} SA")
    peer = partial(
        extractOne, written, names, scorer=Indel.normalized_similarity, processor=None, score_cutoff=0.85
    )
    checked("match.similar", partial(taken, asked, index), lambda: (peer() or ("", 0.0, None))[2])
    yield Comparison(
        name="match.similar_over_100k",
        ours=partial(match_account, asked, index),
        reference=peer,
        reference_is="rapidfuzz.process.extractOne over the same names",
        number=100,
        reference_number=3,
        note=f"{match_account(asked, index).others} runners-up",
    )


def benchmarks() -> list[Comparison]:
    accounts = make_accounts(MANY)
    names = [comparable_company(each.name) or "" for each in accounts]
    return [
        exact(accounts),
        *similar(accounts),
        Comparison(
            name="match.index_100k",
            ours=lambda: index_accounts(accounts, SIMILAR),
            reference=lambda: [comparable_company(each.name) for each in accounts],
            reference_is="a loop that only makes the names comparable",
            note=f"{len(set(names)):,} names",
        ),
    ]
