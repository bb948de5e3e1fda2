"""What oversight says to people."""

from collections.abc import Mapping

from service.messages import Message, msg
from service.oversight.models import AlarmKind, Verdict

KINDS: Mapping[AlarmKind, Message] = {
    AlarmKind.mass: msg("大量查询"),
    AlarmKind.self: msg("查询本人"),
    AlarmKind.colleague: msg("查询同事"),
    AlarmKind.night: msg("夜间查询"),
}
VERDICTS: Mapping[Verdict, Message] = {
    Verdict.justified: msg("工作需要"),
    Verdict.warned: msg("不当，已提醒"),
    Verdict.referred: msg("移送处理"),
}
OCCASIONS: Mapping[str, Message] = {
    "sensitive": msg("处理敏感个人信息"),
    "automated": msg("利用个人信息进行自动化决策"),
    "entrusted": msg("委托处理、向他人提供或者公开个人信息"),
    "abroad": msg("向境外提供个人信息"),
    "other": msg("其他对个人权益有重大影响的处理"),
}
"""The cases of PIPL Art. 55."""
LEVELS: Mapping[str, Message] = {
    "low": msg("低风险"),
    "medium": msg("中风险"),
    "high": msg("高风险"),
}
