"""The Merkle tree of Certificate Transparency (RFC 6962 section 2.1), pure.

Leaves and inner nodes are hashed under different prefixes, so that no inner node can
be passed off as a leaf. All hashes are SHA-256, 32 bytes.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256

LEAF = b"\x00"
NODE = b"\x01"
EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(content: bytes) -> bytes:
    """The hash of one leaf."""
    return sha256(LEAF + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node over its two children."""
    return sha256(NODE + left + right).digest()


class Accumulator:
    """Computes a root leaf by leaf, holding no more than one hash per level of the tree."""

    def __init__(self) -> None:
        self.count = 0
        self._peaks: list[bytes] = []
        """Roots of the perfect subtrees met so far, the largest first."""

    def add(self, leaf: bytes) -> None:
        """Append one leaf hash."""
        self.count += 1
        merges = self.count
        while merges % 2 == 0:  # as often as the count is divisible by two, a subtree is full
            leaf = node_hash(self._peaks.pop(), leaf)
            merges //= 2
        self._peaks.append(leaf)

    def root(self) -> bytes:
        """The root over the leaves so far; the hash of nothing when there are none."""
        if not self._peaks:
            return EMPTY_ROOT
        *rest, top = self._peaks
        for peak in reversed(rest):
            top = node_hash(peak, top)
        return top


def root(leaves: Iterable[bytes]) -> bytes:
    """The root over leaf hashes in order."""
    tree = Accumulator()
    for leaf in leaves:
        tree.add(leaf)
    return tree.root()


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The sibling hashes from leaf `index` up to the root (RFC 6962 section 2.1.1).

    Raises IndexError when there is no such leaf.
    """
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    path: list[bytes] = []
    level = list(leaves)
    while len(level) > 1:
        sibling = index ^ 1
        if sibling < len(level):
            path.append(level[sibling])
        # Level by level is the same tree: a last node without a sibling rises as it is.
        above = [node_hash(*pair) for pair in zip(level[::2], level[1::2], strict=False)]
        level = above + level[len(above) * 2 :]
        index //= 2
    return path


def verify_inclusion(
    leaf: bytes, index: int, count: int, path: Sequence[bytes], expected_root: bytes
) -> bool:
    """True when `path` leads from `leaf` at `index` of `count` to the root (RFC 9162 2.1.3.2)."""
    if not 0 <= index < count:
        return False
    node, last, current = index, count - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if node % 2 or node == last:
            current = node_hash(sibling, current)
            while node % 2 == 0 and node:
                node //= 2
                last //= 2
        else:
            current = node_hash(current, sibling)
        node //= 2
        last //= 2
    return last == 0 and current == expected_root
