"""The end of a batch: the counts are reconciled, then the workbook is written, once."""

from pathlib import Path, PurePath
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from credit.checks.batches.chunks import actor_of
from credit.checks.batches.limits import FILE_BYTES_MAX, TABLE_LIMITS
from credit.checks.batches.problems import Miscount
from credit.checks.batches.results import ADDED, Told, results
from credit.checks.models import BatchState, Check, CheckBatch
from credit.rules.vocabulary import Outcome
from service import audit, clock, files
from service.database import transaction
from service.files.spool import scratch, spooled_file
from service.tabular import append_columns, open_table

RESULT_BYTES_MAX = 4 * FILE_BYTES_MAX
"""The result holds the file as it was sent, uncompressed text included, and six columns more."""


def finish(batch_id: UUID) -> bool:
    """Close a batch whose chunks are all done; False where there is nothing to close.

    Several workers may try: the lock on the batch lets one after the other in, and whoever
    comes second finds it done. Raises `Miscount` where rows do not add up.
    """
    with transaction() as session:
        batch = session.get_one(CheckBatch, batch_id, with_for_update=True, populate_existing=True)
        if batch.state != BatchState.running or batch.done != batch.total:
            return False
        reconcile(session, batch)
        with scratch() as folder:
            target = folder / "result.xlsx"
            write_result(batch, target)
            with target.open("rb") as stream:
                stored = files.store(stream, result_name(batch), max_bytes=RESULT_BYTES_MAX)
        batch.result_id, batch.state, batch.finished_at = stored.id, BatchState.done, clock.now()
        audit.record(
            "batch.done", "check_batch", str(batch_id), tally(batch), actor=actor_of(batch)
        )
    return True


def tally(batch: CheckBatch) -> dict[str, int | None]:
    """The counts of a batch: total = passed + negative + held + refused."""
    return {
        "total": batch.total,
        "passed": batch.passed,
        "negative": batch.negative,
        "held": batch.held,
        "refused": batch.refused,
    }


def reconcile(session: Session, batch: CheckBatch) -> None:
    """Raise `Miscount` unless every row of the file is accounted for by exactly one result."""
    rows = session.execute(
        select(Check.outcome, func.count())
        .where(Check.batch_id == batch.id, Check.supersedes_id.is_(None))
        .group_by(Check.outcome)
    )
    written = {outcome: count for outcome, count in rows}  # noqa: C416 - rows are not pairs
    counted = {str(one): getattr(batch, one) for one in Outcome if getattr(batch, one)}
    accounted = batch.passed + batch.negative + batch.held + batch.refused
    if written != counted or not batch.total == batch.done == accounted:
        raise Miscount(f"batch {batch.id}: {tally(batch)}, done {batch.done}, written {written}")


def write_result(batch: CheckBatch, target: Path) -> None:
    """Write the workbook as it was sent with the results of this moment; the memory is flat.

    Raises `Miscount` where a row would stay without a result.
    """
    told = Told()
    with spooled_file(batch.file_id) as path:
        table = open_table(path, batch.filename, TABLE_LIMITS)
        rows = append_columns(table, target, ADDED, results(batch.id, told))
    if not rows == told.rows == batch.total:
        raise Miscount(f"batch {batch.id}: {rows} rows, {told.rows} results, total {batch.total}")


def result_name(batch: CheckBatch) -> str:
    """The name under which the workbook comes back."""
    return f"{PurePath(batch.filename).stem or 'result'}-结果.xlsx"
