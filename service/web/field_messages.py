"""marshmallow's English sentences as our own: Chinese source text that can be translated."""

import re

from service.messages import Message, msg

_SENTENCES: tuple[tuple[str, Message], ...] = (
    (r"Missing data for required field\.", msg("请填写此项。")),
    (r"Field may not be null\.", msg("请填写此项。")),
    (r"Unknown field\.", msg("不认识这一项，请删去。")),
    (r"Not a valid (?:utf-8 )?string\.", msg("请填写文字。")),
    (r"Unreadable characters\.", msg("含有无法识别的字符，请重新填写。")),
    (r"Not a valid integer\.", msg("请填写整数。")),
    (r"Not a valid number\.", msg("请填写数字。")),
    (r"Number too large\.", msg("数字太大。")),
    (r"Special numeric values .*", msg("请填写数字。")),
    (r"Not a valid boolean\.", msg("请选择“是”或“否”。")),
    (r"Not a valid (?:naive |aware )?datetime\.", msg("请填写时间，例如 2026-03-25 09:30。")),
    (r"Not a valid date\.", msg("请填写日期，例如 2026-03-25。")),
    (r"Not a valid (?:list|tuple)\.", msg("请按列表填写。")),
    (r"Not a valid mapping type\.", msg("请按名称与值填写。")),
    (r"Not a valid (?:URL)\.", msg("请填写完整的网址。")),
    (r"Not a valid email address\.", msg("请填写电子邮箱，例如 name@example.cn。")),
    (r"Not a valid UUID\.", msg("编号的格式不正确。")),
    (r"Shorter than minimum length (?P<min>\d+)\.", msg("至少填写 {min} 个字符。")),
    (r"Longer than maximum length (?P<max>\d+)\.", msg("最多填写 {max} 个字符。")),
    (
        r"Length must be between (?P<min>\d+) and (?P<max>\d+)\.",
        msg("请填写 {min} 至 {max} 个字符。"),
    ),
    (r"Length must be (?P<equal>\d+)\.", msg("请填写 {equal} 个字符。")),
    (
        r"Must be greater than or equal to (?P<min>\S+?) and less than or equal to (?P<max>\S+?)\.",
        msg("应在 {min} 至 {max} 之间。"),
    ),
    (
        r"Must be greater than (?P<min>\S+?) and less than or equal to (?P<max>\S+?)\.",
        msg("应大于 {min}，且不大于 {max}。"),
    ),
    (
        r"Must be greater than or equal to (?P<min>\S+?) and less than (?P<max>\S+?)\.",
        msg("不能小于 {min}，且应小于 {max}。"),
    ),
    (
        r"Must be greater than (?P<min>\S+?) and less than (?P<max>\S+?)\.",
        msg("应大于 {min}，且小于 {max}。"),
    ),
    (r"Must be greater than or equal to (?P<min>\S+?)\.", msg("不能小于 {min}。")),
    (r"Must be less than or equal to (?P<max>\S+?)\.", msg("不能大于 {max}。")),
    (r"Must be greater than (?P<min>\S+?)\.", msg("应大于 {min}。")),
    (r"Must be less than (?P<max>\S+?)\.", msg("应小于 {max}。")),
    (r"Must be one of: (?P<choices>.*)\.", msg("请从以下各项中选择：{choices}。")),
    (r"String does not match expected pattern\.", msg("格式不正确。")),
    (r"Invalid (?:value|input|type|input type)\.", msg("填写的内容不正确。")),
)
_TABLE = tuple((re.compile(pattern, re.DOTALL), message) for pattern, message in _SENTENCES)


def explain(text: str | Message) -> Message:
    """Our sentence for one of marshmallow's; a sentence of our own is kept as it is."""
    if isinstance(text, Message):
        return text
    for pattern, message in _TABLE:
        if found := pattern.fullmatch(text):
            return Message(message.template, found.groupdict())
    return msg(text.replace("{", "{{").replace("}", "}}"))
