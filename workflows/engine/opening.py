"""Opens a case: the first event of its history, in one transaction with all that hangs on it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from credit.checks.models import Check
from credit.records.models import Record
from credit.records.problems import RecordUnknown
from credit.subjects.models import Subject
from service import audit, clock
from service.audit import current_actor
from service.database import transaction
from service.messages import msg
from workflows.engine.definition import Definition
from workflows.engine.models import CaseEvent, CaseFile, CaseItem
from workflows.engine.naming import name_of
from workflows.engine.numbers import new_number
from workflows.engine.party import Party
from workflows.engine.problems import NotOpenable
from workflows.engine.refusals import Refusal, as_members
from workflows.engine.registry import definition, keep_version

OPEN = "open"
"""The action of a case's first event."""
ONE_OPEN_CASE = frozenset({"uq_case_item_open_record", "uq_case_file_open_check"})
"""Indexes that hold where the open case is somebody else's and the caller cannot see it."""


@dataclass(frozen=True)
class NewCase:
    """What a case begins with."""

    case_type: str
    subject_id: int | None
    """None in a dispute."""
    record_ids: tuple[int, ...]
    authority: str
    """The determining authority by its one spelling; in a dispute the community's code."""
    channel: str
    """page, api or window."""
    fields: Mapping[str, Any] = field(default_factory=dict)
    """JSON without personal data."""
    relates_to_id: int | None = None
    about: str | None = None
    """What a dispute is about, readable by the part it came from alone."""
    title: str = ""
    """What lists call it: the matter of a dispute, the mask of a natural person. Without one,
    the name of the subject."""
    check_id: int | None = None
    """The check whose result is objected to."""
    code: str = ""
    """Credit code of an organisation that is not on file."""


def open_case(new: NewCase, *, party: Party) -> CaseFile:
    """Open a case in its initial state.

    Raises `NotOpenable` when a record or the matter of a dispute is already in an open case of
    the same purpose (which is not named where it is somebody else's), or when the party may not
    open one of this type.
    """
    found = definition(new.case_type)
    with transaction() as session:
        if party not in found.opened_by:
            raise not_openable([_not_yours(found)])
        refuse_busy(session, found.purpose, new.record_ids)
        if new.about is not None:
            _refuse_disputed(session, found, new.about)
        if new.check_id is not None:
            _refuse_objected(session, new.check_id)
        keep_version(session, found)
        case = _case(session, new, found, party)
        with _one_open_case(session):
            session.add(case)
            session.flush()
            session.add_all(
                CaseItem(case_id=case.id, record_id=one, purpose=found.purpose)
                for one in sorted(set(new.record_ids))
            )
        session.add(_first_event(case, party))
        audit.record("case.open", "case", case.number, {"type": found.code})
        session.flush()
    return case


def refuse_busy(session: Session, purpose: str, record_ids: tuple[int, ...]) -> None:
    """Raise `NotOpenable` naming the open case each record is in already.

    The records stay locked, so that two applications for one of them come after each other.
    """
    there = session.execute(
        select(Record.id)
        .where(Record.id.in_(record_ids))
        .order_by(Record.id)
        .with_for_update(key_share=True)
    ).all()
    if len(there) < len(set(record_ids)):
        raise RecordUnknown(msg("没有找到这条记录。"))  # its time came in this very moment
    busy = session.execute(
        select(CaseItem.record_id, CaseFile.number)
        .join(CaseFile, CaseFile.id == CaseItem.case_id)
        .where(CaseItem.open, CaseItem.purpose == purpose, CaseItem.record_id.in_(record_ids))
        .order_by(CaseItem.record_id)
    ).all()
    if busy:
        raise not_openable(
            [
                Refusal(
                    "case-open",
                    msg("这条记录已有未办结的申请 {number}。", number=number),
                    msg("请在该申请中继续办理。"),
                    field=str(record_id),
                )
                for record_id, number in busy
            ]
        )


def _refuse_disputed(session: Session, found: Definition, about: str) -> None:
    """Raise `NotOpenable` naming the open case; two who open one come after each other."""
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(about, 0))))
    number = session.scalar(
        select(CaseFile.number).where(
            CaseFile.about == about, CaseFile.case_type == found.code, CaseFile.open
        )
    )
    if number is not None:
        raise not_openable(
            [Refusal("case-open", msg("这一事项已在办理中，编号 {number}。", number=number))]
        )


def _refuse_objected(session: Session, check_id: int) -> None:
    """Raise `NotOpenable` naming the open case about a check.

    The check stays locked, so that two who object come after each other.
    """
    session.execute(select(Check.id).where(Check.id == check_id).with_for_update())
    number = session.scalar(
        select(CaseFile.number).where(CaseFile.check_id == check_id, CaseFile.open)
    )
    if number is not None:
        raise not_openable(
            [Refusal("case-open", msg("这一事项已在办理中，编号 {number}。", number=number))]
        )


@contextmanager
def _one_open_case(session: Session) -> Iterator[None]:
    """Tell of an open case the second wall hides from the caller, without naming it.

    Raises `NotOpenable`; the session is as it was before.
    """
    try:
        with session.begin_nested():
            yield
    except IntegrityError as error:
        diagnosis = getattr(error.orig, "diag", None)
        if getattr(diagnosis, "constraint_name", None) not in ONE_OPEN_CASE:
            raise
        raise not_openable(
            [
                Refusal(
                    "case-open",
                    msg("这一事项已有他人提出的办件，尚未办结。"),
                    msg("编号不能向您显示。请到信用窗口核实，或者等它办结后再提出。"),
                )
            ]
        ) from error


def not_openable(refusals: list[Refusal]) -> NotOpenable:
    """The problem that tells all reasons."""
    first = refusals[0].message
    return NotOpenable(first, refusals=as_members(refusals))


def _not_yours(found: Definition) -> Refusal:
    return Refusal("not-yours", msg("“{name}”不由您提出。", name=name_of(found)))


def _case(session: Session, new: NewCase, found: Definition, party: Party) -> CaseFile:
    subject = None if new.subject_id is None else session.get_one(Subject, new.subject_id)
    now = clock.now()
    actor = current_actor()
    return CaseFile(
        number=new_number(clock.today()),
        case_type=found.code,
        definition_version=found.version,
        state=found.initial,
        version=1,
        open=True,
        owner=found.states[found.initial].owner,
        subject_id=new.subject_id,
        subject_code=(subject.code or "") if subject else new.code,
        subject_name=new.title or (subject.name if subject else ""),
        check_id=new.check_id,
        about=new.about,
        authority=new.authority,
        relates_to_id=new.relates_to_id,
        channel=new.channel,
        fields=dict(new.fields),
        alarm="none",
        created_by=actor.name,
        created_by_id=actor.id or None,
        created_at=now,
        updated_at=now,
        # What an authority takes up is with it from the first; an applicant's draft is nobody's.
        submitted_at=now if party is Party.authority else None,
    )


def _first_event(case: CaseFile, party: Party) -> CaseEvent:
    actor = current_actor()
    return CaseEvent(
        case_id=case.id,
        version=1,
        action=OPEN,
        from_state=None,
        to_state=case.state,
        party=party,
        actor_id=actor.id or None,
        actor_name=actor.name,
        actor_role=str(actor.role),
        actor_unit=actor.unit,
        fields={},
        at=case.created_at,
    )
