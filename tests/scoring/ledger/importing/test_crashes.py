"""Killed at any moment, an import goes on where it stood and brings nothing in twice."""

import io
from collections import Counter
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event, text

from scoring.ledger.importing.books import current
from scoring.ledger.importing.run import run_import
from scoring.ledger.models import Entry, EntryImportIssue
from service import clock
from service.database import db, transaction
from service.files import store
from tests.examples import some
from tests.scoring.ledger.importing.conftest import Importer

TODAY = clock.today()


class Killed(BaseException):
    """Stands for the end of the process: nothing of ours catches it."""


def every_kind(number: str) -> list[tuple[object, ...]]:
    good = (number, "cleaning", 1, TODAY, "清扫", "", "")
    return [
        good,
        (number, "volunteer", 6, TODAY, "帮忙", "E1", ""),
        (number, "volunteer", 6, TODAY, "帮忙", "E2", ""),
        ("查无此人", "cleaning", 1, TODAY, "", "", ""),
        (number, "volunteer", 6, TODAY, "帮忙", "E1", ""),
        (number, "volunteer", 6, TODAY, "帮忙", "E3", ""),
        (number, "returned", 1, TODAY, "钱包", "", 10),
        good,
        (number, "cleaning", "几次", TODAY, "", "", ""),
        good,
    ]


EXPECTED = (5, 1, 1, 3)


def run_until_killed(import_id, step: int) -> bool:
    """One attempt that dies before the step-th statement or commit; False when it ended before."""
    left = [step]

    def tick(*_: object) -> None:
        if left[0] == 0:
            raise Killed
        left[0] -= 1

    for name in ("before_cursor_execute", "commit"):
        event.listen(db.engine, name, tick)
    try:
        run_import(import_id, block_rows=3)
    except Killed:
        return True
    finally:
        for name in ("before_cursor_execute", "commit"):
            event.remove(db.engine, name, tick)
        db.session.remove()
    return False


def wipe() -> None:
    db.session.remove()
    tables = (
        "points_claim, points_entry, points_lot, points_total, points_import, points_import_issue"
    )
    with db.engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text(f"TRUNCATE {tables} CASCADE"))
        connection.execute(text("UPDATE points_balance SET honour = 0, spendable = 0"))


def test_killed_before_any_statement_it_ends_with_the_same_counts(importer: Importer):
    rows = every_kind(importer.number)
    for step in range(0, 400, 7):
        import_id = importer.take(rows)
        killed = run_until_killed(import_id, step)
        run_import(import_id, block_rows=3)
        assert importer.counts(current(import_id)) == EXPECTED
        assert importer.honour() == 49
        assert db.session.query(Entry).count() == 5
        if not killed:
            break
        wipe()
    assert step > 30


@settings(max_examples=some(5))
@given(data=st.data())
def test_every_row_is_accounted_for_whatever_is_in_it(importer: Importer, data):
    wipe()
    days = [TODAY, TODAY - timedelta(days=400), "", "昨天"]
    row = st.tuples(
        st.sampled_from([importer.number, importer.public_name, "", "没有"]),
        st.sampled_from(["cleaning", "volunteer", "returned", "志愿服务", "", "x"]),
        st.sampled_from(["1", "2.5", "0", "-1", "很多", "", "99999999"]),
        st.sampled_from(days),
        st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8),
        st.sampled_from(["", "", "E1", "E2"]),
        st.sampled_from(["", "5", "500", "x"]),
    )
    rows = data.draw(st.lists(row, max_size=12))
    rows = [one for one in rows if any(str(cell).strip() for cell in one)]
    import_id = importer.take(rows)
    for step in data.draw(st.lists(st.integers(0, 60), max_size=2)):
        run_until_killed(import_id, step)
    run_import(import_id, block_rows=data.draw(st.integers(1, 5)))
    done = current(import_id)
    accepted, waiting, unchanged, refused = importer.counts(done)
    assert accepted + waiting + unchanged + refused == len(rows)
    claims, entries = importer.ledger()
    assert Counter(one.state for one in claims) == Counter(approved=accepted, pending=waiting)
    assert len(entries) == accepted
    assert db.session.query(EntryImportIssue).count() == refused
    assert importer.honour() == sum(one.honour for one in entries)
    month = [one.points for one in claims if one.item_code == "volunteer"]
    assert sum(month) <= 40


def test_a_damaged_file_ends_the_import_and_says_why(importer: Importer):
    import_id = importer.take(every_kind(importer.number))
    row = current(import_id)
    row.filename = "积分.xlsx"
    row.file_id = _another_file()
    db.session.commit()
    run_import(import_id)
    done = current(import_id)
    assert (done.state, done.done, importer.ledger()) == ("failed", 0, ([], []))
    assert done.problem


def _another_file() -> UUID:
    with transaction():
        return store(io.BytesIO(b"PK\x03\x04 not a workbook"), "x.xlsx").id


@pytest.mark.parametrize("blocks", [1, 2, 5, 10])
def test_blocks_of_any_size_count_alike(importer: Importer, blocks):
    import_id = importer.take(every_kind(importer.number))
    run_import(import_id, block_rows=blocks)
    assert importer.counts(current(import_id)) == EXPECTED
