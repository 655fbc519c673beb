"""What may stand in the text of a compiled scoring model: words of Python, names made here, and whole numbers."""

import io
import re
import tokenize
from typing import Any
from unittest.mock import patch

from hypothesis import example, given
from hypothesis import strategies as st

from leadmodel.conditions import Condition, generate
from leadmodel.scoring import BehaviourRule, Decay, FitRule, Group, compile_scoring, score
from tests.building import MONDAY, case_of, did, house, lead, scoring

from .models import scorings

WORDS = set(
    "def return if elif else is not in and or for try except None True False "
    "answered lead card row figures done at company fields source title industry employees revenue country email name "
    "kind value values get casefold startswith endswith append days seconds event own age hours column f s".split()
)
MADE_HERE = re.compile(r"[kvdfspnoab]\d+")
HOSTILE = "x\n'\"\\{0}"


def texts_of(model: Any) -> list[str]:
    """Every text that is compiled for a model, for rows and for leads with a history."""
    found: list[str] = []
    write = generate.text_of

    def kept(source: generate.Source, arguments: str, returned: str) -> str:
        found.append(write(source, arguments, returned))
        return found[-1]

    with patch.object(generate, "text_of", kept):
        scorer = compile_scoring(model.scoring)
        scorer.sums_of_row({})
        scorer.answers_of_row({})
        scorer.points_of(lead(), [did("page", MONDAY)], MONDAY)
        score(case_of(lead(), did("page", MONDAY)), model, at=MONDAY)
    return found


def strange_words(texts: list[str]) -> set[str]:
    found = set()
    for text in texts:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            assert token.type != tokenize.STRING
            if token.type == tokenize.NUMBER:
                assert token.string.isdecimal()
            elif token.type == tokenize.NAME and not MADE_HERE.fullmatch(token.string):
                found.add(token.string)
    return found - WORDS


VP = Condition(field="lead.title", equals="VP")
#: Two rules over one value that give nothing: there is nothing to write for them.
WORTHLESS = scoring(fit=tuple(FitRule(id=name, when=VP, points=0) for name in "ab"), sales_ready=())


class House:
    def __init__(self, scoring: Any) -> None:
        self.scoring = scoring


@given(scorings())
@example(WORTHLESS)
def test_nothing_that_a_model_says_is_read_as_code(model: Any) -> None:
    texts = texts_of(House(model))

    assert len(texts) == 8
    assert strange_words(texts) == set()


@given(
    st.sampled_from([None, Decay(half_life="1d")]), st.sampled_from([None, "1d"]), st.sampled_from([None, 3])
)
def test_nor_are_the_names_of_rules_groups_and_activities(
    decay: Decay | None, within: str | None, at_most: int | None
) -> None:
    model = house(
        scoring=scoring(
            fit=(
                FitRule(
                    id=HOSTILE, when=Condition(field="lead.title", equals=HOSTILE), points=1, group=HOSTILE
                ),
            ),
            behaviour=(
                BehaviourRule(
                    id="other" + HOSTILE,
                    activity=HOSTILE,
                    points=1,
                    decay=decay,
                    within=within,
                    at_most=at_most,
                    cap=10**9,
                    says=HOSTILE,
                ),
            ),
            groups=(Group(name=HOSTILE, cap=10**9),),
        )
    )

    assert strange_words(texts_of(model)) == set()
