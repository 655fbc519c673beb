"""Parts of pools, against a search that walks from pool to pool."""

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from leadmodel.errors import InputError
from leadmodel.routing import parts

Pools = dict[str, tuple[list[str], str]]
# The same names for reps, ledgers and pools: none of them may be taken for another.
names = st.sampled_from("abcdefgh")
pools = st.dictionaries(names, st.tuples(st.lists(names, max_size=3, unique=True), names), max_size=8)


def walked(pools: Pools) -> set[frozenset[str]]:
    """From each pool to all that share something with one that was reached, until nothing is new."""
    found = set()
    for start in pools:
        reached = {start}
        while True:
            more = {
                name
                for name, (reps, ledger) in pools.items()
                for reps_too, ledger_too in (pools[each] for each in reached)
                if ledger == ledger_too or set(reps) & set(reps_too)
            }
            if more <= reached:
                break
            reached |= more
        found.add(frozenset(reached))
    return found


@given(pools)
def test_parts_are_what_a_walk_reaches(pools: Pools) -> None:
    found = parts(pools)
    event(f"{len(found)} parts")

    assert {frozenset(part.pools) for part in found} == walked(pools)


@given(pools)
def test_every_pool_is_in_one_part_and_parts_share_nothing(pools: Pools) -> None:
    found = parts(pools)

    for kind in ("pools", "reps", "ledgers"):
        listed = [name for part in found for name in getattr(part, kind)]
        assert len(listed) == len(set(listed))
    assert sorted(name for part in found for name in part.pools) == sorted(pools)
    assert [part.pools[0] for part in found] == sorted(part.pools[0] for part in found)


@given(pools)
def test_the_order_does_not_matter(pools: Pools) -> None:
    turned = {name: (list(reversed(reps)), ledger) for name, (reps, ledger) in reversed(pools.items())}

    assert parts(turned) == parts(pools)


def test_a_long_chain_is_one_part() -> None:
    chain = {f"p{number:05}": ([f"r{number}", f"r{number + 1}"], f"l{number}") for number in range(20_000)}

    assert [len(part.pools) for part in parts(chain)] == [20_000]


def test_text_for_reps_is_a_broken_call() -> None:
    with pytest.raises(InputError, match="is text, give the reps of 'a' one by one"):
        parts({"a": ("ann", "inbound")})
