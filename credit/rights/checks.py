"""Checks of the caller, each explained in the words of its certificate.

A result no named human has confirmed is not told here either: it has not left the office.
"""

from collections.abc import Sequence

from sqlalchemy import func, select

from credit.checks.models import BasisKind, Check
from credit.checks.present import assessment_of, explanation
from credit.checks.wording import BASES, OUTCOMES, PURPOSES
from credit.rules.service import load_version, load_versions
from credit.rules.vocabulary import Outcome, Purpose
from service.database import db
from service.messages import Message, msg
from service.rights.held import Item, Line, Section, Way
from service.rights.me import Me

WHY = msg("部门或窗口为办理积分入学、积分落户、企业审查等事项，依您的授权或法定职责所做的核查。")
BASIS = msg("《浙江省公共信用信息管理条例》第十八条、第十九条；核查结果和所依据的事实保存备查")


def checks_held(me: Me, most: int) -> Section | None:
    """Every check of the caller, the newest first."""
    if me.identity is None:
        return None
    session = db.session()
    mine = Check.id_index == me.identity.subject_index
    total = session.scalar(select(func.count()).select_from(Check).where(mine)) or 0
    rows = session.scalars(select(Check).where(mine).order_by(Check.id.desc()).limit(most)).all()
    numbers = _numbers([row.superseded_by_id for row in rows])
    load_versions(row.rule_set_id for row in rows)
    return Section(WHY, BASIS, [_item(row, numbers) for row in rows], total)


def _numbers(ids: Sequence[int | None]) -> dict[int, str]:
    wanted = [one for one in ids if one is not None]
    found = db.session.execute(select(Check.id, Check.number).where(Check.id.in_(wanted)))
    return {row.id: row.number for row in found}


def _item(check: Check, numbers: dict[int, str]) -> Item:
    return Item(
        reference=check.number,
        title=msg(
            "{purpose} {number}", purpose=PURPOSES[Purpose(check.purpose)], number=check.number
        ),
        lines=[*_about(check, numbers), *(_result(check) if check.final else ())],
        since=check.created_at,
        explanation=_explained(check) if check.final else [_not_final(check)],
        ways=_ways(check) if check.final and check.superseded_by_id is None else (),
    )


def _about(check: Check, numbers: dict[int, str]) -> list[Line]:
    lines = [
        Line("as_of", msg("核查基准日"), check.as_of),
        Line("basis", msg("查询依据"), BASES[BasisKind(check.basis_kind)]),
        Line("basis_reference", msg("依据编号"), check.basis_reference),
    ]
    if check.superseded_by_id is not None:
        lines.append(Line("superseded_by", msg("已由新核查取代"), numbers[check.superseded_by_id]))
    return lines


def _result(check: Check) -> list[Line]:
    reviewed = check.reviewed_by is not None
    return [
        Line("outcome", msg("结果"), OUTCOMES[Outcome(check.outcome)]),
        Line("points", msg("分值变动"), f"{check.points.normalize():f}"),
        Line("rules", msg("适用规则"), load_version(check.rule_set_id).table.name),
        Line("by_human", msg("经人工复核"), reviewed),
        Line("disputed", msg("异议标注"), check.disputed),
    ]


def _not_final(check: Check) -> Message:
    if check.superseded_by_id is not None:
        return msg("这次核查没有形成对外的结果，已由新的核查取代。")
    return msg("正在由工作人员人工核对。没有经人工确认的结果不会提供给任何单位，请稍后再看。")


def _explained(check: Check) -> list[Message]:
    """The headline, why each fact counts or not, and what would change the result."""
    assessment = assessment_of(check)
    return [
        *explanation(check),
        *(
            msg(
                "{number}：{said}",
                number=line.decision_number or msg("一条没有文号的记录"),
                said=line.why or _counted(line.points, line.item_name),
            )
            for line in assessment.lines
        ),
        *(one.sentence for one in assessment.counterfactuals),
    ]


def _counted(points: object, item: str) -> Message:
    return msg("按“{item}”计 {points} 分。", item=item, points=f"{points:f}")


def _ways(check: Check) -> list[Way]:
    return [
        Way(msg("对结果提出异议"), "objecting.new", {"topic": "check", "reference": check.number}),
        Way(
            msg("要求由人重新决定"),
            "rights_requests.new",
            {"kind": "human_decision", "check": check.number},
        ),
        Way(msg("核验证明"), "verify.show", {"number": check.number}),
    ]
