"""The words in which people read the codes of records and imports."""

from types import MappingProxyType
from typing import Any

from credit.records.dates import Undefined
from credit.records.importing.outcome import Outcome
from credit.records.models import RecordStatus
from credit.records.penalty_kinds import kind_labels
from credit.rules.vocabulary import PenaltyKind, Tier
from service.messages import Message, msg

OUTCOMES = MappingProxyType(
    {
        Outcome.accepted: msg("新增"),
        Outcome.updated: msg("更新"),
        Outcome.unchanged: msg("未变"),
        Outcome.flagged: msg("存疑"),
        Outcome.refused: msg("未导入"),
    }
)
STATUSES = MappingProxyType(
    {
        RecordStatus.active: ("warn", msg("有效")),
        RecordStatus.repaired: ("ok", msg("已修复")),
        RecordStatus.shielded: ("ok", msg("暂时屏蔽")),
        RecordStatus.revoked: ("ok", msg("已撤销")),
        RecordStatus.expired: ("ok", msg("已过期")),
    }
)
"""Status -> kind of badge and its text."""
TIERS = MappingProxyType(
    {Tier.MINOR: msg("轻微"), Tier.GENERAL: msg("一般"), Tier.SERIOUS: msg("严重")}
)
CHANGES = MappingProxyType(
    {
        "created": msg("首次导入"),
        "amended": msg("内容变更"),
        "withdrawn": msg("决定撤销"),
        "tier_overridden": msg("人工核定档次"),
        "repaired": msg("信用修复"),
        "shielded": msg("暂时屏蔽"),
        "restored": msg("恢复公示"),
        "notice_served": msg("送达信用修复告知书"),
        "disputed": msg("提出异议，已标注"),
        "undisputed": msg("异议办结，取消标注"),
        "deleted": msg("异议成立，删除"),
        "corrected": msg("异议成立，更正"),
        "supplemented": msg("异议成立，补充"),
        "disclosure_stopped": msg("异议成立，停止披露"),
        "removed_from_list": msg("异议成立，移出名单"),
    }
)
_UNDEFINED = MappingProxyType(
    {
        Undefined.DECISION_DATE_UNKNOWN: msg("不知道作出决定的日期，须由认定单位补充"),
        Undefined.PUBLICATION_DATE_UNKNOWN: msg("不知道公示日期，须由认定单位补充"),
        Undefined.NOT_PUBLISHED: msg("原则上不公示"),
        Undefined.NO_EARLY_STOP: msg("该种处罚不得提前停止公示"),
        Undefined.STILL_LISTED: msg("仍在名单内，移出后起算"),
        Undefined.BEYOND_CALENDAR: msg("日期超出可计算的范围"),
    }
)
_NO_REPAIR = frozenset(
    {
        Undefined.DECISION_DATE_UNKNOWN,
        Undefined.PUBLICATION_DATE_UNKNOWN,
        Undefined.NO_EARLY_STOP,
        Undefined.BEYOND_CALENDAR,
    }
)


def tier_explanation(
    tier: str | None, reason: str | Message | None, set_by: str | None, kinds: list[str]
) -> Message:
    """Why a record has its tier, in one sentence; `reason` is what was written by hand, else the
    rule's code or its law."""
    if tier is None:
        return msg("没有可适用的分档规则，须人工核定")
    if set_by is not None:
        return msg("经人工核定：{reason}", reason=reason or "")
    if not kinds:
        return msg("按规则{rule}确定", rule=reason or "")
    labels = kind_labels(frozenset(PenaltyKind(kind) for kind in kinds))
    return msg("按规则{rule}确定（处罚种类：{kinds}）", rule=reason or "", kinds=labels)


def why_not_repairable(attributes: dict[str, object]) -> Message | None:
    """Why there is no day from which repair can be asked for; None when nothing stands against."""
    reasons = attributes.get("undefined", [])
    assert isinstance(reasons, list)
    return next((_UNDEFINED[Undefined(code)] for code in reasons if code in _NO_REPAIR), None)


def status_statement(status: str, attributes: dict[str, Any]) -> Message | None:
    """The statement that goes with a record that is kept from view or was repaired."""
    shield, repair = attributes.get("shield"), attributes.get("repair")
    if status == RecordStatus.shielded and shield:
        return msg(
            "{court}以{ruling}裁定批准重整计划或认可和解协议，该记录自{day}起暂时屏蔽，不作为不利依据。",
            court=shield["court"],
            ruling=shield["ruling"],
            day=shield["on"],
        )
    if status == RecordStatus.repaired and repair:
        return msg(
            "已于{day}经办件{case}完成信用修复，终止公示，不作为不利依据。",
            day=repair["on"],
            case=repair["case"],
        )
    return None


def published_note(attributes: dict[str, object]) -> Message | None:
    """What must be said about the publicity of a record beside its dates."""
    reasons = attributes.get("undefined", [])
    assert isinstance(reasons, list)
    hidden = Undefined.NOT_PUBLISHED
    return _UNDEFINED[hidden] if hidden in reasons else None
