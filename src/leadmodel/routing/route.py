"""Routing one lead: hard filters, then the declared criteria in their order, with a reason for every rep.

"Nailing Speed to Lead" names what a router must know: who is at work now, who speaks the language, who is snowed under,
who is on vacation. Language overrides territory: an Italian form from Switzerland goes to someone who speaks Italian.
"""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import UTC, datetime

from ..conditions import Answer, compile_condition
from ..errors import TimeError
from ..hours import TimeOff, is_open, next_open
from ..hours.wall import instant, local, zone_named
from ..records import Case, FrozenMap, Graded, Lead, RepId, iso, speaks, spell, utc
from ..records.instants import from_micros
from .decision import Candidate, Decision, WhyNot
from .owed import Turns, ledger_of, told
from .policy import Criterion, HasRouting
from .roster import Desk, Rep
from .weights import Weight, shares_of

__all__ = ["ready_to_route", "route"]

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LONG_AGO = datetime.min.replace(tzinfo=UTC)


def ready_to_route(case: Case | Lead, model: HasRouting, *, card: Graded | None = None) -> Answer:
    """Whether a lead meets the assignment criteria: yes, no, or unknown because data is missing."""
    lead = case.lead if isinstance(case, Case) else case
    return compile_condition(model.routing.when)(lead, card)


def route(
    case: Case | Lead,
    model: HasRouting,
    *,
    desk: Desk,
    at: datetime,
    without: Collection[RepId] = (),
    cost: int = 1,
) -> Decision:
    """Decide who gets a lead at an instant; the same question gives the same answer, whatever order the reps are in.

    >>> from datetime import UTC
    >>> from leadmodel.conditions import Condition
    >>> from leadmodel.hours import Hours, Week
    >>> from leadmodel.routing import Routing, open_desk
    >>> class House:
    ...     routing = Routing(when=Condition(field="lead.source", present=True))
    ...     hours = (Hours(name="office", week=Week(mon=("09:00-17:00",))),)
    ...     holidays = ()
    >>> french = Rep(id="fleur", zone="Europe/Zurich", hours="office", languages=("fr",), territories=("CH",))
    >>> italian = Rep(id="ida", zone="Europe/Rome", hours="office", languages=("it", "en"))
    >>> monday = datetime(2026, 11, 9, 10, tzinfo=UTC)
    >>> lead = Lead(id="L1", captured_at=monday, source="form", country="CH", languages=("it-CH",))
    >>> print(route(lead, House(), desk=open_desk((french, italian), House()), at=monday))
    L1 goes to ida at 2026-11-09T10:00:00Z: the only rep who qualifies
    -> ida: at work now, does not cover CH, 0 open leads, no turn yet
       fleur: does not speak it-CH, only fr

    `without` names those who had the lead before, when it is passed on, and `cost` is what it counts in a ledger.
    Nobody left is a `Decision` with `retry_at`, not an error. Raises `TimeError` for a naive `at`, `InputError` for
    somebody on the desk who has left its ledger.
    """
    at = utc(at, "at")
    lead = case.lead if isinstance(case, Case) else case
    language = _answered_in(lead, model, desk)
    judged = [_judge(rep, lead, language, model, desk, at, rep.id in without) for rep in desk.reps]
    prefer = model.routing.prefer
    able = [each for each in judged if each.eligible]
    turns = _turns(able, prefer, desk, at, cost)
    ranked = sorted(able, key=_ranking(prefer, turns))
    rejected = sorted((each for each in judged if not each.eligible), key=lambda each: each.rep)
    if not ranked:
        return _held(lead, language, rejected, at)
    winner, *others = ranked
    alike = _alike(ranked, prefer)
    return Decision(
        lead=lead.id,
        at=at,
        rep=winner.rep,
        language=language,
        says=_because(winner, others, alike[1:], prefer, turns),
        retry_at=None,
        candidates=(replace(winner, why_not=None), *others, *rejected),
        shares=shares_of([each.rep for each in alike], at=at, weights=_weights(desk))
        if turns
        else FrozenMap(),
        cost=cost,
    )


def _answered_in(lead: Lead, model: HasRouting, desk: Desk) -> str:
    """The first of the lead's languages that anyone on the desk speaks; a lead names them in order of liking."""
    wanted = lead.languages or (model.routing.default_language,)
    return next((tag for tag in wanted if any(speaks(rep.languages, tag) for rep in desk.reps)), wanted[0])


def _judge(
    rep: Rep, lead: Lead, language: str, model: HasRouting, desk: Desk, at: datetime, tried: bool
) -> Candidate:
    schedule = desk.schedules[rep.id]
    held = desk.load.get(rep.id, 0)
    try:
        responds = next_open(schedule, at)
    except TimeError:
        responds = None
    covers = lead.country is not None and lead.country in rep.territories
    turn = desk.last_turn.get(rep.id)
    full = rep.capacity is not None and held >= rep.capacity
    why_not: WhyNot | None = None
    if tried:
        why_not, says = WhyNot.TRIED, "had this lead before"
    elif speaks(rep.languages, language) is None:
        why_not, says = WhyNot.LANGUAGE, f"does not speak {language}, only {', '.join(rep.languages)}"
    elif (leave := _leave(rep, at)) is not None:
        back = f", back at {_local(responds, rep)}" if responds else ""
        why_not, says = WhyNot.ON_LEAVE, f"on {leave.reason}{back}"
    elif full:
        why_not, says = WhyNot.NO_ROOM, f"holds {held} open leads of {rep.capacity}"
    elif responds is None:
        why_not, says = WhyNot.NOT_AT_WORK, "never at work again"
    elif responds - at > model.routing.patience:
        late = f"in {spell(responds - at)}, later than {model.routing.respond_within}"
        why_not, says = WhyNot.NOT_AT_WORK, f"next at work {_local(responds, rep)}, {late}"
    else:
        work = "at work now" if is_open(schedule, at) else f"next at work {_local(responds, rep)}"
        area = (
            f"{'covers' if covers else 'does not cover'} {lead.country}"
            if lead.country
            else "no country given"
        )
        last = f"last turn {_local(turn, rep)}" if turn else "no turn yet"
        owed = f", {told(desk.ledger, rep.id)}" if desk.ledger is not None else ""
        says = f"{work}, {area}, {held} open lead{'s' * (held != 1)}, {last}{owed}"
    only_time = why_not in (WhyNot.ON_LEAVE, WhyNot.NOT_AT_WORK) and not full
    return Candidate(
        rep=rep.id,
        eligible=why_not is None,
        why_not=why_not or WhyNot.OUTRANKED,
        says=says,
        can_respond_at=responds,
        ask_again_at=_eligible_from(rep, at, responds, model) if only_time and responds else None,
        covers_territory=covers,
        open_leads=held,
        last_turn=turn,
        lag=None if desk.ledger is None else desk.ledger.lag(rep.id),
    )


