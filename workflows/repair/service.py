"""Use cases of repair: ask for one, or take one up that may have to be revoked."""

from typing import Any

from sqlalchemy import select

from credit.subjects.models import Subject
from service import audit
from service.access import Role
from service.audit import QueryRead
from service.database import transaction
from service.messages import msg
from service.problems import NotAllowed
from workflows.engine.models import CaseFile, CaseItem
from workflows.engine.opening import NewCase, open_case
from workflows.engine.parties import Caller, current_caller, parties_of
from workflows.engine.party import Party
from workflows.engine.reading import get_case
from workflows.repair.application import Application, authority_of, look_at, not_possible
from workflows.repair.case_papers import BY_ADMINISTRATOR, BY_AGENT, PERFORMED_ON
from workflows.repair.guards import can_be_revoked
from workflows.repair.problems import NothingToRevoke

REVOCATION = "revocation"
AUTHORISATION = "authorisation_reference"
"""Field of a case: the authorisation of whoever came to the window."""


def open_repair(application: Application, *, channel: str = "api") -> CaseFile:
    """Open a case about records that can be repaired today; it is a draft until submitted.

    It goes to the authority that determined the records. Raises `RecordUnknown`, or
    `RepairNotPossible` with all reasons at once, each with what to do about it.
    """
    caller = current_caller()
    party = _applying(caller)
    with transaction() as session:
        look = look_at(session, application, caller, party)
        if look.refusals:
            raise not_possible(look)
        subject, first = look.subjects[0], look.answers[0]
        assert first.case_type is not None
        case = open_case(
            NewCase(
                case_type=first.case_type,
                subject_id=subject.id,
                record_ids=tuple(record.id for record in look.records),
                authority=authority_of(look.records[0]),
                channel="window" if party is Party.window else channel,
                fields=_said(application),
            ),
            party=party,
        )
        _log(subject, case, application, party)
    return case


def open_revocation(number: str, concern: str, *, channel: str = "api") -> CaseFile:
    """Take up a repair of the caller's own unit that may rest on false grounds.

    Nothing changes by it: the party is heard first. Raises `CaseUnknown`, `NothingToRevoke`,
    or `NotOpenable` when a revocation is under way already.
    """
    repair = get_case(number)
    if Party.authority not in parties_of(repair, current_caller()):
        raise NotAllowed(msg("只有作出修复决定的单位可以提出撤销。"))
    with transaction() as session:
        session.refresh(repair, with_for_update=True)
        if not can_be_revoked(repair):
            raise NothingToRevoke(
                msg("办件 {number} 没有正在生效的修复。", number=repair.number), state=repair.state
            )
        items = select(CaseItem.record_id).where(CaseItem.case_id == repair.id)
        return open_case(
            NewCase(
                case_type=REVOCATION,
                subject_id=repair.subject_id,
                record_ids=tuple(session.scalars(items.order_by(CaseItem.record_id))),
                authority=repair.authority,
                channel=channel,
                fields={"concern": concern},
                relates_to_id=repair.id,
            ),
            party=Party.authority,
        )


def _applying(caller: Caller) -> Party:
    parties = {Role.enterprise: Party.applicant, Role.clerk: Party.window}
    party = parties.get(Role(caller.actor.role)) if caller.actor.id else None
    if party is None:
        raise NotAllowed(msg("修复由企业提出，或由窗口受托代为提出。"))
    return party


def _said(application: Application) -> dict[str, Any]:
    said: dict[str, Any] = {}
    if application.authorisation:
        said[AUTHORISATION] = application.authorisation
        said[BY_AGENT] = application.by_agent
    if application.by_administrator:
        said[BY_ADMINISTRATOR] = True
    if application.performed_on is not None:
        said[PERFORMED_ON] = application.performed_on.isoformat()
    return said


def _log(subject: Subject, case: CaseFile, application: Application, party: Party) -> None:
    """The records were looked at, at the window on the visitor's authorisation."""
    window = party is Party.window
    assert subject.id_index is not None  # it has a code
    audit.log_query(
        QueryRead(
            basis_kind="authorisation",
            basis_reference=(application.authorisation or "") if window else "self",
            purpose="credit_repair",
            subject_index=subject.id_index,
            subject_kind=subject.kind,
            fields=("records", "dates"),
            channel=case.channel,
            object_ref=case.number,
        )
    )
