"""What an objection does to records (Zhejiang Public Credit Information Regulation Art. 30, 31).

A record is marked when somebody objects, and the mark goes with the answer. What proves wrong
is deleted, corrected, supplemented, no longer disclosed, or taken off its list. All of it
happens in the caller's transaction, with history and audit entry.
"""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from credit.records.changing import Cause, columns_after, is_listed, locked, take_off_list, write
from credit.records.corrected import CORRECTION, MARK, RESULT, SUPPLEMENTS, corrections
from credit.records.feeds import SubjectDraft
from credit.records.importing import assess
from credit.records.models import Record, RecordStatus
from credit.records.problems import NothingCorrected, StatusUnsuitable
from credit.rules.vocabulary import Tier
from credit.subjects.identifiers import IdType, SubjectKind
from credit.subjects.models import Subject
from service.messages import msg

GONE = frozenset({RecordStatus.revoked, RecordStatus.expired})
STANDING = frozenset(RecordStatus) - GONE
"""Statuses in which something can still be done to a record."""
DISCLOSED = frozenset({RecordStatus.active, RecordStatus.shielded})

Corrected = str | date | Decimal
CORRECTABLE: Mapping[str, type] = {
    "decision_number": str,
    "violation": str,
    "content": str,
    "fine": Decimal,
    "decided_on": date,
}
"""Columns an objection may correct, and what each holds; a fine is in yuan."""


def mark_disputed(session: Session, record_ids: Collection[int], cause: Cause) -> list[Record]:
    """Mark records as under objection: every answer shows it, and none counts meanwhile."""
    records = locked(session, record_ids)
    for record in records:
        told = {"case": cause.case, "on": cause.today.isoformat()}
        after = columns_after(record, record.status, add={MARK: told}) | {"disputed": True}
        write(session, record, after, "disputed", cause)
    return records


def unmark(session: Session, record_ids: Collection[int], cause: Cause) -> list[Record]:
    """Take the mark off. A decision that its source reports as disputed stays marked."""
    records = [one for one in locked(session, record_ids) if MARK in one.attributes]
    for record in records:
        after = columns_after(record, record.status, drop=(MARK,))
        after["disputed"] = bool(record.attributes.get("disputed_by_source", False))
        write(session, record, after, "undisputed", cause)
    return records


def delete_erroneous(session: Session, record_ids: Collection[int], cause: Cause) -> list[Record]:
    """Withdraw records that are wrong as such; no later delivery of the source brings them back.

    Raises `StatusUnsuitable` for one that is gone already.
    """
    records = locked(session, record_ids, STANDING)
    for record in records:
        after = columns_after(record, RecordStatus.revoked, add=_result(cause, "delete"))
        write(session, record, after, "deleted", cause)
    return records


def correct(
    session: Session, record_ids: Collection[int], cause: Cause, fields: Mapping[str, Corrected]
) -> list[Record]:
    """Put right what a record says; finality, tier and days are reckoned anew.

    `fields` names columns of `CORRECTABLE`. A tier that was set by hand stays. Raises
    `NothingCorrected` when all of it is on record already, `StatusUnsuitable` for a record that
    is gone.
    """
    records = locked(session, record_ids, STANDING)
    for record in records:
        wrong = {name: getattr(record, name) for name in fields}
        if not any(wrong[name] != fields[name] for name in fields):
            raise NothingCorrected(msg("更正的内容与现有记录相同。"))
        told = corrections(record.attributes, wrong, fields)
        add = _result(cause, "correct") | {CORRECTION: told}
        after = columns_after(record, record.status, add=add) | dict(fields)
        set_by_hand = Tier(record.tier) if record.tier_set_by and record.tier else None
        whom = _whom(session.get_one(Subject, record.subject_id))
        assess.settle_anew(after, whom, cause.today, tier=set_by_hand)
        write(session, record, after, "corrected", cause)
    return records


def _whom(subject: Subject) -> SubjectDraft:
    id_type = IdType(subject.id_type) if subject.id_type else None
    return SubjectDraft(subject.name, SubjectKind(subject.kind), id_type, subject.id_sealed)


def supplement(
    session: Session, record_ids: Collection[int], cause: Cause, text: str
) -> list[Record]:
    """Add what a record left out, as a statement that is shown with it ever after.

    Raises `StatusUnsuitable` for a record that is gone.
    """
    records = locked(session, record_ids, STANDING)
    for record in records:
        said = {"case": cause.case, "on": cause.today.isoformat(), "text": text}
        earlier = record.attributes.get(SUPPLEMENTS, [])
        add = _result(cause, "supplement") | {SUPPLEMENTS: [*earlier, said]}
        write(session, record, columns_after(record, record.status, add=add), "supplemented", cause)
    return records


def stop_disclosure(session: Session, record_ids: Collection[int], cause: Cause) -> list[Record]:
    """End the disclosure of records whose time is over; they count no more either.

    Raises `StatusUnsuitable` for one that is not disclosed.
    """
    records = locked(session, record_ids, DISCLOSED)
    for record in records:
        add = _result(cause, "stop_disclosure")
        after = columns_after(record, RecordStatus.expired, add=add)
        write(session, record, after, "disclosure_stopped", cause)
    return records


def remove_from_list(session: Session, record_ids: Collection[int], cause: Cause) -> list[Record]:
    """Take subjects off a list they should not, or no longer, stand on.

    Raises `StatusUnsuitable` for a record that is no standing entry of a list.
    """
    records = locked(session, record_ids, DISCLOSED)
    for record in records:
        if not is_listed(record):
            raise StatusUnsuitable(msg("这条记录不是仍在名单内的信息。"), records=[record.id])
        add = _result(cause, "remove_from_list", removed=True)
        after = columns_after(record, RecordStatus.expired, add=add)
        take_off_list(record, after, cause.today)
        write(session, record, after, "removed_from_list", cause)
    return records


def _result(cause: Cause, result: str, *, removed: bool = False) -> dict[str, Any]:
    """What became of an objection, as the record keeps it."""
    told = {"case": cause.case, "on": cause.today.isoformat(), "result": result}
    return {RESULT: told | {"removed": removed}}