def _leave(rep: Rep, at: datetime) -> TimeOff | None:
    today = local(at, rep.zone).date()
    return next((off for off in rep.leave if off.whole_days and off.start <= today < off.end), None)


def _eligible_from(rep: Rep, at: datetime, responds: datetime, model: HasRouting) -> datetime:
    """The first instant from `at` on at which the rep is eligible: soon enough before work, and not on leave."""
    since = max(at, responds - model.routing.patience)
    while (leave := _leave(rep, since)) is not None:
        since = from_micros(instant(leave.end.toordinal(), 0, zone_named(rep.zone)))
    return since


def _local(value: datetime, rep: Rep) -> str:
    """Such as `Mon 09 Nov 08:00`: in English on every machine, so that a decision is the same everywhere."""
    there = local(value, rep.zone)
    return f"{DAYS[there.weekday()]} {there.day:02} {MONTHS[there.month - 1]} {there:%H:%M}"


def _turns(
    able: list[Candidate], prefer: tuple[Criterion, ...], desk: Desk, at: datetime, cost: int
) -> Turns | None:
    """The order by fairness, where it is asked for or a ledger keeps count of it."""
    if "fairness" not in prefer and desk.ledger is None:
        return None
    reps = [each.rep for each in able]
    return Turns(ledger_of(desk), reps, at=at, weights=_weights(desk), cost=cost)


def _weights(desk: Desk) -> dict[str, Weight]:
    return {rep.id: rep.weight for rep in desk.reps}


def _alike(ranked: list[Candidate], prefer: tuple[Criterion, ...]) -> list[Candidate]:
    """Among whom the lead is divided: those whom the criteria before fairness cannot tell from the first."""
    before = [each for each in prefer if each != "fairness"] if "fairness" in prefer else []
    first = [_key(ranked[0], each, None) for each in before]
    return [each for each in ranked if [_key(each, name, None) for name in before] == first]


def _key(candidate: Candidate, criterion: Criterion, turns: Turns | None) -> object:
    if criterion == "soonest":
        return candidate.can_respond_at
    if criterion == "territory":
        return not candidate.covers_territory
    if criterion == "fewest_open":
        return candidate.open_leads
    if criterion == "fairness":
        return None if turns is None else turns.rank(candidate.rep)
    # Whoever never had a turn has waited longest.
    return candidate.last_turn or LONG_AGO


def _ranking(prefer: tuple[Criterion, ...], turns: Turns | None) -> Callable[[Candidate], tuple[object, ...]]:
    return lambda candidate: (*(_key(candidate, criterion, turns) for criterion in prefer), candidate.rep)


def _because(
    winner: Candidate,
    others: list[Candidate],
    alike: list[Candidate],
    prefer: tuple[Criterion, ...],
    turns: Turns | None,
) -> str:
    if not others:
        return "the only rep who qualifies"
    second = others[0]
    words = {
        "soonest": "can respond first",
        "territory": "covers the territory",
        "fewest_open": "holds the fewest open leads",
        "longest_idle": "waited longest for a turn",
    }
    decisive = next((each for each in prefer if _key(winner, each, turns) != _key(second, each, turns)), None)
    if decisive == "fairness" and turns is not None:
        how = turns.because(winner.rep, [each.rep for each in alike])
    else:
        how = words[decisive] if decisive else "first by id, all else being equal"
    return f"{how}, before {second.rep}"


def _held(lead: Lead, language: str, rejected: list[Candidate], at: datetime) -> Decision:
    """Nobody can take it: say when to ask again, if only time keeps somebody away."""
    waiting = [(each.ask_again_at, each.rep) for each in rejected if each.ask_again_at is not None]
    retry_at, first = min(waiting, default=(None, None))
    untried = [each for each in rejected if each.why_not is not WhyNot.TRIED]
    if retry_at is not None:
        says = f"nobody can respond in time, ask again for {first} at {iso(retry_at)}"
    elif rejected and not untried:
        says = "everybody on the desk had this lead before"
    elif all(each.why_not is WhyNot.LANGUAGE for each in untried):
        says = f"nobody on the desk can answer in {language}"
    elif all(each.why_not in (WhyNot.LANGUAGE, WhyNot.NO_ROOM) for each in untried):
        says = "everyone who could answer is full"
    else:
        says = "everyone who could answer is full or will not be back"
    return Decision(
        lead=lead.id,
        at=at,
        rep=None,
        language=language,
        says=says,
        retry_at=retry_at,
        candidates=tuple(rejected),
    )
