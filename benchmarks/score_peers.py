"""The twenty rules for libraries that evaluate rules, each as one compiled expression: its fastest form by far.

They read the same rows as everybody else, and each gives fit and score at once.
"""

from collections.abc import Callable
from typing import Any

__all__ = ["PEERS", "Pointed"]

Row = dict[str, Any]
#: Fit and score of a row.
Pointed = Callable[[Row], tuple[int, int]]

#: A rule of JsonLogic.
Logic = Any
#: Activity, points, and how often it counts.
COUNTED = (
    ("demo", 30, 1),
    ("webinar", 15, 2),
    ("pricing", 8, 3),
    ("download", 6, 5),
    ("page", 1, 5),
    ("unsubscribed", -30, None),
)


def by_zen() -> Pointed:
    """`zen-engine`: a missing value is replaced by one that matches nothing."""
    import zen

    def text(name: str) -> str:
        return f'lower($root["{name}"] ?? "")'

    def number(name: str, otherwise: int = 0) -> str:
        return f'($root["{name}"] ?? {otherwise})'

    employees = number("company.employees", 21)
    fit = [
        '(contains(title, "vp") or contains(title, "vice president") ? 20 : 0)',
        '(contains(title, "director") ? 15 : 0)',
        '(contains(title, "student") or contains(title, "intern") ? -50 : 0)',
        f'({text("company.industry")} in ["software", "finance", "logistics"] ? 10 : 0)',
        f'({text("lead.country")} in ["us", "ca", "gb"] ? 5 : 0)',
        f"({number('company.revenue')} > 50000000 ? 10 : 0)",
        "(employees >= 1000 ? 10 : employees >= 100 ? 5 : employees <= 20 ? -5 : 0)",
        f'({text("lead.source")} == "referral" ? 10 : 0)',
        '($root["fields.target"] == true ? 15 : 0)',
        '(endsWith(email, "gmail.com") or endsWith(email, "yahoo.com") ? -10 : 0)',
        '($root["fields.phone"] != null ? 5 : 0)',
        f"({number('fields.budget')} >= 100000 ? 10 : 0)",
    ]
    score = []
    for name, points, most in COUNTED:
        times = number(f"count({name})")
        score.append(f"{points} * " + (times if most is None else f"min([{times}, {most}])"))
    expression = zen.compile_expression(
        f"title = {text('lead.title')}; email = {text('lead.email')}; employees = {employees}; "
        f"[{' + '.join(fit)}, {' + '.join(score)}]"
    )
    evaluate = expression.evaluate

    def pointed(row: Row) -> tuple[int, int]:
        fit, score = evaluate(row)
        return fit, score

    return pointed


def by_datalogic() -> Pointed:
    """`datalogic-py`: `lower` of nothing is an empty text, and only numbers need a stand-in."""
    import datalogic_py

    def value(name: str) -> Logic:
        return {"val": name}

    def text(name: str) -> Logic:
        return {"lower": value(name)}

    def number(name: str, otherwise: int = 0) -> Logic:
        return {"??": [value(name), otherwise]}

    def worth(points: int, *found: Logic) -> Logic:
        return {"if": [found[0] if len(found) == 1 else {"or": list(found)}, points, 0]}

    title, email, employees = text("lead.title"), text("lead.email"), number("company.employees", 21)
    fit = [
        worth(20, {"in": ["vp", title]}, {"in": ["vice president", title]}),
        worth(15, {"in": ["director", title]}),
        worth(-50, {"in": ["student", title]}, {"in": ["intern", title]}),
        worth(10, {"in": [text("company.industry"), ["software", "finance", "logistics"]]}),
        worth(5, {"in": [text("lead.country"), ["us", "ca", "gb"]]}),
        worth(10, {">": [number("company.revenue"), 50_000_000]}),
        {"if": [{">=": [employees, 1000]}, 10, {">=": [employees, 100]}, 5, {"<=": [employees, 20]}, -5, 0]},
        worth(10, {"===": [text("lead.source"), "referral"]}),
        worth(15, {"===": [value("fields.target"), True]}),
        worth(-10, {"ends_with": [email, "gmail.com"]}, {"ends_with": [email, "yahoo.com"]}),
        worth(5, {"!==": [value("fields.phone"), None]}),
        worth(10, {">=": [number("fields.budget"), 100_000]}),
    ]
    score = []
    for name, points, most in COUNTED:
        times = number(f"count({name})")
        score.append({"*": [points, times if most is None else {"min": [times, most]}]})
    engine = datalogic_py.Engine()
    rule = engine.compile([{"+": fit}, {"+": score}])
    evaluate = engine.session().evaluate

    def pointed(row: Row) -> tuple[int, int]:
        fit, score = evaluate(rule, row)
        return fit, score

    return pointed


def by_rule_engine() -> Pointed:
    """`rule-engine`: its symbols are plain names, and a resolver finds their values in the row."""
    import rule_engine

    names = {
        "title": "lead.title",
        "country": "lead.country",
        "source": "lead.source",
        "email": "lead.email",
        "industry": "company.industry",
        "revenue": "company.revenue",
        "employees": "company.employees",
        "target": "fields.target",
        "phone": "fields.phone",
        "budget": "fields.budget",
        **{name: f"count({name})" for name, _, _ in COUNTED},
    }

    def resolve(row: Row, name: str) -> Any:
        return row[names[name]]

    fit = [
        '(title and ("vp" in title.as_lower or "vice president" in title.as_lower) ? 20 : 0)',
        '(title and "director" in title.as_lower ? 15 : 0)',
        '(title and ("student" in title.as_lower or "intern" in title.as_lower) ? -50 : 0)',
        '(industry and industry.as_lower in ["software", "finance", "logistics"] ? 10 : 0)',
        '(country and country.as_lower in ["us", "ca", "gb"] ? 5 : 0)',
        "(revenue and revenue > 50000000 ? 10 : 0)",
        "(employees == null ? 0 : employees >= 1000 ? 10 : employees >= 100 ? 5 : employees <= 20 ? -5 : 0)",
        '(source and source.as_lower == "referral" ? 10 : 0)',
        "(target ? 15 : 0)",
        '(email and (email.as_lower.ends_with("gmail.com") or email.as_lower.ends_with("yahoo.com")) ? -10 : 0)',
        "(phone == null ? 0 : 5)",
        "(budget and budget >= 100000 ? 10 : 0)",
    ]
    score = [
        f"{points} * {name}" if most is None else f"({name} < {most} ? {points} * {name} : {points * most})"
        for name, points, most in COUNTED
    ]
    rule = rule_engine.Rule(
        f"[{' + '.join(fit)}, {' + '.join(score)}]", context=rule_engine.Context(resolver=resolve)
    )
    evaluate = rule.evaluate

    def pointed(row: Row) -> tuple[int, int]:
        fit, score = evaluate(row)
        return int(fit), int(score)

    return pointed


#: By name: the module, what it is called in the table, and how its function is made.
PEERS: dict[str, tuple[str, str, Callable[[], Pointed]]] = {
    "zen": ("zen", "zen-engine, one compiled expression", by_zen),
    "rule_engine": ("rule_engine", "rule-engine, one rule", by_rule_engine),
    "datalogic": ("datalogic_py", "datalogic-py, one compiled rule", by_datalogic),
}
