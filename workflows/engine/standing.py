"""How many open cases are past their day: for the doctor and the metrics."""

from collections.abc import Iterator

from sqlalchemy import func, select

from service import clock
from service.database import db
from service.doctor.registry import Finding, Kind
from service.messages import msg
from service.observability.sheet import Sheet
from workflows.engine.models import CaseFile
from workflows.engine.registry import all_definitions


def overdue_by_type() -> dict[str, int]:
    """Open cases past their day, by case type; types without any are 0."""
    rows = db.session.execute(
        select(CaseFile.case_type, func.count())
        .where(CaseFile.open, CaseFile.due_on < clock.today())
        .group_by(CaseFile.case_type)
    )
    counts = dict.fromkeys((one.code for one in all_definitions()), 0)
    return counts | dict(rows.all())


def look_at_overdue() -> Iterator[Finding]:
    """Somebody has to act on every one of them."""
    count = sum(overdue_by_type().values())
    yield Finding(
        msg("超期办件"),
        Kind.warn if count else Kind.ok,
        msg("{n} 件", n=count),
        msg("在“办件”页按“已超期”查看，催促承办人办结。") if count else None,
    )


def measure_overdue(sheet: Sheet) -> None:
    """One gauge for each case type."""
    for case_type, count in overdue_by_type().items():
        sheet.gauge("credit_cases_overdue", "Open cases past their day", count, case_type=case_type)
