"""What a case has on file for its checklist: its circumstances, its papers, what is missing."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from credit.records.models import Record
from credit.subjects.models import Subject
from service import clock
from service.database import db
from workflows.documents.models import CaseDocument
from workflows.engine.models import CaseFile
from workflows.repair.checklist import (
    TEMPORARY,
    Circumstances,
    Need,
    Paper,
    held_against,
    needs,
)
from workflows.repair.dated_tables import materials_on, payment_on
from workflows.repair.facts import facts_of
from workflows.workdays.service import current_calendar

BY_AGENT, BY_ADMINISTRATOR, PERFORMED_ON = "by_agent", "by_administrator", "performed_on"
"""Names of the fields of a case that bear on its checklist."""
_PAPERS = (
    select(CaseDocument.kind, CaseDocument.record_id, CaseDocument.uploaded_at)
    .where(CaseDocument.case_id == bindparam("case"), CaseDocument.withdrawn_at.is_(None))
    .order_by(CaseDocument.uploaded_at, CaseDocument.id)
)
_REGISTERED = select(Subject.profile, Subject.registered_on).where(
    Subject.id == bindparam("subject")
)


def on_register(profile: Mapping[str, Any], registered_on: date | None) -> bool:
    """True when the registration of a subject is on file, so that no licence is asked for."""
    return bool(profile) or registered_on is not None


def circumstances(
    session: Session, case: CaseFile, said: Mapping[str, Any], stage: str = TEMPORARY
) -> Circumstances:
    """What decides which documents a case needs; `said` goes before what it has gathered."""
    fields = {**case.fields, **said}
    performed_on = fields.get(PERFORMED_ON)
    registered = session.execute(_REGISTERED, {"subject": case.subject_id}).one()
    return Circumstances(
        case_type=case.case_type,
        stage=stage,
        by_agent=bool(fields.get(BY_AGENT)),
        by_administrator=bool(fields.get(BY_ADMINISTRATOR)),
        on_register=on_register(registered.profile, registered.registered_on),
        performed_on=date.fromisoformat(performed_on) if performed_on else None,
    )


def papers_of(case: CaseFile) -> list[Paper]:
    """What was handed in with a case and not taken back."""
    return [Paper(*row) for row in db.session.execute(_PAPERS, {"case": case.id})]


def checklist_for(records: Sequence[Record], about: Circumstances) -> list[Need]:
    """The checklist in force today for some records, before anything is handed in."""
    today = clock.today()
    found = [facts_of(record) for record in records]
    calendar = cache(current_calendar)  # read once, and only where a day of payment was told
    return needs(found, about, materials_on(today), payment_on(today), calendar)


def checklist_of(
    session: Session,
    case: CaseFile,
    records: Sequence[Record],
    *,
    said: Mapping[str, Any] | None = None,
    stage: str = TEMPORARY,
) -> list[Need]:
    """The checklist of a case with what is there, what is missing and what is fetched."""
    about = circumstances(session, case, said or {}, stage)
    return held_against(checklist_for(records, about), papers_of(case))
