"""Which checks a change of records reaches, and their correction in the same transaction.

A check is reached when its own frozen facts, with the records as they stand now, would give
another result, another set of counted records, or other words about them on its certificate,
under its own rule version. The evaluator
that made the result decides that, so no second notion of "counted" can drift from the first.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import BigInteger, any_, bindparam, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from credit.checks.corrections import recheck
from credit.checks.limits import RECHECKED_AT_ONCE_MAX
from credit.checks.models import Check
from credit.checks.service import facts_of
from credit.records.as_facts import fact_of
from credit.records.models import Record
from credit.rules.assessment import Assessment
from credit.rules.evaluate import evaluate
from credit.rules.facts import Fact
from credit.rules.problems import NoTableCovers
from credit.rules.service import load_version, table_for
from credit.rules.vocabulary import Outcome
from credit.subjects.models import Subject, SubjectMatch
from service import audit, clock
from service.audit import SYSTEM, acting_as
from service.database import transaction
from service.outbox import enqueue

_THESE = Record.id == any_(bindparam("ids", type_=ARRAY(BigInteger)))
_OWNERS = select(Record.subject_id).where(_THESE)
_NAMED = select(SubjectMatch.subject_id).where(SubjectMatch.named_subject_id.in_(_OWNERS))
_RECORDS = select(Record).where(_THESE)
_WHOSE = (
    select(Subject.id_index)
    .where(Subject.id_index.is_not(None), or_(Subject.id.in_(_OWNERS), Subject.id.in_(_NAMED)))
    .order_by(Subject.id)
    # Two decisions about one subject come after each other, so that the second sees the
    # checks the first has made.
    .with_for_update(key_share=True)
)
JOB = "checks.recheck_affected"
LOOK_AGAIN_AFTER = timedelta(seconds=15)
"""Longer than a check takes to commit."""


def recheck_affected(record_ids: Collection[int], *, look_again: bool = True) -> list[Check]:
    """Check anew all subjects whose standing results a change of these records reaches.

    A new result that is final supersedes the old one at once, with a link both ways; one
    that is negative waits for a human and the old certificate keeps its force meanwhile.
    The service makes these checks itself, on the basis of the check they correct. A job looks
    again after the commit: for what goes beyond `RECHECKED_AT_ONCE_MAX`, and for a check that
    was being made in this very moment and still saw the records as they were.
    """
    with transaction() as session:
        reached = _reached(session, record_ids)
        served = {purpose for purpose in {one.purpose for one in reached} if _has_table(purpose)}
        correctable = [one for one in reached if one.purpose in served]
        with acting_as(SYSTEM):
            made = [
                recheck(old.number, channel="case") for old in correctable[:RECHECKED_AT_ONCE_MAX]
            ]
            for old in reached:
                if old.purpose not in served:
                    audit.record("check.not_rechecked", "check", old.number, {"why": "no-table"})
        if look_again or len(correctable) > RECHECKED_AT_ONCE_MAX:
            enqueue(JOB, delay=LOOK_AGAIN_AFTER, record_ids=sorted(record_ids))
    return made


def _has_table(purpose: str) -> bool:
    try:
        table_for(purpose, clock.today())
    except NoTableCovers:
        return False
    return True


def _reached(session: Session, record_ids: Collection[int]) -> list[Check]:
    """Standing checks that come out otherwise now, locked, without those a correction awaits."""
    session.flush()
    given = {"ids": list(record_ids)}
    now = {record.id: fact_of(record) for record in session.scalars(_RECORDS, given)}
    if not now:
        return []
    candidates = session.scalars(
        select(Check)
        .where(
            Check.id_index.in_(_whose(session, record_ids)),
            Check.superseded_by_id.is_(None),
            Check.name_sealed.is_not(None),  # an old check names nobody who could be checked anew
            Check.outcome != Outcome.HELD,
            or_(*(Check.snapshot.contains({"facts": [{"record_id": one}]}) for one in now)),
        )
        .order_by(Check.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    if not candidates:
        return []
    corrected = {check.supersedes_id for check in _waiting(session, candidates)}
    return [check for check in candidates if check.id not in corrected and _comes_out(check, now)]


def _whose(session: Session, record_ids: Collection[int]) -> set[bytes]:
    """Look-up keys of the subjects the records may have counted for."""
    found = session.scalars(_WHOSE, {"ids": list(record_ids)})
    return {index for index in found if index is not None}


def _waiting(session: Session, checks: Iterable[Check]) -> Iterable[Check]:
    """Corrections of these that wait for their reviewer."""
    return session.scalars(
        select(Check).where(
            Check.supersedes_id.in_([check.id for check in checks]),
            Check.superseded_by_id.is_(None),
        )
    ).all()


def _comes_out(check: Check, now: Mapping[int, Fact]) -> bool:
    """True when the records as they stand now would have given another result."""
    facts = facts_of(check)
    table = load_version(check.rule_set_id).table
    standing = [_as_it_stands(fact, now) for fact in facts]
    then = evaluate(table, facts, check.as_of)
    today = evaluate(table, standing, check.as_of)
    return _weight(then, facts) != _weight(today, standing)


def _as_it_stands(fact: Fact, now: Mapping[int, Fact]) -> Fact:
    current = now.get(fact.record_id)
    if current is None:
        return fact
    # Whose record it is was answered then; all that it says may have been put right since.
    return replace(current, identity_unmatched=fact.identity_unmatched)


def _weight(found: Assessment, facts: Iterable[Fact]) -> tuple[object, ...]:
    """The result, and what its certificate says of the records that count."""
    counted = {line.record_id for line in found.lines if line.counted}
    told = frozenset(
        (fact.record_id, fact.decision_number, fact.authority, fact.decided_on)
        for fact in facts
        if fact.record_id in counted
    )
    return (found.outcome, found.total, found.veto, found.freeze, told)
