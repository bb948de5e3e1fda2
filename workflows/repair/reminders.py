"""Tells an enterprise when a record of it becomes repairable, and that the notice was served.

The reminder is set-based: one statement finds the records whose first day has come and whose
subject has an account that was not told yet; `once_key` makes sure that none is told
twice while the message is kept.
"""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import Session, aliased

from credit.records import repairing
from credit.records.models import Record, RecordStatus
from credit.records.problems import RecordUnknown
from credit.subjects.models import Subject, SubjectMatch
from service import clock
from service.access import Role
from service.accounts.models import Account
from service.database import transaction
from service.messages import msg
from service.notices.models import Notice
from service.notices.service import tell
from service.problems import FieldError, InvalidInput
from workflows.engine.chores import on_tick
from workflows.engine.models import CaseItem, ReapplicationBan
from workflows.engine.parties import current_caller
from workflows.repair.application import authority_of
from workflows.repair.ban import in_force
from workflows.repair.dated_tables import scope_on
from workflows.repair.facts import facts_of
from workflows.repair.limits import REMINDED_AT_ONCE_MAX
from workflows.repair.scope import applicants

KIND, SERVED = "repair.possible", "repair.notice_served"
RECORD_PAGE = "/my/records"


@on_tick("repair.reminders")
def remind(now: datetime) -> int:
    """Tell the enterprises whose records have become repairable by this day; how many messages."""
    told = 0
    with transaction() as session:
        for record, account_id in _due(session, clock.at_office(now).date()):
            told += tell(
                [account_id],
                KIND,
                msg("您有一条记录可以申请信用修复了"),
                msg(
                    "{record}（{authority}）自 {day} 起可以申请修复，不收取任何费用。",
                    record=facts_of(record).name,
                    authority=record.authority,
                    day=record.repairable_from,
                ),
                link=RECORD_PAGE,
                once_key=once_key(record.id, record.repairable_from),
            )
    return told


def once_key(record_id: int, first_day: date | None) -> str:
    """Names a reminder; another first day, after a tier was set anew, is another reminder."""
    return f"repairable:{record_id}:{first_day}"


def _due(session: Session, today: date) -> Sequence[tuple[Record, int]]:
    """Records and the accounts to tell of them; who may not apply is not invited to."""
    own = select(Record, Account.id).join(Subject, Subject.id == Record.subject_id)
    matched = (
        select(Record, Account.id)
        .join(SubjectMatch, SubjectMatch.named_subject_id == Record.subject_id)
        .join(Subject, Subject.id == SubjectMatch.subject_id)
        .where(SubjectMatch.same, ~exists().where(_later_verdict()))
    )
    found: list[tuple[Record, int]] = []
    for owned in (own, matched):
        rows = session.execute(_reminded(owned, today, REMINDED_AT_ONCE_MAX - len(found)))
        found += [(row.Record, row.id) for row in rows]
    return found


def _reminded(owned: Select[Record, int], today: date, limit: int) -> Select[Record, int]:
    kinds = [kind for rule in scope_on(today).types.values() for kind in rule.kinds]
    key = func.concat("repairable:", Record.id, ":", Record.repairable_from)
    told = exists().where(Notice.account_id == Account.id, Notice.once_key == key)
    in_hand = exists().where(CaseItem.record_id == Record.id, CaseItem.open)
    return (
        owned.join(Account, Account.subject_code == Subject.code)
        .where(
            Account.role == Role.enterprise,
            Account.disabled_at.is_(None),
            Record.status == RecordStatus.active,
            Record.removed_on.is_(None),
            Record.kind.in_(kinds),
            Record.repairable_from <= today,
            ~told,
            ~in_hand,
            ~exists().where(ReapplicationBan.subject_id == Subject.id, *in_force(today)),
        )
        .order_by(Record.id, Account.id)
        .limit(limit)
    )


def _later_verdict() -> ColumnElement[bool]:
    later = aliased(SubjectMatch)
    return and_(later.named_subject_id == SubjectMatch.named_subject_id, later.id > SubjectMatch.id)


def serve_notice(record_id: int, served_on: date) -> Record:
    """Note that the caller's unit served the notice of how to repair with its decision (两书同达).

    The enterprise is told in the application as well. Raises `RecordUnknown`, also for a
    record another unit determined, and `InvalidInput` for a day that is yet to come or lies
    before the decision.
    """
    with transaction() as session:
        record = session.get(Record, record_id)
        if record is None or authority_of(record) != current_caller().authority:
            raise RecordUnknown(msg("没有找到这条记录。"))
        _refuse_day(record, served_on)
        repairing.note_served(session, record_id, served_on)
        tell(
            _accounts(session, record),
            SERVED,
            msg("您收到一份信用修复告知书"),
            msg(
                "{record}（{authority}）的信用修复告知书已于 {day} 送达，可在“我的信用记录”中"
                "查看何时、凭哪些材料申请修复。",
                record=facts_of(record).name,
                authority=record.authority,
                day=served_on,
            ),
            link=RECORD_PAGE,
            once_key=f"notice-served:{record_id}:{served_on}",
        )
    return record


def _accounts(session: Session, record: Record) -> Sequence[int]:
    codes = [subject.code for subject in applicants(session, [record])]
    return session.scalars(
        select(Account.id).where(
            Account.subject_code.in_(codes),
            Account.role == Role.enterprise,
            Account.disabled_at.is_(None),
        )
    ).all()


def _refuse_day(record: Record, served_on: date) -> None:
    if served_on > clock.today():
        message = msg("送达日期不能晚于今天。")
    elif record.decided_on is not None and served_on < record.decided_on:
        message = msg("送达日期不能早于决定日期 {day}。", day=record.decided_on)
    else:
        return
    raise InvalidInput(message, errors=[FieldError("served_on", "bad-date", message)])
