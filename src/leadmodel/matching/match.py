"""Which account a lead belongs to, and why that one.

>>> from datetime import datetime, UTC
>>> from .account_index import index_accounts
>>> from .accounts import AccountMatching
>>> acme = Account(id="A1", name="Acme GmbH", domain="acme.example", owner="ann")
>>> index = index_accounts([acme, Account(id="A2", name="Acme Inc.")], AccountMatching())
>>> lead = Lead(id="L1", captured_at=datetime(2026, 11, 6, tzinfo=UTC), source="form", email="ada@mail.acme.example")
>>> found = match_account(lead, index)
>>> found.account.id, found.code.value, found.score, found.says
('A1', 'only_one', 80, 'A1 with 80: mail.acme.example lies below its domain acme.example')
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from ..records import Account, AccountId, Contact, Lead, LeadId, Links, Opportunity
from .account_index import AccountIndex, Unusable
from .accounts import EvidenceKind, TieBreak
from .evidence import Found, evidence_of

__all__ = ["Match", "MatchCode", "MatchPart", "RunnerUp", "WhyLost", "links_of", "match_account"]

#: As many as anybody reads; `Match.others` counts all.
MOST_SHOWN = 10

_HAS: Mapping[TieBreak, Callable[[Account], bool]] = {
    "owner": lambda account: account.owner is not None,
    "target": lambda account: account.target,
    "customer": lambda account: account.customer,
}
_IN_WORDS: Mapping[TieBreak, str] = {
    "owner": "has an owner",
    "target": "is a target",
    "customer": "is a customer",
}
_PART_IN_WORDS: Mapping[EvidenceKind, str] = {
    EvidenceKind.DOMAIN: "the address has its domain {account}",
    EvidenceKind.PARENT_DOMAIN: "{lead} lies below its domain {account}",
    EvidenceKind.REGISTRABLE_DOMAIN: "{lead} and its domain {account} have one owner",
    EvidenceKind.NAME: "the company has its name, {account}",
    EvidenceKind.SIMILAR_NAME: "{lead} is to {similarity}% its name {account}",
    EvidenceKind.PHONE: "the telephone number is its {account}",
}


class MatchCode(StrEnum):
    """How it was decided; stable, for programs."""

    ONLY_ONE = "only_one"
    """One account has enough evidence."""
    BEST_SCORE = "best_score"
    """Several have, and this one more than the others."""
    TIE_BREAK = "tie_break"
    """Several lie level, and a declared tie-break decided."""
    LOWEST_ID = "lowest_id"
    """Several lie level in everything, and the policy takes the one whose id comes first."""
    AMBIGUOUS = "ambiguous"
    """Several lie level in everything, and the policy takes none."""
    TOO_LITTLE = "too_little"
    """There is some evidence, and not enough for any account."""
    NO_ACCOUNT = "no_account"
    """No account has anything in common with the lead."""
    NOTHING_TO_GO_BY = "nothing_to_go_by"
    """The lead says nothing that could tell an account."""


class WhyLost(StrEnum):
    """Why it is not this account."""

    BELOW_LEAST = "below_least"
    LOWER_SCORE = "lower_score"
    TIE_BREAK = "tie_break"
    LATER_ID = "later_id"
    LEVEL = "level"
    """It lies level with another, and nobody was taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchPart:
    """One piece of evidence: what the lead has, what the account has, and what that is worth."""

    kind: EvidenceKind
    points: int
    lead: str
    account: str
    similarity: int | None = None

    @property
    def says(self) -> str:
        """The piece in words."""
        return _PART_IN_WORDS[self.kind].format(
            lead=self.lead, account=self.account, similarity=self.similarity
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RunnerUp:
    """An account that has something in common with the lead, and was not taken; `parts` add up to `score`."""

    account: AccountId
    score: int
    parts: tuple[MatchPart, ...]
    why: WhyLost
    tie_break: TieBreak | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """The account of a lead, or none, and why: `parts` add up to `score`, both are empty when there is no account.

    `runners_up` are the best ten of the `others` that have something in common with the lead, best first, ties by id.
    `unusable` lists what the lead says that cannot be evidence, such as an address at a free provider.
    """

    lead: LeadId
    account: Account | None
    code: MatchCode
    score: int
    parts: tuple[MatchPart, ...]
    runners_up: tuple[RunnerUp, ...]
    others: int
    unusable: tuple[Unusable, ...]

    @property
    def is_ambiguous(self) -> bool:
        """Whether several accounts lie level, so that a person has to say which."""
        return self.code is MatchCode.AMBIGUOUS

    @property
    def says(self) -> str:
        """The answer in one sentence."""
        if self.account is not None:
            because = "; ".join(part.says for part in self.parts)
            return f"{self.account.id} with {self.score}: {because}{_how(self)}"
        if self.code is MatchCode.AMBIGUOUS:
            level = [each for each in self.runners_up if each.why is WhyLost.LEVEL]
            return f"cannot tell {', '.join(each.account for each in level)} apart, all with {level[0].score}"
        if self.code is MatchCode.TOO_LITTLE:
            best = self.runners_up[0]
            return f"too little for any account, the most is {best.account} with {best.score}"
        if self.code is MatchCode.NO_ACCOUNT:
            return "no account has anything in common with the lead"
        return "the lead says nothing that could tell an account"


def match_account(lead: Lead, index: AccountIndex) -> Match:
    """The account that a lead belongs to by the declared evidence, or none.

    What is missing matches nothing, on either side. The order of the accounts never matters. The time it takes depends
    on how many accounts have something in common with the lead, hardly on how many there are.

    >>> from datetime import datetime, UTC
    >>> from ..records import Company
    >>> from .account_index import index_accounts
    >>> from .accounts import AccountMatching
    >>> index = index_accounts([Account(id="A1", name="Acme"), Account(id="A2", name="ACME, Inc.")], AccountMatching())
    >>> nine = datetime(2026, 11, 6, 9, tzinfo=UTC)
    >>> lead = Lead(id="L1", captured_at=nine, source="form", email="ada@gmail.com", company=Company(name="Acme Ltd"))
    >>> found = match_account(lead, index)
    >>> found.account, found.code.value, [each.why.value for each in found.unusable], found.says
    (None, 'ambiguous', ['free_mail'], 'cannot tell A1, A2 apart, all with 60')

    Raises `InputError` when a plug-in of the index answers with something that is no part of a domain.
    """
    found, unusable, told = evidence_of(lead, index)
    policy, accounts = index.policy, index.accounts
    # Accounts stand in the order of their ids, so a stable sort by score breaks ties by id.
    places = sorted(sorted(found), key=lambda place: -_score(found[place]))
    enough = [place for place in places if _score(found[place]) >= policy.least]
    taken: int | None = None
    if not enough:
        code = (
            MatchCode.TOO_LITTLE if places else MatchCode.NO_ACCOUNT if told else MatchCode.NOTHING_TO_GO_BY
        )
        level: list[int] = []
        ranks: dict[int, tuple[bool, ...]] = {}
    else:
        best = _score(found[enough[0]])
        close = [place for place in enough if _score(found[place]) >= best - policy.margin]
        ranks = {
            place: tuple(not _HAS[each](accounts[place]) for each in policy.tie_breaks) for place in close
        }
        first = min(ranks.values())
        foremost = [place for place in close if ranks[place] == first]
        top = _score(found[foremost[0]])
        level = [place for place in foremost if _score(found[place]) == top]
        taken = level[0] if len(level) == 1 or policy.if_ambiguous == "lowest_id" else None
        if len(enough) == 1:
            code = MatchCode.ONLY_ONE
        elif len(level) > 1:
            code = MatchCode.AMBIGUOUS if taken is None else MatchCode.LOWEST_ID
        else:
            code = MatchCode.BEST_SCORE if len(foremost) == len(close) else MatchCode.TIE_BREAK

    def runner_up(place: int) -> RunnerUp:
        score, tie_break = _score(found[place]), None
        if score < policy.least:
            why = WhyLost.BELOW_LEAST
        elif place in level:
            why = WhyLost.LEVEL if taken is None else WhyLost.LATER_ID
        elif place in ranks and ranks[place] != (ahead := ranks[level[0]]):
            why = WhyLost.TIE_BREAK
            pairs = zip(policy.tie_breaks, ranks[place], ahead, strict=True)
            tie_break = next(each for each, mine, theirs in pairs if mine != theirs)
        else:
            why = WhyLost.LOWER_SCORE
        return RunnerUp(
            account=accounts[place].id, score=score, parts=_parts(found[place]), why=why, tie_break=tie_break
        )

    others = [place for place in places if place != taken]
    return Match(
        lead=lead.id,
        account=None if taken is None else accounts[taken],
        code=code,
        score=0 if taken is None else _score(found[taken]),
        parts=() if taken is None else _parts(found[taken]),
        runners_up=tuple(runner_up(place) for place in others[:MOST_SHOWN]),
        others=len(others),
        unusable=unusable,
    )


def links_of(
    match: Match, *, opportunities: Iterable[Opportunity] = (), contacts: Iterable[Contact] = ()
) -> Links:
    """What a router looks at beside the lead: the account found, its opportunities and its contacts out of all of them.

    Without an account they are `Links()`, which says that somebody has looked.
    """
    if match.account is None:
        return Links()
    mine = match.account.id
    return Links(
        account=match.account,
        opportunities=tuple(each for each in opportunities if each.account == mine),
        contacts=tuple(each for each in contacts if each.account == mine),
    )


def _score(found: list[Found]) -> int:
    return sum(each.points for each in found)


def _parts(found: list[Found]) -> tuple[MatchPart, ...]:
    return tuple(MatchPart(**each._asdict()) for each in found)


def _how(match: Match) -> str:
    if match.code is MatchCode.TIE_BREAK:
        lost = next(each.tie_break for each in match.runners_up if each.tie_break is not None)
        return f"; of several it {_IN_WORDS[lost]}"
    return "; of several its id comes first" if match.code is MatchCode.LOWEST_ID else ""
