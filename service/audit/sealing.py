"""Seals entries in signed blocks, off the hot path: writers never wait for it.

Only entries of transactions older than the oldest one still running are taken, so
that nothing can appear later among what is sealed: an entry of an open transaction lands
in a later block. Each block commits by itself, on a connection of its own.
"""

from dataclasses import dataclass
from typing import Any, LiteralString
from uuid import UUID

import psycopg
from flask import current_app

from service import clock, signing
from service.audit import canonical, heads, merkle
from service.audit.blocks import GENESIS, BlockContent, Head
from service.audit.ids import LATEST, microseconds, moment
from service.audit.limits import ENTRIES_PER_BLOCK_MAX
from service.audit.trails import TRAILS, Trail
from service.database import db

Driver = psycopg.Connection[Any]


@dataclass(frozen=True)
class Horizon:
    """Which transactions are over, by the 64-bit counter of this database cluster."""

    oldest_running: int
    next_id: int


@dataclass(frozen=True)
class Pending:
    """An entry to be sealed; `at` in microseconds since 1970, None when it cannot be read."""

    entry_id: UUID
    at: int | None
    xid: int
    digest: bytes


Place = tuple[int, UUID]
"""Transaction and id of an entry: the order in which entries are sealed."""


@dataclass(frozen=True)
class Sealed:
    """What one block took: how many entries, and the last one's place when more is waiting."""

    entries: int
    last: Place | None


def seal_all() -> int:
    """Seal both trails; returns how many blocks were made."""
    return sum(seal(name) for name in TRAILS)


def seal(trail_name: str, per_block: int = ENTRIES_PER_BLOCK_MAX) -> int:
    """Seal all that may be sealed of one trail and publish the heads; returns blocks made.

    Returns 0 when another process is sealing the same trail. Safe to run at any time
    and to kill at any moment.
    """
    trail = TRAILS[trail_name]
    horizon: Horizon | None = None
    made = 0
    after: Place | None = None
    while True:
        with db.engine.begin() as connection:
            driver: Driver = connection.connection.driver_connection  # type: ignore[assignment]
            if not _alone(driver, trail):
                break
            horizon = horizon or _horizon(driver)
            sealed = _seal_block(driver, trail, horizon, after, per_block)
        if sealed.entries:
            made += 1
        if sealed.last is None:
            break
        after = sealed.last
    _publish(trail)
    return made


def _alone(driver: Driver, trail: Trail) -> bool:
    row = driver.execute("SELECT pg_try_advisory_xact_lock(%s)", [trail.lock]).fetchone()
    return bool(row and row[0])


def _horizon(driver: Driver) -> Horizon:
    [(oldest, following)] = driver.execute(
        "SELECT pg_snapshot_xmin(s)::text, pg_snapshot_xmax(s)::text FROM pg_current_snapshot() s"
    ).fetchall()
    return Horizon(int(oldest), int(following))


def _seal_block(
    driver: Driver, trail: Trail, horizon: Horizon, after: Place | None, per_block: int
) -> Sealed:
    """Make one block, if anything waits, from where this run's block before ended."""
    last = driver.execute(
        "SELECT number, block_hash, watermark::text FROM audit_block"
        " WHERE trail = %s ORDER BY number DESC LIMIT 1",
        [trail.name],
    ).fetchone()
    number, previous, watermark = (last[0] + 1, last[1], int(last[2])) if last else (1, GENESIS, 0)
    if watermark > horizon.next_id:
        watermark = 0  # the data was moved to another cluster, whose counter began anew
    start = after or (watermark, UUID(int=0))
    taken, more = _pending(driver, trail, horizon, start, per_block + 1)
    if not taken:
        return Sealed(0, None)
    taken = taken[:per_block]
    mark = min(taken[-1].xid, horizon.oldest_running) if more else horizon.oldest_running
    _insert_block(driver, _content(trail, number, previous, mark, taken))
    _insert_leaves(driver, trail, number, taken)
    return Sealed(len(taken), (taken[-1].xid, taken[-1].entry_id) if more else None)


