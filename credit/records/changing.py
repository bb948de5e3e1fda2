"""How a decision of people changes a record: locked, with history and audit, in one transaction.

Everything here happens within the caller's transaction, so that status, history, version and
audit entry are there together with the decision, or none is; and so is what becomes of the
measures that rest on the record.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, any_, bindparam, insert, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from credit.measures.lifting import reconsider
from credit.records.importing import amend, assess
from credit.records.models import Record, RecordHistory
from credit.records.problems import RecordUnknown, StatusUnsuitable
from credit.rules.vocabulary import LISTS, Tier
from service import audit, clock
from service.database import table_of
from service.messages import msg

_LOCK = (
    select(Record)
    .where(Record.id == any_(bindparam("ids", type_=ARRAY(BigInteger))))
    .order_by(Record.id)
    .with_for_update(key_share=True)
    .execution_options(populate_existing=True)
)
# Written past the unit of work: history never changes.
_TELL = insert(table_of(RecordHistory))


@dataclass(frozen=True, slots=True)
class Cause:
    """The case on which records change, and why."""

    case: str
    """Its number."""
    reason: str
    today: date


def is_listed(record: Record) -> bool:
    """Whether a record is an entry of a list that its subject still stands on."""
    return record.kind in LISTS and record.removed_on is None


def locked(
    session: Session, record_ids: Collection[int], wanted: Collection[str] | None = None
) -> list[Record]:
    """The records in the order of their numbers, so that two cases never wait for each other.

    Raises `RecordUnknown`, and `StatusUnsuitable` for one whose status is none of the wanted.
    """
    records = list(session.scalars(_LOCK, {"ids": list(record_ids)}))
    if len(records) < len(set(record_ids)):
        raise RecordUnknown(msg("没有找到这条记录。"))
    unfit = [record for record in records if wanted is not None and record.status not in wanted]
    if unfit:
        names = "、".join(name_of(record) for record in unfit)
        raise StatusUnsuitable(
            msg("记录 {names} 的状态已变化，请刷新后查看。", names=names),
            records=[record.id for record in unfit],
        )
    return records


def name_of(record: Record) -> str:
    """What names a record in a sentence."""
    return record.decision_number or str(record.id)


def columns_after(
    record: Record, status: str, *, add: dict[str, Any] | None = None, drop: Iterable[str] = ()
) -> dict[str, Any]:
    """The columns of a record with another status, and with attributes added and dropped."""
    values = {name: getattr(record, name) for name in amend.COMPARED}
    attributes = {**record.attributes, **(add or {})}
    for name in drop:
        attributes.pop(name, None)
    return values | {"status": str(status), "attributes": attributes}


def take_off_list(record: Record, after: dict[str, Any], on: date | None) -> None:
    """An entry is kept until removal at least, so its retention follows from the day (Art. 16)."""
    after["removed_on"] = on
    if record.tier is not None:
        assess.settle_dates(after, Tier(record.tier), clock.today())


def write(
    session: Session, record: Record, after: dict[str, Any], change: str, cause: Cause
) -> None:
    """Write a record's new columns with history and audit entry; measures follow it at once."""
    put(session, record, after, change, cause.reason)
    audit.record(f"records.{change}", "record", str(record.id), {"case": cause.case})
    reconsider(session, [record.id], cause.case or change)


def put(session: Session, record: Record, after: dict[str, Any], change: str, reason: str) -> None:
    """Write a record's new columns and what history tells of them, by whoever acts now."""
    before = {name: getattr(record, name) for name in amend.COMPARED}
    for name in amend.COMPARED:
        setattr(record, name, after[name])
    record.version += 1
    record.updated_at = clock.now()
    told = {
        "record_id": record.id,
        "version": record.version,
        "change": change,
        "changed": amend.changes(before, after),
        "reason": reason or None,
        "actor": audit.current_actor().name,
        "at": record.updated_at,
    }
    session.connection().execute(_TELL, told)
