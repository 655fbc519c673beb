"""What a sample of leads says of a model: which rules tell nobody apart, and how many leads go where."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import combinations

from ..conditions import Condition, compile_condition
from ..scoring import Outcome, Scorecard
from ..scoring.lines import LineStep
from .carded import Sample, card_of, lead_of
from .remarked import Inspected, ScoringRemark, ScoringRemarkCode, remark, signed, together

__all__ = ["lint_sample"]

#: Of so many percent nothing is known: a field that no rule should rest on.
_NEARLY_ALL = 90


def lint_sample(found: Inspected, sample: Sample, at: datetime) -> Iterator[ScoringRemark]:
    """Every weakness that these leads show, and the share that is ready for sales."""
    cards = [card_of(case, found.scoring, at) for case in sample.values()]
    if not cards:
        return
    yield from _firing(found, cards)
    yield from _unknown(found, sample)
    yield from _cells(found, cards)


def _firing(found: Inspected, cards: Sequence[Scorecard]) -> Iterator[ScoringRemark]:
    """Rules by the leads that they match, as sets of bits."""
    leads = len(cards)
    matched = {rule.id: 0 for rule in found.rules()}
    for place, card in enumerate(cards):
        for line in card.lines:
            if line.step is LineStep.RULE and line.outcome is Outcome.MATCH:
                matched[line.rule] |= 1 << place
    for rule in found.rules():
        times = matched[rule.id].bit_count()
        if times == 0:
            yield remark(
                ScoringRemarkCode.NEVER_FIRES,
                found.path_of(rule),
                f"rule {rule.id!r} matches none of {leads} leads",
                "see whether it asks for what the leads have, or leave it out",
                severity="note",
                leads=leads,
                matched=0,
            )
        elif times == leads > 1:
            yield remark(
                ScoringRemarkCode.ALWAYS_FIRES,
                found.path_of(rule),
                f"rule {rule.id!r} matches all of {leads} leads, and so tells nobody apart",
                "ask for more, or leave it out",
                severity="note",
                leads=leads,
                matched=times,
            )
    for first, second in combinations(found.rules(), 2):
        both = matched[first.id]
        times = both.bit_count()
        if both == matched[second.id] and 1 < times < leads:
            given = together(first.points, second.points)
            yield remark(
                ScoringRemarkCode.FIRES_TOGETHER,
                found.path_of(second),
                f"rules {first.id!r} ({signed(first.points)}) and {second.id!r} ({signed(second.points)}) match "
                f"the same {times} of {leads} leads and never apart",
                "see whether both say the same thing twice",
                severity="note",
                leads=leads,
                matched=times,
                together=given,
            )


def _unknown(found: Inspected, sample: Sample) -> Iterator[ScoringRemark]:
    leads = len(sample)
    read: dict[str, str] = {}
    for rule in found.rules():
        for name in sorted(rule.when.fields_read()) if rule.when is not None else ():
            read.setdefault(name, found.path_of(rule))
    for name, path in read.items():
        known = compile_condition(Condition(field=name, present=True))
        missing = sum(not known(lead_of(case), None) for case in sample.values())
        if missing * 100 >= leads * _NEARLY_ALL:
            yield remark(
                ScoringRemarkCode.MOSTLY_UNKNOWN,
                f"{path}.when",
                f"{name!r} is unknown for {missing} of {leads} leads",
                "have it filled in before leads are scored, or do not let points rest on it",
                severity="note",
                leads=leads,
                unknown=missing,
            )


def _cells(found: Inspected, cards: Sequence[Scorecard]) -> Iterator[ScoringRemark]:
    leads, labels = len(cards), found.scoring.labels()
    counts = dict.fromkeys(labels, 0)
    for card in cards:
        counts[card.label] += 1
    columns = len(found.scoring.levels)
    for place, (label, number) in enumerate(counts.items()):
        if number == 0 and divmod(place, columns) in found.reckoned.cells:
            listed = label in found.scoring.sales_ready
            yield remark(
                ScoringRemarkCode.CELL_EMPTY,
                f"{found.path}.sales_ready[{found.scoring.sales_ready.index(label)}]"
                if listed
                else found.path,
                f"none of {leads} leads is in {label}" + (", which goes to sales" if listed else ""),
                "see whether its bands lie where leads are",
                severity="note",
                leads=leads,
            )
    ready = sum(card.sales_ready for card in cards)
    yield remark(
        ScoringRemarkCode.READY_SHARE,
        f"{found.path}.sales_ready",
        f"{ready} of {leads} leads ({ready / leads:.1%}) are ready for sales",
        "see that sales can work so many, and has enough to do",
        severity="note" if 0 < ready < leads else "warning",
        leads=leads,
        ready=ready,
    )
