"""The words of accounts: states, reasons, and what can be done to one."""

from collections.abc import Mapping

from service.accounts.administration import Reason
from service.accounts.register import AccountState
from service.accounts.schemas import Deed, FactorDeed
from service.messages import Message, msg

STATES: Mapping[AccountState, tuple[str, Message]] = {
    AccountState.active: ("ok", msg("在用")),
    AccountState.temporary: ("wait", msg("待改临时密码")),
    AccountState.disabled: ("bad", msg("已停用")),
}
"""State -> kind of badge and its text."""
REASONS: Mapping[Reason, Message] = {
    Reason.joined: msg("新到岗"),
    Reason.left: msg("离岗"),
    Reason.moved: msg("调整岗位"),
    Reason.forgot: msg("忘记密码"),
    Reason.lost: msg("手机丢失或更换"),
    Reason.suspected: msg("疑似泄露或被冒用"),
    Reason.on_request: msg("本人或单位要求"),
}
DEEDS: Mapping[Deed, tuple[Message, Message]] = {
    Deed.reset_password: (
        msg("设置临时密码"),
        msg("生成新的临时密码并退出其所有登录；本人登录后须改成自己的密码。"),
    ),
    Deed.reset_second_factor: (
        msg("重置两步验证"),
        msg("先当面核实是本人。身份验证器和恢复码作废，退出其所有登录；本人登录后重新设置。"),
    ),
    Deed.end_sessions: (msg("退出所有登录"), msg("此账号在所有浏览器上立即退出，密码不变。")),
    Deed.revoke_tokens: (msg("吊销全部接口令牌"), msg("使用这些令牌的系统立即无法调用接口。")),
    Deed.disable: (
        msg("停用账号"),
        msg("立即退出所有登录并吊销令牌；历史记录保留，可以重新启用。"),
    ),
    Deed.enable: (msg("启用账号"), msg("可以重新登录；以前的令牌不会恢复。")),
}
"""What an administrator does, and what follows from it."""
FACTOR_DEEDS: Mapping[FactorDeed, tuple[Message, Message]] = {
    FactorDeed.exchange: (
        msg("换一个身份验证器"),
        msg("换手机时用。新的确认之前，原来的一直有效。"),
    ),
    FactorDeed.recovery_codes: (msg("重新生成恢复码"), msg("以前的恢复码全部作废。")),
    FactorDeed.remove: (
        msg("关闭两步验证"),
        msg("以后只凭密码登录；其他浏览器上的登录会退出。"),
    ),
}
"""What somebody does to the own second factor, and what follows from it."""
