"""What a model declares, in the words of the agreement: how leads are scored, who gets them, and how soon."""

from collections.abc import Sequence

from ..model import LeadModel
from ..records import duration
from ..scoring import FitRule
from ..sla import LadderStep, SlaPolicy, StepAction, Trigger
from .markdown import paragraph, table

__all__ = ["response", "scoring"]

ORDER = {
    "soonest": "who can respond first",
    "territory": "who covers the country of the lead",
    "fewest_open": "who holds the fewest open leads",
    "longest_idle": "whose last turn was longest ago",
    "fairness": "whose turn it is by what each was entitled to and received",
}


def scoring(model: LeadModel) -> list[str]:
    """The rules with their points, the bands, and which cells go to sales; nothing without a rule."""
    declared = model.scoring
    rules = [
        *((_worth(rule), rule.id, rule.says or str(rule.when), "") for rule in declared.fit),
        *(
            (
                f"{rule.points:+}",
                rule.id,
                rule.says or (f"each {rule.activity}" if rule.when is None else str(rule.when)),
                ", ".join(rule.limits()),
            )
            for rule in declared.behaviour
        ),
    ]
    if not rules:
        return []
    bands = [
        *((f"grade {band.grade}", "fit", _from(band.at_least)) for band in declared.grades),
        *((f"level {band.level}", "score", _from(band.at_least)) for band in declared.levels),
    ]
    ready = ", ".join(declared.sales_ready) or "none"
    return [
        table(("points", "rule", "for", "limits"), rules),
        table(("band", "of", "points"), bands),
        paragraph(f"Ready for sales: {ready}."),
    ]


def response(model: LeadModel) -> list[str]:
    """Which leads are given out, and for each promise how fast and what follows on silence; nothing without one."""
    if not model.sla:
        return []
    routing = model.routing
    order = ", then ".join(ORDER.get(criterion, criterion) for criterion in routing.prefer)
    parts = [
        paragraph(f"A lead is given to a rep when {routing.when}."),
        paragraph(f"It goes to somebody at work within {routing.respond_within}, in this order: {order}."),
        table(
            ("clock", "promise", "for", "target", "at most", "time"),
            [
                (
                    policy.clock,
                    policy.name,
                    _whom(policy, model.sla[:place]),
                    policy.target or "none",
                    policy.maximum or "",
                    policy.basis,
                )
                for place, policy in enumerate(model.sla)
            ],
        ),
    ]
    parts.append(
        table(
            ("promise", "starts with", "is kept by"),
            [(policy.name, _causes(policy.start), _causes(policy.stop)) for policy in model.sla],
        )
    )
    rungs = [(policy.name, *_rung(step)) for policy in model.sla for step in policy.ladder]
    if rungs:
        parts += [
            paragraph("If nobody acts:"),
            table(("promise", "after", "time", "what", "who"), rungs),
        ]
    return parts


def _rung(step: LadderStep) -> tuple[str, str, str, str]:
    what = step.action.value
    if step.action is StepAction.DISPOSITION:
        what = f"{what}: {step.reason}"
    after = step.after if duration(step.after, zero="allowed") else "at once"
    return after, step.placed, what, ", ".join(step.recipients)


def _whom(policy: SlaPolicy, earlier: Sequence[SlaPolicy]) -> str:
    if policy.when is not None:
        return str(policy.when)
    return "all others" if any(policy.clock == other.clock for other in earlier) else "every lead"


def _causes(triggers: Sequence[Trigger]) -> str:
    return " or ".join(map(_cause, triggers)) or "nothing"


def _cause(trigger: Trigger) -> str:
    told = trigger.on.value
    if trigger.named:
        told += f" ({', '.join(trigger.named)})"
    if trigger.by == "owner":
        told += " by the owner"
    if trigger.count > 1:
        told = f"{told}, {trigger.count} times"
    return told if trigger.at == "happened" else f"{told}, at its {trigger.at.replace('_', ' ')}"


def _worth(rule: FitRule) -> str:
    return f"{rule.points:+}, else {rule.otherwise:+}" if rule.otherwise else f"{rule.points:+}"


def _from(points: int | None) -> str:
    return "the rest" if points is None else f"from {points}"
