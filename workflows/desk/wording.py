"""The words and shapes of codes on the pages of cases."""

from types import MappingProxyType

from service.messages import msg

ALARMS = MappingProxyType(
    {
        "none": ("info", msg("未到期")),
        "amber": ("warn", msg("将到期")),
        "today": ("bad", msg("今天到期")),
        "red": ("bad", msg("已超期")),
    }
)
"""Alarm -> (shape and colour, text); its last day is no day too late, and is said apart."""
AS_WISHED = frozenset({"granted", "shielded", "upheld", "fulfilled"})
"""Outcomes that give whoever applies what was asked for."""
CHANNELS = MappingProxyType(
    {"page": msg("网上提交"), "api": msg("接口提交"), "window": msg("窗口代办")}
)
CLOCK_STATES = MappingProxyType(
    {
        "running": ("wait", msg("计时中")),
        "paused": ("info", msg("暂停计时")),
        "met": ("ok", msg("按时完成")),
        "missed": ("bad", msg("超期完成")),
        "dropped": ("info", msg("不再计时")),
    }
)
