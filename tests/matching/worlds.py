"""Small worlds in which accounts and leads collide often: few names, few domains, few numbers, and nasty ones."""

from datetime import UTC, datetime

from hypothesis import strategies as st

from leadmodel.matching import AccountMatching, Evidence, EvidenceKind
from leadmodel.records import Account, AccountId, Company, Lead, LeadId, RepId

NINE = datetime(2026, 11, 6, 9, tzinfo=UTC)

DOMAINS = [
    "acme.example", "eu.acme.example", "mail.eu.acme.example", "us.acme.example", "globex.co.uk", "sub.globex.co.uk",
    "co.uk", "com.br", "gmail.com", "corp.gmail.com", "mailinator.com", "müller.example", "xn--mller-kva.example",
    "straße.example", "strasse.example", "provider.example", "shop.provider.example",
]  # fmt: skip
EMAILS = [
    *[f"ada@{domain}" for domain in DOMAINS], "ADA@ACME.EXAMPLE.", '"a@b"@acme.example', "ada+x@eu.acme.example",
    "Ada <ada@acme.example>", "@acme.example", "ada", "ada@", "ada@example", "ada@[10.0.0.1]", "ada@10.0.0.1", "", " ",
    "ada@acme..example", "ada@.acme.example", "ada@acme.example\x00", "ada@" + "a." * 200 + "example", "a" * 5_000,
    "ada@ａｃｍｅ．ｅｘａｍｐｌｅ", "ada@acme。example", "ada@Müller.example",
]  # fmt: skip
NAMES = [
    "Acme", "ACME GmbH", "Acme, Inc.", "Ácme S.p.A.", "Acmee", "Acmes", "Acme Robotics", "Acme Robotix Ltd",
    "Acme Robotic", "Unknown Ltd", "unknown", "Müller & Söhne", "Muller and Sohne GmbH", "GmbH", "Ltd", "n/a", "-", "A",
    "Sigma", "Sigme Co., Ltd.", "株式会社アクメ",
    "アクメ", "x" * 190, "x" * 189 + "y", "x" * 300, "a\x00b", "", " ",
]  # fmt: skip
PHONES = [
    "+41 44 123 45 67", "0041 (0)44 1234567", "044 123 45 67", "+1-202-555-0143", "+1 202 555 0143 ext. 7", "12", "n/a",
    "", "0000000", "٠٤٤١٢٣٤٥٦٧",
]  # fmt: skip


def accounts(number: int = 8) -> st.SearchStrategy[list[Account]]:
    one = st.builds(
        lambda name, others, domain, phone, owner, target, customer: Account(
            id=AccountId("?"),
            name=name,
            names=tuple(each for each in others if each.strip()),
            domain=domain,
            phone=phone,
            owner=RepId("ann") if owner else None,
            target=target,
            customer=customer,
        ),
        st.none() | st.sampled_from(NAMES),
        st.lists(st.sampled_from(NAMES), max_size=2),
        st.none() | st.sampled_from(DOMAINS),
        st.none() | st.sampled_from(PHONES),
        st.booleans(),
        st.booleans(),
        st.booleans(),
    )

    def numbered(found: list[Account]) -> list[Account]:
        from dataclasses import replace

        return [replace(each, id=AccountId(f"A{place}")) for place, each in enumerate(found)]

    return st.lists(one, max_size=number).map(numbered)


def leads() -> st.SearchStrategy[Lead]:
    return st.builds(
        lambda email, name, phone: Lead(
            id=LeadId("L"),
            captured_at=NINE,
            source="form",
            email=email,
            company=Company(name=name),
            phone=phone,
        ),
        st.none() | st.sampled_from(EMAILS),
        st.none() | st.sampled_from(NAMES),
        st.none() | st.sampled_from(PHONES),
    )


@st.composite
def policies(draw: st.DrawFn) -> AccountMatching:
    kinds = draw(st.lists(st.sampled_from(EvidenceKind), unique=True, min_size=1))
    evidence = tuple(Evidence(kind=kind, points=draw(st.integers(1, 4)) * 10) for kind in kinds)
    return AccountMatching(
        evidence=evidence,
        least=draw(st.integers(1, min(each.points for each in evidence) + 5)) if len(kinds) > 3 else 1,
        margin=draw(st.sampled_from([0, 0, 5, 10, 30])),
        least_similarity=draw(st.sampled_from([75, 80, 88, 99])),
        tie_breaks=tuple(draw(st.lists(st.sampled_from(("owner", "target", "customer")), unique=True))),
        if_ambiguous=draw(st.sampled_from(("nobody", "lowest_id"))),
        shared_domains=tuple(draw(st.lists(st.just("provider.example"), max_size=1))),
    )
