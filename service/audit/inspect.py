"""Whether one entry is sealed, and whether it still is what was sealed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from flask import current_app

from service import signing
from service.audit import canonical, reading
from service.audit.ids import moment
from service.audit.proof import check_proof, make_proof
from service.audit.reading import Driver
from service.audit.trails import TRAILS, Trail
from service.messages import Message, msg
from service.problems import NotFound


class SealState(StrEnum):
    """What is known of an entry."""

    waiting = "waiting"
    intact = "intact"
    broken = "broken"


@dataclass(frozen=True)
class Seal:
    """Where an entry is sealed; block 0 while it is not, or when its block is gone."""

    state: SealState
    block: int = 0
    position: int = 0
    count: int = 0
    sealed_at: datetime | None = None
    """None unless it is vouched for: that of an altered block says nothing."""

    @property
    def badge(self) -> tuple[str, Message]:
        """The kind of badge and its words."""
        return {
            SealState.waiting: ("wait", msg("等待封存")),
            SealState.intact: ("ok", msg("已封存，内容完好")),
            SealState.broken: ("bad", msg("与封存内容不符")),
        }[self.state]


def inspect_entry(trail_name: str, entry_id: UUID) -> Seal:
    """Check one entry against its mark, its block and the block's signature."""
    trail = TRAILS[trail_name]
    with reading.unchanging_view() as driver:
        place = reading.place_of(driver, trail, entry_id)
        if place is None:
            waits = _waits(driver, trail, entry_id)
            return Seal(SealState.waiting if waits else SealState.broken)
        number, position = place
        block = next(reading.blocks(driver, trail.name, number, number), None)
    if block is None or block.content is None:
        return Seal(SealState.broken)
    if not _holds(entry_id):
        return Seal(SealState.broken, number, position, block.count)
    sealed_at = moment(block.content.sealed_at)
    return Seal(SealState.intact, number, position, block.count, sealed_at)


def _waits(driver: Driver, trail: Trail, entry_id: UUID) -> bool:
    """Whether the service wrote an entry in no block, and no block has passed it over."""
    entry = reading.entry(driver, trail, entry_id)
    if entry is None:
        return False
    *fields, xid, mac = entry
    try:
        made = trail.content_of(fields)
    except (ValueError, RecursionError):
        return False
    return int(xid) >= reading.watermark(driver, trail.name) and _mark_of(made) == mac


def _holds(entry_id: UUID) -> bool:
    try:
        proof: dict[str, Any] = make_proof(entry_id)
    except NotFound:
        return False
    key = signing.trusted_keys().get(proof["block"]["key_id"])
    made, _, mark = proof["leaf"].rsplit("\n", 2)
    return key is not None and _mark_of(made.encode("utf-8")) == mark and check_proof(proof, key)


def _mark_of(made: bytes) -> str:
    return canonical.mark(current_app.config["SETTINGS"].audit_key, made).hex()
