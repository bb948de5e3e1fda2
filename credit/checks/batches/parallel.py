"""A batch done here and now, by this process and its own helpers; no worker is needed."""

import multiprocessing
import os
import time
from collections.abc import Callable
from uuid import UUID

from flask import Flask, current_app

from credit.checks.batches import jobs, service
from credit.checks.batches.chunks import do_next_chunk
from credit.checks.batches.finish import finish
from credit.checks.limits import CHUNK_ROWS
from credit.checks.models import BatchState, CheckBatch
from service.database import db
from service.files import StoredFile

WAIT_SECONDS = 0.02
HELPED_ROWS_MIN = 4 * CHUNK_ROWS
"""Shorter lists are done before a helper would have started."""

Progress = Callable[[CheckBatch], None]


def run_here(batch_id: UUID, tell: Progress, processes: int | None = None) -> CheckBatch:
    """Bring a batch to its end; `tell` hears of it after every chunk.

    Helpers, and workers that happen to be running, take chunks as this process does. If
    they die, this one does the rest; if this one dies, the jobs in the outbox remain.
    """
    batch = jobs.begin(batch_id)
    if batch is None:
        return service.get_batch(batch_id)
    helpers = _start_helpers(batch, processes or os.cpu_count() or 1)
    try:
        if not service.cut_at_once(db.session.get_one(StoredFile, batch.file_id)):
            jobs.cut(batch)
        while batch.state == BatchState.running:
            if not do_next_chunk(batch_id) and not finish(batch_id):
                time.sleep(WAIT_SECONDS)
            batch = _look(batch_id)
            tell(batch)
    finally:
        for helper in helpers:
            helper.terminate()
            helper.join()
    return batch


def _start_helpers(batch: CheckBatch, processes: int) -> list[multiprocessing.process.BaseProcess]:
    if (batch.total or 0) < HELPED_ROWS_MIN:
        return []
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    context = multiprocessing.get_context("fork")
    helpers = [
        context.Process(target=_help, args=(app, batch.id), daemon=True)
        for _ in range(processes - 1)
    ]
    for helper in helpers:
        helper.start()
    return list(helpers)


def _help(app: Flask, batch_id: UUID) -> None:
    """Do chunks until all rows are done; the sockets of the parent are left alone."""
    with app.app_context():
        db.engine.dispose(close=False)
        while True:
            while do_next_chunk(batch_id):
                pass
            batch = _look(batch_id)
            if batch.state != BatchState.running or batch.done == batch.total:
                return
            time.sleep(WAIT_SECONDS)


def _look(batch_id: UUID) -> CheckBatch:
    """The batch as others see it now."""
    db.session.rollback()
    return service.get_batch(batch_id)
