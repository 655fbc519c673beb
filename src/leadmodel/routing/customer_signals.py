"""What the interest of a customer signals, as tags on the lead that a rule of routing can ask for.

"The Measurable Lead Model" names four: a product that is new to them, a contract that nears its end, use that may
spread, and a problem that services could solve. Which leads show one is declared; how near an end is, is measured.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ..conditions import Answer, Condition, FieldKind, check_condition, compile_condition
from ..errors import Finding
from ..records import Case, FrozenMap, Graded, Lead, LeadId, Links, duration, utc
from ..records.names import named
from .facts import AROUND, facts_about

__all__ = [
    "CustomerSignal",
    "CustomerSignals",
    "SignalPolicy",
    "SignalRule",
    "check_signals",
    "customer_signals",
]


class CustomerSignal(StrEnum):
    """What a customer who shows up among the leads may be after."""

    NEW_PRODUCT = "new_product"
    """A product or feature that came since they bought."""
    CONTRACT_ENDING = "contract_ending"
    """The contract nears its end, and they may be looking at other vendors."""
    EXPANSION = "expansion"
    """The product is in use in silos, or for free, and more of the organisation could have it."""
    SERVICES = "services"
    """A problem of their business that a services team could solve."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalRule:
    """A signal, and the leads of customers that show it; `when` may ask what rules of routing may.

    Raises `InputError` for a signal that there is not.
    """

    signal: CustomerSignal
    when: Condition

    def __post_init__(self) -> None:
        object.__setattr__(self, "signal", named(CustomerSignal, self.signal, "signal"))


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalPolicy:
    """The declared signals. Several rules may name one: it is shown when any of them holds.

    `contract_ending` is how long before its end a contract is near it, such as `90d`; None does not look at contracts.

    >>> SignalPolicy(contract_ending="90d").signals
    (<CustomerSignal.CONTRACT_ENDING: 'contract_ending'>,)

    Raises `InputError` for a length of time that is none.
    """

    rules: tuple[SignalRule, ...] = ()
    contract_ending: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "rules", tuple(self.rules))
        if self.contract_ending is not None:
            duration(self.contract_ending, "contract_ending")

    @property
    def signals(self) -> tuple[CustomerSignal, ...]:
        """The signals that are looked for."""
        declared = {rule.signal for rule in self.rules}
        if self.contract_ending is not None:
            declared.add(CustomerSignal.CONTRACT_ENDING)
        return tuple(each for each in CustomerSignal if each in declared)


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerSignals:
    """The tags of a lead, and the signals that are `unknown` because data is missing; nobody but a customer has any."""

    lead: LeadId
    customer: bool | None
    tags: tuple[CustomerSignal, ...]
    unknown: tuple[CustomerSignal, ...]
    absent: tuple[CustomerSignal, ...]

    @property
    def fields(self) -> FrozenMap[bool]:
        """The tags as fields of the lead, for conditions to read: `signal_expansion` and so on, unknown ones left out.

        To ask for them a model declares the fields, each of the kind `boolean`.
        """
        known = {f"signal_{each}": True for each in self.tags}
        return FrozenMap(known | {f"signal_{each}": False for each in self.absent})


def customer_signals(
    case: Case | Lead,
    policy: SignalPolicy,
    *,
    links: Links | None,
    at: datetime,
    contract_ends_at: datetime | None = None,
    card: Graded | None = None,
) -> CustomerSignals:
    """What the interest of a lead signals, if its account is a customer.

    A contract is near its end from `contract_ending` before it until it ends, the end itself not included. Without
    `links` nobody knows whether there is a customer, and every signal is unknown.

    >>> from datetime import UTC
    >>> from leadmodel.records import Account
    >>> monday = datetime(2026, 11, 9, tzinfo=UTC)
    >>> lead = Lead(id="L1", captured_at=monday, source="webinar")
    >>> customer_signals(
    ...     lead, SignalPolicy(contract_ending="90d"), links=Links(account=Account(id="A1", customer=True)),
    ...     contract_ends_at=datetime(2026, 12, 31, tzinfo=UTC), at=monday,
    ... ).tags
    (<CustomerSignal.CONTRACT_ENDING: 'contract_ending'>,)

    Raises `TimeError` for a naive time.
    """
    at = utc(at, "at")
    ends_at = None if contract_ends_at is None else utc(contract_ends_at, "contract_ends_at")
    lead = case.lead if isinstance(case, Case) else case
    customer = None if links is None else links.account is not None and links.account.customer
    # Known to be absent, unless nobody knows whether there is a customer.
    answers: dict[CustomerSignal, Answer] = dict.fromkeys(policy.signals, None if customer is None else False)
    if customer:
        facts = facts_about(case, links)
        for rule in policy.rules:
            answer = compile_condition(rule.when)(lead, card, facts)
            answers[rule.signal] = _either(answers[rule.signal], answer)
        if policy.contract_ending is not None:
            before = duration(policy.contract_ending, "contract_ending")
            near = None if ends_at is None else at < ends_at and ends_at - at <= before
            answers[CustomerSignal.CONTRACT_ENDING] = _either(answers[CustomerSignal.CONTRACT_ENDING], near)
    return CustomerSignals(
        lead=lead.id,
        customer=customer,
        tags=tuple(each for each, answer in answers.items() if answer),
        unknown=tuple(each for each, answer in answers.items() if answer is None),
        absent=tuple(each for each, answer in answers.items() if answer is False),
    )


def check_signals(policy: SignalPolicy, path: str, kinds: Mapping[str, FieldKind]) -> Iterator[Finding]:
    """Every fault of the declared signals."""
    for place, rule in enumerate(policy.rules):
        yield from check_condition(rule.when, f"{path}.rules[{place}].when", {**kinds, **AROUND})


def _either(one: Answer, other: Answer) -> Answer:
    if one or other:
        return True
    return None if one is None or other is None else False
