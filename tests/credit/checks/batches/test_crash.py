"""Killed anywhere, a batch goes on where it was: no applicant lost, none done twice."""

import os
import subprocess
import sys
import textwrap
import threading
from dataclasses import asdict
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from credit.checks.batches import jobs, service
from credit.checks.batches.finish import tally
from credit.checks.limits import CHUNK_ROWS
from credit.checks.models import BatchState, Check
from service.audit.models import AuditEntry, QueryLogEntry
from service.database import db
from service.outbox.models import JobState, OutboxJob
from service.outbox.worker import run_claimed
from tests.credit.checks.batches.conftest import (
    Killed,
    dies,
    number,
    outcomes,
    people,
    result_of,
    sheet_of,
    work,
)
from tests.credit.checks.conftest import put_record, put_subject

pytestmark = pytest.mark.usefixtures("rules")


@pytest.fixture
def small_chunks(monkeypatch):
    """Three chunks of two rows, so that every boundary is passed."""
    monkeypatch.setattr("credit.checks.batches.packing.chunked.__defaults__", (2,))


def six():
    put_record(put_subject("张1", number(1)))
    return [*people(5), ("", "", number(9), "")]


def written(batch_id: UUID) -> tuple[int, int, int]:
    """Checks, query-log entries and chunk entries of the trail."""
    checks = db.session.scalar(
        select(func.count()).select_from(Check).where(Check.batch_id == batch_id)
    )
    reads = db.session.scalar(
        select(func.count()).select_from(QueryLogEntry).where(QueryLogEntry.channel == "batch")
    )
    deeds = db.session.scalar(
        select(func.count()).select_from(AuditEntry).where(AuditEntry.action == "batch.chunk_done")
    )
    return checks, reads, deeds


def at_commit(number_of_commit: int, when: str):
    """Kill the process before its nth commit, or after it before anything more is done."""
    seen = 0
    session = db.session.session_factory.class_

    def before(_session):
        nonlocal seen
        seen += 1
        if seen == number_of_commit and when == "before":
            raise Killed

    def begin(*_):
        if seen == number_of_commit and when == "after":
            raise Killed

    event.listen(session, "before_commit", before)
    event.listen(session, "after_begin", begin)

    def undo() -> None:
        event.remove(session, "before_commit", before)
        event.remove(session, "after_begin", begin)

    return undo


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("commit", [1, 2, 3, 4, 5])
def test_a_kill_at_any_commit_gives_the_same_workbook_in_the_end(
    started, small_chunks, tmp_path, commit, when
):
    """Commits: the batch begins, its three chunks, its end."""
    batch_id = started(six()).id
    undo = at_commit(commit, when)
    try:
        dies(lambda: jobs.run_batch(str(batch_id)))
    finally:
        undo()
    batch = work(batch_id)
    assert batch.state == BatchState.done
    assert tally(batch) == {"total": 6, "passed": 4, "negative": 1, "held": 0, "refused": 1}
    assert written(batch_id) == (5, 5, 3)
    told = outcomes(result_of(batch_id), tmp_path)
    assert told == ["通过", "待人工复核", "通过", "通过", "通过", "未受理"]


@pytest.mark.parametrize("commit", [1, 2, 3, 4])
def test_a_kill_while_a_large_file_is_cut_loses_and_doubles_nothing(
    started, small_chunks, monkeypatch, commit
):
    monkeypatch.setattr(service, "CUT_AT_ONCE_BYTES_MAX", 10)
    batch_id = started(six()).id
    undo = at_commit(commit, "before")
    try:
        dies(lambda: jobs.cut_batch(str(batch_id)))
    finally:
        undo()
    jobs.cut_batch(str(batch_id))
    batch = service.get_batch(batch_id)
    assert batch.state == BatchState.done
    assert tally(batch) == {"total": 6, "passed": 4, "negative": 1, "held": 0, "refused": 1}
    assert written(batch_id) == (5, 5, 3)


def test_a_batch_done_already_is_not_done_again(done):
    batch = done(people(3))
    before = written(batch.id)
    again = work(batch.id)
    assert written(batch.id) == before
    assert again.result_id == batch.result_id


