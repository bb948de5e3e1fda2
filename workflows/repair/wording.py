"""The words in which people read the codes of repair."""

from collections.abc import Mapping

from service.messages import Message, msg
from workflows.objection.remedies import REMEDIES
from workflows.rights.kinds import ERASURES

OPENED = msg("建立办件")
OUTCOMES: Mapping[str, Message] = {
    "granted": msg("准予修复"),
    "shielded": msg("临时修复"),
    "restored": msg("已恢复公示"),
    "refused": msg("不予修复"),
    "not_accepted": msg("不予受理"),
    "withdrawn": msg("已撤回"),
    "lapsed": msg("逾期未补正，视为撤回"),
    "revoked": msg("已撤销"),
    "dropped": msg("不予撤销"),
    "upheld": msg("异议成立"),
    "rejected": msg("异议不成立"),
    "fulfilled": msg("已按请求办理"),
    "declined": msg("不予办理"),
    "confirmed": msg("经人工决定维持"),
    "decided_anew": msg("重新核查"),
}
"""How a case ended."""
GROUNDS: dict[str, Message] = {
    "false_materials": msg("提供虚假材料"),
    "false_commitment": msg("违背信用承诺"),
    "wrong_decision": msg("修复决定有误"),
}
"""Why a repair is revoked."""
CHOICES: Mapping[str, Message] = {**GROUNDS, **REMEDIES, **ERASURES}
"""What the choices of any action are called."""
