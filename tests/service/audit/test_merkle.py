"""The tree against the definition in RFC 6962 section 2.1 and its published test vectors."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.audit import merkle

LEAF_CONTENTS = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def defined_root(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return merkle.node_hash(defined_root(leaves[:split]), defined_root(leaves[split:]))


digests = st.lists(st.binary(min_size=32, max_size=32), max_size=70)
filled = st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=70)


@pytest.mark.parametrize("count", range(1, 9))
def test_the_published_roots_of_certificate_transparency_are_met(count: int) -> None:
    leaves = [merkle.leaf_hash(content) for content in LEAF_CONTENTS[:count]]
    assert merkle.root(leaves).hex() == ROOTS[count - 1]


@given(digests)
def test_the_root_added_leaf_by_leaf_is_the_defined_root(leaves: list[bytes]) -> None:
    assert merkle.root(leaves) == defined_root(leaves)


@given(filled, st.data())
def test_every_leaf_can_be_proved(leaves: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    path = merkle.inclusion_proof(leaves, index)
    root = merkle.root(leaves)
    assert merkle.verify_inclusion(leaves[index], index, len(leaves), path, root)
    assert len(path) <= (len(leaves) - 1).bit_length()


@given(filled, st.data())
def test_no_proof_holds_for_another_leaf_place_or_root(
    leaves: list[bytes], data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    path = merkle.inclusion_proof(leaves, index)
    root, count, leaf = merkle.root(leaves), len(leaves), leaves[index]
    flipped = bytes([leaf[0] ^ 1]) + leaf[1:]
    assert not merkle.verify_inclusion(flipped, index, count, path, root)
    assert not merkle.verify_inclusion(leaf, index, count, path, flipped)
    assert not merkle.verify_inclusion(leaf, count, count, path, root)
    assert not merkle.verify_inclusion(leaf, -1, count, path, root)
    assert not merkle.verify_inclusion(leaf, index, count, [*path, leaf], root)
    if path:
        assert not merkle.verify_inclusion(leaf, index, count, path[:-1], root)
        other = data.draw(st.integers(0, count - 1).filter(lambda n: leaves[n] != leaf) | st.none())
        if other is not None:
            assert not merkle.verify_inclusion(leaves[other], index, count, path, root)


def test_an_inner_node_is_no_leaf() -> None:
    left, right = merkle.leaf_hash(b"a"), merkle.leaf_hash(b"b")
    assert merkle.leaf_hash(left + right) != merkle.node_hash(left, right)


@pytest.mark.parametrize("index", [-1, 3])
def test_a_leaf_that_does_not_exist_has_no_proof(index: int) -> None:
    with pytest.raises(IndexError, match=rf"^{index}$"):
        merkle.inclusion_proof([bytes(32)] * 3, index)


def test_every_leaf_of_every_small_tree_is_proved_by_its_shortest_path_alone() -> None:
    leaves = [merkle.leaf_hash(bytes([number])) for number in range(18)]
    for count in range(1, len(leaves) + 1):
        some = leaves[:count]
        root = merkle.root(some)
        assert root == defined_root(some)
        for index in range(count):
            path = merkle.inclusion_proof(some, index)
            assert path == defined_path(some, index)
            for leaf, place, total in (
                (some[index], index, count),
                (leaves[-1] if index != 17 else leaves[0], index, count),
                (some[index], (index + 1) % count, count),
                (some[index], index - count, count),
                (some[index], count, count),
            ):
                holds = (leaf, place, total) == (some[index], index, count)
                assert merkle.verify_inclusion(leaf, place, total, path, root) is holds
            assert not merkle.verify_inclusion(some[index], index, count, [*path, root], root)
            assert not merkle.verify_inclusion(some[index], index, count, path, leaves[0][::-1])


def defined_path(leaves: list[bytes], index: int) -> list[bytes]:
    """PATH of RFC 6962 section 2.1.1, word for word."""
    if len(leaves) == 1:
        return []
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    left, right = leaves[:split], leaves[split:]
    if index < split:
        return [*defined_path(left, index), defined_root(right)]
    return [*defined_path(right, index - split), defined_root(left)]


def test_the_tree_of_nothing_is_the_hash_of_nothing_and_counts_no_leaf() -> None:
    tree = merkle.Accumulator()
    assert (tree.count, tree.root()) == (0, sha256(b"").digest())
    tree.add(bytes(32))
    assert (tree.count, tree.root()) == (1, bytes(32))
