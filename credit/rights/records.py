"""What is on record about the caller, each record explained."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from credit.checks.wording import FACT_KINDS
from credit.records.extras import open_repairs_of
from credit.records.models import Record, RecordStatus
from credit.records.wording import STATUSES, TIERS
from credit.rights.explaining import explain_record
from credit.rules.vocabulary import FactKind, Tier
from credit.subjects.matching import matched_to
from credit.subjects.models import Subject
from service import clock
from service.database import db
from service.messages import Message, msg
from service.rights.held import Item, Line, Section, Way
from service.rights.me import Me

WHY = msg("按照法定职责归集，用于依法共享、核查和公示。")
BASIS = msg(
    "《中华人民共和国个人信息保护法》第三十四条；《浙江省公共信用信息管理条例》第十一条、第十六条："
    "自认定之日起保存五年，到期删除"
)


def records_held(me: Me, most: int) -> Section | None:
    """Every record of the caller, the newest first, also those that no longer count."""
    if me.identity is None:
        return None
    session = db.session()
    ids = own_subjects(session, me.identity.subject_index)
    mine = Record.subject_id.in_(ids)
    total = session.scalar(select(func.count()).select_from(Record).where(mine)) or 0
    rows = session.scalars(
        select(Record).where(mine).order_by(Record.decided_on.desc(), Record.id.desc()).limit(most)
    ).all()
    repairs = open_repairs_of([row.id for row in rows])
    items = [_item(row, me, repairs.get(row.id)) for row in rows]
    return Section(WHY, BASIS, items, total)


def own_subjects(session: Session, index: bytes) -> list[int]:
    """The subject of that digest, and the names a human matched to it; a name never decides."""
    own = session.scalar(select(Subject.id).where(Subject.id_index == index))
    return [] if own is None else [own, *matched_to(session, own)]


def _item(record: Record, me: Me, under_repair: str | None) -> Item:
    is_person = me.identity is not None and me.identity.is_person
    return Item(
        reference=str(record.id),
        title=_title(record),
        lines=_lines(record),
        since=record.created_at,
        kept_until=record.retain_until,
        explanation=explain_record(
            record, clock.today(), is_person=is_person, under_repair=under_repair
        ),
        ways=_ways(record, is_person=is_person),
    )


def _title(record: Record) -> Message:
    kind = FACT_KINDS[FactKind(record.kind)]
    name = record.decision_number or record.title
    return msg("{kind} {name}", kind=kind, name=name) if name else kind


def _lines(record: Record) -> Sequence[Line]:
    lines = [
        Line("status", msg("状态"), STATUSES[RecordStatus(record.status)][1]),
        Line("authority", msg("认定单位"), record.authority),
        Line("decided_on", msg("决定日期"), record.decided_on),
        Line("violation", msg("违法事实"), record.violation),
        Line("content", msg("决定内容"), record.content),
        Line("basis", msg("依据"), record.basis),
        Line("fine", msg("罚款（元）"), None if record.fine is None else str(record.fine)),
        Line("tier", msg("档次"), TIERS[Tier(record.tier)] if record.tier else None),
        Line("repairable_from", msg("可申请修复"), record.repairable_from),
        Line("published_until", msg("最长公示期满"), record.published_until_max),
        Line("disputed", msg("异议标注"), record.disputed),
    ]
    return [line for line in lines if line.value is not None]


def _ways(record: Record, *, is_person: bool) -> Sequence[Way]:
    object_to = Way(
        msg("对这条记录提出异议（更正、删除）"),
        "objecting.new",
        {"topic": "record", "reference": record.id},
    )
    explain = Way(
        msg("要求书面说明"), "rights_requests.new", {"kind": "explanation", "record": record.id}
    )
    if is_person:
        return [object_to, explain]
    return [
        object_to,
        explain,
        Way(msg("查看这条记录"), "record_pages.show", {"record_id": record.id}),
    ]
