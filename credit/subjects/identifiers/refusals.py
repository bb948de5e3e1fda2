"""The refusal of a number: why, and what to do. It never repeats the number."""

from collections.abc import Sequence
from typing import NoReturn

from credit.subjects.identifiers.kinds import IdType
from credit.subjects.identifiers.names import TYPE_NAMES, any_of
from service.messages import Message, msg
from service.problems import FieldError, InvalidInput


class InvalidIdentifier(InvalidInput):
    """The text is no number of the type it should be; `errors` holds exactly one entry."""

    code = "invalid-identifier"
    title = msg("证件号码有误")

    @property
    def reason(self) -> str:
        """The stable code of what is wrong, e.g. `wrong_length`."""
        return self.errors[0].code


def refuse(code: str, message: Message, remedy: Message) -> NoReturn:
    """Raise the refusal. The caller's field name is put in by `parse` and `recognise`."""
    error = FieldError(field="number", code=code, message=message, remedy=remedy)
    raise InvalidIdentifier(message, errors=[error])


def refuse_empty() -> NoReturn:
    """Nothing is left once blanks are taken out."""
    refuse("missing", msg("没有填写证件号码。"), msg("请按证件填写号码。"))


def refuse_length(id_type: IdType, allowed: str, found: int) -> NoReturn:
    """`allowed` is a phrase like "15/18"; `found` counts characters after normalising."""
    refuse(
        "wrong_length",
        msg(
            "{type}：号码应为{allowed}位，现为{found}位。",
            type=TYPE_NAMES[id_type],
            allowed=allowed,
            found=found,
        ),
        msg("请对照证件核对是否漏写或多写。"),
    )


def refuse_too_long(limit: int) -> NoReturn:
    """The text is longer than any number could be."""
    refuse(
        "wrong_length",
        msg("证件号码过长，最多{limit}个字符。", limit=limit),
        msg("请只填写号码本身，不要填写其他内容。"),
    )


def refuse_character(id_type: IdType, position: int, remedy: Message) -> NoReturn:
    """`position` counts from 1, after normalising."""
    refuse(
        "wrong_character",
        msg(
            "{type}：号码第{position}位不是允许的字符。",
            type=TYPE_NAMES[id_type],
            position=position,
        ),
        remedy,
    )


def refuse_layout(id_type: IdType, remedy: Message) -> NoReturn:
    """The characters are allowed but not in this order."""
    refuse("wrong_layout", msg("{type}：号码格式不符。", type=TYPE_NAMES[id_type]), remedy)


def refuse_type(id_type: IdType, fitting: Sequence[IdType]) -> NoReturn:
    """The number belongs to another type of document."""
    refuse(
        "wrong_type",
        msg("这个号码不符合{type}的编码规则。", type=TYPE_NAMES[id_type]),
        msg("它符合{fitting}的编码规则，请改选证件类型。", fitting=any_of(fitting)),
    )


def refuse_date(id_type: IdType) -> NoReturn:
    """The birth date in the number is not in the calendar."""
    refuse(
        "impossible_date",
        msg("{type}：号码中的出生日期不存在。", type=TYPE_NAMES[id_type]),
        msg("请对照证件核对号码中的年、月、日。"),
    )


def refuse_future_birth(id_type: IdType) -> NoReturn:
    """The birth date in the number lies after today."""
    refuse(
        "future_birth",
        msg("{type}：号码中的出生日期晚于今天。", type=TYPE_NAMES[id_type]),
        msg("请对照证件核对号码中的年、月、日。"),
    )


def refuse_check_digit(id_type: IdType) -> NoReturn:
    """The last character does not follow from the others."""
    refuse(
        "wrong_check_digit",
        msg("{type}：号码的校验位不符，至少有一位写错。", type=TYPE_NAMES[id_type]),
        msg("请对照证件逐位核对。"),
    )


def refuse_lost_digits() -> NoReturn:
    """A spreadsheet kept the number as a quantity and rounded it away."""
    refuse(
        "lost_digits",
        msg("号码被表格软件当作数值保存，末尾几位已丢失。"),
        msg("请把该列设为“文本”格式后，对照证件重新填写。"),
    )


def refuse_ambiguous(candidates: Sequence[IdType]) -> NoReturn:
    """The text fits several types and nothing in it decides."""
    refuse(
        "ambiguous_type",
        msg("这个号码可能是{candidates}，无法自动判断。", candidates=any_of(candidates)),
        msg("请填写证件类型。"),
    )


def refuse_unrecognised(found: int) -> NoReturn:
    """The text fits no type; `found` counts characters after normalising."""
    refuse(
        "unrecognised",
        msg("无法识别这个号码（共{found}个字符），它不符合任何一种证件的编码规则。", found=found),
        msg("请对照证件核对号码，或填写证件类型。居民身份证、统一社会信用代码均为18位。"),
    )
