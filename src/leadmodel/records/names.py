"""Names from a closed list, given as members or as plain text."""

from enum import StrEnum
from typing import TypeVar

from ..errors import InputError, hint

__all__ = ["named"]

Names = TypeVar("Names", bound=StrEnum)


def named(kind: type[Names], text: object, argument: str) -> Names:
    """The member with a name.

    >>> from .states import Stage
    >>> named(Stage, "raw", "stage")
    <Stage.RAW: 'raw'>

    Raises `InputError` with the nearest name that there is.
    """
    names = [member.value for member in kind]
    if text not in names:
        near = hint(text, names) if isinstance(text, str) else f", expected one of {', '.join(names)}"
        raise InputError(argument, text, f"is not one of the names{near}")
    return kind(str(text))
