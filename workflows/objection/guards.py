"""The conditions the tables of objections name."""

from collections.abc import Iterator

from sqlalchemy import select

from credit.checks.models import Check
from service.access import Role
from service.accounts.models import Account
from service.messages import msg
from workflows.documents.kinds import DocumentKind
from workflows.documents.models import CaseDocument
from workflows.engine.context import Move
from workflows.engine.guards import guard
from workflows.engine.models import CaseEvent, CaseFile
from workflows.engine.refusals import Refusal
from workflows.objection.remedies import REMEDY, Remedy, refusals
from workflows.objection.standing import GRANTED

EXTENDED = ("approve_extension", "approve_own_extension")
DECISIONS = ("grant", "refuse", "not_accept", "grant_temporary", "revoke_repair")
"""Actions by which the outcome of a repair came about."""
OFFICE = (Role.clerk, Role.reviewer)


@guard("remedy_fits")
def remedy_fits(move: Move) -> Iterator[Refusal]:
    """What is to be done about the record can be done to it as it stands."""
    for record in move.records:
        yield from refusals(move.fields, record.kind, record.status, record.removed_on, move.today)


@guard("not_extended")
def not_extended(move: Move) -> Iterator[Refusal]:
    """More time is given once, whoever asks: five working days and fifteen are the twenty."""
    given = move.session.scalar(
        select(CaseEvent.version)
        .where(CaseEvent.case_id == move.case.id, CaseEvent.action.in_(EXTENDED))
        .limit(1)
    )
    if given is not None:
        yield Refusal("only-once", msg("这件异议已经延期一次，合计不得超过 20 个工作日。"))


@guard("review_paper_handed_in")
def review_paper_handed_in(move: Move) -> Iterator[Refusal]:
    """The outcome of a review is recorded with the paper of the provincial department."""
    paper = move.session.scalar(
        select(CaseDocument.id)
        .join(Account, Account.id == CaseDocument.uploaded_by_id)
        .where(
            CaseDocument.case_id == move.case.id,
            CaseDocument.kind == DocumentKind.review_answer,
            CaseDocument.withdrawn_at.is_(None),
            Account.role.in_(OFFICE),
        )
        .limit(1)
    )
    if paper is None:
        yield Refusal(
            "review-paper-missing",
            msg("还缺省级主管部门的复核文书。"),
            msg("请窗口扫描上传，材料种类选“复核文书”，再登记复核结果。"),
        )


@guard("had_no_hand_in_result")
def had_no_hand_in_result(move: Move) -> Iterator[Refusal]:
    """Nobody decides about a check they made or confirmed themselves."""
    check = check_of(move)
    if move.actor.id == check.created_by_id or move.actor.name == check.reviewed_by:
        yield Refusal(
            "had-a-hand",
            msg("这件核查由您本人办理或者确认，须由另一名工作人员决定。"),
            msg("请由本单位另一账号办理。"),
        )


@guard("decided_by_others")
def decided_by_others(move: Move) -> Iterator[Refusal]:
    """Nobody decides about an outcome they brought about themselves."""
    repair = repair_of(move)
    revocations = select(CaseFile.id).where(CaseFile.relates_to_id == repair.id)
    decided = move.session.scalar(
        select(CaseEvent.version)
        .where(
            CaseEvent.case_id.in_(revocations.union(select(CaseFile.id).filter_by(id=repair.id))),
            CaseEvent.action.in_(DECISIONS),
            CaseEvent.actor_id == move.actor.id,
        )
        .limit(1)
    )
    if decided is not None:
        yield Refusal(
            "had-a-hand",
            msg("办件 {number} 由您本人决定，异议须由另一人办理。", number=repair.number),
            msg("请由本单位另一账号办理。"),
        )


@guard("repair_remedy_fits")
def repair_remedy_fits(move: Move) -> Iterator[Refusal]:
    """A repair that was granted is carried out again, any other is taken up again."""
    granted = repair_of(move).outcome == GRANTED
    remedy = Remedy(move.fields[REMEDY])
    if granted and remedy is Remedy.reopen:
        yield Refusal("granted", msg("该修复已经准予，请选“重新同步修复结果”。"), field=REMEDY)
    if not granted and remedy is Remedy.resync:
        yield Refusal("not-granted", msg("该修复没有准予，请选“重新办理修复”。"), field=REMEDY)


@guard("recheck_is_final")
def recheck_is_final(move: Move) -> Iterator[Refusal]:
    """The new check has taken the place of the one that was objected to."""
    if check_of(move).superseded_by_id is None:
        yield Refusal(
            "not-final",
            msg("重新核查的结果还不是最终结果，须先由复核员处理。"),
            msg("请到“核查”中办理待复核的结果。"),
        )


def check_of(move: Move) -> Check:
    """The check an objection is about."""
    assert move.case.check_id is not None, "an objection to a check always names it"
    return move.session.get_one(Check, move.case.check_id)


def repair_of(move: Move) -> CaseFile:
    """The repair an objection is about."""
    assert move.case.relates_to_id is not None, "an objection to a repair always names it"
    return move.session.get_one(CaseFile, move.case.relates_to_id)
