"""The documents of a case a clerk may point to as proof."""

from sqlalchemy import select

from service.database import db
from workflows.documents.models import CaseDocument


def documents_for(case_id: int) -> list[tuple[str, str]]:
    """Id and name of each document that was not withdrawn, the newest first."""
    return [
        (str(document.id), document.filename)
        for document in db.session.scalars(
            select(CaseDocument)
            .where(CaseDocument.case_id == case_id, CaseDocument.withdrawn_at.is_(None))
            .order_by(CaseDocument.uploaded_at.desc())
        )
    ]
