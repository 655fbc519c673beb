"""Adding up what rules can come to: within groups first, and what hangs together only together."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from ..scoring import BehaviourRule, FitRule, GradeBand, LevelBand, Scorer, Scoring, compile_scoring
from ..scoring.points import Points, thousandths
from .parts import Bundle, Part, Rule, Taken, group_of, united
from .totals import Bound, Totals, union
from .worth import worth_of

__all__ = ["MOST_VECTORS", "Account", "Cluster", "account_of", "closed", "clusters_of", "in_units"]

#: What is added up on its own: the points of a part outside all groups (None), or those of one of its groups.
Account = tuple[Part, str | None]
#: What several accounts come to at the same time, each as a range.
Vector = tuple[tuple[Bound, Bound], ...]
#: More that hangs together than this is taken apart.
MOST_VECTORS = 4_000
_NOTHING = (0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Accounts that depend on each other: what each comes to by itself, and what they come to together besides."""

    accounts: tuple[Account, ...]
    own: tuple[Totals, ...]
    vectors: frozenset[Vector]
    certain: bool

    @property
    def parts(self) -> frozenset[Part]:
        return frozenset(part for part, _ in self.accounts)


def account_of(scoring: Scoring, rule: Rule) -> Account:
    """Where the points of a rule go."""
    return ("fit" if isinstance(rule, FitRule) else "behaviour", group_of(scoring, rule))


def in_units(points: Points | None, unit: int) -> int | None:
    """Points in a unit of so many thousandths, of which they are a multiple."""
    return None if points is None else thousandths(points) // unit


def clusters_of(scoring: Scoring, taken: Taken) -> tuple[Cluster, ...]:
    """Every account that a rule gives to, in clusters."""
    rules: list[Rule] = [*scoring.fit, *scoring.behaviour]
    own = {account_of(scoring, rule): Totals.of(0) for rule in rules}
    for rule, certain in taken.alone:
        worth = worth_of(rule, unit=taken.units["behaviour"], horizon=taken.horizon)
        account = account_of(scoring, rule)
        own[account] = own[account].plus(worth if certain else worth.loosened())
    several: list[tuple[tuple[Account, ...], frozenset[Vector], bool]] = []
    for bundle in taken.bundles:
        for accounts, vectors, certain in _gone_through(scoring, taken, bundle):
            if len(accounts) > 1:
                several.append((accounts, vectors, certain))
            else:
                account = accounts[0]
                own[account] = own[account].plus(_as_totals((each[0] for each in vectors), certain))
    found = []
    for together in united(
        [*(frozenset(accounts) for accounts, _, _ in several), *(frozenset({each}) for each in own)]
    ):
        accounts = tuple(sorted(together, key=lambda account: (account[0], account[1] or "")))
        inside = [each for each in several if set(each[0]) <= together]
        found.append(_clustered(accounts, inside, own))
    return tuple(found)


def closed(
    scoring: Scoring, cluster: Cluster, units: Mapping[Part, int]
) -> tuple[list[tuple[Totals, Totals]], dict[Account, Totals]]:
    """What a cluster gives to fit and to score at the same time, its groups within their bounds; and those before."""
    bounds = {group.name: (group.cap, group.floor) for group in scoring.groups}
    groups: dict[Account, list[Totals]] = {}
    found: dict[tuple[Totals, Totals], None] = {}
    for vector in cluster.vectors:
        sums: dict[Part, Totals] = {"fit": Totals.of(0), "behaviour": Totals.of(0)}
        for account, own, extra in zip(cluster.accounts, cluster.own, vector, strict=True):
            part, name = account
            total = own if extra == _NOTHING else own.plus(Totals((extra,)))
            if name is not None:
                groups.setdefault(account, []).append(total)
                cap, floor = (in_units(each, units[part]) for each in bounds[name])
                total = total.bounded(cap, floor)
            sums[part] = sums[part].plus(total)
        found[(sums["fit"], sums["behaviour"])] = None
    pairs = list(found)
    if not cluster.certain:
        pairs = [(fit.loosened(), score.loosened()) for fit, score in pairs]
    return pairs, {account: union(each) for account, each in groups.items()}


