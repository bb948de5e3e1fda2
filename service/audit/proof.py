"""Proves to anyone, with the published key alone, that an entry is in a sealed block."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from service import signing
from service.audit import canonical, merkle, reading
from service.audit.blocks import BlockContent
from service.audit.reading import Driver
from service.audit.trails import TRAILS, Trail
from service.messages import msg
from service.problems import NotFound

FORMAT = "credit-window/audit-proof/1"


def make_proof(entry_id: UUID) -> dict[str, Any]:
    """The proof of one sealed entry as JSON values.

    Raises `NotFound` when it is not sealed, or when nothing can be proved of what was altered.
    """
    with reading.unchanging_view() as driver:
        for trail in TRAILS.values():
            place = reading.place_of(driver, trail, entry_id)
            if place is not None:
                return _proof(driver, trail, entry_id, *place)
    raise NotFound(msg("没有找到已封存的记录 {entry}；新记录封存后才能出具证明。", entry=entry_id))


def _proof(
    driver: Driver, trail: Trail, entry_id: UUID, number: int, position: int
) -> dict[str, Any]:
    block = next(reading.blocks(driver, trail.name, number, number), None)
    digests = reading.digests(driver, trail, number)
    entry = reading.entry(driver, trail, entry_id)
    if block is None or block.content is None or digests is None or entry is None:
        raise _not_whole(number)
    *fields, xid, mac = entry
    try:
        made = trail.content_of(fields)
        path = merkle.inclusion_proof(digests, position)
    except (ValueError, RecursionError, IndexError) as error:
        raise _not_whole(number) from error
    return {
        "format": FORMAT,
        "leaf": canonical.leaf_content(made, xid, bytes.fromhex(mac)).decode("utf-8"),
        "position": position,
        "path": [sibling.hex() for sibling in path],
        "block": asdict(block.content),
        "signature": block.signature.hex(),
        "public_key": _published(block.content.key_id),
    }


def _not_whole(block: int) -> NotFound:
    return NotFound(msg("第 {block} 块不完整，请先核验审计日志。", block=block))


def _published(key_id: str) -> str | None:
    key = signing.trusted_keys().get(key_id)
    return signing.public_key_pem(key) if key else None


def check_proof(proof: Any, key: Ed25519PublicKey) -> bool:
    """True when the proof holds under a key the reader trusts; needs no database.

    The key inside the proof is there for convenience and is not trusted.
    """
    try:
        block = BlockContent(**proof["block"])
        leaf = merkle.leaf_hash(proof["leaf"].encode("utf-8"))
        path = [bytes.fromhex(sibling) for sibling in proof["path"]]
        expected = bytes.fromhex(block.merkle_root)
        signature = bytes.fromhex(proof["signature"])
        included = merkle.verify_inclusion(leaf, proof["position"], block.count, path, expected)
    except (KeyError, TypeError, ValueError, AttributeError):
        return False
    return included and signing.verify(block.block_hash(), signature, key)
