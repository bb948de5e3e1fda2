"""Streams blocks, leaves and entries out of one unchanging view of the database."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any, LiteralString
from uuid import UUID

import psycopg

from service.audit.blocks import BlockContent
from service.audit.limits import ROWS_PER_PAGE
from service.audit.trails import Trail
from service.database import db

Driver = psycopg.Connection[Any]
FIRST = -(2**63)
LAST = 2**63 - 1
HASH_BYTES = 32
_cursor_numbers = count()


@dataclass(frozen=True)
class StoredBlock:
    """A block as the table has it."""

    number: int
    content: BlockContent | None
    """None when a time or number in it cannot be read, as only an altered one can be."""
    count: int
    merkle_root: str
    previous_hash: str
    block_hash: str
    signature: bytes


@contextmanager
def unchanging_view() -> Iterator[Driver]:
    """A connection that sees one state of the database, whatever is written meanwhile."""
    with db.engine.connect() as connection:
        driver: Driver = connection.connection.driver_connection  # type: ignore[assignment]
        driver.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        # Taken before the view begins: no part is exchanged under it (`service.audit.parts`).
        driver.execute("LOCK TABLE ONLY audit_entry, ONLY query_log_entry IN ACCESS SHARE MODE")
        yield driver


def _micros(column: LiteralString) -> LiteralString:
    return "trunc(extract(epoch FROM " + column + ") * 1000000)::text"


def blocks(driver: Driver, trail: str, low: int = FIRST, high: int = LAST) -> Iterator[StoredBlock]:
    """The blocks of a trail by number, fetched in pages."""
    times = ", ".join(_micros(name) for name in ("first_at", "last_at", "sealed_at"))
    sql: LiteralString = (  # made of constants alone
        "SELECT number, count, watermark::text, key_id, encode(merkle_root, 'hex'),"  # noqa: S608
        " encode(previous_hash, 'hex'), encode(block_hash, 'hex'), signature, "
        + times
        + " FROM audit_block WHERE trail = %s AND number BETWEEN %s AND %s ORDER BY number"
    )
    with driver.cursor(name=f"audit_blocks_{next(_cursor_numbers)}") as cursor:
        cursor.itersize = ROWS_PER_PAGE // 10
        cursor.execute(sql, [trail, low, high])
        for row in cursor:
            yield _block(trail, row)


def _block(trail: str, row: tuple[Any, ...]) -> StoredBlock:
    number, entries, watermark, key_id, root, previous, block_hash, signature, *times = row
    try:
        first_at, last_at, sealed_at = map(int, times)
        content = BlockContent(
            trail=trail,
            number=number,
            first_at=first_at,
            last_at=last_at,
            count=entries,
            watermark=int(watermark),
            merkle_root=root,
            previous_hash=previous,
            key_id=key_id,
            sealed_at=sealed_at,
        )
    except ValueError:
        content = None
    return StoredBlock(number, content, entries, root, previous, block_hash, bytes(signature))


def _plan_for(driver: Driver, *, pages: bool) -> None:
    """Follow indexes for pages; a planner without statistics would sort all that is left."""
    for choice in ("hashjoin", "mergejoin", "sort", "bitmapscan"):
        driver.execute(
            "SELECT set_config(%s, %s, true)", [f"enable_{choice}", "off" if pages else "on"]
        )
    workers = "0" if pages else "2"
    driver.execute("SELECT set_config('max_parallel_workers_per_gather', %s, true)", [workers])


LEAF_COLUMNS = 4
"""Leading columns of a leaf's row: block, position, entry id, digest in hex; the entry follows."""


def leaves(
    driver: Driver, trail: Trail, low: int = FIRST, high: int = LAST
) -> Iterator[tuple[Any, ...]]:
    """The leaves of a trail in order, each with its entry as read (None when it is gone).

    While one page is being checked, a thread waits for the next one.
    """
    sql: LiteralString = (  # made of constants alone
        "SELECT l.block_number, l.position, l.entry_id::text, encode(l.digest, 'hex'), "  # noqa: S608
        + trail.select_sql
        + " FROM audit_leaf l LEFT JOIN "
        + trail.table
        + " e ON e.id = l.entry_id"
        " WHERE l.trail = %s AND (l.block_number, l.position) > (%s, %s) AND l.block_number <= %s"
        " ORDER BY l.block_number, l.position LIMIT %s"
    )

    _plan_for(driver, pages=True)

    def page_after(number: int, position: int) -> list[tuple[Any, ...]]:
        return driver.execute(sql, [trail.name, number, position, high, ROWS_PER_PAGE]).fetchall()

    with ThreadPoolExecutor(1) as reader:
        page = page_after(low - 1, LAST) if low > FIRST else page_after(FIRST, FIRST)
        while len(page) == ROWS_PER_PAGE:
            following = reader.submit(page_after, *page[-1][:2])
            yield from page
            page = following.result()
    yield from page


