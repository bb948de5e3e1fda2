"""Blocks hold every committed entry once, whatever else is going on."""

import threading
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select, text

from service import audit, signing
from service.audit import heads, sealing
from service.audit.limits import ENTRIES_PER_BLOCK_MAX
from service.audit.models import AuditBlock, AuditEntry, AuditLeaf
from service.audit.overview import unsealed
from service.audit.verify import verify
from service.database import db, transaction
from tests.service.audit.conftest import waiting

Write = Callable[..., None]
Seal = Callable[..., int]


def blocks(trail: str = "audit") -> list[AuditBlock]:
    db.session.rollback()
    query = select(AuditBlock).where(AuditBlock.trail == trail).order_by(AuditBlock.number)
    return list(db.session.scalars(query))


def refs_of(block: int) -> list[str]:
    query = (
        select(AuditEntry.object_ref)
        .join(AuditLeaf, AuditLeaf.entry_id == AuditEntry.id)
        .where(AuditLeaf.trail == "audit", AuditLeaf.block_number == block)
        .order_by(AuditLeaf.position)
    )
    return list(db.session.scalars(query))


def test_nothing_to_seal_makes_no_block(app: Flask) -> None:
    assert sealing.seal_all() == 0
    assert verify().is_clean


def test_blocks_are_chained_and_signed(app: Flask, write: Write, seal_everything: Seal) -> None:
    for _ in range(3):
        write(2)
        seal_everything()
    made = blocks()
    assert [block.number for block in made] == [1, 2, 3]
    assert [block.count for block in made] == [2, 2, 2]
    assert made[0].previous_hash == bytes(32)
    assert [block.previous_hash for block in made[1:]] == [b.block_hash for b in made[:-1]]
    assert all(signing.verify(b.block_hash, b.signature, signing.public_key()) for b in made)
    assert {block.key_id for block in made} == {signing.key_id()}


@pytest.mark.parametrize(("entries", "sizes"), [(4, [4]), (5, [4, 1]), (9, [4, 4, 1])])
def test_a_block_holds_no_more_than_its_limit(
    app: Flask, write: Write, seal_everything: Seal, entries: int, sizes: list[int]
) -> None:
    write(entries)
    seal_everything(4)
    assert [block.count for block in blocks()] == sizes


def test_the_limit_of_a_block_is_met_and_one_more_begins_the_next(
    app: Flask, write: Write, seal_everything: Seal
) -> None:
    write(ENTRIES_PER_BLOCK_MAX + 1)
    seal_everything()
    assert [block.count for block in blocks()] == [ENTRIES_PER_BLOCK_MAX, 1]
    assert verify().is_clean


def test_an_entry_of_an_open_transaction_lands_in_a_later_block(
    app: Flask, write: Write, seal_everything: Seal
) -> None:
    write(1, "early")
    seal_everything()
    with app.app_context():
        session = db.session()
        audit.record("slow", "check", "slow")
        session.flush()
        with app.app_context():
            write(1, "quick")
            sealing.seal_all()
            assert waiting() == 2, "newer entries wait for the open transaction, none is skipped"
        session.commit()
    seal_everything()
    assert [refs_of(number) for number in (1, 2)] == [["early0"], ["slow", "quick0"]]
    assert verify().is_clean


def test_writers_never_wait_for_a_sealer(app: Flask, write: Write) -> None:
    with db.engine.begin() as sealer:
        sealer.execute(text("SELECT pg_advisory_xact_lock(7205101)"))
        write(1)
        assert sealing.seal("audit") == 0, "a second sealer steps aside"


def test_nothing_is_lost_or_doubled_while_many_write_and_two_seal(
    app: Flask, seal_everything: Seal
) -> None:
    writers, each = 4, 25
    done = threading.Event()

    def writing(name: int) -> None:
        with app.app_context():
            for number in range(each):
                with transaction() as session:
                    audit.record("a", "check", f"{name}-{number}")
                    session.flush()
                    if number % 3 == 0:
                        audit.record("b", "check", f"{name}-{number}-second")

    def sealing_meanwhile() -> None:
        with app.app_context():
            while not done.is_set():
                sealing.seal("audit", per_block=7)

    sealers = [threading.Thread(target=sealing_meanwhile) for _ in range(2)]
    threads = [threading.Thread(target=writing, args=(n,)) for n in range(writers)]
    for thread in [*sealers, *threads]:
        thread.start()
    for thread in threads:
        thread.join()
    done.set()
    for thread in sealers:
        thread.join()
    seal_everything()
    [report] = verify(["audit"]).trails
    assert report.findings == []
    assert report.leaves == report.intact == writers * (each + 9)


def test_a_head_a_killed_sealer_left_unpublished_is_published_by_the_next(
    app: Flask, write: Write, seal_everything: Seal
) -> None:
    path = heads.heads_file(app.config["SETTINGS"].var_dir, "audit")
    for _ in range(3):
        write(1)
        seal_everything()
    lines = path.read_bytes().splitlines(keepends=True)
    assert len(lines) == 3
    path.write_bytes(lines[0] + lines[1][:20])
    sealing.seal_all()
    assert path.read_bytes().splitlines(keepends=True) == lines


def test_data_moved_to_a_cluster_with_a_younger_counter_is_still_sealed(
    app: Flask, write: Write, seal_everything: Seal, tamper: Callable[..., int]
) -> None:
    write(2)
    seal_everything()
    write(1, "moved")
    tamper("UPDATE audit_entry SET xid = '900000000000' WHERE object_ref = 'moved0'")
    tamper("DELETE FROM audit_leaf WHERE trail = 'audit'")
    tamper("DELETE FROM audit_block WHERE trail = 'audit'")
    write(1, "new")
    seal_everything()
    assert waiting() == 0


def test_entries_of_a_cluster_with_a_younger_counter_are_counted_while_they_wait(
    app: Flask, write: Write, seal_everything: Seal, tamper: Callable[..., int]
) -> None:
    write(2)
    seal_everything()
    tamper("UPDATE audit_block SET watermark = '900000000000'")
    write(3, "new")
    assert {trail: one.count for trail, one in unsealed().items()} == {"audit": 3, "query": 3}


def test_an_entry_nobody_can_read_does_not_stop_the_sealing(
    app: Flask, write: Write, seal_everything: Seal, tamper: Callable[..., int]
) -> None:
    write(3)
    tamper("UPDATE audit_entry SET at = 'infinity' WHERE object_ref = 'X0'")
    tamper("UPDATE audit_entry SET at = '290000-01-01' WHERE object_ref = 'X1'")
    seal_everything()
    [report] = verify(["audit"]).trails
    assert (report.leaves, report.intact, report.altered) == (3, 1, 2)
