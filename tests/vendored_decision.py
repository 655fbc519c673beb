"""A decision made by the copy: the Italian form from Switzerland, with a model built in Python, no pydantic needed."""

import sys
from datetime import UTC, datetime
from importlib import import_module

lm = import_module("host._vendor.lm")

model = lm.LeadModel(
    version="vendored",
    scoring=lm.Scoring(
        fit=(lm.FitRule(id="vp", when=lm.Condition(field="lead.title", mentions=("vp",)), points=20),),
        behaviour=(lm.BehaviourRule(id="demo", activity="demo_requested", points=30),),
        grades=(lm.GradeBand(grade="A", at_least=20), lm.GradeBand(grade="B")),
        levels=(lm.LevelBand(level=1, at_least=30), lm.LevelBand(level=2)),
        sales_ready=("A1", "B1"),
    ),
    routing=lm.Routing(when=lm.Condition(field="card.sales_ready", equals=True)),
    hours=(lm.Hours(name="office", week=lm.Week(mon=("09:00-17:00",), tue=("09:00-17:00",))),),
    reasons=(
        lm.Reason(code="later", disposition="nurture", says="Budget not available for 6+ months"),
        lm.Reason(code="left", disposition="unqualified", says="No longer at organization"),
    ),
    sla=(lm.SlaPolicy(name="inbound", target="2h"),),
)
reps = [
    lm.Rep(id="fleur", zone="Europe/Zurich", hours="office", languages=("fr",), territories=("CH",)),
    lm.Rep(id="ida", zone="Europe/Rome", hours="office", languages=("it", "en")),
]
monday = datetime(2026, 11, 9, 10, tzinfo=UTC)
lead = lm.Lead(id="L1", captured_at=monday, source="form", title="VP", country="CH", languages=("it-CH",))
form = lm.Event(id="e1", lead="L1", kind=lm.EventKind.ACTIVITY, at=monday, activity="demo_requested")
report = lm.run(model, leads=[lead], reps=reps, events=[form], at=monday)

[decision] = report.decisions
assert decision.rep == "ida", decision
assert [(each.rep, each.why_not) for each in decision.candidates] == [
    ("ida", None),
    ("fleur", lm.WhyNot.LANGUAGE),
]
assert report.cards["L1"].label == "A1"
assert type(decision).__module__.startswith("host._vendor.lm.")
assert "pydantic" not in sys.modules
