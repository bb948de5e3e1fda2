"""Whether something may be handed in or taken back now, by the caller's part in the case."""

from datetime import datetime

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from service.access import Role
from service.accounts.models import Account
from service.messages import msg
from workflows.documents.models import CaseDocument
from workflows.documents.problems import DocumentsClosed
from workflows.effects.models import CaseEffect
from workflows.engine.models import CaseEvent, CaseFile
from workflows.engine.parties import current_caller, parties_of
from workflows.engine.party import Party
from workflows.engine.registry import definition

HANDS_IN = frozenset({Party.applicant, Party.window, Party.authority})
TAKES_BACK = frozenset({Party.applicant, Party.window})


def may_hand_in(case: CaseFile) -> bool:
    """Whether the caller may add a document: a party to a case that is still open.

    What belongs to a dispute is kept by the part it came from.
    """
    return case.open and case.about is None and bool(HANDS_IN & parties_of(case, current_caller()))


def demand_hand_in(case: CaseFile) -> None:
    """Raise `DocumentsClosed` unless `may_hand_in`."""
    if not may_hand_in(case):
        raise DocumentsClosed(msg("办件已经办结或不由您办理，不能再提交材料。"))


def may_take_back(session: Session, case: CaseFile, document: CaseDocument) -> bool:
    """Whether a document is not yet submitted: handed in since the case came to the applicant.

    What somebody else may have decided on stays for good, and so does what an authority handed
    in and what proves that an effect was brought about.
    """
    owner = definition(case.case_type, case.definition_version).states[case.state].owner
    return (
        case.open
        and owner is Party.applicant
        and bool(TAKES_BACK & parties_of(case, current_caller()))
        and document.uploaded_at >= last_moved_at(session, case)
        and not _is_evidence(session, document)
    )


def _is_evidence(session: Session, document: CaseDocument) -> bool:
    by_authority = exists().where(
        Account.id == document.uploaded_by_id, Account.role == Role.department
    )
    proves = exists().where(
        CaseEffect.case_id == document.case_id,
        CaseEffect.receipt["document"].as_string() == str(document.id),
    )
    return bool(session.scalar(select(or_(by_authority, proves))))


def last_moved_at(session: Session, case: CaseFile) -> datetime:
    """When the case came to the state it is in."""
    moved: datetime | None = session.scalar(
        select(func.max(CaseEvent.at)).where(CaseEvent.case_id == case.id)
    )
    return moved or case.created_at
