"""Use cases of batches: start, follow, resume, hand out."""

from dataclasses import dataclass
from datetime import date
from typing import BinaryIO
from uuid import UUID, uuid4

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from credit.checks.batches.chunks import put_all
from credit.checks.batches.finish import tally, write_result
from credit.checks.batches.limits import (
    CUT_AT_ONCE_BYTES_MAX,
    FILE_BYTES_MAX,
    JOBS_PER_BATCH_MAX,
)
from credit.checks.batches.packing import Refusal, chunked
from credit.checks.batches.preview import OpenList, open_list
from credit.checks.batches.problems import NotFinished, NotResumable
from credit.checks.batches.results import refusals
from credit.checks.limits import BATCH_ERRORS_SHOWN_MAX
from credit.checks.models import BasisKind, BatchState, Check, CheckBatch
from credit.checks.write import FIELDS_READ
from credit.rules.service import table_for
from service import audit, clock, files, outbox, pace
from service.audit import QueryRead, current_actor
from service.database import db, transaction
from service.files import StoredFile
from service.files.spool import scratch, spooled, spooled_file
from service.messages import Message, msg
from service.packed import unpack
from service.problems import NotFound

CUT_JOB, RUN_JOB = "checks.cut_batch", "checks.run_batch"


@dataclass(frozen=True)
class NewBatch:
    """What a caller gives with a list."""

    purpose: str
    basis_kind: BasisKind
    basis_reference: str


def start(new: NewBatch, stream: BinaryIO, filename: str) -> CheckBatch:
    """Store a list and start checking it; refused rows are counted and come back marked.

    Raises `UnreadableFile` or `UnusableFile` when the file as a whole is of no use,
    `FileTooLarge` or `NoTableCovers`; nothing is stored or started then.
    """
    with spooled(stream, max_bytes=FILE_BYTES_MAX) as path, transaction() as session:
        opened = open_list(path, filename)
        with path.open("rb") as content:
            stored = files.store(content, filename, max_bytes=FILE_BYTES_MAX)
        return _begin(session, new, stored, opened)


def start_stored(new: NewBatch, file_id: UUID) -> CheckBatch:
    """The same for a file that is stored already, after a look at it. Raises `NotFound` too."""
    with spooled_file(file_id) as path, transaction() as session:
        stored = session.get_one(StoredFile, file_id)
        return _begin(session, new, stored, open_list(path, stored.name))


def _begin(session: Session, new: NewBatch, stored: StoredFile, opened: OpenList) -> CheckBatch:
    today, actor = clock.today(), current_actor()
    batch = CheckBatch(
        id=uuid4(),
        purpose=new.purpose,
        basis_kind=str(new.basis_kind),
        basis_reference=new.basis_reference,
        as_of=today,
        rule_set_id=table_for(new.purpose, today).id,
        filename=stored.name,
        file_id=stored.id,
        state=str(BatchState.queued),
        total=None,
        **dict.fromkeys(("done", "passed", "negative", "held", "refused"), 0),
        created_by=actor.name,
        created_by_id=actor.id or None,
        created_at=clock.now(),
    )
    session.add(batch)
    session.flush()
    if cut_at_once(stored):
        batch.total = put_all(session, batch.id, chunked(opened.rows(reckoned_on(batch))))
    else:
        # All of the file is read before anything starts: a fault at its end is told now.
        batch.total = opened.count()
    ask_for_jobs(batch, stored)
    audit.record("batch.started", "check_batch", str(batch.id), tally(batch))
    return batch


def cut_at_once(stored: StoredFile) -> bool:
    """True for a file that is cut in chunks before its start is answered."""
    return stored.size <= CUT_AT_ONCE_BYTES_MAX


def ask_for_jobs(batch: CheckBatch, stored: StoredFile) -> None:
    """Ask for the job that cuts a large file, or for those that do its chunks."""
    if cut_at_once(stored):
        ask_for_workers(batch.id)
    else:
        key = f"{CUT_JOB}:{batch.id}"
        outbox.enqueue(CUT_JOB, queue="batch", open_key=key, batch_id=str(batch.id))


