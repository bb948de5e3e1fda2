"""Use cases of single checks: make, read, confirm."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from credit.checks.decide import Decision, decide, is_minor
from credit.checks.lookup import Applicant, applicant, find
from credit.checks.models import BasisKind, Check
from credit.checks.numbers import tidy_number
from credit.checks.problems import (
    AlreadyDecided,
    MinorSubject,
    SameHands,
)
from credit.checks.succession import settle
from credit.checks.write import (
    FIELDS_READ,
    Request,
    check_values,
    insert_check,
    look_at,
    result_hash_of,
)
from credit.rules.facts import Fact, facts_from_json
from credit.rules.service import table_for
from credit.rules.vocabulary import Outcome
from credit.subjects.identifiers import Identifier, IdType, parse
from service import audit, clock
from service.audit import current_actor
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
        request = request_for(new, as_of, table.id)
        return write_check(
            session, request, one, decision, found.subject_id, channel, supersedes_id
        )


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


def request_for(of: NewCheck | Check, as_of: date, rule_set_id: int) -> Request:
    """What is the same for every check made in this call, by whoever acts now."""
    return Request(
        purpose=of.purpose,
        basis_kind=BasisKind(of.basis_kind),
        basis_reference=of.basis_reference,
        as_of=as_of,
        rule_set_id=rule_set_id,
        actor=current_actor(),
        at=clock.now(),
        day=clock.today(),
    )


def write_check(
    session: Session,
    request: Request,
    one: Applicant,
    decision: Decision,
    subject_id: int | None,
    channel: str,
    supersedes_id: int | None = None,
) -> Check:
    """Write a decision down as a check, with its entries in query log and trail."""
    values = check_values(request, one, decision, subject_id, supersedes_id=supersedes_id)
    return insert_check(session, values, channel)


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
        told = result_hash_of(check)
        audit.log_query(look_at(check, FIELDS_READ, told=told, channel=channel))
    return check


def lock_for_review(session: Session, number: str) -> Check:
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
        check = lock_for_review(session, number)
        if check.outcome != Outcome.NEGATIVE:
            raise InvalidInput(msg("只有不通过的结果需要确认；待定的结果请先逐项核对。"))
        check.reviewed_by = current_actor().name
        check.reviewed_at = clock.now()
        check.review_note = note
        audit.record("check.confirmed", "check", check.number, {"outcome": check.outcome})
        settle(session, check, "corrected")
    return check


def facts_of(check: Check) -> list[Fact]:
    """The facts a check was frozen with."""
    return facts_from_json(check.snapshot["facts"]) if check.snapshot else []
