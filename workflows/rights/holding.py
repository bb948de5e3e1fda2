"""The caller's own cases, as the page about oneself tells them."""

from sqlalchemy import ColumnElement, and_, func, or_, select

from credit.checks.models import Check
from credit.subjects.models import Subject
from service.access import Role
from service.database import db
from service.messages import msg
from service.rights.held import Item, Line, Section, Way
from service.rights.me import Me
from workflows.engine.models import CaseFile
from workflows.engine.naming import hint_of, name_of
from workflows.engine.registry import definition
from workflows.engine.scope import told_to
from workflows.repair.wording import OUTCOMES
from workflows.rights.models import RightsRequest

WHY = msg("您提出的修复、异议、请求等办件，以及办到哪一步。")
BASIS = msg("《中华人民共和国个人信息保护法》第十三条：办理您提出的事项所必需")


def cases_held(me: Me, most: int) -> Section | None:
    """Every case of the caller's, the newest first."""
    mine = _mine(me)
    if mine is None:
        return None
    total = db.session.scalar(select(func.count()).select_from(CaseFile).where(mine)) or 0
    rows = db.session.scalars(select(CaseFile).where(mine).order_by(CaseFile.id.desc()).limit(most))
    return Section(WHY, BASIS, [_item(row) for row in rows], total)


def _mine(me: Me) -> ColumnElement[bool] | None:
    """Cases of the account's own world: a resident's disputes never meet cases about credit."""
    filed = CaseFile.created_by_id == me.account.id
    if me.account.role == Role.resident:
        return and_(CaseFile.about.is_not(None), filed)
    identity = me.identity
    if identity is None:
        return None
    of_credit = CaseFile.about.is_(None)
    if not identity.is_person:
        return and_(of_credit, told_to(identity.id_mask))
    index = identity.subject_index
    about = or_(
        CaseFile.id.in_(
            select(RightsRequest.case_id).where(
                or_(RightsRequest.person_index == index, RightsRequest.asker_index == index)
            )
        ),
        CaseFile.subject_id.in_(select(Subject.id).where(Subject.id_index == index)),
        CaseFile.check_id.in_(select(Check.id).where(Check.id_index == index)),
    )
    if identity.account_id == me.account.id:  # not so for the deceased kin ask about
        about = or_(about, and_(filed, CaseFile.subject_code == ""))
    return and_(of_credit, about)


def _item(case: CaseFile) -> Item:
    found = definition(case.case_type, case.definition_version)
    state = found.states[case.state]
    outcome = OUTCOMES.get(case.outcome or "")
    return Item(
        reference=case.number,
        title=msg("{type} {number}", type=name_of(found), number=case.number),
        lines=[
            Line("state", msg("状态"), name_of(state)),
            Line("outcome", msg("结果"), outcome),
            Line("authority", msg("办理单位"), case.authority if case.about is None else None),
            Line("due_on", msg("到期日"), case.due_on),
            Line("closed_at", msg("办结时间"), case.closed_at),
        ],
        since=case.created_at,
        explanation=[hint_of(state)],
        ways=[Way(msg("查看办件"), "cases.show", {"number": case.number})],
    )