def ask_for_workers(batch_id: UUID) -> None:
    """Ask for as many jobs as may share the batch; those that are asked for already stay."""
    for place in range(JOBS_PER_BATCH_MAX):
        key = f"{RUN_JOB}:{batch_id}:{place}"
        outbox.enqueue(RUN_JOB, queue="batch", open_key=key, batch_id=str(batch_id))


def reckoned_on(batch: CheckBatch) -> date:
    """The day on which ages are reckoned, however often and whenever the list is read."""
    return clock.at_office(batch.created_at).date()


def get_batch(batch_id: UUID) -> CheckBatch:
    """A batch as it stands. Raises `NotFound`."""
    batch = db.session.get(CheckBatch, batch_id, populate_existing=True)
    if batch is None:
        raise _no_batch()
    return batch


def resume(batch_id: UUID) -> CheckBatch:
    """Go on with a batch that failed; what was done stays done. Raises `NotResumable`."""
    with transaction() as session:
        batch = session.get(CheckBatch, batch_id, with_for_update=True, populate_existing=True)
        if batch is None:
            raise _no_batch()
        if batch.state != BatchState.failed:
            raise NotResumable(msg("只有未完成的批次可以重新开始。"))
        batch.state, batch.failure, batch.finished_at = str(BatchState.queued), None, None
        ask_for_jobs(batch, session.get_one(StoredFile, batch.file_id))
        audit.record("batch.resumed", "check_batch", str(batch.id))
    return batch


def _no_batch() -> NotFound:
    return NotFound(msg("没有这个批次，请从批量核查列表中选择。"))


def seconds_left(batch: CheckBatch) -> float | None:
    """Seconds until all rows are done at the pace so far; None while that is unknown."""
    if batch.state != BatchState.running:
        return None
    return pace.seconds_left(batch.started_at, batch.done, batch.total, clock.now())


@dataclass(frozen=True)
class Failure:
    """Why a batch failed."""

    code: str
    message: Message


def failure_of(batch: CheckBatch) -> Failure | None:
    """Why a batch failed; None when it did not."""
    if batch.failure is None:
        return None
    return Failure(batch.failure["code"], unpack(batch.failure["message"]))


def first_refusals(batch: CheckBatch) -> list[Refusal]:
    """The first refused rows, at most `BATCH_ERRORS_SHOWN_MAX`; `batch.refused` counts all."""
    found: list[Refusal] = []
    if batch.refused:
        for one in refusals(batch.id):
            found.append(one)
            if len(found) == BATCH_ERRORS_SHOWN_MAX:
                break
    return found


def open_result(batch_id: UUID, channel: str) -> BinaryIO:
    """The result as a stream, with what reviewers have decided since. Raises `NotFinished`.

    The look is in the query log, once for the whole batch; each of its checks has an entry
    of its own that names the check, and the check names the batch.
    """
    batch = get_batch(batch_id)
    if batch.result_id is None and batch.state == BatchState.done:
        raise NotFound(msg("该批核查的名单和结果已到期删除，各次核查仍可按编号查看。"))
    if batch.result_id is None:
        raise NotFinished(msg("批量核查尚未完成，完成后可下载结果。"))
    with transaction():
        read = QueryRead(
            basis_kind=batch.basis_kind,
            basis_reference=batch.basis_reference,
            purpose=batch.purpose,
            subject_index=b"",
            subject_kind="batch",
            fields=FIELDS_READ,
            channel=channel,
            object_ref=str(batch.id),
        )
        audit.log_query(read)
        audit.record("batch.result_read", "check_batch", str(batch.id), tally(batch))
    if not reviewed_since(batch):
        return files.open_stored(batch.result_id)
    with scratch() as folder:
        target = folder / "result.xlsx"
        write_result(batch, target)
        return target.open("rb")  # stays readable after the folder is gone


def reviewed_since(batch: CheckBatch) -> bool:
    """True when a result of the batch was confirmed or replaced after the workbook was written."""
    later = aliased(Check)
    confirmed = exists().where(Check.batch_id == batch.id, Check.reviewed_at >= batch.finished_at)
    replaced = exists().where(
        Check.batch_id == batch.id,
        Check.superseded_by_id == later.id,
        later.created_at >= batch.finished_at,
    )
    return bool(db.session.scalar(select(confirmed | replaced)))
