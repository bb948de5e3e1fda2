"""Use cases in which a person decides: a tier, a doubted code, whether two names are one."""

from sqlalchemy import select

from credit.measures.lifting import reconsider
from credit.records.changing import columns_after, locked, put
from credit.records.importing import assess
from credit.records.models import Record
from credit.records.problems import (
    ID_MAX,
    NotAMatch,
    NothingToConfirm,
    RecordUnknown,
    SubjectUnknown,
    TierUndecidable,
)
from credit.rules.vocabulary import FactKind, Tier
from credit.subjects.models import Subject, SubjectMatch
from service import audit, clock
from service.database import transaction
from service.messages import msg


def decide_tier(record_id: int, tier: Tier, reason: str) -> Record:
    """Set the tier of a record by hand; it goes before the table's and survives re-import.

    The dates follow from the new tier. Raises `RecordUnknown`, `TierUndecidable`, and `NotCovered`
    when no table is in force.
    """
    if record_id > ID_MAX:
        raise RecordUnknown(msg("没有找到这条记录。"))
    with transaction() as session:
        record = locked(session, [record_id])[0]
        if record.kind == FactKind.HONOUR:
            raise TierUndecidable(msg("守信信息没有档次。"))
        if record.tier == tier and record.tier_set_by is not None:
            raise TierUndecidable(msg("该记录已核定为这一档次。"))
        after = columns_after(record, record.status)
        after |= {"tier": tier.value, "tier_reason": reason}
        assess.settle_dates(after, tier, clock.today())
        record.tier_set_by = audit.current_actor().name
        put(session, record, after, "tier_overridden", reason)
        audit.record("records.decide_tier", "record", str(record.id), {"tier": tier.value})
        reconsider(session, [record.id], "tier")
    return record


def confirm_subject(subject_id: int) -> Subject:
    """Say that a doubted code is really the one on the licence.

    Raises `SubjectUnknown`, and `NothingToConfirm` when nothing is doubted any more.
    """
    if subject_id > ID_MAX:
        raise SubjectUnknown(msg("没有找到这个主体。"))
    with transaction() as session:
        subject = session.scalar(
            select(Subject).where(Subject.id == subject_id).with_for_update(key_share=True)
        )
        if subject is None:
            raise SubjectUnknown(msg("没有找到这个主体。"))
        if not subject.flags or subject.flags_confirmed_at is not None:
            raise NothingToConfirm(msg("这个主体的代码没有待确认的问题，或已确认。"))
        subject.flags_confirmed_by = audit.current_actor().name
        subject.flags_confirmed_at = subject.updated_at = clock.now()
        audit.record("subjects.confirm_flag", "subject", str(subject.id), {"flags": subject.flags})
    return subject


def decide_match(
    named_subject_id: int, subject_id: int, *, same: bool, reason: str
) -> SubjectMatch:
    """Say whether a subject known by name alone is a given subject; the last verdict counts.

    Raises `SubjectUnknown` and `NotAMatch`.
    """
    with transaction() as session:
        named = session.get(Subject, named_subject_id)
        subject = session.get(Subject, subject_id)
        if named is None or subject is None:
            raise SubjectUnknown(msg("没有找到这个主体。"))
        if named.id_index is not None or subject.id_index is None:
            raise NotAMatch(msg("只能把仅有名称的主体认定为有代码的主体。"))
        verdict = SubjectMatch(
            named_subject_id=named.id,
            subject_id=subject.id,
            same=same,
            reason=reason,
            decided_by=audit.current_actor().name,
            decided_at=clock.now(),
        )
        session.add(verdict)
        session.flush()
        audit.record(
            "subjects.match", "subject", str(named.id), {"subject": subject.id, "same": same}
        )
    return verdict
