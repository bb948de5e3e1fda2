"""The words in which days and holidays are read."""

from types import MappingProxyType

from service.messages import Message, listed, msg
from workflows.workdays.calendar import DayKind
from workflows.workdays.statutory import MADE_UP

KINDS = MappingProxyType(
    {
        DayKind.work: msg("工作日"),
        DayKind.rest: msg("休息日"),
        DayKind.holiday: msg("放假"),
        DayKind.swapped: msg("调休上班"),
    }
)
SHAPES = MappingProxyType(
    {
        DayKind.work: "info",
        DayKind.rest: "wait",
        DayKind.holiday: "ok",
        DayKind.swapped: "warn",
    }
)
"""Shape and colour of a kind; the text always stands beside it."""
HOLIDAYS = MappingProxyType(
    {
        "元旦": msg("元旦"),
        "春节": msg("春节"),
        "清明节": msg("清明节"),
        "劳动节": msg("劳动节"),
        "端午节": msg("端午节"),
        "中秋节": msg("中秋节"),
        "国庆节": msg("国庆节"),
    }
)


def holiday_name(name: str) -> Message:
    """The name of a holiday; one that is not of the law is shown as the notice has it."""
    if name.endswith(MADE_UP):
        return msg("{holiday}（补假）", holiday=holiday_name(name.removesuffix(MADE_UP)))
    parts = [HOLIDAYS.get(part) or Message("{name}", {"name": part}) for part in name.split("、")]
    return listed(parts)
