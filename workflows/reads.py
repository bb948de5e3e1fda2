"""The query log of cases: every read of what was handed in or handed out leaves an entry."""

from collections.abc import Sequence

from credit.subjects.models import Subject
from service import audit
from service.access import Role
from service.audit import QueryRead, current_actor
from service.database import db
from service.private import blind_index
from workflows.engine.models import CaseFile


def log_read(case: CaseFile, fields: Sequence[str], result_hash: bytes, channel: str) -> None:
    """Log, within the caller's transaction, that something of a case was read."""
    subject = db.session.get_one(Subject, case.subject_id)
    own = current_actor().role == Role.enterprise
    audit.log_query(
        QueryRead(
            basis_kind="authorisation" if own else "sharing",
            basis_reference="self" if own else "cases.read",
            purpose="own_case" if own else "case_handling",
            subject_index=subject.id_index or blind_index("name", subject.name_key),
            subject_kind=subject.kind,
            fields=tuple(fields),
            result_hash=result_hash,
            channel=channel,
            object_ref=case.number,
        )
    )
