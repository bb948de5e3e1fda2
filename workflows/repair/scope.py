"""Whose records an application may name, and for which organisation it is."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from credit.records.models import Record
from credit.records.problems import RecordUnknown
from credit.subjects.matching import matched_to
from credit.subjects.models import Subject, SubjectMatch
from service.messages import msg
from workflows.engine.parties import Caller


def wanted_records(
    session: Session, record_ids: Collection[int], caller: Caller
) -> Sequence[Record]:
    """The records, locked so that two applications for one of them come after each other.

    Raises `RecordUnknown` for one that is not there and, just the same, for one an
    enterprise may not know of.
    """
    records = session.scalars(
        select(Record)
        .where(Record.id.in_(record_ids))
        .order_by(Record.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).all()
    unknown = set(record_ids) - {record.id for record in records}
    if caller.subject_code is not None and not unknown:
        own = own_subjects(session, caller.subject_code)
        unknown = {record.id for record in records if record.subject_id not in own}
    if unknown:
        raise RecordUnknown(msg("没有找到这条记录。"), records=sorted(unknown))
    return records


def own_subjects(session: Session, code: str) -> set[int]:
    """The subject with a code and those known by name alone that a human said are the same."""
    subject_id = session.scalar(select(Subject.id).where(Subject.code == code))
    if subject_id is None:
        return set()
    return {subject_id, *matched_to(session, subject_id)}


def applicants(session: Session, records: Sequence[Record]) -> list[Subject]:
    """The organisations with a code the records are about; one, where all is well."""
    found: dict[int, Subject] = {}
    for owner_id in sorted({record.subject_id for record in records}):
        owner = session.get_one(Subject, owner_id)
        known = owner if owner.code else _matched(session, owner_id)
        if known is not None:
            found[known.id] = known
    return list(found.values())


def _matched(session: Session, named_id: int) -> Subject | None:
    verdict = session.scalars(
        select(SubjectMatch)
        .where(SubjectMatch.named_subject_id == named_id)
        .order_by(SubjectMatch.id.desc())
        .limit(1)
    ).first()
    if verdict is None or not verdict.same:
        return None
    subject = session.get_one(Subject, verdict.subject_id)
    return subject if subject.code else None
