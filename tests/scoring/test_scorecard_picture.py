"""What a person sees of a scorecard: in a terminal, and in a notebook."""

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from leadmodel.conditions import Condition
from leadmodel.records.plain import as_plain
from leadmodel.scoring import BehaviourRule, FitRule, Group, score
from tests.building import ANYBODY, MONDAY, case_of, did, house, lead, scoring

WEB = house(
    scoring=scoring(
        fit=(
            FitRule(id="any", when=ANYBODY, points=2.5, says="everybody"),
            FitRule(id="vp", when=Condition(field="lead.title", mentions=("vp",)), points=5),
            FitRule(id="us", when=Condition(field="lead.source", equals="fair"), points=5, otherwise=-1),
        ),
        behaviour=(BehaviourRule(id="page", activity="page", points=9, group="web"),),
        groups=(Group(name="web", cap=10),),
    )
)
CARD = score(case_of(lead(), did("page", MONDAY), did("page", MONDAY.replace(hour=9))), WEB, at=MONDAY)


class Table(HTMLParser):
    """The cells of a table, as a browser reads them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.caption = ""
        self._in = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._in = tag
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        self._in = ""

    def handle_data(self, data: str) -> None:
        if self._in == "caption":
            self.caption += data
        elif self._in in ("td", "th"):
            self.rows[-1][-1] += data


def test_a_terminal_shows_what_counted_and_what_is_unknown() -> None:
    assert str(CARD).splitlines() == [
        "Z3 (not ready for sales): fit 1, score 10, 2 of 3 fit rules known",
        "  +2.5 everybody",
        "  unknown: lead.title mentions 'vp'",
        "  -1 lead.source is 'fair'",
        "  -0.5 the fit is in whole points",
        "  +18 page (2 times)",
        "  -8 group web gives at most 10, not 18",
    ]


def test_a_notebook_shows_every_line() -> None:
    table = Table(CARD._repr_html_())

    assert table.caption == CARD.headline
    assert table.rows[0] == ["part", "rule", "found", "earned", "left by age", "counts", "why"]
    assert table.rows[1:4] == [
        ["fit", "any", "match", "+2.5", "+2.5", "+2.5", "everybody"],
        ["fit", "vp", "unknown", "+0", "+0", "+0", "lead.title mentions 'vp'"],
        ["fit", "us", "no_match", "-1", "-1", "-1", "lead.source is 'fair'"],
    ]
    assert table.rows[-1] == ["behaviour", "web", "group", "", "", "-8", "group web gives at most 10, not 18"]


@given(st.text(st.sampled_from("<>&\"'/ab"), min_size=1, max_size=12))
def test_nothing_that_a_model_says_is_read_as_html(text: str) -> None:
    rule = FitRule(id=f"x{text}", when=ANYBODY, points=1, says=f"y{text}")
    card = score(lead(), house(scoring=scoring(fit=(rule,))), at=MONDAY)

    assert Table(card._repr_html_()).rows[1][1::5] == [f"x{text}", f"y{text}"]


def test_a_card_as_plain_data_has_every_figure_of_every_line() -> None:
    plain = as_plain(CARD)

    assert plain["label"] == "Z3"
    assert [line["points"] for line in plain["lines"]] == [2.5, 0, -1, -0.5, 18, -8]
    assert plain["lines"][4] == {
        "rule": "page",
        "part": "behaviour",
        "outcome": "match",
        "points": 18,
        "says": "page (2 times)",
        "raw": 18,
        "decayed": 18,
        "step": "rule",
    }
