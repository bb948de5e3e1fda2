"""The unified social credit code of organisations and individual businesses (GB 32100-2015)."""

import re
from typing import Final

from credit.subjects.identifiers import refusals
from credit.subjects.identifiers.areas import is_known_area
from credit.subjects.identifiers.check_digits import (
    USCC_ALPHABET,
    organisation_check,
    uscc_check,
)
from credit.subjects.identifiers.kinds import Flag, Identifier, IdType, SubjectKind
from service.messages import msg

LAYOUT: Final = re.compile(f"[{USCC_ALPHABET}]{{18}}")
_NOT_ALLOWED: Final = re.compile(f"[^{USCC_ALPHABET}]")
_LENGTH: Final = 18
_DEPARTMENTS: Final = frozenset("123456789ANY")
"""Registering departments, e.g. 1 establishment office, 5 civil affairs, 9 market regulation."""
_INDIVIDUAL_BUSINESS: Final = "92"


def read_uscc(number: str) -> Identifier:
    """A credit code. Length and alphabet are refused; failing check characters are flagged.

    Codes that fail GB 32100's check character have really been issued and printed on
    licences, so only a person with the licence at hand can say whether the code is right.
    """
    if len(number) != _LENGTH:
        refusals.refuse_length(IdType.USCC, "18", len(number))
    if (wrong := _NOT_ALLOWED.search(number)) is not None:
        refusals.refuse_character(
            IdType.USCC,
            wrong.start() + 1,
            msg("只能使用数字和英文字母，且不含I、O、S、V、Z；请核对是否与1、0、5、2混淆。"),
        )
    return Identifier(IdType.USCC, number, subject_kind=_kind(number), flags=flags_of(number))


def flags_of(number: str) -> tuple[Flag, ...]:
    """What is odd about 18 characters of the alphabet, in the order of `Flag`."""
    flags = []
    if uscc_check(number[:17]) != number[17]:
        flags.append(Flag.CHECK_DIGIT_FAILED)
    if organisation_check(number[8:16]) != number[16]:
        flags.append(Flag.ORGANISATION_CODE_FAILED)
    if not is_known_area(number[2:8]):
        flags.append(Flag.UNKNOWN_AREA)
    if number[0] not in _DEPARTMENTS:
        flags.append(Flag.UNKNOWN_REGISTRY)
    return tuple(flags)


def _kind(number: str) -> SubjectKind:
    if number.startswith(_INDIVIDUAL_BUSINESS):
        return SubjectKind.INDIVIDUAL_BUSINESS
    return SubjectKind.ORGANISATION
