"""Use cases of single checks: make, read, confirm, resolve."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from credit.checks.decide import Decision, decide, is_minor
from credit.checks.limits import RECORDS_PER_ANSWER_MAX
from credit.checks.lookup import Applicant, Found, applicant, find, index_of
from credit.checks.models import BasisKind, Check
from credit.checks.named import named
from credit.checks.namesakes import keep_verdicts
from credit.checks.numbers import tidy_number
from credit.checks.problems import (
    AlreadyDecided,
    FactsChanged,
    MinorSubject,
    SameHands,
)
from credit.checks.succession import settle
from credit.checks.write import (
    FIELDS_READ,
    Request,
    check_values,
    insert_check,
    query_reads,
    result_hash,
)
from credit.rules.evaluate import evaluate
from credit.rules.facts import Fact, facts_from_json
from credit.rules.service import StoredTable, load_version, table_for
from credit.rules.vocabulary import Outcome
from credit.subjects.identifiers import Identifier, IdType, parse
from service import audit, clock
from service.audit import QueryRead, current_actor
from service.database import db, transaction
from service.messages import msg
from service.problems import FieldError, InvalidInput, NotAllowed, NotFound


@dataclass(frozen=True)
class NewCheck:
    """What a caller gives to have one subject checked."""

    purpose: str
    name: str
    id_type: IdType
    id_number: str
    basis_kind: BasisKind
    basis_reference: str
    as_of: date | None = None


@dataclass(frozen=True)
class Resolution:
    """A reviewer's answer to what held a check."""

    identity_confirmed: bool
    """The documents were compared and name and number belong to the subject."""
    own_records: frozenset[int] = frozenset()
    """Held records that are the subject's; the other homonyms are not."""
    note: str = ""


def create_check(new: NewCheck, *, channel: str = "api", supersedes_id: int | None = None) -> Check:
    """Check one subject and freeze the result.

    Raises `InvalidIdentifier`, `MinorSubject`, `NoTableCovers` or `InvalidInput`;
    nothing is written then.
    """
    today = clock.today()
    as_of = new.as_of or today
    if as_of > today:
        raise _bad_date(today)
    identifier = parse(new.id_type, new.id_number, today=today, field="subject.id_number")
    refuse_minor(identifier, today)
    one = applicant(identifier, new.name)
    table = table_for(new.purpose, as_of)
    with transaction() as session:
        found = find([one])[0]
        decision = decide(one, found, table.table, as_of)
        request = _request(new, table, as_of)
        return _write(session, request, one, decision, found.subject_id, channel, supersedes_id)


def refuse_minor(identifier: Identifier, today: date) -> None:
    """Raise `MinorSubject` for a person under 18."""
    if is_minor(identifier.birth_date, today):
        raise MinorSubject(
            msg("被核查人未满 18 周岁，不对未成年人进行信用核查。"),
            errors=[
                FieldError(
                    "subject.id_number",
                    "minor-subject",
                    msg("证件号码属于未成年人。"),
                    msg("请改为核查其父母或其他监护人。"),
                )
            ],
        )


def _bad_date(today: date) -> InvalidInput:
    return InvalidInput(
        msg("核查基准日不能晚于今天。"),
        errors=[FieldError("as_of", "future-date", msg("最晚为 {day}。", day=today.isoformat()))],
    )


def _request(new: NewCheck, table: StoredTable, as_of: date) -> Request:
    return Request(
        purpose=new.purpose,
        basis_kind=new.basis_kind,
        basis_reference=new.basis_reference,
        as_of=as_of,
        rule_set_id=table.id,
        actor=current_actor(),
        at=clock.now(),
        day=clock.today(),
    )


def _write(
    session: Session,
    request: Request,
    one: Applicant,
    decision: Decision,
    subject_id: int | None,
    channel: str,
    supersedes_id: int | None = None,
) -> Check:
    values = check_values(request, one, decision, subject_id, supersedes_id=supersedes_id)
    check = insert_check(session, values)
    for read in query_reads([values], channel):
        audit.log_query(read)
    audit.record(
        "check.made", "check", check.number, {"outcome": check.outcome, "purpose": check.purpose}
    )
    return check


def get_check(number: str) -> Check:
    """A check by its number as people type it. Raises `NotFound`."""
    tidy = tidy_number(number)
    check = db.session.scalar(select(Check).where(Check.number == tidy)) if tidy else None
    if check is None:
        raise _no_such_check(number)
    return check


def read_check(number: str, *, channel: str) -> Check:
    """Show a check to a person; the look is logged on the basis the check was made on."""
    check = get_check(number)
    with transaction():
        audit.log_query(
            QueryRead(
                basis_kind=check.basis_kind,
                basis_reference=check.basis_reference,
                purpose=check.purpose,
                subject_index=check.id_index,
                subject_kind=check.subject_kind,
                fields=FIELDS_READ,
                result_hash=result_hash(_told(check)),
                channel=channel,
                object_ref=check.number,
            )
        )
    return check


def _told(check: Check) -> dict[str, object]:
    keys = ("number", "outcome", "on_file", "hold_reasons", "points", "snapshot")
    return {key: getattr(check, key) for key in keys}


def _locked(session: Session, number: str) -> Check:
    """The check, locked, if it still awaits its reviewer and somebody else made it.

    Only a named human decides; a command or a job never does.
    """
    if not current_actor().id:
        raise NotAllowed(msg("须由登录的复核员本人处理。"))
    check = lock_check(session, number)
    if check.reviewed_at is not None or check.superseded_by_id is not None:
        raise AlreadyDecided(msg("核查 {number} 已有结论，请刷新后查看。", number=check.number))
    if check.created_by_id is not None and check.created_by_id == current_actor().id:
        raise SameHands(msg("核查由您本人经办，须由另一名复核员确认。"))
    return check


