"""Public names: chosen by the member, unique in the community, and not telling who it is. Pure."""

import unicodedata

from scoring.communities.limits import (
    PUBLIC_NAME_CHARS_MAX,
    PUBLIC_NAME_CHARS_MIN,
    PUBLIC_NAME_DIGITS_MAX,
)
from service.messages import Message, msg

_CHINESE_DIGITS = frozenset("〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖幺")


def tidy_name(text: str) -> str:
    """A name or number in one form: no double width, no blanks at the ends, single ones inside."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def tidy_code(text: str) -> str:
    """A code in one form: no double width, no blanks."""
    return tidy_name(text).replace(" ", "")


def fault_of(public_name: str, real_name: str) -> Message | None:
    """What is wrong with a tidy public name of somebody of that name, or None."""
    if not PUBLIC_NAME_CHARS_MIN <= len(public_name) <= PUBLIC_NAME_CHARS_MAX:
        return msg(
            "公开名称要有 {min} 至 {max} 个字。",
            min=PUBLIC_NAME_CHARS_MIN,
            max=PUBLIC_NAME_CHARS_MAX,
        )
    if not public_name.isprintable() or not any(char.isalpha() for char in public_name):
        return msg("公开名称要有看得见的文字，不能只有数字或符号。")
    if many_digits(public_name):
        return msg("公开名称里的数字太多，可能泄露生日、电话或证件号码。请换一个名称。")
    if _is_real(public_name, real_name):
        return msg("公开名称会显示在榜上，不能用真实姓名。请换一个名称。")
    return None


def many_digits(name: str) -> bool:
    """Whether a name has so many digits that they could be a number by which people are known."""
    digits = sum(char.isdigit() or char in _CHINESE_DIGITS for char in name)
    return digits > PUBLIC_NAME_DIGITS_MAX


def _is_real(public_name: str, real_name: str) -> bool:
    """Whether the real name stands in it, blanks and capitals aside."""
    plain, real = (_letters(text) for text in (public_name, tidy_name(real_name)))
    return len(real) > 1 and real in plain


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
