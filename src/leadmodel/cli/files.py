"""Where files are opened: their format by suffix, their text as UTF-8, their faults in one message."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Literal, TypeVar

from ..errors import DefinitionError, InputError, LeadModelError
from ..interop import Format
from ..model import LeadModel

__all__ = ["read_file", "read_model", "spelled"]

T = TypeVar("T")

TABLES: dict[str, Format] = {".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl"}
MODELS: dict[str, Literal["toml", "json"]] = {".toml": "toml", ".json": "json"}


def read_file(path: str, reader: Callable[[Iterable[str], Format], T]) -> T:
    """What a reader makes of a file's lines.

    Raises `InputError` for a suffix that names no known format and for a file that is not UTF-8, `OSError` for one that
    cannot be opened, and what the reader raises.
    """
    format = _by_suffix(path, TABLES)
    # newline="": the csv module counts lines and keeps line ends inside quotes by itself.
    with open(path, encoding="utf-8", newline="") as lines:
        try:
            return reader(lines, format)
        except UnicodeDecodeError as error:
            raise _not_utf8(path, error) from None


def read_model(path: str) -> LeadModel:
    """The model of a document. Raises as `read_file` does, and `DefinitionError` with every fault of the document."""
    from ..schema import parse_model

    format = _by_suffix(path, MODELS)
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise _not_utf8(path, error) from None
    try:
        return parse_model(text, format=format)
    except DefinitionError as error:
        raise DefinitionError(path, error.findings) from None


def spelled(error: LeadModelError | OSError) -> str:
    """What to tell whoever sits at the terminal.

    >>> spelled(FileNotFoundError(2, "No such file or directory", "leads.csv"))
    "'leads.csv': no such file or directory"
    """
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename!r}: {error.strerror.lower()}"
    return str(error)


def _by_suffix(path: str, formats: dict[str, T]) -> T:
    suffix = Path(path).suffix.lower()
    if suffix not in formats:
        known = ", ".join(sorted(formats))
        raise InputError("file", path, f"has no suffix that names a format, expected one of {known}")
    return formats[suffix]


def _not_utf8(path: str, error: UnicodeDecodeError) -> InputError:
    """The line is looked for only now: a decoder knows where in its buffer it stood, not where in the file."""
    with open(path, "rb") as lines:
        line = next((number for number, each in enumerate(lines, start=1) if not _decodes(each)), 0)
    byte = error.object[error.start]
    return InputError(
        "file", f"{path}:{line}", f"is not UTF-8 text (byte 0x{byte:02x}), save the file as UTF-8"
    )


def _decodes(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
