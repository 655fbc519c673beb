"""By what a lead belongs to an account: which evidence counts how much, how much it takes, and who wins a tie.

>>> policy = AccountMatching()
>>> [f"{each.kind}: {each.points}" for each in policy.evidence]
['domain: 100', 'parent_domain: 80', 'name: 60', 'phone: 40', 'similar_name: 30']
>>> policy.least, policy.tie_breaks, policy.if_ambiguous
(60, ('owner', 'target', 'customer'), 'nobody')
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from ..errors import InputError
from ..records.names import named
from .domains import comparable_domain
from .similarity import LEAST

__all__ = ["AccountMatching", "Evidence", "EvidenceKind", "TieBreak"]

#: Who has it, wins: an owner, a place on the list of targets, an earlier purchase.
TieBreak = Literal["owner", "target", "customer"]

TIE_BREAKS: tuple[TieBreak, ...] = ("owner", "target", "customer")
#: Points are for people to read; a sum of them has to stay a small number.
MOST_POINTS = 1_000_000


class EvidenceKind(StrEnum):
    """What a lead and an account may have in common."""

    DOMAIN = "domain"
    """The e-mail address has the domain of the account."""
    PARENT_DOMAIN = "parent_domain"
    """It has one below that of the account: `ada@mail.acme.example`."""
    REGISTRABLE_DOMAIN = "registrable_domain"
    """Both domains lie below one that somebody registered; this needs a list of suffixes (`public_suffixes`)."""
    NAME = "name"
    """The company has the name of the account, but for forms of law, accents, points and letter case."""
    SIMILAR_NAME = "similar_name"
    """It has nearly that name, word for word; of the points as many percent count as the names are alike."""
    PHONE = "phone"
    """Both have one telephone number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What one kind of evidence is worth.

    Raises `InputError` for an unknown kind, and for points that are no whole number from 1 to a million.
    """

    kind: EvidenceKind
    points: int

    def __post_init__(self) -> None:
        if type(self.kind) is not EvidenceKind:
            object.__setattr__(self, "kind", named(EvidenceKind, self.kind, "kind"))
        _whole("points", self.points, 1, MOST_POINTS)


def _usual() -> tuple[Evidence, ...]:
    worth = {"domain": 100, "parent_domain": 80, "name": 60, "phone": 40, "similar_name": 30}
    return tuple(Evidence(kind=EvidenceKind(kind), points=points) for kind, points in worth.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountMatching:
    """How a lead finds its account.

    The three kinds of domain are one fact seen from near and far, and so are the two kinds of name: of each only the
    one that is declared first counts. The points of what is left are added up; an account with fewer than `least` is
    none. So an exact domain or name is enough alone, and a similar name needs a phone number beside it.

    Of accounts with the best score, and those not more than `margin` points below it, the `tie_breaks` decide, one
    after the other, and only then the score. Those that are equal in all of them are ambiguous: then it is `nobody`, or
    with `if_ambiguous = "lowest_id"` the one whose id comes first.

    Two names are similar from `least_similarity` percent on (`name_similarity`), 75 to 99. `shared_domains` belong to
    no one company, and neither does what lies below them: besides free mail and disposable addresses the providers,
    schools and agencies that the house knows of.

    Raises `InputError` when a value is none of those, and when evidence or a tie-break stands there twice.
    """

    evidence: tuple[Evidence, ...] = field(default_factory=_usual)
    least: int = 60
    margin: int = 0
    least_similarity: int = 88
    tie_breaks: tuple[TieBreak, ...] = TIE_BREAKS
    if_ambiguous: Literal["nobody", "lowest_id"] = "nobody"
    shared_domains: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        freeze = object.__setattr__
        for name in ("evidence", "tie_breaks", "shared_domains"):
            values = getattr(self, name)
            if not isinstance(values, list | tuple):
                raise InputError(name, values, "is not a list")
            freeze(self, name, tuple(values))
        if not self.evidence:
            raise InputError("evidence", self.evidence, "is empty, nothing would ever match")
        _once("evidence", [each.kind.value for each in self.evidence])
        _once("tie_breaks", list(self.tie_breaks))
        for each in self.tie_breaks:
            if each not in TIE_BREAKS:
                raise InputError("tie_breaks", each, f"is not one of {', '.join(TIE_BREAKS)}")
        if self.if_ambiguous not in ("nobody", "lowest_id"):
            raise InputError("if_ambiguous", self.if_ambiguous, "is not one of nobody, lowest_id")
        _whole("least", self.least, 1, MOST_POINTS)
        _whole("margin", self.margin, 0, MOST_POINTS)
        _whole("least_similarity", self.least_similarity, LEAST, 99)
        freeze(self, "shared_domains", tuple(_domain(each) for each in self.shared_domains))
        reachable = sum(max(_points(self.evidence, family), default=0) for family in FAMILIES)
        if self.least > reachable:
            raise InputError("least", self.least, f"is more than the evidence can give together, {reachable}")


#: Kinds that are one fact: of each family the one declared first counts.
FAMILIES = (
    (EvidenceKind.DOMAIN, EvidenceKind.PARENT_DOMAIN, EvidenceKind.REGISTRABLE_DOMAIN),
    (EvidenceKind.NAME, EvidenceKind.SIMILAR_NAME),
    (EvidenceKind.PHONE,),
)


def _points(evidence: tuple[Evidence, ...], family: tuple[EvidenceKind, ...]) -> list[int]:
    return [each.points for each in evidence if each.kind in family]


def _whole(argument: str, value: object, least: int, most: int) -> None:
    if type(value) is not int or not least <= value <= most:
        raise InputError(argument, value, f"is not a whole number from {least} to {most}")


def _once(argument: str, values: list[str]) -> None:
    for value in values:
        if values.count(value) > 1:
            raise InputError(argument, value, "stands there twice, once is enough")


def _domain(text: object) -> str:
    domain = comparable_domain(text) if isinstance(text, str) else None
    if domain is None:
        raise InputError("shared_domains", text, "is not a domain such as 'provider.example'")
    return domain