def place_of(driver: Driver, trail: Trail, entry_id: UUID) -> tuple[int, int] | None:
    """Block and position an entry is sealed at; None while it is in no block."""
    return driver.execute(
        "SELECT block_number, position FROM audit_leaf WHERE trail = %s AND entry_id = %s",
        [trail.name, entry_id],
    ).fetchone()


def digests(driver: Driver, trail: Trail, number: int) -> list[bytes] | None:
    """The leaf hashes of one block in order; None when a position is missing or one is no hash."""
    [(many, last, hashes)] = driver.execute(
        "SELECT count(*), max(position), string_agg(digest, '' ORDER BY position)"
        " FROM audit_leaf WHERE trail = %s AND block_number = %s",
        [trail.name, number],
    ).fetchall()
    if not many or last != many - 1 or len(hashes) != many * HASH_BYTES:
        return None
    return [hashes[start : start + HASH_BYTES] for start in range(0, len(hashes), HASH_BYTES)]


def entry(driver: Driver, trail: Trail, entry_id: UUID) -> tuple[Any, ...] | None:
    """One entry as read; None when there is none."""
    sql: LiteralString = (  # made of constants alone
        "SELECT " + trail.select_sql + " FROM " + trail.table + " e WHERE e.id = %s"  # noqa: S608
    )
    return driver.execute(sql, [entry_id]).fetchone()


def unsealed(
    driver: Driver, trail: Trail, within: tuple[UUID, UUID] | None = None
) -> Iterator[tuple[Any, ...]]:
    """The entries of a trail that are in no block, as read; of a range of ids, or of all."""
    bounds: LiteralString = "" if within is None else " AND {} >= %s AND {} < %s"
    sql: LiteralString = (  # made of constants alone
        "SELECT " + trail.select_sql + " FROM " + trail.table + " e WHERE NOT EXISTS"  # noqa: S608
        " (SELECT 1 FROM audit_leaf l WHERE l.trail = %s AND l.entry_id = e.id"
        + bounds.replace("{}", "l.entry_id")
        + ")"
        + bounds.replace("{}", "e.id")
    )
    _plan_for(driver, pages=False)
    with driver.cursor(name=f"audit_unsealed_{next(_cursor_numbers)}") as cursor:
        cursor.itersize = ROWS_PER_PAGE
        yield from cursor.execute(sql, [trail.name, *(within or ()), *(within or ())])


def blocks_of(driver: Driver, trail: str, within: tuple[UUID, UUID]) -> tuple[int, int] | None:
    """The first and the last block that hold entries of a range of ids, if any do.

    The leaves are looked up by id (OFFSET 0): asked plainly, the planner would walk the blocks from
    the newest back until it met one of an old day.
    """
    [(low, high)] = driver.execute(
        "SELECT min(block_number), max(block_number) FROM (SELECT block_number FROM audit_leaf"
        " WHERE trail = %s AND entry_id >= %s AND entry_id < %s OFFSET 0) AS leaves",
        [trail, *within],
    ).fetchall()
    return None if low is None else (low, high)


def last_number(driver: Driver, trail: str) -> int:
    """The number of a trail's newest block, 0 when it has none."""
    [(number,)] = driver.execute(
        "SELECT coalesce(max(number), 0) FROM audit_block WHERE trail = %s", [trail]
    ).fetchall()
    return int(number)


WATERMARK: LiteralString = (
    "SELECT CASE WHEN watermark <= pg_snapshot_xmax(pg_current_snapshot()) THEN watermark::text"
    " ELSE '0' END FROM audit_block WHERE trail = {} ORDER BY number DESC LIMIT 1"
)
"""Every entry of an older transaction is sealed, as the newest block has it; 0 where the data came
from another cluster, whose counter has not come so far."""


def watermark(driver: Driver, trail: str) -> int:
    """The watermark of a trail's newest block, 0 when it has none."""
    row = driver.execute(WATERMARK.format("%s"), [trail]).fetchone()
    return int(row[0]) if row else 0


def next_transaction(driver: Driver) -> int:
    """The first transaction id not yet given out."""
    [(number,)] = driver.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text").fetchall()
    return int(number)


def retirements(driver: Driver, trail: str) -> list[tuple[int, int, int]]:
    """First and last block, and when in microseconds, of each retirement of a trail."""
    sql: LiteralString = (  # made of constants alone
        "SELECT first_block, last_block, " + _micros("retired_at") + " FROM audit_retirement"  # noqa: S608
        " WHERE trail = %s ORDER BY first_block"
    )
    return [(first, last, int(at)) for first, last, at in driver.execute(sql, [trail]).fetchall()]
