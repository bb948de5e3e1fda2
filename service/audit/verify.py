"""Checks the trails from end to end, in flat memory, and names what was changed.

Three things are compared that no one can change together from within the database: the
mark on each entry (keyed), the signed and chained blocks over their leaves, and the
newest signed head kept outside the database.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from flask import current_app

from service import clock, signing
from service.audit import canonical, heads, merkle, reading
from service.audit.blocks import GENESIS, Head
from service.audit.findings import Kind, Report, TrailReport
from service.audit.ids import first_id, microseconds
from service.audit.lifetimes import Retired
from service.audit.limits import FINDINGS_LISTED_MAX
from service.audit.reading import LEAF_COLUMNS, Driver, StoredBlock
from service.audit.trails import TRAILS, Trail


def verify(
    trails: Iterable[str] = TRAILS,
    block: int | None = None,
    *,
    newest: int | None = None,
    day: date | None = None,
    on_block: Callable[[], None] | None = None,
) -> Report:
    """Check whole trails, or one block of each; the caller needs no lock and stops no writer.

    `day` limits the walk to the blocks with entries of one day of the office, and to what of
    that day is unsealed. `newest` limits it to so many blocks at the end of each trail; what is
    unsealed and the published head are checked all the same. `on_block` is called after every
    block.
    """
    checks = (_Check(TRAILS[name], on_block) for name in trails)
    return Report(tuple(check.run(block, newest, day) for check in checks))


class _Check:
    """One walk over one trail."""

    def __init__(self, trail: Trail, on_block: Callable[[], None] | None = None) -> None:
        settings = current_app.config["SETTINGS"]
        self.trail = trail
        self.report = TrailReport(trail.name)
        self.keys: dict[str, Ed25519PublicKey] = signing.trusted_keys()
        self.audit_key: bytes = settings.audit_key
        # Read before the database is looked at: whatever is published by now is in our view.
        self.head: Head | None = heads.newest_head(heads.heads_file(settings.var_dir, trail.name))
        self.head_hash: str | None = None
        self.last_number = 0
        self.first_number = 1
        self.watermark = 0
        self.on_block = on_block
        self.retired = Retired((), 0)

    def run(self, block: int | None, newest: int | None, day: date | None) -> TrailReport:
        with reading.unchanging_view() as driver:
            now = microseconds(clock.now())
            self.retired = Retired(reading.retirements(driver, self.trail.name), now)
            if block is not None:
                self._blocks(driver, block, block)
                if self.report.blocks == 0:
                    self.report.add(Kind.block_missing, block=block)
            elif day is not None:
                self._day(driver, day)
            else:
                last = reading.last_number(driver, self.trail.name) if newest else 0
                self.first_number = max(1, last - (newest or 0) + 1)
                if self.first_number > 1:
                    self._blocks(driver, self.first_number, reading.LAST)
                else:
                    self._walk(
                        reading.blocks(driver, self.trail.name), reading.leaves(driver, self.trail)
                    )
                self._head()
                self._unsealed(driver)
        return self.report

    def _day(self, driver: Driver, day: date) -> None:
        """Check the blocks a day's entries are in; the head is none of the day's."""
        within = first_id(clock.begins(day)), first_id(clock.ends(day))
        found = reading.blocks_of(driver, self.trail.name, within)
        if found:
            self._blocks(driver, *found)
        last = reading.last_number(driver, self.trail.name)
        newest = next(reading.blocks(driver, self.trail.name, last, last), None)
        if newest is not None and newest.content is not None and self._signed(newest):
            self.watermark = newest.content.watermark
        self._unsealed(driver, within)

    def _blocks(self, driver: Driver, low: int, high: int) -> None:
        """Check the blocks from `low` to `high` against the one before them."""
        before = next(reading.blocks(driver, self.trail.name, low - 1, low - 1), None)
        self._walk(
            reading.blocks(driver, self.trail.name, low, high),
            reading.leaves(driver, self.trail, low, high),
            before,
            low,
        )

    def _walk(
        self,
        blocks: Iterator[StoredBlock],
        leaves: Iterator[tuple[Any, ...]],
        before: StoredBlock | None = None,
        expected: int = 1,
    ) -> None:
        """Merge blocks and leaves, both in order of the block's number."""
        leaf = next(leaves, None)
        for block in blocks:
            while leaf is not None and leaf[0] < block.number:
                self._leaf(leaf, -1)
                leaf = next(leaves, None)
            for missing in range(expected, min(block.number, expected + FINDINGS_LISTED_MAX)):
                self.report.add(Kind.block_missing, block=missing)
            tree, next_position = merkle.Accumulator(), 0
            while leaf is not None and leaf[0] == block.number:
                next_position = self._leaf(leaf, next_position, block.count)
                tree.add(bytes.fromhex(leaf[3]))
                leaf = next(leaves, None)
            self._block(block, before, tree, next_position)
            before, expected = block, max(expected, block.number + 1)
        while leaf is not None:
            self._leaf(leaf, -1)
            leaf = next(leaves, None)

    def _block(
        self,
        block: StoredBlock,
        before: StoredBlock | None,
        tree: merkle.Accumulator,
        next_position: int,
    ) -> None:
        self.report.blocks += 1
        self.last_number = block.number
        if self.head is not None and block.number == self.head.number:
            self.head_hash = block.block_hash
        if block.content is not None and not tree.count and self.retired.covers(block.content):
            self.report.retired += 1
        elif tree.count < block.count or next_position < block.count:
            self.report.add(Kind.leaf_missing, block=block.number)
        same_root = tree.count != block.count or tree.root().hex() == block.merkle_root
        if not (same_root and self._signed(block) and _chained(block, before)):
            self.report.add(Kind.block_altered, block=block.number)
        elif block.content is not None:
            self.watermark = block.content.watermark
        if self.on_block is not None:
            self.on_block()

    def _signed(self, block: StoredBlock) -> bool:
        if block.content is None or block.content.block_hash().hex() != block.block_hash:
            return False
        key = self.keys.get(block.content.key_id)
        return key is not None and signing.verify(
            bytes.fromhex(block.block_hash), block.signature, key
        )

    def _leaf(self, row: tuple[Any, ...], expected: int, count: int = 0) -> int:
        """Check one leaf and its entry; returns the position expected next.

        `expected` is -1 for a leaf of a block that does not exist.
        """
        report = self.report
        report.leaves += 1
        number, position, entry_id = row[0], row[1], row[2]
        if expected < 0 or not 0 <= position < count:
            report.add(Kind.leaf_misplaced, block=number, entry=entry_id)
        if row[-1] is None:
            report.removed += 1
            report.add(Kind.entry_removed, block=number, entry=entry_id)
        elif (kind := self._fault(row[LEAF_COLUMNS:], row[3])) is not None:
            report.altered += 1
            report.add(kind, block=number, entry=entry_id)
        else:
            report.intact += 1
        return expected + 1 if position == expected else expected

    def _fault(self, entry: tuple[Any, ...], digest: str | None) -> Kind | None:
        """What is wrong with an entry as read, None when nothing is.

        A wrong mark under the right digest was wrong already when it was sealed.
        """
        *fields, xid, mac_hex = entry
        mac = bytes.fromhex(mac_hex)
        try:
            made = self.trail.content_of(fields)
        except (ValueError, RecursionError):
            return Kind.entry_altered
        leaf = merkle.leaf_hash(canonical.leaf_content(made, xid, mac))
        if digest is not None and leaf.hex() != digest:
            return Kind.entry_altered
        return None if canonical.mark(self.audit_key, made) == mac else Kind.entry_inserted

    def _head(self) -> None:
        head = self.head
        if head is None:
            return
        self.report.head = head.number
        key = self.keys.get(head.key_id)
        signed = key is not None and signing.verify(
            bytes.fromhex(head.block_hash), bytes.fromhex(head.signature), key
        )
        if head.number > self.last_number:
            self.report.add(Kind.tail_cut, block=head.number)
        elif head.number < self.first_number and signed:
            return  # published before the blocks looked at; a whole walk compares it
        elif not signed or self.head_hash != head.block_hash:
            self.report.add(Kind.head_invalid, block=head.number)

    def _unsealed(self, driver: Driver, within: tuple[UUID, UUID] | None = None) -> None:
        """Entries in no block: they wait for the next one, or something is wrong with them."""
        watermark = self.watermark
        if watermark > reading.next_transaction(driver):
            watermark = 0  # moved from another cluster; the counter began anew
        for row in reading.unsealed(driver, self.trail, within):
            self.report.unsealed += 1
            kind = self._fault(row, None)
            if kind is None and int(row[-2]) < watermark:
                kind = Kind.leaf_removed
            if kind is None:
                self.report.waiting += 1
            else:
                self.report.stray += 1
                self.report.add(kind, entry=row[0])


def _chained(block: StoredBlock, before: StoredBlock | None) -> bool:
    if before is None or before.number != block.number - 1:
        # Nothing to compare with: the first block, or the one before is reported as missing.
        return block.number > 1 or block.previous_hash == GENESIS.hex()
    known = {before.block_hash}
    if before.content is not None:  # a hash altered in the block before is that block's fault
        known.add(before.content.block_hash().hex())
    return block.previous_hash in known
