"""Travel documents. They carry no check digit, so only their layout can be checked."""

import re
from typing import Final

from credit.subjects.identifiers import refusals
from credit.subjects.identifiers.kinds import Identifier, IdType
from credit.subjects.identifiers.limits import PASSPORT_CHARS_MAX, PASSPORT_CHARS_MIN
from service.messages import msg

HM_PERMIT: Final = re.compile(r"[HM][0-9]{8}(?:[0-9]{2})?")
TW_PERMIT: Final = re.compile(r"[0-9]{8}|[0-9]{10}[A-Z]?")
_BRACKETS: Final = str.maketrans("", "", "()")
_HM_LASTING_CHARS: Final = 9
_NOT_PASSPORT: Final = re.compile(r"[^A-Z0-9]")


def read_hm_travel_permit(number: str) -> Identifier:
    """H (Hong Kong) or M (Macao), eight digits for life, and perhaps two counting renewals.

    The rule of the Ministry of Public Security of 2010-03-10: the first nine characters stay
    with the holder, so they are the number; the count of renewals is only kept as given.
    """
    if HM_PERMIT.fullmatch(number) is None:
        refusals.refuse_layout(
            IdType.HM_TRAVEL_PERMIT, msg("应为字母H或M加8位数字（旧证另加2位换证次数）。")
        )
    lasting = number[:_HM_LASTING_CHARS]
    given = number if number != lasting else None
    return Identifier(IdType.HM_TRAVEL_PERMIT, lasting, given=given)


def without_brackets(number: str) -> str:
    """An old Taiwan permit prints the letter of its edition in brackets."""
    return number.translate(_BRACKETS)


def read_tw_travel_permit(number: str) -> Identifier:
    """Eight digits; on permits before 2015 ten digits and perhaps a letter in brackets."""
    bare = without_brackets(number)
    if TW_PERMIT.fullmatch(bare) is None:
        refusals.refuse_layout(
            IdType.TW_TRAVEL_PERMIT, msg("应为8位数字（旧证为10位数字，可带一个字母）。")
        )
    return Identifier(IdType.TW_TRAVEL_PERMIT, bare)


def read_passport(number: str) -> Identifier:
    """Capital letters and digits, as the issuing state pleases, with one digit at least."""
    if not PASSPORT_CHARS_MIN <= len(number) <= PASSPORT_CHARS_MAX:
        allowed = f"{PASSPORT_CHARS_MIN}–{PASSPORT_CHARS_MAX}"
        refusals.refuse_length(IdType.PASSPORT, allowed, len(number))
    if (wrong := _NOT_PASSPORT.search(number)) is not None:
        refusals.refuse_character(
            IdType.PASSPORT, wrong.start() + 1, msg("护照号码只含英文字母和数字。")
        )
    if number.isalpha():
        refusals.refuse_layout(IdType.PASSPORT, msg("护照号码至少含一个数字，请对照证件核对。"))
    return Identifier(IdType.PASSPORT, number)
