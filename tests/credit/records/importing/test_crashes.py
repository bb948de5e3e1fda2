"""Killed at any moment, an import goes on where it stood and ends as if nothing had happened."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from sqlalchemy import event, select, text

from credit.records.importing.run import current, fail_import, run_import
from service.audit.models import AuditEntry
from service.database import db
from tests.credit.records.importing.conftest import Importer, counts
from tests.factories.identifiers import make_flawed_uscc
from tests.factories.records import PenaltyRow, csv_of

BLOCK_ROWS = 4
REPOSITORY = Path(__file__).parents[4]


class Killed(BaseException):
    """Stands for the end of the process: nothing of ours catches it."""


def file_of_every_kind() -> bytes:
    """New, flagged, refused, repeated and amended rows, over several blocks."""
    first, second = PenaltyRow.build_batch(2)
    rows = [
        first,
        PenaltyRow(CF_XDR_SHXYM=make_flawed_uscc(8)),
        PenaltyRow(CF_JDRQ="32 May"),
        second,
        first,
        second | {"CF_NR": "罚款人民币1万元", "CF_NR_FK": "1"},
        PenaltyRow(CF_WSH=""),
        PenaltyRow(),
        first | {"CF_ZT": "1"},
        PenaltyRow(),
    ]
    return csv_of(rows)


EXPECTED = {"accepted": 4, "flagged": 1, "refused": 2, "unchanged": 1, "updated": 2}
CHANGES = ["amended", "created", "created", "created", "created", "created", "withdrawn"]


def kill_at(step: int):
    """Dies before the step-th statement or commit from now on; counts what it lets pass."""
    state = {"left": step}

    def tick(*_args: object) -> None:
        if state["left"] == 0:
            raise Killed
        state["left"] -= 1

    return state, tick


def run_until_killed(import_id, step: int) -> bool:
    """One attempt that dies at a step; False when it ended before."""
    _, tick = kill_at(step)
    engine = db.engine
    event.listen(engine, "before_cursor_execute", tick)
    event.listen(engine, "commit", tick)
    try:
        run_import(import_id, block_rows=BLOCK_ROWS)
    except Killed:
        return True
    finally:
        event.remove(engine, "before_cursor_execute", tick)
        event.remove(engine, "commit", tick)
        db.session.remove()
    return False


def check_all(importer: Importer, import_id) -> None:
    done = current(import_id)
    assert (done.state, done.done, done.total) == ("done", 10, 10)
    assert counts(done) == EXPECTED
    assert sorted(change for _, change in importer.history()) == CHANGES
    assert len(importer.records()) == 5


@pytest.mark.parametrize("dry_run", [False, True])
def test_killed_before_any_statement_or_commit_it_ends_with_the_same_counts(importer, dry_run):
    content = file_of_every_kind()
    step = 0
    while True:
        import_id = importer.take(content, dry_run=dry_run).id
        killed = run_until_killed(import_id, step)
        run_import(import_id, block_rows=BLOCK_ROWS)
        done = current(import_id)
        assert (done.state, counts(done)) == ("done", EXPECTED)
        assert len(importer.records()) == (0 if dry_run else 5)
        if not killed:
            break
        wipe()
        step += 1
    assert step > 20


def wipe() -> None:
    db.session.remove()
    with db.engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        for table in ("record_history", "record", "subject", "import_issue"):
            connection.execute(text(f"DELETE FROM {table}"))


def test_killed_after_every_block_it_goes_on_at_the_first_row_not_done(importer):
    import_id = importer.take(file_of_every_kind()).id
    seen = []
    while current(import_id).state != "done":
        state = {"commits": 0}

        def tick(_connection: object, state: dict[str, int] = state) -> None:
            state["commits"] += 1
            if state["commits"] == 4:  # begun, started, one block; then no more
                raise Killed

        event.listen(db.engine, "commit", tick)
        try:
            run_import(import_id, block_rows=BLOCK_ROWS)
        except Killed:
            db.session.remove()
        finally:
            event.remove(db.engine, "commit", tick)
        seen.append(current(import_id).done)
    assert seen == sorted(seen)
    check_all(importer, import_id)


def test_a_finished_import_is_not_run_again(importer):
    done = importer.bring_in(file_of_every_kind())
    run_import(done.id)
    assert counts(current(done.id)) == EXPECTED


@pytest.mark.processes
def test_a_process_that_vanishes_leaves_an_import_that_can_be_resumed(importer, settings, tmp_path):
    import_id = importer.take(file_of_every_kind()).id
    script = tmp_path / "vanish.py"
    script.write_text(
        textwrap.dedent(f"""
        import os
        from uuid import UUID
        from sqlalchemy import event
        from credit.records.importing.run import run_import
        from service.database import db
        from service.settings import Settings
        from wsgi import build

        app = build(Settings.from_env(os.environ))
        with app.app_context():
            blocks = []
            @event.listens_for(db.engine, "before_cursor_execute")
            def vanish(connection, cursor, statement, *rest):
                blocks.extend([1] if "pg_advisory_xact_lock" in statement else [])
                if len(blocks) == 3:
                    os._exit(137)
            run_import(UUID("{import_id}"), block_rows={BLOCK_ROWS})
        """),
        encoding="utf-8",
    )
    ended = subprocess.run(
        [sys.executable, str(script)], cwd=REPOSITORY, env=environment(settings), check=False
    )
    assert ended.returncode == 137
    db.session.remove()
    assert current(import_id).done == 2 * BLOCK_ROWS
    run_import(import_id, block_rows=BLOCK_ROWS)
    check_all(importer, import_id)


def environment(settings) -> dict[str, str]:
    import base64

    keys = {
        f"CREDIT_{name.upper()}_KEY": base64.b64encode(getattr(settings, f"{name}_key")).decode()
        for name in ("secret", "data", "index", "audit", "signing")
    }
    return {
        **os.environ,
        **keys,
        "CREDIT_ENV": "test",
        "DATABASE_URL": settings.database_url.replace("+psycopg", ""),
        "REDIS_URL": settings.redis_url,
        "CREDIT_VAR": str(settings.var_dir),
        "PYTHONPATH": str(REPOSITORY),
    }


def test_an_import_whose_job_gave_up_is_closed_once_with_its_reason_and_an_entry(
    importer,
):
    begun = importer.take(csv_of(PenaltyRow.build_batch(1)))
    for _ in range(2):
        fail_import(begun.id)
    row = current(begun.id)
    assert (row.state, row.failure["code"]) == ("failed", "gave-up")
    ended = select(AuditEntry.object_ref, AuditEntry.details["state"].as_string()).where(
        AuditEntry.action == "records.import_ended"
    )
    assert db.session.execute(ended).all() == [(str(row.id), "failed")]
