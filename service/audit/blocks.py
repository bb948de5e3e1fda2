"""What a block's hash and signature cover, and its signed head outside the database. Pure."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

GENESIS = bytes(32)
"""The `previous_hash` of a trail's first block."""


@dataclass(frozen=True)
class BlockContent:
    """The fields of a block that are hashed; times in microseconds since 1970, hashes in hex."""

    trail: str
    number: int
    first_at: int
    last_at: int
    count: int
    watermark: int
    merkle_root: str
    previous_hash: str
    key_id: str
    sealed_at: int

    def block_hash(self) -> bytes:
        """SHA-256 of the canonical JSON of all fields: what is signed and chained."""
        text = json.dumps(asdict(self), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return sha256(text.encode("utf-8", "replace")).digest()


@dataclass(frozen=True)
class Head:
    """A signed block hash, kept outside the database: it pins all blocks up to its own."""

    trail: str
    number: int
    block_hash: str
    signature: str
    key_id: str

    def as_line(self) -> bytes:
        """One line of a heads file."""
        return json.dumps(asdict(self), sort_keys=True).encode("ascii") + b"\n"

    @classmethod
    def from_line(cls, line: bytes) -> "Head | None":
        """The head a line holds, or None when the line is damaged."""
        try:
            raw: Mapping[str, Any] = json.loads(line)
            return cls(
                trail=str(raw["trail"]),
                number=int(raw["number"]),
                block_hash=bytes.fromhex(raw["block_hash"]).hex(),
                signature=bytes.fromhex(raw["signature"]).hex(),
                key_id=str(raw["key_id"]),
            )
        except (ValueError, TypeError, KeyError):
            return None