def _pending(
    driver: Driver, trail: Trail, horizon: Horizon, start: Place, limit: int
) -> tuple[list[Pending], bool]:
    """Unsealed entries of transactions that are over, oldest first, and whether more may wait.

    A visible entry of a transaction not yet begun came with data moved from another cluster.
    Nothing can appear behind `start` within one run, for its horizon stays the same.
    """
    where: LiteralString = (
        " WHERE (e.xid, e.id) >= (%s::xid8, %s)"
        " AND (e.xid < %s::xid8 OR e.xid >= pg_snapshot_xmax(pg_current_snapshot()))"
        " ORDER BY e.xid, e.id LIMIT %s"
    )
    sql: LiteralString = "SELECT " + trail.select_sql + " FROM " + trail.table + " e" + where  # noqa: S608
    while True:
        bounds = [str(start[0]), start[1], str(horizon.oldest_running), limit]
        rows = driver.execute(sql, bounds).fetchall()
        full = len(rows) == limit
        sealed = _sealed_among(driver, trail, [row[0] for row in rows])
        fresh = [row for row in rows if row[0] not in sealed]
        if fresh or not full:
            return [_as_pending(trail, row) for row in fresh], full
        start = (int(rows[-1][-2]), UUID(rows[-1][0]))


def _sealed_among(driver: Driver, trail: Trail, ids: list[str]) -> set[str]:
    """Those of the entries that are in a block already.

    Asked apart: joined, a planner without statistics would read all leaves for each block.
    """
    rows = driver.execute(
        "SELECT entry_id::text FROM audit_leaf WHERE trail = %s AND entry_id = ANY(%s::uuid[])",
        [trail.name, ids],
    )
    return {row[0] for row in rows}


def _as_pending(trail: Trail, row: tuple[Any, ...]) -> Pending:
    *fields, xid, mac = row
    digest = _leaf_digest(trail, fields, xid, bytes.fromhex(mac))
    return Pending(UUID(fields[0]), _time_of(fields[1]), int(xid), digest)


def _leaf_digest(trail: Trail, fields: list[Any], xid: str, mac: bytes) -> bytes:
    """The leaf hash of an entry as read.

    What cannot even be read was changed behind the service's back; it is sealed as it
    shows itself, and a verification will name it.
    """
    try:
        made = trail.content_of(fields)
    except (ValueError, RecursionError):
        made = "\n".join(map(str, fields)).encode()
    return merkle.leaf_hash(canonical.leaf_content(made, xid, mac))


def _time_of(text: str) -> int | None:
    """None for what no calendar holds, so that an altered time cannot stop the sealing."""
    return int(text) if text.isdigit() and int(text) <= LATEST else None


def _content(
    trail: Trail, number: int, previous: bytes, watermark: int, taken: list[Pending]
) -> BlockContent:
    sealed_at = microseconds(clock.now())
    times = [entry.at for entry in taken if entry.at is not None] or [sealed_at]
    return BlockContent(
        trail=trail.name,
        number=number,
        first_at=min(times),
        last_at=max(times),
        count=len(taken),
        watermark=watermark,
        merkle_root=merkle.root(entry.digest for entry in taken).hex(),
        previous_hash=bytes(previous).hex(),
        key_id=signing.key_id(),
        sealed_at=sealed_at,
    )


def _insert_block(driver: Driver, block: BlockContent) -> None:
    digest = block.block_hash()
    driver.execute(
        "INSERT INTO audit_block (trail, number, first_at, last_at, count, watermark, merkle_root,"
        " previous_hash, block_hash, signature, key_id, sealed_at)"
        " VALUES (%s, %s, %s, %s, %s, %s::xid8, %s, %s, %s, %s, %s, %s)",
        [
            block.trail,
            block.number,
            moment(block.first_at),
            moment(block.last_at),
            block.count,
            str(block.watermark),
            bytes.fromhex(block.merkle_root),
            bytes.fromhex(block.previous_hash),
            digest,
            signing.sign(digest),
            block.key_id,
            moment(block.sealed_at),
        ],
    )


def _insert_leaves(driver: Driver, trail: Trail, number: int, taken: list[Pending]) -> None:
    statement = "COPY audit_leaf (trail, block_number, position, entry_id, digest) FROM STDIN"
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        for position, entry in enumerate(taken):
            copy.write_row((trail.name, number, position, entry.entry_id, entry.digest))


def _publish(trail: Trail) -> None:
    """Write the heads not yet outside the database, those of a killed run included."""
    path = heads.heads_file(current_app.config["SETTINGS"].var_dir, trail.name)
    newest = heads.newest_head(path)
    with db.engine.connect() as connection:
        driver: Driver = connection.connection.driver_connection  # type: ignore[assignment]
        rows = driver.execute(
            "SELECT number, encode(block_hash, 'hex'), encode(signature, 'hex'), key_id"
            " FROM audit_block WHERE trail = %s AND number > %s ORDER BY number",
            [trail.name, newest.number if newest else 0],
        ).fetchall()
    if rows:
        heads.append_heads(path, [Head(trail.name, *row) for row in rows])
