"""What a case does to records: repaired, kept from view for a time, or back as they were.

All of it happens in the caller's transaction: status, history, version and audit entry are
there together with the decision, or none is.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from credit.records.importing import amend, assess
from credit.records.models import Record, RecordHistory, RecordStatus
from credit.records.problems import RecordUnknown, StatusUnsuitable
from credit.rules.vocabulary import LISTS, Tier
from service import audit, clock
from service.messages import msg

REPAIRABLE = frozenset({RecordStatus.active, RecordStatus.shielded})
RESTORABLE = frozenset({RecordStatus.repaired, RecordStatus.shielded})
_LISTED = frozenset(kind.value for kind in LISTS)


@dataclass(frozen=True, slots=True)
class Cause:
    """The case on which records change, and why."""

    case: str
    """Its number."""
    reason: str
    today: date


@dataclass(frozen=True, slots=True)
class Ruling:
    """The court ruling on which records are kept from view (Bankruptcy Law Art. 86, 98)."""

    court: str
    number: str


def mark_repaired(session: Session, record_ids: Collection[int], cause: Cause) -> list[Record]:
    """Repair records: they count against nobody any more; a list entry is taken off its list.

    Raises `StatusUnsuitable` for one that was repaired, revoked or has expired already.
    """
    records = _locked(session, record_ids, REPAIRABLE)
    for record in records:
        listed = record.kind in _LISTED and record.removed_on is None
        told = {"case": cause.case, "on": cause.today.isoformat(), "removed": listed}
        after = _after(record, RecordStatus.repaired, add={"repair": told}, drop=("shield",))
        if listed:
            _take_off_list(record, after, cause.today)
        _write(session, record, after, "repaired", cause)
    return records


def shield(
    session: Session, record_ids: Collection[int], cause: Cause, ruling: Ruling
) -> list[Record]:
    """Keep records from view while a reorganisation or settlement is carried out.

    Raises `StatusUnsuitable` for one that is not active.
    """
    records = _locked(session, record_ids, frozenset({RecordStatus.active}))
    told = {"case": cause.case, "on": cause.today.isoformat(), "court": ruling.court,
            "ruling": ruling.number}  # fmt: skip
    for record in records:
        after = _after(record, RecordStatus.shielded, add={"shield": told})
        _write(session, record, after, "shielded", cause)
    return records


def restore(session: Session, record_ids: Collection[int], cause: Cause) -> list[Record]:
    """Undo a repair or a shielding; what was revoked or has expired meanwhile stays so.

    The publicity ends when it would have ended: its days are not counted anew.
    """
    records = [record for record in _locked(session, record_ids) if record.status in RESTORABLE]
    for record in records:
        removed = record.attributes.get("repair", {}).get("removed", False)
        after = _after(record, RecordStatus.active, drop=("repair", "shield"))
        if removed:
            _take_off_list(record, after, None)
        _write(session, record, after, "restored", cause)
    return records


def note_served(session: Session, record_id: int, served_on: date) -> Record:
    """Note that the notice of how to repair was served together with the decision (两书同达)."""
    record = _locked(session, [record_id])[0]
    after = _after(record, record.status, add={"notice": {"served_on": served_on.isoformat()}})
    _write(session, record, after, "notice_served", Cause("", "", clock.today()))
    return record


def _locked(
    session: Session, record_ids: Collection[int], wanted: Collection[str] | None = None
) -> list[Record]:
    """The records in the order of their numbers, so that two cases never wait for each other."""
    records = list(
        session.scalars(
            select(Record)
            .where(Record.id.in_(record_ids))
            .order_by(Record.id)
            .with_for_update(key_share=True)
            .execution_options(populate_existing=True)
        )
    )
    if len(records) < len(set(record_ids)):
        raise RecordUnknown(msg("没有找到这条记录。"))
    unfit = [record for record in records if wanted is not None and record.status not in wanted]
    if unfit:
        names = "、".join(_name(record) for record in unfit)
        raise StatusUnsuitable(
            msg("记录 {names} 的状态已变化，请刷新后查看。", names=names),
            records=[record.id for record in unfit],
        )
    return records


def _name(record: Record) -> str:
    return record.decision_number or str(record.id)


def _after(
    record: Record, status: str, *, add: dict[str, Any] | None = None, drop: Iterable[str] = ()
) -> dict[str, Any]:
    after = {name: getattr(record, name) for name in amend.COMPARED}
    attributes = {**record.attributes, **(add or {})}
    for name in drop:
        attributes.pop(name, None)
    return after | {"status": str(status), "attributes": attributes}


def _take_off_list(record: Record, after: dict[str, Any], on: date | None) -> None:
    """An entry is kept until removal at least, so its retention follows from the day (Art. 16)."""
    after["removed_on"] = on
    if record.tier is not None:
        assess.settle_dates(after, Tier(record.tier), clock.today())


def _write(
    session: Session, record: Record, after: dict[str, Any], change: str, cause: Cause
) -> None:
    before = {name: getattr(record, name) for name in amend.COMPARED}
    for name in amend.COMPARED:
        setattr(record, name, after[name])
    record.version += 1
    record.updated_at = clock.now()
    session.add(
        RecordHistory(
            record_id=record.id,
            version=record.version,
            change=change,
            changed=amend.changes(before, after),
            reason=cause.reason or None,
            actor=audit.current_actor().name,
            at=record.updated_at,
        )
    )
    audit.record(f"records.{change}", "record", str(record.id), {"case": cause.case})
