"""What the actions of objections change beyond their case, within the same transaction."""

from sqlalchemy import select

from credit.checks.corrections import recheck
from credit.checks.models import Check
from credit.records import disputing
from credit.records.changing import Cause
from service import audit
from service.audit import SYSTEM, acting_as
from workflows.effects.asking import ask_for, complete_soon
from workflows.engine.consequences import consequence
from workflows.engine.context import Move
from workflows.objection.guards import check_of
from workflows.objection.remedies import DEEDS, REMEDY, SUPPLEMENT, Remedy, corrected
from workflows.objection.reopening import reopen


@consequence("mark_disputed")
def mark_disputed(move: Move) -> None:
    """The records are marked, and count against nobody while the objection is looked into."""
    disputing.mark_disputed(move.session, _ids(move), _cause(move))


@consequence("unmark_records")
def unmark_records(move: Move) -> None:
    """The mark goes with the answer."""
    disputing.unmark(move.session, _ids(move), _cause(move))


@consequence("redress_records")
def redress_records(move: Move) -> None:
    """The records are put right, here and at every other system."""
    remedy, ids, cause = Remedy(move.fields[REMEDY]), _ids(move), _cause(move)
    disputing.unmark(move.session, ids, cause)
    match remedy:
        case Remedy.delete:
            disputing.delete_erroneous(move.session, ids, cause)
        case Remedy.correct:
            disputing.correct(move.session, ids, cause, corrected(move.fields))
        case Remedy.supplement:
            disputing.supplement(move.session, ids, cause, move.fields[SUPPLEMENT])
        case Remedy.stop_disclosure:
            disputing.stop_disclosure(move.session, ids, cause)
        case _:
            disputing.remove_from_list(move.session, ids, cause)
    ask_for(move.session, move.case, move.records, DEEDS[remedy], move.at)


@consequence("redress_repair")
def redress_repair(move: Move) -> None:
    """The repair is taken up again, or carried out again everywhere."""
    disputing.unmark(move.session, _ids(move), _cause(move))
    remedy = Remedy(move.fields[REMEDY])
    if remedy is Remedy.resync:
        ask_for(move.session, move.case, move.records, DEEDS[remedy], move.at)
    else:
        reopen(move)
        complete_soon(move.case.id)


@consequence("mark_check")
def mark_check(move: Move) -> None:
    """Whoever verifies the certificate is told that its result is objected to."""
    _put_mark(move, disputed=True)


@consequence("unmark_check")
def unmark_check(move: Move) -> None:
    """The mark goes with the answer."""
    _put_mark(move, disputed=False)


@consequence("recheck_check")
def recheck_check(move: Move) -> None:
    """The subject is checked anew; the old result is superseded once the new one is final.

    The service makes the check itself, on the basis of the one it corrects. Where a correction
    is under way already, that one is waited for.
    """
    check = check_of(move)
    under_way = move.session.scalar(
        select(Check.id).where(Check.supersedes_id == check.id, Check.superseded_by_id.is_(None))
    )
    if check.superseded_by_id is None and under_way is None:
        with acting_as(SYSTEM):
            recheck(check.number, channel="case")
    if check.superseded_by_id is not None:
        complete_soon(move.case.id)


def _put_mark(move: Move, *, disputed: bool) -> None:
    check = check_of(move)
    move.session.refresh(check, with_for_update=True)
    if check.disputed is not disputed:
        check.disputed = disputed
        if disputed:
            audit.record("check.disputed", "check", check.number, {"case": move.case.number})
        else:
            audit.record("check.undisputed", "check", check.number, {"case": move.case.number})


def _ids(move: Move) -> list[int]:
    return [record.id for record in move.records]


def _cause(move: Move) -> Cause:
    return Cause(move.case.number, move.reason or move.rule.name, move.today)
