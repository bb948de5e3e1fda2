"""Numbers of 18 digits that carry a birth date, and the older ones they replaced.

Resident identity (GB 11643), residence permits of Hong Kong, Macao and Taiwan residents
(State Council measures of 2018-08-06) and the foreign permanent resident identity card
(edition in use since 2023-12-01) share one layout and one check digit; the first digits
tell them apart. The foreign card before that has three letters and twelve digits and stays
good until it expires.
"""

import re
from datetime import date
from typing import Final

from credit.subjects.identifiers import refusals
from credit.subjects.identifiers.areas import is_known_area
from credit.subjects.identifiers.check_digits import resident_check
from credit.subjects.identifiers.kinds import Flag, Identifier, IdType
from credit.subjects.identifiers.limits import BIRTH_YEAR_MIN
from service.messages import msg

LAYOUT: Final = re.compile(r"[0-9]{17}[0-9X]")
OLD_RESIDENT: Final = re.compile(r"[0-9]{15}")
OLD_FOREIGN: Final = re.compile(r"[A-Z]{3}[0-9]{12}")

_HMT_PREFIXES: Final = ("81", "82", "83")
_HMT_AREAS: Final = frozenset({"810000", "820000", "830000"})
_FOREIGN_PREFIX: Final = "9"
_BIRTH_CENTURIES: Final = ("18", "19", "20")
_NUMBER_LENGTH: Final = 18
_OLD_LENGTH: Final = 15
_SPREADSHEET_TAIL: Final = "000"
"""A spreadsheet keeps 15 digits of a quantity and writes zeros for the other three."""


def type_by_prefix(number: str) -> IdType:
    """Which document an 18-digit number that carries a birth date belongs to."""
    if number.startswith(_HMT_PREFIXES):
        return IdType.HMT_RESIDENCE_PERMIT
    if number.startswith(_FOREIGN_PREFIX):
        return IdType.FOREIGN_PERMANENT_RESIDENCE
    return IdType.RESIDENT_ID


def birth_date(number: str) -> date | None:
    """The birth date in characters 7-14 of an 18-digit number, or None if there is no such day."""
    year, month, day = int(number[6:10]), int(number[10:12]), int(number[12:14])
    if year < BIRTH_YEAR_MIN:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def resembles_person(number: str) -> bool:
    """Whether 18 characters are likelier a person's number with a slip than a credit code.

    For most numbers a birth century in the middle is enough. With a leading 9, which most
    credit codes have and few people, it takes a whole date: counties numbered 18 to 20, such
    as 310120, put a century there.
    """
    if LAYOUT.fullmatch(number) is None or number[6:8] not in _BIRTH_CENTURIES:
        return False
    return not number.startswith(_FOREIGN_PREFIX) or birth_date(number) is not None


def has_right_check(number: str) -> bool:
    """Whether the last of 18 characters follows from the first 17."""
    return resident_check(number[:17]) == number[17]


def extend(old: str) -> str:
    """The 18-digit form of a 15-digit resident number: the century and a check digit."""
    body = f"{old[:6]}19{old[6:]}"
    return body + resident_check(body)


def read_resident(number: str, today: date) -> Identifier:
    """A resident number of 18 or 15 digits. An unknown area is flagged, never refused."""
    old = OLD_RESIDENT.fullmatch(number) is not None
    if not old and len(number) != _NUMBER_LENGTH:
        refusals.refuse_length(IdType.RESIDENT_ID, "15/18", len(number))
    full = extend(number) if old else number
    born = _checked(IdType.RESIDENT_ID, full, today)
    flags = () if is_known_area(full[:6]) else (Flag.UNKNOWN_AREA,)
    given = number if old else None
    return Identifier(IdType.RESIDENT_ID, full, flags=flags, birth_date=born, given=given)


def read_hmt_residence_permit(number: str, today: date) -> Identifier:
    """A residence permit: area 810000 Hong Kong, 820000 Macao or 830000 Taiwan."""
    id_type = IdType.HMT_RESIDENCE_PERMIT
    if len(number) != _NUMBER_LENGTH:
        refusals.refuse_length(id_type, "18", len(number))
    born = _checked(id_type, number, today)
    if number[:6] not in _HMT_AREAS:
        refusals.refuse_layout(id_type, msg("前六位应为810000、820000或830000，请对照证件核对。"))
    return Identifier(id_type, number, birth_date=born)


def read_foreign_permanent_residence(number: str, today: date) -> Identifier:
    """A foreign permanent resident's card, of 18 digits or of three letters and 12 digits."""
    id_type = IdType.FOREIGN_PERMANENT_RESIDENCE
    if len(number) not in (_OLD_LENGTH, _NUMBER_LENGTH):
        refusals.refuse_length(id_type, "15/18", len(number))
    if len(number) == _NUMBER_LENGTH:
        return Identifier(id_type, number, birth_date=_checked(id_type, number, today))
    if OLD_FOREIGN.fullmatch(number) is None:
        refusals.refuse_layout(
            id_type, msg("15位号码应为三个英文字母加十二个数字，请对照证件核对。")
        )
    return Identifier(id_type, number)


def _checked(id_type: IdType, number: str, today: date) -> date:
    """The birth date of an 18-character number of this type, everything about it being right."""
    if LAYOUT.fullmatch(number) is None:
        refusals.refuse_character(
            id_type, _first_wrong(number), msg("前17位应为数字，末位为数字或英文字母X。")
        )
    if (actual := type_by_prefix(number)) is not id_type:
        refusals.refuse_type(id_type, (actual,))
    born = birth_date(number)
    if born is None:
        refusals.refuse_date(id_type)
    if not has_right_check(number):
        if number.endswith(_SPREADSHEET_TAIL):
            refusals.refuse_lost_digits()
        refusals.refuse_check_digit(id_type)
    if born > today:
        refusals.refuse_future_birth(id_type)
    return born


def _first_wrong(number: str) -> int:
    """Position, from 1, of the first character an 18-digit number cannot have there."""
    digits = re.match(r"[0-9]*", number)
    return min(len(digits.group()) if digits else 0, _NUMBER_LENGTH - 1) + 1