def test_two_workers_share_a_batch_and_no_applicant_is_done_twice(
    app: Flask, started, small_chunks
):
    batch_id = started(people(40)).id
    faults: list[BaseException] = []

    def worker() -> None:
        try:
            with app.app_context():
                jobs.run_batch(str(batch_id))
                db.session.remove()
        except BaseException as error:  # noqa: BLE001 - shown by the assert below
            faults.append(error)

    threads = [threading.Thread(target=worker) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    batch = service.get_batch(batch_id)
    assert (batch.state, batch.done, batch.passed) == ("done", 40, 40)
    assert written(batch_id) == (40, 40, 20)
    rows = db.session.scalars(select(Check.batch_row).where(Check.batch_id == batch_id)).all()
    assert sorted(rows) == list(range(2, 42))


def test_starting_leaves_jobs_in_the_outbox_that_bring_it_to_its_end(started):
    batch = started(people(3))
    waiting = db.session.scalars(select(OutboxJob)).all()
    assert {job.queue for job in waiting} == {"batch"}
    assert all(job.args == {"batch_id": str(batch.id)} for job in waiting)
    for job_id in [job.id for job in waiting]:
        run_claimed(job_id)
    assert service.get_batch(batch.id).state == BatchState.done
    assert set(db.session.scalars(select(OutboxJob.state))) == {JobState.done}


def test_a_batch_that_keeps_failing_says_so_and_can_be_resumed(started, monkeypatch, api):
    batch_id = started(people(3)).id
    with monkeypatch.context() as broken:
        broken.setattr("credit.checks.batches.chunks.find", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            jobs.run_batch(str(batch_id))
        db.session.rollback()
        jobs.fail(str(batch_id))
    clerk = api("clerk")
    told = clerk.get(f"/check-batches/{batch_id}").json
    assert (told["state"], told["done"], told["failure"]["code"]) == ("failed", 0, "unexpected")
    assert told["failure"]["message"]
    assert clerk.post(f"/check-batches/{batch_id}/resume").status_code == 202
    assert work(batch_id).state == BatchState.done
    assert clerk.post(f"/check-batches/{batch_id}/resume").status_code == 409


KILLED = """
    import json, os, sys
    from dataclasses import replace
    from pathlib import Path
    from sqlalchemy import event
    from service.settings import Settings
    from wsgi import build
    raw = json.loads(sys.stdin.read())
    for name in ("secret_key", "data_key", "index_key", "audit_key", "signing_key"):
        if isinstance(raw["bytes"].get(name), str):
            raw["plain"][name] = bytes.fromhex(raw["bytes"][name])
    raw["plain"]["var_dir"] = Path(raw["plain"]["var_dir"])
    app = build(Settings(**raw["plain"]))
    with app.app_context():
        from credit.checks.batches import jobs
        from service.database import db
        seen = 0
        def strike(_session):
            global seen
            seen += 1
            if seen == int(sys.argv[2]):
                os._exit(9)
        event.listen(db.session.session_factory.class_, "before_commit", strike)
        jobs.run_batch(sys.argv[1])
"""


@pytest.mark.processes
@pytest.mark.parametrize("commit", [2, 4])
def test_a_real_process_that_dies_in_the_middle_is_made_good(
    app: Flask, settings, started, small_chunks, tmp_path, commit
):
    import json

    batch_id = started(six()).id
    db.session.remove()
    plain = {key: value for key, value in asdict(settings).items() if not isinstance(value, bytes)}
    secret = {
        key: value.hex() for key, value in asdict(settings).items() if isinstance(value, bytes)
    }
    plain["var_dir"] = str(settings.var_dir)
    del plain["operating"]  # its default will do
    root = Path(__file__).parents[4]
    child = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(KILLED), str(batch_id), str(commit)],
        input=json.dumps({"plain": plain, "bytes": secret}, default=str),
        env={**os.environ, "PYTHONPATH": str(root)},
        cwd=root, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert child.returncode == 9, child.stderr
    assert service.get_batch(batch_id).state == BatchState.running
    assert work(batch_id).state == BatchState.done
    assert written(batch_id) == (5, 5, 3)
    assert len(sheet_of(result_of(batch_id), tmp_path)[1]) == 6


def test_a_chunk_is_as_large_as_its_limit_says():
    assert CHUNK_ROWS == 1000
