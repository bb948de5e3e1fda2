"""What a case does to records: repaired, kept from view for a time, or back as they were.

All of it happens in the caller's transaction: status, history, version and audit entry are
there together with the decision, or none is; and so is what becomes of the measures that
rest on the records.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from credit.records.changing import Cause, columns_after, is_listed, locked, take_off_list, write
from credit.records.models import Record, RecordStatus
from service import clock

REPAIRABLE = frozenset({RecordStatus.active, RecordStatus.shielded})
RESTORABLE = frozenset({RecordStatus.repaired, RecordStatus.shielded})


@dataclass(frozen=True, slots=True)
class Ruling:
    """The court ruling on which records are kept from view (Bankruptcy Law Art. 86, 98)."""

    court: str
    number: str


def mark_repaired(session: Session, record_ids: Collection[int], cause: Cause) -> list[Record]:
    """Repair records: they count against nobody any more; a list entry is taken off its list.

    Raises `StatusUnsuitable` for one that was repaired, revoked or has expired already.
    """
    records = locked(session, record_ids, REPAIRABLE)
    for record in records:
        listed = is_listed(record)
        told = {"case": cause.case, "on": cause.today.isoformat(), "removed": listed}
        after = columns_after(record, RecordStatus.repaired, add={"repair": told}, drop=("shield",))
        if listed:
            take_off_list(record, after, cause.today)
        write(session, record, after, "repaired", cause)
    return records


def shield(
    session: Session, record_ids: Collection[int], cause: Cause, ruling: Ruling
) -> list[Record]:
    """Keep records from view while a reorganisation or settlement is carried out.

    Raises `StatusUnsuitable` for one that is not active.
    """
    records = locked(session, record_ids, frozenset({RecordStatus.active}))
    told = {"case": cause.case, "on": cause.today.isoformat(), "court": ruling.court,
            "ruling": ruling.number}  # fmt: skip
    for record in records:
        after = columns_after(record, RecordStatus.shielded, add={"shield": told})
        write(session, record, after, "shielded", cause)
    return records


def restore(session: Session, record_ids: Collection[int], cause: Cause) -> list[Record]:
    """Undo a repair or a shielding; what was revoked or has expired meanwhile stays so.

    The publicity ends when it would have ended: its days are not counted anew.
    """
    records = [record for record in locked(session, record_ids) if record.status in RESTORABLE]
    for record in records:
        removed = record.attributes.get("repair", {}).get("removed", False)
        after = columns_after(record, RecordStatus.active, drop=("repair", "shield"))
        if removed:
            take_off_list(record, after, None)
        write(session, record, after, "restored", cause)
    return records


def note_served(session: Session, record_id: int, served_on: date) -> Record:
    """Note that the notice of how to repair was served together with the decision (两书同达)."""
    record = locked(session, [record_id])[0]
    after = columns_after(
        record, record.status, add={"notice": {"served_on": served_on.isoformat()}}
    )
    write(session, record, after, "notice_served", Cause("", "", clock.today()))
    return record
