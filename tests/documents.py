"""Documents with something changed in them, to see what is said about it."""

import copy
from collections.abc import Mapping
from typing import Any

__all__ = ["with_changes"]


def with_changes(document: Mapping[str, Any], changes: tuple[tuple[str, Any], ...]) -> dict[str, Any]:
    """A copy with other values at paths such as `process/steps/0/owner`; `...` takes one away."""
    changed: dict[str, Any] = copy.deepcopy(dict(document))
    for path, value in changes:
        *above, last = [int(part) if part.isdecimal() else part for part in path.split("/")]
        place: Any = changed
        for part in above:
            place = place[part]
        if value is ...:
            del place[last]
        else:
            place[last] = value
    return changed
