"""Files of the demonstration, brought in by the importer that people use, once each."""

import csv
import io
from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from credit.records.importing.begin import start_import
from credit.records.importing.run import run_import
from credit.records.models import ImportState, RecordImport
from service import clock
from service.database import db


def bring_in(feed: str, header: list[str], rows: Iterable[list[str]], *, name: str = "") -> bool:
    """Import once; False when it was done before.

    The rows are reckoned from the day of loading and would differ tomorrow.
    """
    name = f"demo-{name or feed}.csv"
    if db.session.scalar(
        select(RecordImport.id).where(
            RecordImport.filename == name, RecordImport.state == ImportState.done
        )
    ):
        return False
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows(rows)
    file = io.BytesIO(text.getvalue().encode("utf-8-sig"))
    run_import(start_import(file, name, feed, channel="command").id)
    return True


def brought_in_on(name: str) -> date | None:
    """The day on which a file of the demonstration was brought in first."""
    at = db.session.scalar(
        select(RecordImport.created_at)
        .where(RecordImport.filename == f"demo-{name}.csv")
        .order_by(RecordImport.sequence)
        .limit(1)
    )
    return None if at is None else clock.at_office(at).date()