def _clustered(
    accounts: tuple[Account, ...],
    several: Sequence[tuple[tuple[Account, ...], frozenset[Vector], bool]],
    own: Mapping[Account, Totals],
) -> Cluster:
    totals = [own[account] for account in accounts]
    vectors: frozenset[Vector] = frozenset({(_NOTHING,) * len(accounts)})
    certain = all(each for _, _, each in several)
    for touched, some, _ in several:
        places = [accounts.index(account) for account in touched]
        if len(vectors) * len(some) > MOST_VECTORS * 25:
            certain = False
            for place, account_place in enumerate(places):
                loose = _as_totals((each[place] for each in some), certain=False)
                totals[account_place] = totals[account_place].plus(loose)
            continue
        vectors = frozenset(_plus(vector, places, each) for vector, each in product(vectors, some))
    if len(vectors) > MOST_VECTORS:
        certain = False
        for place in range(len(accounts)):
            totals[place] = totals[place].plus(_as_totals((each[place] for each in vectors), certain=False))
        vectors = frozenset({(_NOTHING,) * len(accounts)})
    return Cluster(accounts=accounts, own=tuple(totals), vectors=vectors, certain=certain)


def _plus(vector: Vector, places: Sequence[int], some: Vector) -> Vector:
    sums = list(vector)
    for place, (low, high) in zip(places, some, strict=True):
        sums[place] = sums[place][0] + low, sums[place][1] + high
    return tuple(sums)


def _as_totals(ranges: Iterable[tuple[Bound, Bound]], certain: bool) -> Totals:
    found = union(Totals((each,)) for each in set(ranges))
    return found if certain else found.loosened()


def _gone_through(
    scoring: Scoring, taken: Taken, bundle: Bundle
) -> Iterator[tuple[tuple[Account, ...], frozenset[Vector], bool]]:
    """What the rules of a bundle come to together; of one with too many combinations, what each may come to."""
    if bundle.listed:
        yield (*_vectors(scoring, bundle, taken.units), bundle.clean)
        return
    for rule in bundle.rules:
        small = Bundle(rules=(rule,), subjects=taken.subjects_of(rule))
        if small.listed:
            yield (*_vectors(scoring, small, taken.units), False)
            continue
        account = account_of(scoring, rule)
        unit = taken.units[account[0]]
        if isinstance(rule, FitRule):
            values = {0, thousandths(rule.points) // unit, thousandths(rule.otherwise) // unit}
        elif rule.when is not None:
            values = {0, thousandths(rule.points) // unit}
        else:
            worth = worth_of(rule, unit=unit, horizon=taken.horizon)
            yield (account,), frozenset((each,) for each in worth.ranges), False
            continue
        yield (account,), frozenset(((value, value),) for value in values), False


def _vectors(
    scoring: Scoring, bundle: Bundle, units: Mapping[Part, int]
) -> tuple[tuple[Account, ...], frozenset[Vector]]:
    accounts = tuple(dict.fromkeys(account_of(scoring, rule) for rule in bundle.rules))
    summing = [_summing(scoring, bundle, account) for account in accounts]
    found: set[Vector] = set()
    for row, further in bundle.situations():
        here = [each.sums_of_row(row) for each in summing]
        ranges: list[tuple[Bound, Bound]] = []
        for place, (part, _) in enumerate(accounts):
            column = 0 if part == "fit" else 1
            value = here[place][column]
            beyond = {summing[place].sums_of_row(each)[column] - value for each in further}
            low = -float("inf") if any(step < 0 for step in beyond) else value // units[part]
            high = float("inf") if any(step > 0 for step in beyond) else value // units[part]
            ranges.append((low, high))
        found.add(tuple(ranges))
    return accounts, frozenset(found)


def _summing(scoring: Scoring, bundle: Bundle, account: Account) -> Scorer:
    """The scorer of those rules of a bundle that give to one account, without any bound but their own."""
    rules = [replace(rule, group=None) for rule in bundle.rules if account_of(scoring, rule) == account]
    return compile_scoring(
        Scoring(
            fit=tuple(rule for rule in rules if isinstance(rule, FitRule)),
            behaviour=tuple(rule for rule in rules if isinstance(rule, BehaviourRule)),
            grades=(GradeBand(grade="A"),),
            levels=(LevelBand(level=1),),
            sales_ready=(),
        )
    )
