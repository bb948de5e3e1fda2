"""The rows that were refused, as a file to correct and import again as it is."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select

from credit.records.feeds.validate import header_key
from credit.records.importing.limits import REFUSED_PAGE_ROWS
from credit.records.importing.ordinals import ORDINAL_HEADER
from credit.records.importing.outcome import Outcome
from credit.records.importing.packing import unpack
from credit.records.models import ImportIssue, RecordImport
from service import audit
from service.audit import QueryRead
from service.database import db, transaction
from service.messages import Message
from service.tabular import write_csv

ADDED_HEADERS = ("原行号", "出错的列", "问题", "如何改正")
"""Columns put behind those of the file; an import passes over them."""
Say = Callable[[Message], str]


def hand_out_refused(target: Path, job: RecordImport, say: Say, *, channel: str) -> int:
    """`write_refused` for a person. The rows hold personal data as it was sent: it is logged."""
    rows = write_refused(target, job, say)
    with transaction():
        audit.log_query(
            QueryRead(
                basis_kind="sharing",
                basis_reference="records.import",
                purpose="record_keeping",
                subject_index=b"",
                subject_kind="import",
                fields=("refused_rows",),
                channel=channel,
                object_ref=str(job.id),
            )
        )
        audit.record("records.refused_read", "record_import", str(job.id), {"rows": rows})
    return rows


def write_refused(target: Path, job: RecordImport, say: Say) -> int:
    """Write the refused rows of an import with what is wrong with each; returns how many.

    The columns are those of the sent file, so the corrected file can be sent as it is. Where
    the order of rows tells records apart, a last column carries each row's place.
    """
    ours = {header_key(name) for name in (*ADDED_HEADERS, ORDINAL_HEADER)}
    kept = [at for at, name in enumerate(job.header) if header_key(name) not in ours]
    header = [job.header[at] for at in kept] + list(ADDED_HEADERS)
    numbered = _is_numbered(job.id)
    if numbered:
        header.append(ORDINAL_HEADER)
    return write_csv(target, header, _rows(job, kept, say, numbered=numbered))


def issues_of(
    import_id: UUID, outcome: Outcome | None = None, *, after_row: int = 0, limit: int
) -> list[ImportIssue]:
    """Flagged or refused rows of an import, in the order of the file."""
    statement = select(ImportIssue).where(
        ImportIssue.import_id == import_id, ImportIssue.row > after_row
    )
    if outcome is not None:
        statement = statement.where(ImportIssue.outcome == outcome)
    return list(db.session.scalars(statement.order_by(ImportIssue.row).limit(limit)))


def _is_numbered(import_id: UUID) -> bool:
    return bool(
        db.session.scalar(
            select(
                select(ImportIssue)
                .where(ImportIssue.import_id == import_id, ImportIssue.ordinal.is_not(None))
                .exists()
            )
        )
    )


def _rows(job: RecordImport, kept: list[int], say: Say, *, numbered: bool) -> Iterator[list[str]]:
    width, last = len(job.header), 0
    while page := issues_of(job.id, Outcome.refused, after_row=last, limit=REFUSED_PAGE_ROWS):
        for issue in page:
            cells: list[str] = json.loads(issue.raw or "[]")
            cells += [""] * (width - len(cells))
            told = [str(issue.row), *_faults(issue.errors, say)]
            place = [str(issue.ordinal)] if numbered else []
            # What stood to the right of the last header stays there, to be put right.
            yield [*(cells[at] for at in kept), *told, *place, *cells[width:]]
        last = page[-1].row
        for issue in page:
            db.session.expunge(issue)


def _faults(errors: list[dict[str, Any]], say: Say) -> tuple[str, str, str]:
    fields = dict.fromkeys(error["field"] for error in errors)
    remedies = dict.fromkeys(say(unpack(error["remedy"])) for error in errors if error["remedy"])
    messages = [f"{error['field']}：{say(unpack(error['message']))}" for error in errors]
    return "、".join(fields), "；".join(messages), "；".join(remedies)
