"""The rows that were refused, as a sheet to correct and import again as it is."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from scoring.communities.reads import PURPOSE
from scoring.ledger.importing.columns import ADDED
from scoring.ledger.importing.limits import REFUSED_PAGE_ROWS
from scoring.ledger.models import EntryImport, EntryImportIssue
from service import audit
from service.audit import QueryRead
from service.database import db, transaction
from service.messages import Message
from service.packed import unpack
from service.private import blind_index
from service.tabular import write_csv
from service.tabular.columns import normal_name

Say = Callable[[Message], str]


def hand_out_refused(target: Path, row: EntryImport, say: Say, *, channel: str) -> int:
    """`write_refused` for a person. The rows hold what was said of residents: it is logged."""
    rows = write_refused(target, row, say)
    with transaction():
        audit.log_query(
            QueryRead(
                basis_kind="authorisation",
                basis_reference="points.enter",
                purpose=PURPOSE,
                subject_index=blind_index("points_import", str(row.id)),
                subject_kind="points_import",
                fields=("refused_rows",),
                channel=channel,
                object_ref=str(row.id),
            )
        )
        audit.record("points.refused_read", "points_import", str(row.id), {"rows": rows})
    return rows


def write_refused(target: Path, row: EntryImport, say: Say) -> int:
    """Write the refused rows with what is wrong with each; returns how many.

    The columns are those of the sheet as sent, and what is added is passed over by the next import.
    """
    ours = {normal_name(name) for name in ADDED}
    kept = [at for at, name in enumerate(row.header) if normal_name(name) not in ours]
    header = [row.header[at] for at in kept] + list(ADDED)
    return write_csv(target, header, _rows(row, kept, say))


def issues_of(import_id: UUID, *, after_row: int = 0, limit: int) -> list[EntryImportIssue]:
    """Refused rows of an import, in the order of the sheet."""
    return list(
        db.session.scalars(
            select(EntryImportIssue)
            .where(EntryImportIssue.import_id == import_id, EntryImportIssue.row > after_row)
            .order_by(EntryImportIssue.row)
            .limit(limit)
        )
    )


def _rows(row: EntryImport, kept: list[int], say: Say) -> Iterator[list[str]]:
    width, last = len(row.header), 0
    while page := issues_of(row.id, after_row=last, limit=REFUSED_PAGE_ROWS):
        for issue in page:
            cells: list[str] = json.loads(issue.cells_sealed)
            cells += [""] * (width - len(cells))
            told = [
                str(issue.row), issue.column, say(unpack(issue.message)), say(unpack(issue.remedy))
            ]  # fmt: skip
            # What stood to the right of the last header stays there, to be put right.
            yield [*(cells[at] for at in kept), *told, *cells[width:]]
        last = page[-1].row
        for issue in page:
            db.session.expunge(issue)
