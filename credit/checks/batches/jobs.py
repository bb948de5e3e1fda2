"""Jobs of batches. Each may be killed anywhere and run again, by several workers at once."""

from uuid import UUID

from sqlalchemy import delete, select, update

from credit.checks.batches.chunks import do_next_chunk, put_chunk
from credit.checks.batches.finish import finish
from credit.checks.batches.limits import UPLOAD_KEPT
from credit.checks.batches.models import BatchUpload
from credit.checks.batches.packing import chunked
from credit.checks.batches.preview import open_list
from credit.checks.batches.service import CUT_JOB, RUN_JOB, ask_for_workers, reckoned_on
from credit.checks.models import BatchState, CheckBatch
from service import audit, clock
from service.database import transaction
from service.files import StoredFile
from service.files.spool import spooled_file
from service.messages import Message, msg
from service.outbox import job, periodic
from service.packed import pack
from service.problems import Problem

CLEAN_EVERY_SECONDS = 3600


def fail(batch_id: str, code: str = "unexpected", reason: Message | None = None) -> None:
    """Mark a batch that is not done as failed, with the reason; it can be resumed."""
    said = reason or msg("办理中断，多次重试仍未成功。已完成的部分保留，可重新开始。")
    with transaction() as session:
        failed = session.scalars(
            update(CheckBatch)
            .where(CheckBatch.id == UUID(batch_id), CheckBatch.state != BatchState.done)
            .values(
                state=str(BatchState.failed),
                failure={"code": code, "message": pack(said)},
                finished_at=clock.now(),
            )
            .returning(CheckBatch.id)
        ).all()
        if failed:
            audit.record("batch.failed", "check_batch", batch_id, {"code": code})


@job(CUT_JOB, on_failed=fail)
def cut_batch(batch_id: str) -> None:
    """Read a large list, handing out each chunk as soon as it is cut, then help to do them."""
    batch = begin(UUID(batch_id))
    if batch is None:
        return
    try:
        cut(batch)
    except Problem as problem:
        fail(batch_id, problem.code, problem.detail)
        return
    work_on(batch.id)


def cut(batch: CheckBatch) -> None:
    """Store the chunks one by one; those of an earlier attempt stay as they are."""
    with spooled_file(batch.file_id) as path:
        opened = open_list(path, batch.filename)
        for number, rows in enumerate(chunked(opened.rows(reckoned_on(batch)))):
            with transaction() as session:
                put_chunk(session, batch.id, number, rows)
                if number == 0:
                    ask_for_workers(batch.id)


@job(RUN_JOB, on_failed=fail)
def run_batch(batch_id: str) -> None:
    """Do chunks until none is left, then close the batch if this was the last worker."""
    if begin(UUID(batch_id)) is not None:
        work_on(UUID(batch_id))


def work_on(batch_id: UUID) -> bool:
    """Do what is there to do; True when this closed the batch."""
    while do_next_chunk(batch_id):
        pass
    return finish(batch_id)


def begin(batch_id: UUID) -> CheckBatch | None:
    """The batch, marked as running; None when it is over or gone."""
    with transaction() as session:
        session.execute(
            update(CheckBatch)
            .where(CheckBatch.id == batch_id, CheckBatch.state == BatchState.queued)
            .values(state=str(BatchState.running), started_at=clock.now())
        )
        batch = session.get(CheckBatch, batch_id, populate_existing=True)
    return batch if batch is not None and batch.state == BatchState.running else None


@periodic("checks.forget_uploads", every_seconds=CLEAN_EVERY_SECONDS)
def forget_uploads() -> None:
    """Delete lists that were sent for a look and never started."""
    with transaction() as session:
        old = session.scalars(
            delete(BatchUpload)
            .where(BatchUpload.created_at < clock.now() - UPLOAD_KEPT)
            .returning(BatchUpload.file_id)
        ).all()
        used = select(CheckBatch.file_id)
        session.execute(
            delete(StoredFile).where(StoredFile.id.in_(old), StoredFile.id.not_in(used))
        )
