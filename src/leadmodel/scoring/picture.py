"""A scorecard as a notebook shows it: the cell, and a table of what each rule gave.

>>> from .lines import Line, Outcome
>>> vp = Line(rule="vp", part="fit", outcome=Outcome.MATCH, points=20, raw=20, decayed=20, says="VP & up")
>>> print(as_html("A1 (ready)", [vp]))
<table><caption>A1 (ready)</caption>
<tr><th>part</th><th>rule</th><th>found</th><th>earned</th><th>left by age</th><th>counts</th><th>why</th></tr>
<tr><td>fit</td><td>vp</td><td>match</td><td>+20</td><td>+20</td><td>+20</td><td>VP &amp; up</td></tr>
</table>
"""

from collections.abc import Iterable
from html import escape

from .lines import Line, LineStep

__all__ = ["as_html"]

_HEAD = ("part", "rule", "found", "earned", "left by age", "counts", "why")


def as_html(title: str, lines: Iterable[Line]) -> str:
    """A table of lines; what a model or a lead says is escaped, so that nothing of it is read as HTML."""
    rows = ["".join(f"<th>{each}</th>" for each in _HEAD)]
    for line in lines:
        rule = line.step is LineStep.RULE
        cells = (
            line.part,
            line.rule,
            line.outcome.value if rule else line.step.value,
            f"{line.raw:+}" if rule else "",
            f"{line.decayed:+}" if rule else "",
            f"{line.points:+}",
            line.says,
        )
        rows.append("".join(f"<td>{escape(str(each))}</td>" for each in cells))
    body = "\n".join(f"<tr>{row}</tr>" for row in rows)
    return f"<table><caption>{escape(title)}</caption>\n{body}\n</table>"
