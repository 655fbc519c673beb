"""Proving a scoring model when it is loaded: names, bands without gaps, labels that exist."""

from collections.abc import Iterator, Mapping, Sequence

from ..conditions import Condition, FieldKind, check_condition
from ..errors import Finding, hint
from .rules import BehaviourRule, FitRule, Scoring
from .treatments import check_treatments

__all__ = ["check_scoring"]


def check_scoring(scoring: Scoring, path: str, profile: Mapping[str, FieldKind]) -> Iterator[Finding]:
    """Every fault of a scoring model; `profile` holds the fields that exist before a lead is scored."""
    seen: set[str] = set()
    ids = [(f"{path}.fit[{place}].id", rule.id) for place, rule in enumerate(scoring.fit)]
    ids += [(f"{path}.behaviour[{place}].id", rule.id) for place, rule in enumerate(scoring.behaviour)]
    for where, name in ids:
        if not name:
            yield Finding(where, "is empty, a rule needs an id")
        elif name in seen:
            yield Finding(where, f"rule {name!r} is declared twice")
        seen.add(name)
    for place, fit_rule in enumerate(scoring.fit):
        yield from _check_when(fit_rule.when, f"{path}.fit[{place}].when", profile, "fit")
    for place, behaviour in enumerate(scoring.behaviour):
        if behaviour.activity == "":
            yield Finding(f"{path}.behaviour[{place}].activity", "is empty, say what the lead did")
        if behaviour.when is not None:
            yield from _check_when(behaviour.when, f"{path}.behaviour[{place}].when", profile, "behaviour")
    yield from _check_groups(scoring, path)
    yield from _check_bands(
        [(band.grade, band.at_least) for band in scoring.grades], f"{path}.grades", "grade"
    )
    yield from _check_bands(
        [(str(band.level), band.at_least) for band in scoring.levels], f"{path}.levels", "level"
    )
    labels = scoring.labels()
    for label in sorted({label for label in labels if labels.count(label) > 1}):
        yield Finding(f"{path}.grades", f"two cells of the matrix read {label!r}, rename a grade")
    if scoring.treatments is not None:
        yield from check_treatments(scoring.treatments, labels, f"{path}.treatments")
        given = scoring.given_to_sales()
        if set(scoring.sales_ready) != set(given):
            told = ", ".join(given) or "no cell"
            yield Finding(f"{path}.sales_ready", f"the treatments give {told} to sales, leave it out")
        return
    for place, label in enumerate(scoring.sales_ready):
        if label not in labels:
            yield Finding(f"{path}.sales_ready[{place}]", f"unknown label {label!r}{hint(label, labels)}")
        elif label in scoring.sales_ready[:place]:
            yield Finding(f"{path}.sales_ready[{place}]", f"label {label!r} is listed twice")


def _check_when(when: Condition, path: str, profile: Mapping[str, FieldKind], part: str) -> Iterator[Finding]:
    cyclic = sorted(name for name in when.fields_read() if name.startswith("card."))
    for name in cyclic:
        yield Finding(path, f"{name!r} is what scoring gives, a {part} rule cannot ask for it")
    if not cyclic:
        yield from check_condition(when, path, profile, activities=True)


def _check_groups(scoring: Scoring, path: str) -> Iterator[Finding]:
    names = [group.name for group in scoring.groups]
    for place, group in enumerate(scoring.groups):
        if not group.name:
            yield Finding(f"{path}.groups[{place}].name", "is empty, a group needs a name")
        elif group.name in names[:place]:
            yield Finding(f"{path}.groups[{place}].name", f"group {group.name!r} is declared twice")
        if group.cap is None and group.floor is None:
            yield Finding(
                f"{path}.groups[{place}]", f"group {group.name!r} bounds nothing, give a cap or a floor"
            )
    used: dict[str, set[str]] = {}
    parts: tuple[tuple[str, Sequence[FitRule | BehaviourRule]], ...] = (
        ("fit", scoring.fit),
        ("behaviour", scoring.behaviour),
    )
    for part, rules in parts:
        for place, rule in enumerate(rules):
            if rule.group is None:
                continue
            used.setdefault(rule.group, set()).add(part)
            if rule.group not in names:
                yield Finding(
                    f"{path}.{part}[{place}].group", f"unknown group {rule.group!r}{hint(rule.group, names)}"
                )
    for place, name in enumerate(names):
        if name not in used:
            yield Finding(f"{path}.groups[{place}]", f"no rule is in group {name!r}")
        elif len(used[name]) > 1:
            yield Finding(f"{path}.groups[{place}]", f"group {name!r} has rules of both parts, split it")


def _check_bands(bands: Sequence[tuple[str, int | None]], path: str, what: str) -> Iterator[Finding]:
    if not bands:
        yield Finding(path, f"is empty, give at least one {what}")
    previous: int | None = None
    for place, (name, at_least) in enumerate(bands):
        here = f"{path}[{place}]"
        if any(name == earlier for earlier, _ in bands[:place]):
            yield Finding(here, f"{what} {name!r} is declared twice")
        last = place == len(bands) - 1
        if last and at_least is not None:
            yield Finding(f"{here}.at_least", f"the last {what} takes the rest, leave out at_least")
        elif not last and at_least is None:
            yield Finding(here, f"only the last {what} may leave out at_least")
        elif at_least is not None and previous is not None and at_least >= previous:
            yield Finding(
                f"{here}.at_least", f"{at_least} is not below the {previous} of the {what} before it"
            )
        if at_least is not None:
            previous = at_least
