"""A batch, and a look at a list, as the API shows them."""

from typing import Any

from flask import url_for

from credit.checks.batches import service
from credit.checks.batches.packing import Refusal
from credit.checks.batches.preview import FileReport
from credit.checks.models import BasisKind, BatchState, CheckBatch
from credit.checks.present import Say
from credit.rules.vocabulary import Purpose
from service.problems import FieldError

ENDED = (BatchState.done, BatchState.failed)


def present(batch: CheckBatch, say: Say, *, with_errors: bool = True) -> dict[str, Any]:
    """Where a batch stands; the refused rows are listed once it has ended."""
    failure = service.failure_of(batch)
    refused = service.first_refusals(batch) if with_errors and batch.state in ENDED else []
    return {
        "id": batch.id,
        "purpose": Purpose(batch.purpose),
        "basis": {"kind": BasisKind(batch.basis_kind), "reference": batch.basis_reference},
        "as_of": batch.as_of,
        "filename": batch.filename,
        "state": BatchState(batch.state),
        "done": batch.done,
        "total": batch.total,
        "passed": batch.passed,
        "negative": batch.negative,
        "held": batch.held,
        "refused": batch.refused,
        "seconds_left": service.seconds_left(batch),
        "errors": [_told(one, say) for one in refused],
        "failure": failure and {"code": failure.code, "message": say(failure.message)},
        "result_url": result_url(batch),
        "created_by": batch.created_by,
        "created_at": batch.created_at,
        "finished_at": batch.finished_at,
    }


def result_url(batch: CheckBatch) -> str | None:
    """Where the workbook can be had; None until there is one."""
    if batch.result_id is None:
        return None
    return url_for("check_batches_api.result", batch_id=batch.id)


def present_report(report: FileReport, say: Say) -> dict[str, Any]:
    """A look at a list, in the reader's language."""
    return {
        "filename": report.filename,
        "total": report.total,
        "good": report.good,
        "refused": report.refused,
        "errors": [_told(error, say) for error in report.errors],
        "notes": [say(note.message) for note in report.notes],
    }


def _told(error: Refusal | FieldError, say: Say) -> dict[str, Any]:
    return {
        "row": error.row,
        "field": error.field,
        "code": error.code,
        "message": say(error.message),
        "remedy": say(error.remedy) if error.remedy else "",
    }
