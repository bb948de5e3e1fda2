"""Whether one entry is sealed, and whether it still is what was sealed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from flask import current_app
from sqlalchemy import select

from service import signing
from service.audit import canonical
from service.audit.models import AuditBlock, AuditLeaf
from service.audit.proof import check_proof, make_proof
from service.database import db
from service.messages import Message, msg
from service.problems import NotFound


class SealState(StrEnum):
    """What is known of an entry."""

    waiting = "waiting"
    intact = "intact"
    broken = "broken"


@dataclass(frozen=True)
class Seal:
    """Where an entry is sealed; block 0 while it is not."""

    state: SealState
    block: int = 0
    position: int = 0
    count: int = 0
    sealed_at: datetime | None = None

    @property
    def badge(self) -> tuple[str, Message]:
        """The kind of badge and its words."""
        return {
            SealState.waiting: ("wait", msg("等待封存")),
            SealState.intact: ("ok", msg("已封存，内容完好")),
            SealState.broken: ("bad", msg("与封存内容不符")),
        }[self.state]


def inspect_entry(trail: str, entry_id: UUID) -> Seal:
    """Check one entry against its mark, its block and the block's signature."""
    found = db.session.execute(
        select(AuditLeaf.block_number, AuditLeaf.position, AuditBlock.count, AuditBlock.sealed_at)
        .join(
            AuditBlock,
            (AuditBlock.trail == AuditLeaf.trail) & (AuditBlock.number == AuditLeaf.block_number),
        )
        .where(AuditLeaf.trail == trail, AuditLeaf.entry_id == entry_id)
    ).one_or_none()
    if found is None:
        return Seal(SealState.waiting)
    return Seal(SealState.intact if _holds(entry_id) else SealState.broken, *found)


def _holds(entry_id: UUID) -> bool:
    try:
        proof = make_proof(entry_id)
    except (NotFound, ValueError, RecursionError):
        return False
    key = signing.trusted_keys().get(proof["block"]["key_id"])
    made, _, mark = proof["leaf"].rsplit("\n", 2)
    genuine = canonical.mark(current_app.config["SETTINGS"].audit_key, made.encode("utf-8"))
    return key is not None and genuine.hex() == mark and check_proof(proof, key)
