"""Effects, their states and what went wrong, in words."""

import re
from collections.abc import Mapping

from service.messages import Message, msg
from service.web.i18n import ENGLISH, language
from workflows.effects.answers import ACCEPTED
from workflows.effects.attempts import LOST, RETRIED
from workflows.effects.kinds import Effect
from workflows.effects.models import EffectState
from workflows.effects.reading import Standing
from workflows.effects.settling import NEVER_DONE
from workflows.effects.targets import target_table

EFFECTS: Mapping[str, Message] = {
    Effect.stop_publicity: msg("终止公示"),
    Effect.stop_sharing: msg("停止共享和使用"),
    Effect.lift_measures: msg("解除惩戒措施"),
    Effect.shield_publicity: msg("暂停公示"),
    Effect.shield_sharing: msg("暂停共享和使用"),
    Effect.shield_measures: msg("暂停惩戒措施"),
    Effect.restore_publicity: msg("恢复公示"),
    Effect.restore_sharing: msg("恢复共享和使用"),
    Effect.restore_measures: msg("恢复惩戒措施"),
    Effect.amend_publicity: msg("更正公示内容"),
    Effect.amend_sharing: msg("更正共享内容"),
    Effect.amend_measures: msg("按更正内容复核措施"),
}
STATES: Mapping[str, tuple[str, Message]] = {
    EffectState.pending: ("wait", msg("自动办理中")),
    EffectState.manual: ("warn", msg("待人工办理")),
    EffectState.confirmed: ("ok", msg("已确认")),
    EffectState.dead: ("bad", msg("未成功，待处理")),
    EffectState.superseded: ("info", msg("已被后续决定取代")),
}
"""State -> kind of badge and its text."""
STANDINGS: Mapping[str, Message] = {
    Standing.open: msg("未完成的全部"),
    **{standing: STATES[standing][1] for standing in Standing if standing in STATES},
}
OUTCOMES: Mapping[str, Message] = {
    "confirmed": msg("对方已确认"),
    ACCEPTED: msg("对方已收到，尚未办完"),
    RETRIED: msg("重新安排同步"),
    LOST: msg("发送中断，结果不明，将以同一编号重发"),
    NEVER_DONE: msg("对方收到后一直没有办完"),
    "measure-still-applied": msg("仍有依这条记录实施的措施没有解除"),
    "status-not-there": msg("本系统的记录状态还不是应有的状态"),
    "unknown-host": msg("找不到对方的主机名"),
    "unreachable": msg("连接不上对方系统"),
    "connect-timeout": msg("连接对方系统超时"),
    "timeout": msg("对方系统没有按时答复"),
    "tls-failed": msg("对方系统的证书未通过验证"),
    "broken-off": msg("答复中断"),
    "answer-too-long": msg("答复过长，未予接收"),
    "no-answer": msg("没有答复"),
    "receipt-missing": msg("答复中没有回执"),
    "receipt-malformed": msg("回执格式不符"),
    "receipt-for-another": msg("回执不是针对这次发送的内容"),
    "receipt-unknown-key": msg("回执的签名密钥未登记"),
    "receipt-bad-signature": msg("回执签名未通过验证"),
}
"""Codes of attempts. A target's own codes are shown as they are."""


FACT_NAMES: Mapping[str, Message] = {
    "effect.code": msg("办理事项"),
    "case.number": msg("办件编号"),
    "case.type": msg("办件种类代码"),
    "case.authority": msg("办件的认定单位"),
    "case.decided_on": msg("修复决定日期"),
    "subject.name": msg("主体名称"),
    "subject.code": msg("统一社会信用代码"),
    "record.kind": msg("记录种类代码"),
    "record.title": msg("记录标题"),
    "record.decision_number": msg("决定书文号"),
    "record.decided_on": msg("决定日期"),
    "record.authority": msg("认定单位"),
    "record.authority_code": msg("认定单位代码"),
    "record.amendment": msg("更正、补充的内容"),
}
"""What the fields of a message hold, for the clerk who enters them elsewhere by hand."""
_HTTP = re.compile(r"http-(\d{3})")


def target_name(code: str) -> str:
    """A target's name in the reader's language; a code no longer in the table is shown as it is."""
    target = target_table().targets.get(code)
    if target is None:
        return code
    return target.name_en if language() == ENGLISH else target.name


def outcome_words(code: str | None) -> Message | None:
    """What became of a try, in words."""
    if code is None:
        return None
    if found := _HTTP.fullmatch(code):
        return msg("对方系统答复 HTTP {status}", status=found[1])
    return OUTCOMES.get(code) or msg("对方答复代码：{code}", code=code)
