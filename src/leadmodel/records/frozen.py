"""A mapping that does not change: hashable, picklable and equal to a dict with the same items.

`types.MappingProxyType` can be neither pickled nor hashed, and a lead has to travel to worker processes.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Generic, TypeVar

__all__ = ["FrozenMap"]

V = TypeVar("V")


class FrozenMap(Mapping[str, V], Generic[V]):
    """Items by name, frozen.

    >>> plan = FrozenMap({"seats": 40})
    >>> plan["seats"], plan == {"seats": 40}
    (40, True)
    """

    __slots__ = ("_items",)
    _items: dict[str, V]

    def __init__(self, items: Mapping[str, V] | None = None) -> None:
        object.__setattr__(self, "_items", dict(items or {}))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a FrozenMap does not change, cannot set {name!r}")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a FrozenMap does not change, cannot delete {name!r}")

    def __getitem__(self, name: str) -> V:
        return self._items[name]

    def get(self, name: str, default: Any = None, /) -> Any:
        # That of a `Mapping` raises and catches an error for what is not there.
        return self._items.get(name, default)

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __hash__(self) -> int:
        return hash(frozenset(self._items.items()))

    def __repr__(self) -> str:
        return f"FrozenMap({self._items!r})"

    def __reduce__(self) -> tuple[object, ...]:
        return FrozenMap, (self._items,)
