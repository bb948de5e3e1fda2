"""Names for people of what the trails hold; every part names its own actions and objects."""

import re
from collections.abc import Mapping
from typing import Any

from service.access.policy import load_policy
from service.messages import Message, msg

ACTIONS: dict[str, Message] = {
    "account.created": msg("开设账号"),
    "account.disabled": msg("停用账号"),
    "account.enabled": msg("启用账号"),
    "account.factor_offered": msg("开始设置两步验证"),
    "account.factor_removed": msg("关闭两步验证"),
    "account.factor_reset": msg("重置两步验证"),
    "account.factor_set": msg("启用两步验证"),
    "account.password_changed": msg("修改密码"),
    "account.password_reset": msg("设置临时密码"),
    "account.recovery_code_used": msg("使用恢复码"),
    "account.recovery_codes_made": msg("重新生成恢复码"),
    "account.sessions_ended": msg("退出所有登录"),
    "account.tokens_revoked": msg("吊销全部令牌"),
    "audit.entry_read": msg("查看审计记录"),
    "audit.exported": msg("导出审计记录"),
    "audit.list_read": msg("查阅审计日志"),
    "audit.part_removed": msg("移除已清空的日志分区"),
    "audit.parts_made": msg("新建日志分区"),
    "audit.proof_made": msg("出具封存证明"),
    "audit.retired": msg("到期清退日志区块"),
    "audit.verification_asked": msg("发起完整性核验"),
    "audit.verification_failed": msg("完整性核验未完成"),
    "audit.verified": msg("完整性核验结束"),
    "identity.ended": msg("终止身份核验"),
    "identity.verified": msg("核验身份"),
    "job.retried": msg("重试后台任务"),
    "notices.set_address": msg("修改联系方式"),
    "private.key_rotated": msg("轮换数据密钥"),
    "private.master_key_changed": msg("更换主密钥"),
    "session.code_refused": msg("登录验证码不正确"),
    "session.closed": msg("退出登录"),
    "session.opened": msg("登录"),
    "session.password_proved": msg("密码正确，等待验证码"),
    "session.refused": msg("登录失败"),
    "token.created": msg("生成令牌"),
    "token.revoked": msg("吊销令牌"),
}
OBJECTS: dict[str, Message] = {
    "account": msg("账号"),
    "api_token": msg("接口令牌"),
    "audit_trail": msg("审计日志"),
    "audit_verification": msg("完整性核验"),
    "data_key": msg("数据密钥"),
    "outbox_job": msg("后台任务"),
}
TERMS: dict[str, Message] = {
    "answered": msg("已答复"),
    "denied": msg("已拒绝"),
    "authorisation": msg("本人授权"),
    "sharing": msg("部门间共享"),
    "csv": msg("CSV 文件"),
    "xlsx": msg("XLSX 文件"),
    "page": msg("窗口页面"),
    "api": msg("接口"),
    "system": msg("系统"),
    "public": msg("公众"),
    "self": msg("本人"),
}
"""Channels, outcomes, purposes, kinds of basis and of subject."""
PLAIN_GROUNDS = frozenset({"self", "publicity"})
"""Grounds that are no duty and nothing somebody typed."""
PAGES: dict[str, str] = {}
"""First letters of a reference -> the page that shows what it names, by `number`."""
REFERENCE = re.compile(r"([A-Z]{2})\d{8}-")
TRAIL_NAMES: Mapping[str, Message] = {"audit": msg("审计日志"), "query": msg("查询日志")}


def name_audit_terms(
    *,
    actions: Mapping[str, Message] | None = None,
    objects: Mapping[str, Message] | None = None,
    terms: Mapping[str, Message] | None = None,
    pages: Mapping[str, str] | None = None,
) -> None:
    """Add a part's names and pages; the codes themselves are what the trail stores."""
    PAGES.update(pages or {})
    ACTIONS.update(actions or {})
    OBJECTS.update(objects or {})
    TERMS.update(terms or {})


def action_name(code: str) -> Message:
    """The name of an action, or its code when nobody has named it."""
    return ACTIONS.get(code) or as_it_is(code)


def object_name(code: str) -> Message:
    """The name of a kind of object, or its code."""
    return OBJECTS.get(code) or as_it_is(code)


def term(code: str) -> Message:
    """The name of a channel, an outcome, a purpose or a kind, or its code."""
    return TERMS.get(code) or as_it_is(code)


def basis(reference: str) -> Message:
    """What a read rested on: a duty or oneself by its name, and what somebody typed as it is."""
    known = reference in PLAIN_GROUNDS or reference in load_policy()
    return term(reference) if known else as_it_is(reference)


def page_of(reference: str) -> str | None:
    """The endpoint of the page that shows what a reference names, where a part has one."""
    found = REFERENCE.match(reference)
    return PAGES.get(found[1]) if found else None


def as_it_is(code: Any) -> Message:
    """A code or a name that is the same in every language."""
    return Message("{code}", {"code": code})
