"""Which pools have nothing to do with each other: they can be given out by workers that never wait for one another."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from ..errors import InputError

__all__ = ["Part", "parts"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Pools that hang together, with all their reps and ledgers; each in order of name."""

    pools: tuple[str, ...]
    reps: tuple[str, ...]
    ledgers: tuple[str, ...]


def parts(pools: Mapping[str, tuple[Collection[str], str]]) -> tuple[Part, ...]:
    """The pools, each with its reps and the name of its ledger, in as many parts as possible.

    Two pools are in one part if they share a rep (whose room both use) or a ledger (whose turns both use), or if a
    chain of such pools lies between them. Parts come in the order of their first pool.

    >>> found = parts({"dach": (("ann", "bob"), "inbound"), "italy": (("bob",), "south"), "us": (("cid",), "us")})
    >>> [part.pools for part in found]
    [('dach', 'italy'), ('us',)]

    The order in which pools and reps are given does not matter. A pool without reps is a part of its own, unless its
    ledger is shared. Raises `InputError` for text in the place of several reps.
    """
    leader: dict[tuple[str, str], tuple[str, str]] = {}

    def find(node: tuple[str, str]) -> tuple[str, str]:
        top = node
        while leader.setdefault(top, top) != top:
            top = leader[top]
        while leader[node] != top:
            leader[node], node = top, leader[node]
        return top

    for name, (reps, ledger) in pools.items():
        if isinstance(reps, str):
            raise InputError("pools", reps, f"is text, give the reps of {name!r} one by one")
        for node in (("ledger", ledger), *(("rep", rep) for rep in reps)):
            leader[find(node)] = find(("pool", name))
    together: dict[tuple[str, str], list[str]] = {}
    for name in sorted(pools):
        together.setdefault(find(("pool", name)), []).append(name)
    return tuple(
        Part(
            pools=tuple(names),
            reps=tuple(sorted({rep for name in names for rep in pools[name][0]})),
            ledgers=tuple(sorted({pools[name][1] for name in names})),
        )
        for names in together.values()
    )
