"""The conditions the tables of repair name."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select

from service.messages import Message, msg
from workflows.engine.context import Move
from workflows.engine.guards import guard
from workflows.engine.models import CaseEvent, CaseFile
from workflows.engine.refusals import Refusal
from workflows.engine.registry import definition
from workflows.repair.ban import ban_of, ban_refusal
from workflows.repair.case_papers import PERFORMED_ON, checklist_of, papers_of
from workflows.repair.checklist import FINAL, Need, missing
from workflows.repair.dated_tables import scope_on
from workflows.repair.eligibility import judge
from workflows.repair.facts import facts_of
from workflows.repair.supplement import unanswered

REVOKE, REVOKED = "revoke", "revoked"
_ASKED = ("request_supplement", "request_authority_supplement")


@guard("eligible")
def eligible(move: Move) -> Iterator[Refusal]:
    """Every record can be repaired today by this case type."""
    scope = scope_on(move.today)
    for record in move.records:
        yield from judge(facts_of(record), scope, move.today, move.case.case_type).refusals


@guard("not_banned")
def not_banned(move: Move) -> Iterator[Refusal]:
    """No earlier repair of the subject was revoked for cheating within the time of the ban."""
    assert move.case.subject_id is not None, "a repair is always somebody's"
    ban = ban_of(move.session, move.case.subject_id, move.today)
    if ban is not None:
        yield ban_refusal(ban)


@guard("checklist_complete")
def checklist_complete(move: Move) -> Iterator[Refusal]:
    """Everything the rules ask for has been handed in or is fetched in-house."""
    performed_on = {**move.case.fields, **move.fields}.get(PERFORMED_ON)
    if performed_on and date.fromisoformat(performed_on) > move.today:
        yield Refusal(
            "performed-in-future",
            msg("义务履行完毕的日期不能晚于今天。"),
            msg("请在全部履行之后再提交。"),
            field=PERFORMED_ON,
        )
    names = {record.id: facts_of(record).name for record in move.records}
    for need in missing(checklist_of(move.session, move.case, move.records, said=move.fields)):
        yield _missing(need, names)


@guard("supplement_complete")
def supplement_complete(move: Move) -> Iterator[Refusal]:
    """Everything the notice of missing materials lists was handed in since."""
    asked = move.session.scalars(
        select(CaseEvent)
        .where(CaseEvent.case_id == move.case.id, CaseEvent.action.in_(_ASKED))
        .order_by(CaseEvent.version.desc())
        .limit(1)
    ).first()
    if asked is None:
        return
    given = [paper for paper in papers_of(move.case) if paper.at >= asked.at]
    wanted = checklist_of(move.session, move.case, move.records)
    for item in unanswered(asked.fields.get("missing", ()), wanted, given):
        yield Refusal(
            "not-supplemented",
            msg("补正通知所列“{item}”尚未补交。", item=item),
            msg("请上传后再提交，补正通知只发一次，须一次补齐。"),
        )


@guard("completion_proved")
def completion_proved(move: Move) -> Iterator[Refusal]:
    """That the plan or settlement was carried out is shown by a document."""
    names = {record.id: facts_of(record).name for record in move.records}
    for need in missing(checklist_of(move.session, move.case, move.records, stage=FINAL)):
        yield _missing(need, names)


@guard("revocation_decided")
def revocation_decided(move: Move) -> Iterator[Refusal]:
    """A revocation of this very case was decided; only then the service undoes the repair."""
    decided = move.session.scalar(
        select(CaseFile.id).where(
            CaseFile.relates_to_id == move.case.id, CaseFile.outcome == REVOKED
        )
    )
    if decided is None:
        yield Refusal("not-revoked", msg("没有对该修复作出撤销决定。"))


@guard("repair_stands")
def repair_stands(move: Move) -> Iterator[Refusal]:
    """The repair that would be revoked is still in force."""
    related = related_case(move)
    if not can_be_revoked(related):
        yield Refusal(
            "repair-undone",
            msg("办件 {number} 的修复已不再有效，无须撤销。", number=related.number),
            msg("请改为“不予撤销”。"),
        )


def related_case(move: Move) -> CaseFile:
    """The repair a revocation is about."""
    assert move.case.relates_to_id is not None, "a revocation is always about a repair"
    return move.session.get_one(CaseFile, move.case.relates_to_id)


def can_be_revoked(case: CaseFile) -> bool:
    """True when a repair stands that a revocation could undo."""
    rule = definition(case.case_type, case.definition_version).actions.get(REVOKE)
    return rule is not None and case.state in rule.sources


def _missing(need: Need, names: dict[int, str]) -> Refusal:
    title: Message = need.title
    if need.record_id is not None:
        title = msg(
            "{title}（{record}）",
            title=need.title,
            record=names.get(need.record_id, need.record_id),
        )
    return Refusal(
        "material-missing",
        msg("还缺材料：{title}。", title=title),
        msg("{hint}依据：{article}。", hint=need.hint, article=need.article),
        field=need.key,
    )
