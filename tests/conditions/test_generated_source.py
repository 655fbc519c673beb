"""What may stand in the text of a compiled condition: words of Python, names made here, and whole numbers."""

import io
import re
import tokenize

from hypothesis import given
from hypothesis import strategies as st

from leadmodel.conditions import Condition, Source
from leadmodel.conditions.evaluate import read_lead
from leadmodel.conditions.generate import text_of
from leadmodel.conditions.vocabulary import BUILT_IN

from .kleene import conditions

PYTHON = {"def", "return", "if", "elif", "else", "is", "not", "in", "and", "or", "None", "True", "False"}
OURS = {
    "answered",
    "lead",
    "card",
    "figures",
    "get",
    "casefold",
    "startswith",
    "endswith",
    "__class__",
}
READ = {part for _, path in BUILT_IN.values() for part in path.split(".")} | {"fields"}
MADE_HERE = re.compile(r"[kvd]\d+")

nasty = st.sampled_from(
    [
        "'",
        '"',
        "'''",
        "\\",
        "\n",
        "}",
        "{0}",
        "__import__('os')",
        "k0",
        "v0 or True",
        "#",
        "\x00",
        "\u2028",
        "%s",
    ]
)
texts = st.tuples(nasty, st.text(max_size=4), nasty).map("".join)


@st.composite
def hostile(draw: st.DrawFn) -> Condition:
    text = draw(texts)
    return draw(
        st.sampled_from(
            [
                Condition(field=f"fields.{text}", equals=text),
                Condition(field="lead.title", one_of=(text, 1.5, True)),
                Condition(field="lead.title", contains=(text,)),
                Condition(field="lead.title", starts_with=(text,), ends_with=(text,)),
                Condition(field="lead.title", mentions=(f"{text} a",)),
                Condition(field=text, above=10**30, below=1e300),
            ]
        )
    )


def words_in(condition: Condition) -> set[str]:
    source = Source(read_lead)
    text = text_of(source, "lead, card, figures", source.answer(condition))
    found = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        assert token.type != tokenize.STRING
        if token.type == tokenize.NAME:
            found.add(token.string)
        elif token.type == tokenize.NUMBER:
            assert token.string.isdecimal()
    return found


@given(conditions | hostile())
def test_nothing_that_a_condition_says_is_read_as_code(condition: Condition) -> None:
    strange = {word for word in words_in(condition) - PYTHON - OURS - READ if not MADE_HERE.fullmatch(word)}

    assert strange == set()
