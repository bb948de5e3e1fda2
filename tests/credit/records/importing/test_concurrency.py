"""Two imports of the same rows at the same time neither fail nor bring anything in twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from credit.records.importing.block import BlockResult
from credit.records.importing.books import Books
from credit.records.importing.outcome import Outcome
from credit.records.importing.problems import Overtaken
from credit.records.importing.run import current, run_import
from service import clock
from service.pace import seconds_left
from tests.factories.records import PenaltyRow, csv_of


def run_together(app, ids, block_rows: int) -> None:
    def one(import_id) -> None:
        with app.app_context():
            run_import(import_id, block_rows=block_rows)

    with ThreadPoolExecutor(len(ids)) as pool:
        list(pool.map(one, ids))


def test_the_same_file_four_times_at_once_is_on_record_once(app, importer):
    content = csv_of(PenaltyRow.build_batch(60))
    ids = [importer.take(content).id for _ in range(4)]
    run_together(app, ids, block_rows=7)
    rows = [current(import_id) for import_id in ids]
    assert all((row.state, row.done) == ("done", 60) for row in rows)
    assert sum(row.accepted for row in rows) == 60
    assert sum(row.unchanged for row in rows) == 180
    assert len(importer.records()) == 60


def test_files_with_the_same_subjects_in_another_order_do_not_block_each_other(app, importer):
    rows = PenaltyRow.build_batch(60)
    ids = [importer.take(csv_of(rows)).id, importer.take(csv_of(rows[::-1])).id]
    run_together(app, ids, block_rows=5)
    assert [current(import_id).state for import_id in ids] == ["done", "done"]
    assert len(importer.subjects()) == 60


def test_a_worker_that_was_overtaken_stops(importer):
    done = importer.bring_in(PenaltyRow.build_batch(3))
    with pytest.raises(Overtaken):
        Books(done.id, apart=False).add(BlockResult(1, {Outcome.accepted: 1}), 0)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("done", "total", "left"), [(0, 100, None), (50, 100, 10.0), (100, 100, 0.0), (5, None, None)]
)
def test_the_time_left_follows_the_pace_so_far(done, total, left):
    now = clock.now()
    assert seconds_left(now - timedelta(seconds=10), done, total, now) == left
