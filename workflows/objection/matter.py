"""What an objection is about, found for whoever may object to it.

What is not there and what is somebody else's gives the same answer, so that no number can be
tried out.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from credit.checks.models import Check
from credit.checks.numbers import tidy_number as tidy_check_number
from credit.records.authorities import canonical_authority
from credit.records.models import Record
from credit.records.problems import ID_MAX, RecordUnknown
from credit.subjects.models import Subject
from service import clock
from service.access import Role
from service.accounts.models import Account
from service.identities.reading import identity_of
from service.messages import msg
from service.private import blind_index, mask_name
from service.problems import NotFound
from service.settings import Settings
from workflows.engine.models import CaseFile
from workflows.engine.numbers import tidy_number as tidy_case_number
from workflows.engine.parties import Caller
from workflows.engine.reading import records_of, unknown
from workflows.engine.registry import definition
from workflows.objection.grounds import Topic
from workflows.repair.scope import applicants, own_subjects

NATURAL_PERSON = "natural_person"
USCC = "uscc"


@dataclass(frozen=True)
class Matter:
    """What is objected to, and whose it is."""

    topic: Topic
    authority: str
    subject: Subject | None
    records: Sequence[Record] = ()
    check: Check | None = None
    repair: CaseFile | None = None

    @property
    def title(self) -> str:
        """Whom it is about, as lists show it: a natural person by the mask."""
        if self.check is not None:
            return self.check.name_mask
        if self.repair is not None:
            return self.repair.subject_name
        assert self.subject is not None
        of_person = self.subject.kind == NATURAL_PERSON
        return mask_name(self.subject.name) if of_person else self.subject.name

    @property
    def code(self) -> str:
        """Credit code of an organisation; empty for a natural person."""
        if self.check is not None and self.check.id_type == USCC:
            return self.check.id_mask  # an organisation's is not masked
        return (self.subject.code or "") if self.subject is not None else ""

    @property
    def index(self) -> tuple[bytes, str]:
        """Whose it is, as the query log knows them: look-up key and kind."""
        if self.check is not None:
            return self.check.id_index, self.check.subject_kind
        assert self.subject is not None
        named = self.subject.id_index or blind_index("name", self.subject.name_key)
        return named, self.subject.kind


def find(session: Session, topic: Topic, reference: str, caller: Caller) -> Matter:
    """The matter of an objection, locked against what could change it meanwhile.

    Raises `RecordUnknown`, `NotFound` or `CaseUnknown`, also for somebody else's.
    """
    return _FINDERS[topic](session, reference.strip(), caller)


def _record(session: Session, reference: str, caller: Caller) -> Matter:
    record_id = int(reference) if reference.isascii() and reference.isdecimal() else 0
    record = None
    if 0 < record_id <= ID_MAX:
        record = session.scalar(
            select(Record)
            .where(Record.id == record_id)
            .with_for_update(key_share=True)
            .execution_options(populate_existing=True)
        )
    if record is None or not _is_own_record(session, record, caller):
        raise RecordUnknown(msg("没有找到这条记录。"))
    known = applicants(session, [record])
    subject = known[0] if known else session.get_one(Subject, record.subject_id)
    authority = canonical_authority(record.authority, clock.today())
    return Matter(Topic.record, authority, subject, (record,))


def _check(session: Session, reference: str, caller: Caller) -> Matter:
    tidy = tidy_check_number(reference)
    check = None
    if tidy is not None:
        check = session.scalar(
            select(Check)
            .where(Check.number == tidy)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    if check is None or not _is_own_check(session, check, caller):
        raise NotFound(msg("没有编号为“{number}”的核查，请检查编号。", number=reference[:40]))
    settings: Settings = current_app.config["SETTINGS"]
    subject = session.scalar(select(Subject).where(Subject.id_index == check.id_index))
    return Matter(Topic.check, settings.issuer_zh, subject, check=check)


def _repair(session: Session, reference: str, caller: Caller) -> Matter:
    tidy = tidy_case_number(reference)
    repair = session.scalar(
        select(CaseFile)
        .where(CaseFile.number == tidy, CaseFile.about.is_(None), CaseFile.check_id.is_(None))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if repair is None or not _is_repair(repair) or not _is_own_case(repair, caller):
        raise unknown(reference)
    assert repair.subject_id is not None, "a repair is always somebody's"
    subject = session.get_one(Subject, repair.subject_id)
    return Matter(
        Topic.repair, repair.authority, subject, records_of(session, repair), repair=repair
    )


def _is_repair(case: CaseFile) -> bool:
    return definition(case.case_type, case.definition_version).purpose == "repair"


def _is_own_case(case: CaseFile, caller: Caller) -> bool:
    if caller.actor.role == Role.clerk:
        return True
    return bool(caller.subject_code) and case.subject_code == caller.subject_code


def _is_own_record(session: Session, record: Record, caller: Caller) -> bool:
    if caller.actor.role == Role.clerk:
        return True
    if caller.subject_code:
        return record.subject_id in own_subjects(session, caller.subject_code)
    index = session.scalar(select(Subject.id_index).where(Subject.id == record.subject_id))
    return index is not None and index == _own_index(session, caller)


def _is_own_check(session: Session, check: Check, caller: Caller) -> bool:
    if caller.actor.role == Role.clerk:
        return True
    if caller.subject_code:
        return check.id_type == USCC and check.id_mask == caller.subject_code
    return check.id_index == _own_index(session, caller)


def _own_index(session: Session, caller: Caller) -> bytes | None:
    """The look-up key of a natural person whose document a clerk saw."""
    if caller.actor.role != Role.person:
        return None
    identity = identity_of(session.get(Account, caller.actor.id))
    return identity.subject_index if identity is not None and identity.is_person else None


_FINDERS = {Topic.record: _record, Topic.check: _check, Topic.repair: _repair}
