"""Markdown that says what it was given: marks within a text are escaped, and a table stays a table.

>>> print(table(("step", "owner"), [("a | b", "*us*")]))
| step | owner |
|---|---|
| a \\| b | \\*us\\* |
"""

from collections.abc import Iterable, Sequence

__all__ = ["bullets", "heading", "inline", "paragraph", "table"]

#: What can mean something within a line, wherever it stands.
MARKS = frozenset("\\`*_{}[]<>#|~&!$^:@=+-")
#: A line may begin with a number and a dot or a bracket, and would be the item of a list.
NUMBERED = (".", ")")


def inline(text: str) -> str:
    """A text as it is, in one line: white space becomes single spaces, and every mark is escaped.

    >>> inline("1. see [here](x)\\n<b>")
    '1\\\\. see \\\\[here\\\\](x) \\\\<b\\\\>'
    """
    words = " ".join(text.split())
    digits = len(words) - len(words.lstrip("0123456789"))
    if digits and words[digits : digits + 1] in NUMBERED:
        words = f"{words[:digits]}\0{words[digits:]}"
    escaped = "".join(f"\\{letter}" if _marks(words, place) else letter for place, letter in enumerate(words))
    return escaped.replace("\0", "\\")


def _marks(words: str, place: int) -> bool:
    letter = words[place]
    if letter in "-+=":
        # Within a line they are plain; at its beginning they make a list, a rule or a heading.
        return place == 0
    if letter == ":":
        # A bare address would become a link.
        return words[place : place + 3] == "://"
    return letter in MARKS


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; cells are escaped, and an empty one stays empty."""
    lines = [
        f"| {' | '.join(map(inline, columns))} |",
        "|" + "---|" * len(columns),
        *(f"| {' | '.join(map(inline, row))} |" for row in rows),
    ]
    return "\n".join(lines)


def bullets(items: Iterable[str]) -> str:
    """A list, one line for each item."""
    return "\n".join(f"- {inline(item)}" for item in items)


def heading(text: str, level: int) -> str:
    """A heading of a level.

    >>> heading("Steps", 2)
    '## Steps'
    """
    return f"{'#' * level} {inline(text)}"


def paragraph(text: str) -> str:
    """Prose: what an empty line parts stays apart.

    >>> paragraph("One\\nline.\\n\\n# Another")
    'One line.\\n\\n\\\\# Another'
    """
    return "\n\n".join(filter(None, map(inline, _parts(text))))


def _parts(text: str) -> list[str]:
    parts: list[list[str]] = [[]]
    for line in text.splitlines():
        if line.strip():
            parts[-1].append(line)
        else:
            parts.append([])
    return ["\n".join(part) for part in parts]
