"""Whether something may be handed in or taken back now, by the caller's part in the case."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
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
    return document.id in taken_back(session, case, [document])


def taken_back(session: Session, case: CaseFile, documents: Sequence[CaseDocument]) -> set[UUID]:
    """Of some documents of a case those that `may_take_back` holds for."""
    owner = definition(case.case_type, case.definition_version).states[case.state].owner
    if not (
        case.open
        and owner is Party.applicant
        and documents
        and TAKES_BACK & parties_of(case, current_caller())
    ):
        return set()
    moved = last_moved_at(session, case)
    late = {one.id for one in documents if one.uploaded_at >= moved}
    return late - _evidence(session, case, late) if late else late


def _evidence(session: Session, case: CaseFile, ids: set[UUID]) -> set[UUID]:
    """Those an authority handed in, or that prove that an effect was brought about."""
    by_authority = (
        select(CaseDocument.id)
        .join(Account, Account.id == CaseDocument.uploaded_by_id)
        .where(CaseDocument.id.in_(ids), Account.role == Role.department)
    )
    named = CaseEffect.receipt["document"].as_string()
    proves = select(named).where(CaseEffect.case_id == case.id, named.is_not(None))
    proving = set(session.scalars(proves))
    return {*session.scalars(by_authority), *(one for one in ids if str(one) in proving)}


def last_moved_at(session: Session, case: CaseFile) -> datetime:
    """When the case came to the state it is in; what left it there, as a reminder, is no move."""
    moved: datetime | None = session.scalar(
        select(func.max(CaseEvent.at)).where(
            CaseEvent.case_id == case.id,
            CaseEvent.from_state.is_distinct_from(CaseEvent.to_state),
        )
    )
    return moved or case.created_at
