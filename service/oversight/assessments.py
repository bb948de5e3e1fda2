"""The register of impact assessments (PIPL Art. 55, 56): record one, list them, read one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service import audit, clock, files
from service.audit import current_actor
from service.database import db, transaction
from service.files.kinds import HEADS
from service.files.store import store_scanned
from service.messages import msg
from service.months import add_months
from service.numbers import Numbers
from service.oversight.dated import assessment_rule
from service.oversight.limits import FILE_BYTES_MAX
from service.oversight.models import ImpactAssessment
from service.oversight.problems import SettledAlready
from service.problems import FieldError, InvalidInput, NotFound

RECORDED, OBJECT = "assessments.recorded", "impact_assessment"
_NUMBERS = Numbers("PG")
HEAD_BYTES = 16


@dataclass(frozen=True)
class NewAssessment:
    """What is recorded of an assessment."""

    title: str
    occasions: tuple[str, ...]
    purpose: str
    necessity: str
    risks: str
    safeguards: str
    level: str
    assessed_on: date
    assessed_by: str
    replaces: str | None = None
    """Number of the assessment it takes the place of."""


def record_assessment(new: NewAssessment, report: Any = None) -> ImpactAssessment:
    """Record an assessment, with its signed report where there is one.

    It never changes; a later one takes its place by a link. Raises `InvalidInput`, `NotFound`,
    `SettledAlready` where the earlier one was replaced before, `FileTooLarge`.
    """
    _refuse_future(new.assessed_on)
    rule = assessment_rule(new.assessed_on)
    if rule is None or not set(new.occasions) <= set(rule.occasions):
        raise _wrong("assessed_on", msg("当日没有适用的评估规定，请核对评估日期。"))
    with transaction() as session:
        row = ImpactAssessment(
            number=_NUMBERS.new(clock.today()),
            title=new.title.strip(),
            occasions=sorted(set(new.occasions)),
            purpose=new.purpose.strip(),
            necessity=new.necessity.strip(),
            risks=new.risks.strip(),
            safeguards=new.safeguards.strip(),
            level=new.level,
            assessed_on=new.assessed_on,
            assessed_by=new.assessed_by.strip(),
            keep_until=add_months(new.assessed_on, rule.keep_months),
            file_id=None if report is None else _kept(report),
            replaces_id=None if not new.replaces else _earlier(session, new.replaces),
            recorded_by=current_actor().name,
            recorded_by_id=current_actor().id,
            recorded_at=clock.now(),
        )
        session.add(row)
        session.flush()
        audit.record(RECORDED, OBJECT, row.number, {"level": row.level, "replaces": new.replaces})
    return row


def _refuse_future(day: date) -> None:
    if day > clock.today():
        raise _wrong("assessed_on", msg("评估日期不能晚于今天。"))


def _wrong(field: str, sentence: Any) -> InvalidInput:
    return InvalidInput(sentence, errors=[FieldError(field, "wrong", sentence)])


def _kept(report: Any) -> Any:
    head = report.stream.read(HEAD_BYTES)
    report.stream.seek(0)
    if not any(head.startswith(start) for start, _ in HEADS):
        raise _wrong("file", msg("请上传 PDF、JPG 或 PNG 文件。"))
    return store_scanned(report.stream, report.filename or "", max_bytes=FILE_BYTES_MAX).id


def _earlier(session: Session, number: str) -> int:
    """The assessment that is replaced; of two who replace it at once the second is refused."""
    earlier = find(number)
    session.execute(
        select(ImpactAssessment.id).where(ImpactAssessment.id == earlier.id).with_for_update()
    )
    taken = select(ImpactAssessment.number).where(ImpactAssessment.replaces_id == earlier.id)
    if (later := session.scalar(taken)) is not None:
        raise SettledAlready(msg("评估 {number} 已由 {later} 取代。", number=number, later=later))
    return earlier.id


def find(number: str) -> ImpactAssessment:
    """One assessment. Raises `NotFound`."""
    tidy = _NUMBERS.tidy(number) or ""
    row = db.session.scalar(select(ImpactAssessment).where(ImpactAssessment.number == tidy))
    if row is None:
        raise NotFound(msg("没有编号为“{number}”的评估，请检查编号。", number=number[:40]))
    return row


def all_of() -> Sequence[tuple[ImpactAssessment, str | None]]:
    """Every assessment with the number of its successor, the newest first; there are few."""
    later = select(ImpactAssessment).subquery()
    rows = db.session.execute(
        select(ImpactAssessment, later.c.number)
        .outerjoin(later, later.c.replaces_id == ImpactAssessment.id)
        .order_by(ImpactAssessment.assessed_on.desc(), ImpactAssessment.id.desc())
    )
    return [(row, number) for row, number in rows]


def neighbours(row: ImpactAssessment) -> tuple[str | None, str | None]:
    """Numbers of the assessment it replaced and of the one that replaced it."""
    before = select(ImpactAssessment.number).where(ImpactAssessment.id == row.replaces_id)
    after = select(ImpactAssessment.number).where(ImpactAssessment.replaces_id == row.id)
    return db.session.scalar(before), db.session.scalar(after)


def by_level() -> dict[str, int]:
    """Assessments that stand, by level."""
    later = select(ImpactAssessment.replaces_id).where(ImpactAssessment.replaces_id.is_not(None))
    rows = db.session.execute(
        select(ImpactAssessment.level, func.count().label("many"))
        .where(ImpactAssessment.id.not_in(later))
        .group_by(ImpactAssessment.level)
    )
    return {row.level: row.many for row in rows}


def open_report(row: ImpactAssessment) -> BinaryIO:
    """The signed report. Raises `NotFound` when none was handed in."""
    if row.file_id is None:
        raise NotFound(msg("评估 {number} 没有上传报告。", number=row.number))
    audit.record("assessments.report_read", OBJECT, row.number)
    return files.open_stored(row.file_id)