def lock_check(session: Session, number: str) -> Check:
    """The check, locked. Whoever waited for the lock sees what was decided meanwhile."""
    tidy = tidy_number(number)
    check = session.scalar(
        select(Check)
        .where(Check.number == tidy)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if check is None:
        raise _no_such_check(number)
    return check


def _no_such_check(number: str) -> NotFound:
    return NotFound(msg("没有编号为“{number}”的核查，请检查编号。", number=number[:40]))


def confirm(number: str, note: str = "") -> Check:
    """A reviewer confirms a negative result; only then may it leave the office.

    Raises `AlreadyDecided`, `SameHands`, or `InvalidInput` for a check that is not negative.
    """
    with transaction() as session:
        check = _locked(session, number)
        if check.outcome != Outcome.NEGATIVE:
            raise InvalidInput(msg("只有不通过的结果需要确认；待定的结果请先逐项核对。"))
        check.reviewed_by = current_actor().name
        check.reviewed_at = clock.now()
        check.review_note = note
        audit.record("check.confirmed", "check", check.number, {"outcome": check.outcome})
        settle(session, check, "corrected")
    return check


def resolve(number: str, resolution: Resolution) -> Check:
    """A reviewer answers what held a check; a new, final check takes its place with a link.

    The facts are looked up again, for a record may have been repaired since, and the
    reviewer's answers put in; the answers about namesakes are kept. What is still
    disputed never counts. Raises `InvalidInput` where the identity was not confirmed,
    and `FactsChanged` when records have turned up that the reviewer was not asked about.
    """
    with transaction() as session:
        held = _locked(session, number)
        if held.outcome != Outcome.HELD:
            raise InvalidInput(msg("只有待定的结果需要逐项核对。"))
        if not resolution.identity_confirmed:
            raise InvalidInput(
                msg("请先核对证件。"),
                errors=[
                    FieldError(
                        "identity_confirmed",
                        "not-confirmed",
                        msg("尚未确认姓名（名称）与证件号码一致。"),
                        msg("证件不符的，请以正确的信息重新办理核查。"),
                    )
                ],
            )
        name, id_number = named(held)
        identifier = parse(IdType(held.id_type), id_number, today=clock.today())
        one = Applicant(identifier, name, index_of(identifier))
        found = find([one])[0]
        _refuse_unknown_records(found.facts, resolution)
        _refuse_new_questions(held, found.facts)
        final = _resolved(session, held, one, found, resolution)
        keep_verdicts(found, resolution.own_records, resolution.note)
        return final


def _refuse_new_questions(held: Check, facts: Sequence[Fact]) -> None:
    """Records that turned up since were not put to the reviewer: the answer is silent on them."""
    asked = {fact.record_id for fact in facts_of(held) if fact.identity_unmatched}
    if any(fact.identity_unmatched and fact.record_id not in asked for fact in facts):
        raise FactsChanged(
            msg("办理 {number} 之后又有新的同名记录，请按最新数据重新核查。", number=held.number)
        )


def _refuse_unknown_records(facts: Sequence[Fact], resolution: Resolution) -> None:
    """A slip in a record's number must not leave the record out."""
    asked = {fact.record_id for fact in facts if fact.identity_unmatched}
    unknown = sorted(resolution.own_records - asked)
    if unknown:
        raise InvalidInput(
            msg("有 {count} 条记录不在待认定之列，请核对记录编号。", count=len(unknown)),
            errors=[
                FieldError(
                    "own_records",
                    "unknown-record",
                    msg("记录 {id} 不在待认定之列。", id=record_id),
                )
                for record_id in unknown[:RECORDS_PER_ANSWER_MAX]
            ],
        )


def _resolved(
    session: Session, held: Check, one: Applicant, found: Found, resolution: Resolution
) -> Check:
    facts = tuple(_answered(fact, resolution) for fact in found.facts if _kept(fact, resolution))
    known = replace(found, name_on_file=one.name, flags_confirmed=True, facts=facts)
    stored = load_version(held.rule_set_id)
    decision = decide(one, known, stored.table, held.as_of)
    # What is still open after the answers (a dispute, a gap in the record) never counts.
    settled = [fact for fact in facts if fact.record_id not in decision.assessment.held_by]
    outcome = evaluate(stored.table, settled, held.as_of).outcome
    actor = current_actor()
    request = Request(
        purpose=held.purpose,
        basis_kind=BasisKind(held.basis_kind),
        basis_reference=held.basis_reference,
        as_of=held.as_of,
        rule_set_id=held.rule_set_id,
        actor=actor,
        at=clock.now(),
        day=clock.today(),
    )
    final = _write(
        session,
        request,
        one,
        replace(decision, outcome=outcome, holds=(), on_file=decision.on_file or bool(facts)),
        found.subject_id,
        "page",
        supersedes_id=held.id,
    )
    final.reviewed_by, final.reviewed_at = actor.name, clock.now()
    final.review_note = resolution.note
    settle(session, final, "resolved")
    return final


def _kept(fact: Fact, resolution: Resolution) -> bool:
    return not fact.identity_unmatched or fact.record_id in resolution.own_records


def _answered(fact: Fact, resolution: Resolution) -> Fact:
    own = fact.identity_unmatched and fact.record_id in resolution.own_records
    return replace(fact, identity_unmatched=False) if own else fact


def facts_of(check: Check) -> list[Fact]:
    """The facts a check was frozen with."""
    return facts_from_json(check.snapshot["facts"]) if check.snapshot else []
