"""Use cases that read what is on record; every read is logged with its basis."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from credit.measures.applying import Applying, applying_to
from credit.records.feeds import load_feed
from credit.records.honours import IS_HONOUR, honours_of
from credit.records.importing.cells import CellCheck
from credit.records.models import Record, RecordHistory, RecordImport
from credit.records.problems import ID_MAX, RecordUnknown, SubjectUnknown
from credit.subjects.identifiers.organisation import LAYOUT
from credit.subjects.matching import matched_to
from credit.subjects.models import Subject
from service import audit, clock
from service.access import Scope, current_account, scope_of
from service.api.paging import page_of
from service.audit import QueryRead
from service.database import db, transaction
from service.messages import msg
from service.private import blind_index

ACTION = "records.read"
_FIELDS = ("decision_number", "authority", "tier", "dates", "status")


@dataclass(frozen=True)
class OnRecord:
    """All that is on record about one organisation, its records a page at a time."""

    subject: Subject
    records: Sequence[Record]
    """What may be held against it."""
    honours: Sequence[Record]
    """Good faith that stands today."""
    measures: Sequence[Applying]
    """Incentives and constraints that apply to it today."""
    next_cursor: str | None


@dataclass(frozen=True)
class RecordFile:
    """One record with whom it concerns, where it came from and what became of it."""

    record: Record
    subject: Subject
    history: Sequence[RecordHistory]
    source: RecordImport | None
    raw: Sequence[tuple[str, str]]
    """Header and cell of the row as it came, without identity numbers and empty cells."""


def read_enterprise(code: str, *, cursor: str | None = None, limit: int, channel: str) -> OnRecord:
    """What is on record about an organisation. An enterprise sees itself alone.

    Raises `SubjectUnknown` for a code not on file and, just the same, for one the caller
    may not look at.
    """
    code = code.strip().upper()
    account = current_account()
    own = scope_of(account, ACTION) is Scope.own
    known = LAYOUT.fullmatch(code) is not None
    subject = db.session.scalar(select(Subject).where(Subject.code == code)) if known else None
    if subject is None or (own and (account is None or account.subject_code != code)):
        raise SubjectUnknown(
            msg(
                "没有找到这个统一社会信用代码的记录。请核对代码是否为 18 位、有无错字；"
                "无误的，说明本地没有可供您查看的档案。"
            )
        )
    ids = [subject.id, *matched_to(db.session(), subject.id)]
    statement = select(Record).where(Record.subject_id.in_(ids), ~IS_HONOUR)
    with transaction() as session:
        records, following = page_of(statement, Record.id, cursor=cursor, limit=limit)
        honours = honours_of(session, [subject.id], clock.today())
        measures = applying_to(session, [subject.id], clock.today()).get(subject.id, [])
        _log(subject, [*records, *honours], channel, own=own)
    return OnRecord(subject, records, honours, measures, following)


def read_record(record_id: int, *, channel: str) -> RecordFile:
    """One record in full. Raises `RecordUnknown`, also for one of somebody else."""
    account = current_account()
    own = scope_of(account, ACTION) is Scope.own
    record = db.session.get(Record, record_id) if record_id <= ID_MAX else None
    subject = None if record is None else db.session.get(Subject, record.subject_id)
    if record is None or subject is None or (own and not _is_own(account, subject)):
        raise RecordUnknown(msg("没有找到这条记录。"))
    history = db.session.scalars(
        select(RecordHistory)
        .where(RecordHistory.record_id == record.id)
        .order_by(RecordHistory.version)
    ).all()
    source = db.session.get(RecordImport, record.import_id) if record.import_id else None
    with transaction():
        _log(subject, [record], channel, own=own)
    raw = () if own else _raw(record, source)
    return RecordFile(record, subject, history, source, raw)


def _is_own(account: Any, subject: Subject) -> bool:
    """Whether a subject is the caller's organisation, or a name that was matched to it."""
    if account is None or account.subject_code is None:
        return False
    if subject.code is not None:
        return bool(account.subject_code == subject.code)
    own = db.session.scalar(select(Subject.id).where(Subject.code == account.subject_code))
    return own is not None and subject.id in matched_to(db.session(), own)


def _log(subject: Subject, records: Sequence[Record], channel: str, *, own: bool) -> None:
    seen = json.dumps([[record.id, record.version] for record in records]).encode()
    kind, reference = ("authorisation", "self") if own else ("sharing", "records.read")
    named = subject.id_index or blind_index("name", subject.name_key)
    audit.log_query(
        QueryRead(
            basis_kind=kind,
            basis_reference=reference,
            purpose="own_records" if own else "record_keeping",
            subject_index=named,
            subject_kind=subject.kind,
            fields=_FIELDS,
            result_hash=hashlib.sha256(seen).digest(),
            channel=channel,
        )
    )


def _raw(record: Record, source: RecordImport | None) -> tuple[tuple[str, str], ...]:
    if source is None or record.raw is None:
        return ()
    cells: list[str] = json.loads(record.raw)
    shown = CellCheck(load_feed(record.feed), source.header).shown
    return tuple(
        (name, cell)
        for at, (name, cell) in enumerate(zip(source.header, cells, strict=False))
        if cell and at in shown
    )
