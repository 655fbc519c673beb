"""The agreement between the teams as a page: its ten parts in order, and what it covers besides.

What the model declares is taken from where it is declared, so that the page cannot say other than what runs.
"""

from collections.abc import Iterator
from datetime import datetime

from ..model import LeadModel
from ..process import Acceptance, Alignment, Goal, Standing, standing
from .declared import response, scoring
from .markdown import bullets, heading, paragraph, table
from .process import render_steps

__all__ = ["render_alignment"]

NOT_YET = "*Not written yet.*"


def render_alignment(model: LeadModel, *, at: datetime, title: str = "Alignment of the teams") -> str:
    """The agreement as Markdown, as it stands at an instant; a part that nobody has written says so.

    The same model at the same instant always gives the same text. Without an alignment the page holds what the model
    declares. Raises `TimeError` for a naive `at`.
    """
    alignment = model.alignment or Alignment()
    stands = standing(alignment, at=at)
    sections = [
        ("Purpose", _text(alignment.purpose)),
        ("Definitions", _definitions(alignment, model)),
        ("Scoring model", scoring(model)),
        ("Response: process and timeline", response(model)),
        ("Nurturing program", _nurturing(alignment)),
        ("Metrics and goals", _goals(alignment)),
        ("Responsibilities", _responsibilities(alignment, model)),
        ("Review period", _review(alignment, stands)),
        ("Term", _term(alignment, stands)),
        ("Acceptance", _acceptance(alignment, stands)),
        ("Priority of lead sources", _sources(alignment)),
        ("Recycling", _text(alignment.recycling)),
        ("Collateral", _text(alignment.collateral)),
    ]
    parts = [heading(title, 1), paragraph(_status(stands, model))]
    for number, (name, told) in enumerate(sections, start=1):
        # The number of a heading is ours: escaped as a text it would read "1\. Purpose".
        parts += [f"## {number}. {name}", "\n\n".join(told) or NOT_YET]
    return "\n\n".join(parts) + "\n"


def _status(stands: Standing, model: LeadModel) -> str:
    state = (
        "in force"
        if stands.in_force
        else "over"
        if stands.over
        else "not in force: the term has not begun"
        if not stands.begun
        else f"not in force: waiting for {', '.join(stands.waiting_for)}"
    )
    return f"Version {model.version} of the model, as of {stands.on.isoformat()}: {state}."


def _text(told: str) -> list[str]:
    return [paragraph(told)] if told.strip() else []


def _definitions(alignment: Alignment, model: LeadModel) -> list[str]:
    own = [(each.term, each.says) for each in sorted(alignment.definitions, key=lambda each: each.term)]
    parts = [table(("term", "what it means"), own)] if own else [NOT_YET]
    reasons = [
        (reason.code, reason.disposition, reason.says, "yes" if reason.without_touch else "no")
        for reason in model.reasons
    ]
    return [
        *parts,
        paragraph("The reasons for which a lead may be let go, and whether before anybody has touched it:"),
        table(("reason", "disposition", "says", "without a touch"), reasons),
    ]


def _nurturing(alignment: Alignment) -> list[str]:
    parts = _text(alignment.nurturing)
    if alignment.nurture:
        rows = [(track.name, ", ".join(track.after), track.says) for track in alignment.nurture]
        parts.append(table(("track", "gets in touch after", "what it does"), rows))
    return parts


def _goals(alignment: Alignment) -> list[str]:
    if not alignment.goals:
        return []
    rows = [(goal.measure, _target(goal), ", ".join(goal.pays)) for goal in alignment.goals]
    who = f"One line for all of {', '.join(alignment.teams)}: the same measure, the same target."
    return [paragraph(who), table(("measure", "target", "part of the pay of"), rows)]


def _target(goal: Goal) -> str:
    bounds = (("at least", goal.at_least), ("at most", goal.at_most))
    told = " and ".join(f"{words} {bound}" for words, bound in bounds if bound is not None)
    return f"{told} {goal.unit}".strip()


def _responsibilities(alignment: Alignment, model: LeadModel) -> list[str]:
    parts = []
    for each in alignment.responsibilities:
        parts += [heading(each.team, 3), bullets(each.does)]
    if model.process is not None:
        parts += [heading("Who owns which step", 3), *render_steps(model.process, level=4)]
    return parts


def _review(alignment: Alignment, stands: Standing) -> list[str]:
    if alignment.review_every is None:
        return []
    told = [f"Every {alignment.review_every}."]
    if alignment.reviewed_on is not None:
        told.append(f"Last reviewed on {alignment.reviewed_on.isoformat()}.")
    if stands.review_due is not None:
        late = f", overdue by {stands.review_late_by} d" if stands.review_late_by else ""
        told.append(f"Due on {stands.review_due.isoformat()}{late}.")
    return [paragraph(" ".join(told))]


def _term(alignment: Alignment, stands: Standing) -> list[str]:
    if alignment.starts_on is None:
        return []
    told = f"From {alignment.starts_on.isoformat()} "
    if alignment.ends_on is None:
        told += "on, without an end"
    else:
        told += f"to {alignment.ends_on.isoformat()}, that day included"
    return [paragraph(f"{told}{', and over' if stands.over else ''}.")]


def _acceptance(alignment: Alignment, stands: Standing) -> list[str]:
    if not alignment.accepted:
        return []
    signed = {each.team: each for each in alignment.accepted}
    return [table(("team", "accepted by", "on"), list(_signatures(alignment.teams, signed, stands)))]


def _signatures(
    teams: tuple[str, ...], signed: dict[str, Acceptance], stands: Standing
) -> Iterator[tuple[str, str, str]]:
    for team in teams:
        if team in signed:
            later = "" if team in stands.accepted_by else " (to come)"
            yield team, signed[team].by, f"{signed[team].on.isoformat()}{later}"
        else:
            yield team, "nobody yet", ""


def _sources(alignment: Alignment) -> list[str]:
    rows = [(str(place), source) for place, source in enumerate(alignment.source_priority, start=1)]
    return [table(("rank", "source"), rows)] if rows else []
