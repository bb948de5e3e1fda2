"""The query log of cases: every read of what was handed in or handed out leaves an entry."""

from collections.abc import Callable, Sequence

from credit.checks.models import Check
from credit.subjects.models import Subject
from service import audit
from service.access import Role
from service.audit import QueryRead, current_actor
from service.database import db, transaction
from service.private import blind_index
from workflows.engine.models import CaseFile

CASE = ("state", "records", "documents", "events")
"""What a reader of a whole case sees."""


def log_case(case: CaseFile, channel: str) -> None:
    """Log that a whole case was read, in a transaction of its own."""
    log_cases([case], channel)


def log_cases(cases: Sequence[CaseFile], channel: str) -> None:
    """Log that some whole cases were read, in a transaction of its own."""
    with transaction():
        audit.record_queries(
            [_read(case, CASE, f"{case.number}:{case.version}".encode(), channel) for case in cases]
        )


def log_read(case: CaseFile, fields: Sequence[str], result_hash: bytes, channel: str) -> None:
    """Log, within the caller's transaction, that something of a case was read."""
    audit.log_query(_read(case, fields, result_hash, channel))


def _read(case: CaseFile, fields: Sequence[str], result_hash: bytes, channel: str) -> QueryRead:
    own = current_actor().role in {Role.enterprise, Role.resident, Role.person}
    index, kind = _subject_of(case)
    return QueryRead(
        basis_kind="authorisation" if own or case.about is not None else "sharing",
        basis_reference="self" if own else "cases.read",
        purpose="own_case" if own else "case_handling",
        subject_index=index,
        subject_kind=kind,
        fields=tuple(fields),
        result_hash=result_hash,
        channel=channel,
        object_ref=case.number,
    )


SUBJECTS: dict[str, Callable[[CaseFile], tuple[bytes, str]]] = {}
"""Case type -> whom its cases are about, for types that say so themselves."""


def _subject_of(case: CaseFile) -> tuple[bytes, str]:
    """Whom a case is about, as the query log knows them: in a dispute whoever disputes."""
    if case.case_type in SUBJECTS:
        return SUBJECTS[case.case_type](case)
    if case.check_id is not None:
        check = db.session.get_one(Check, case.check_id)
        return check.id_index, check.subject_kind
    if case.subject_id is None:
        return blind_index("account", str(case.created_by_id)), "resident"
    subject = db.session.get_one(Subject, case.subject_id)
    return subject.id_index or blind_index("name", subject.name_key), subject.kind
