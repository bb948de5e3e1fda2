"""Which names known without a number are a subject's own: only a human says so."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from credit.subjects.models import SubjectMatch


def matched_to(session: Session, subject_id: int) -> list[int]:
    """Subjects known by name alone that a human matched to this one; the last verdict counts."""
    verdicts = session.execute(
        select(SubjectMatch.named_subject_id, SubjectMatch.same)
        .where(SubjectMatch.subject_id == subject_id)
        .order_by(SubjectMatch.id)
    )
    latest = {row.named_subject_id: row.same for row in verdicts}
    return [named for named, same in latest.items() if same]
