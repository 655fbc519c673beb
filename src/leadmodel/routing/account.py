"""The rest of a decision, worked out when somebody asks for it: the reasons, the others, when to ask again."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from ..records import FrozenMap, RepId, iso
from .asked import Asked
from .decision import Candidate, Effect, RuleStep, StepCode, WhyNot
from .judge import judge_owner
from .ledger import charge, give_back
from .owed import shares_charged
from .owners import owner_of
from .pools import EVERYBODY, Criterion, PoolPolicy
from .response import Response, first_response, owner_responds, takes_again
from .rules import OwnerAway
from .scan import Look, Scan
from .walk import Found, walk
from .weights import shares_of

__all__ = ["account_of", "because", "effect_of", "ledger_name"]

WORDS: Mapping[Criterion, str] = {
    "soonest": "can respond first",
    "territory": "covers the territory",
    "skill": "has the higher level",
    "tier": "is of the tier that is asked first",
    "fewest_open": "holds the fewest open leads",
    "longest_idle": "waited longest for a turn",
    "round_robin": "is next in the round",
    "scarce": "is the easiest to spare",
}


def account_of(asked: Asked) -> dict[str, Any]:
    """Everything that a decision may be asked about, by the name of its field; each rep is judged, in plain steps."""
    scan = Scan(asked)
    steps: list[RuleStep] = []
    found = walk(asked, scan, steps)
    relaxed = () if found.rep is None else tuple(str(need) for need in found.dropped)
    rest: dict[str, Any] = {"steps": tuple(steps), "relaxed": relaxed}
    if found.pool is not None:
        rest |= _by_pool(asked, scan, found, found.pool, steps)
    elif found.code is StepCode.PASSED_ENOUGH:
        rest |= _passed_enough(asked, scan, found, steps)
    elif found.owner is not None and found.code is not StepCode.NO_OWNER:
        rest |= _by_owner(asked, scan, found, steps)
    else:
        rest |= _kept_back(asked, scan, found)
    rest["in_time"] = _in_time(asked, found, rest["candidates"])
    rest["effect"] = effect_of(asked, found, rest["candidates"], rest["shares"])
    return rest


def _by_pool(
    asked: Asked, scan: Scan, found: Found, pool: PoolPolicy, steps: list[RuleStep]
) -> dict[str, Any]:
    look = scan.look(pool, found.dropped, anyway=found.code is StepCode.LOOKED_PAST)
    if found.rep is None or found.code is StepCode.STOOD_IN:
        held = _held(look, found, pool, _taken_again(asked, scan, steps))
        if found.rep is None:
            return held
        says = f"nobody in {pool.name} can have it, so the one who stands in does"
        stands_in = [replace(each, why_not=None) for each in look.rejected if each.rep == found.rep]
        others = [each for each in look.rejected if each.rep != found.rep]
        return held | {"says": says, "retry_at": None, "candidates": (*stands_in, *others)}
    winner, *others = look.ranked
    return {
        "language": look.language,
        "says": because(winner, others, look),
        "retry_at": None,
        "candidates": (replace(winner, why_not=None), *others, *look.rejected),
        "shares": _shares(asked, scan, look),
    }


def _shares(asked: Asked, scan: Scan, look: Look) -> FrozenMap[int]:
    """Among whom a lead is divided, where a ledger counts."""
    if look.turns is None:
        return FrozenMap()
    return shares_of([each.rep for each in look.alike()], at=asked.at, weights=scan.weights())


def because(winner: Candidate, others: list[Candidate], look: Look) -> str:
    """Why one who could have the lead comes before the others who could."""
    if not others:
        return "the only rep who qualifies"
    second = others[0]
    pairs = zip(look.prefer, look.keys[winner.rep], look.keys[second.rep], strict=True)
    decisive = next((name for name, mine, theirs in pairs if mine != theirs), None)
    if decisive == "fairness" and look.turns is not None:
        how = look.turns.because(winner.rep, [each.rep for each in look.alike()[1:]])
    elif decisive is None:
        how = "first by id, all else being equal"
    else:
        how = WORDS[decisive]
    return f"{how}, before {second.rep}"


def _by_owner(asked: Asked, scan: Scan, found: Found, steps: list[RuleStep]) -> dict[str, Any]:
    assert found.owner is not None
    assert found.rule is not None
    anyway = found.rule.away is OwnerAway.ANYWAY
    mine, *others = scan.owner(found.owner, anyway=anyway)
    again = _taken_again(asked, scan, steps) if found.rep is None else None
    shares: FrozenMap[int] = FrozenMap()
    if found.rep is not None and found.rule.counts_in is not None:
        shares = _shares(asked, scan, scan.look(asked.routing.pool(found.rule.counts_in), ()))
    return {
        "language": asked.languages[0],
        "says": next(step.says for step in reversed(steps) if step.rule == found.rule.id),
        "retry_at": None if again is None else again.at,
        "candidates": (mine if found.rep is None else replace(mine, why_not=None), *others),
        "shares": shares,
    }


def _passed_enough(asked: Asked, scan: Scan, found: Found, steps: list[RuleStep]) -> dict[str, Any]:
    """Everybody for a lead that no rule passes on any more: the last owner if they get it, then the others by id."""
    winner: list[Candidate] = []
    others: list[Candidate] = []
    for rep in sorted(scan.reps.values(), key=lambda rep: rep.id):
        seen = judge_owner(rep, asked, anyway=True)
        if rep.id == found.rep:
            winner.append(replace(seen, why_not=None, says="is the last owner"))
        elif rep.id == asked.routing.last_owner or seen.why_not is WhyNot.TRIED:
            others.append(seen)
        else:
            says = "is not the last owner" if asked.routing.last_owner else "no last owner is named"
            others.append(
                replace(seen, eligible=False, why_not=WhyNot.NOT_THE_OWNER, says=says, ask_again_at=None)
            )
    return {
        "language": asked.languages[0],
        "says": steps[-1].says,
        "retry_at": None,
        "candidates": (*winner, *others),
        "shares": FrozenMap(),
    }


def _kept_back(asked: Asked, scan: Scan, found: Found) -> dict[str, Any]:
    rule = found.rule
    kept = rule is not None and rule.nurture is not None
    says = f"rule {rule.id} keeps it back: {rule.nurture}" if rule and kept else "no rule is for this lead"
    left_out = (
        replace(
            each, eligible=False, why_not=WhyNot.NOT_IN_POOL, says="no rule asks for them", ask_again_at=None
        )
        for each in sorted(scan.judged(EVERYBODY, ()), key=lambda each: each.rep)
    )
    return {
        "language": asked.languages[0],
        "says": says,
        "retry_at": None,
        "candidates": tuple(left_out),
        "shares": FrozenMap(),
    }


def _taken_again(asked: Asked, scan: Scan, steps: list[RuleStep]) -> Response | None:
    """Who can take the lead first, of all the pools and owners that were asked for it; the first rule, in a tie."""
    if not asked.routing.rules:
        return takes_again(asked, EVERYBODY)
    best: Response | None = None
    for rule, step in zip(asked.routing.rules, steps, strict=False):
        if step.code not in (StepCode.NOBODY, StepCode.OWNER_AWAY, StepCode.HELD):
            continue
        again: Response | None = None
        if rule.owner is None:
            again = takes_again(asked, asked.routing.pool(rule.pool or ""))
        else:
            owner = owner_of(asked, rule.owner).rep
            assert owner is not None
            back = judge_owner(scan.reps[owner], asked, anyway=rule.away is OwnerAway.ANYWAY).ask_again_at
            again = None if back is None else Response(back, owner)
        if again is not None and (best is None or again.at < best.at):
            best = again
    return best


def _held(look: Look, found: Found, pool: PoolPolicy, again: Response | None) -> dict[str, Any]:
    """Nobody can take it: say when to ask again, if only time keeps somebody away."""
    untried = [each for each in look.rejected if each.why_not not in (WhyNot.TRIED, WhyNot.NOT_IN_POOL)]
    members = [each for each in look.rejected if each.why_not is not WhyNot.NOT_IN_POOL]
    where = "on the desk" if found.rule is None else f"in {pool.name}"
    if again is not None:
        says = f"nobody can respond in time, ask again for {again.rep} at {iso(again.at)}"
    elif members and not untried:
        says = f"everybody {where} had this lead before"
    elif all(each.why_not is WhyNot.LANGUAGE for each in untried):
        says = f"nobody {where} can answer in {look.language}"
    elif all(each.why_not in (WhyNot.LANGUAGE, WhyNot.NO_ROOM) for each in untried):
        says = "everyone who could answer is full"
    else:
        says = "everyone who could answer is full or will not be back"
    return {
        "language": look.language,
        "says": says,
        "retry_at": None if again is None else again.at,
        "candidates": look.rejected,
        "shares": FrozenMap(),
    }


def _in_time(asked: Asked, found: Found, candidates: tuple[Candidate, ...]) -> bool | None:
    """Whether somebody can respond by the instant at which an answer is due."""
    if asked.due_at is None:
        return None
    responds: datetime | None = None
    if found.rep is not None:
        responds = next((each.can_respond_at for each in candidates if each.rep == found.rep), None)
    elif found.pool is not None:
        first = first_response(asked, found.pool)
        responds = None if first is None else first.at
    elif found.owner is not None and found.code is not StepCode.NO_OWNER:
        responds = owner_responds(asked, found.owner)
    return responds is not None and responds <= asked.due_at


def effect_of(
    asked: Asked, found: Found, candidates: tuple[Candidate, ...], shares: FrozenMap[int]
) -> Effect | None:
    """What a decision changes for the one who gets the lead."""
    rep = found.rep
    if rep is None or rep not in asked.desk.schedules:
        return None
    open_leads, turn = asked.desk.load.get(rep, 0), asked.desk.last_turn.get(rep)
    return Effect(
        open_leads=(open_leads, open_leads + 1),
        last_turn=(turn, asked.at),
        lag=_lags(asked, found, rep, shares),
    )


def _lags(
    asked: Asked, found: Found, rep: RepId, shares: FrozenMap[int]
) -> tuple[tuple[int, int], tuple[int, int]] | None:
    ledger = asked.desk.ledger_named(ledger_name(asked, found))
    if ledger is None:
        return None
    before = ledger
    if asked.passing is not None:
        before = give_back(ledger, asked.lead.id, at=asked.at)
    elif asked.lead.id in ledger.charges:
        return ledger.lag(rep), ledger.lag(rep)
    divided, by = shares_charged(shares, rep, None if found.rule is None else found.rule.id)
    after = charge(before, asked.lead.id, rep, at=asked.at, shares=divided, cost=asked.cost, by=by)
    return ledger.lag(rep), after.lag(rep)


def ledger_name(asked: Asked, found: Found) -> str | None:
    """The ledger that a lead is charged to; None is the desk's own."""
    if found.pool is not None:
        return found.pool.ledger
    counts_in = None if found.rule is None else found.rule.counts_in
    return None if counts_in is None else asked.routing.pool(counts_in).ledger
