"""What the terminal can show: its width, whether it has colour, and which letters."""

import os
import shutil
import unicodedata
from collections.abc import Iterable
from io import BytesIO, TextIOWrapper
from typing import IO

from rich.console import Console, RenderableType

__all__ = ["drawn", "encoding_of", "is_live", "legible"]

#: Where the output is no terminal, so that a saved report does not depend on the window it was made in.
WIDTH_OF_A_FILE = 100
#: Below this a terminal may wrap the lines as it likes: columns that are folded letter by letter are no better.
NARROWEST = 72


def is_live(stream: IO[str]) -> bool:
    """Whether somebody watches: a terminal that can move its cursor."""
    return stream.isatty() and os.environ.get("TERM", "") not in ("dumb", "unknown")


def encoding_of(stream: IO[str]) -> str:
    """The encoding in which a stream takes text."""
    return getattr(stream, "encoding", None) or "utf-8"


def drawn(parts: Iterable[RenderableType], stream: IO[str]) -> str:
    """The parts as text for a stream: its width, its encoding, colour only where there is some."""
    colour = is_live(stream) and not os.environ.get("NO_COLOR")
    paper = TextIOWrapper(BytesIO(), encoding="utf-8", newline="\n")
    console = Console(
        file=paper,
        width=_width(stream),
        force_terminal=colour,
        no_color=not colour,
        color_system="auto" if colour else None,
        legacy_windows=False,
        markup=False,
        highlight=False,
        emoji=False,
    )
    for part in parts:
        console.print(part)
    paper.seek(0)
    text = paper.read()
    # Cells are padded to their column; blanks at the end of a line only get in the way of a diff.
    return text if colour else "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def legible(text: str, encoding: str) -> str:
    """The text in letters that an encoding has, with nothing in it that could steer a terminal.

    >>> legible("Z\\u00fcrich \\u6771 \\x1b[2J", "ascii")
    'Zurich \\\\u6771 \\\\x1b[2J'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(letter if letter == "\n" else _letter(letter, encoding) for letter in text)


def _letter(letter: str, encoding: str) -> str:
    if letter.isprintable() and _encodes(letter, encoding):
        return letter
    base = "".join(part for part in unicodedata.normalize("NFKD", letter) if _encodes(part, encoding))
    if base and base != letter and base.isprintable():
        return base
    return (
        letter.encode("ascii", "backslashreplace").decode() if not letter.isascii() else ascii(letter)[1:-1]
    )


def _encodes(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _width(stream: IO[str]) -> int:
    if stream.isatty():
        return max(shutil.get_terminal_size().columns, NARROWEST)
    asked = os.environ.get("COLUMNS", "")
    return max(int(asked), NARROWEST) if asked.isdecimal() else WIDTH_OF_A_FILE
