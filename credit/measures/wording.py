"""The words in which people read the codes of measures."""

from types import MappingProxyType

from credit.measures.happening import Happened
from credit.measures.vocabulary import (
    ApplicationState,
    BasisLevel,
    LiftedWhy,
    MeasureKind,
    MeasureState,
)
from service.messages import Message, msg

KINDS = MappingProxyType({MeasureKind.incentive: msg("激励"), MeasureKind.constraint: msg("约束")})
STATES = MappingProxyType(
    {
        MeasureState.draft: ("wait", msg("草案")),
        MeasureState.active: ("ok", msg("实施中")),
        MeasureState.ended: ("info", msg("已终止")),
    }
)
"""State -> kind of badge and its text."""
APPLICATION_STATES = MappingProxyType(
    {
        ApplicationState.proposed: ("wait", msg("待确认")),
        ApplicationState.confirmed: ("ok", msg("已实施")),
        ApplicationState.declined: ("info", msg("不予实施")),
        ApplicationState.lifted: ("info", msg("已解除")),
    }
)
HAPPENED = MappingProxyType(
    {
        Happened.proposed: msg("系统建议"),
        Happened.confirmed: msg("部门确认实施"),
        Happened.declined: msg("部门不予实施"),
        Happened.lifted: msg("已实施后解除"),
        Happened.dropped: msg("办理前不再成立"),
        Happened.feedback: msg("反馈实施情况"),
    }
)
LEVELS = MappingProxyType(
    {
        BasisLevel.law: msg("法律"),
        BasisLevel.regulation: msg("行政法规、地方性法规"),
        BasisLevel.central_policy: msg("党中央、国务院政策文件"),
    }
)
LIFTED = MappingProxyType(
    {
        LiftedWhy.repair: msg("记录已修复"),
        LiftedWhy.shielded: msg("记录因破产重整暂时屏蔽"),
        LiftedWhy.revoked: msg("决定或荣誉已撤销"),
        LiftedWhy.removed: msg("已移出名单"),
        LiftedWhy.objection: msg("记录在异议办理中"),
        LiftedWhy.expiry: msg("公示期、保存期或有效期已满"),
        LiftedWhy.changed: msg("记录已不符合措施的适用条件"),
        LiftedWhy.outweighed: msg("主体另有排除激励的记录"),
        LiftedWhy.ended: msg("措施已终止或不在有效期内"),
        LiftedWhy.term: msg("措施期限已满"),
        LiftedWhy.by_hand: msg("部门决定解除"),
    }
)
CHANGES = MappingProxyType(
    {
        "created": msg("拟定"),
        "revised": msg("修改草案"),
        "activated": msg("生效并公布"),
        "ended": msg("终止"),
        "proposed": msg("系统提出建议"),
        "confirmed": msg("部门确认"),
        "declined": msg("部门不予实施"),
        "lifted": msg("解除"),
        "feedback": msg("反馈"),
    }
)
_CAUSES = MappingProxyType(
    {
        "look": msg("定时核对"),
        "tier": msg("人工核定档次"),
        "import": msg("导入数据"),
        "notice_served": msg("送达信用修复告知书"),
        "retention": msg("到期清理"),
    }
)


def cause_text(reason: str | None) -> Message | None:
    """Why a step was taken, in words; a case's number and a person's reason stand as they are."""
    if reason is None:
        return None
    known = _CAUSES.get(reason.split(":", maxsplit=1)[0])
    return known or Message("{reason}", {"reason": reason})
