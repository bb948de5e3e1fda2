"""Reading a number whose type is known."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Final

from credit.subjects.identifiers import organisation, personal, refusals, travel
from credit.subjects.identifiers.certain import certain_types
from credit.subjects.identifiers.kinds import Identifier, IdType
from credit.subjects.identifiers.limits import INPUT_CHARS_MAX
from credit.subjects.identifiers.normalise import normalise
from credit.subjects.identifiers.refusals import InvalidIdentifier

_SCIENTIFIC: Final = re.compile(r"[0-9](?:\.[0-9]+)?E\+[0-9]+")
"""How spreadsheets write a long quantity, e.g. 3.30106E+17."""


_DATED: Final[Mapping[IdType, Callable[[str, date], Identifier]]] = MappingProxyType(
    {
        IdType.RESIDENT_ID: personal.read_resident,
        IdType.HMT_RESIDENCE_PERMIT: personal.read_hmt_residence_permit,
        IdType.FOREIGN_PERMANENT_RESIDENCE: personal.read_foreign_permanent_residence,
    }
)
_UNDATED: Final[Mapping[IdType, Callable[[str], Identifier]]] = MappingProxyType(
    {
        IdType.USCC: organisation.read_uscc,
        IdType.HM_TRAVEL_PERMIT: travel.read_hm_travel_permit,
        IdType.TW_TRAVEL_PERMIT: travel.read_tw_travel_permit,
        IdType.PASSPORT: travel.read_passport,
    }
)


def parse(id_type: IdType, text: str, *, today: date, field: str = "number") -> Identifier:
    """Read `text` as a number of this type; `field` is what the caller names the input.

    Raises InvalidIdentifier with one entry whose code is missing, wrong_length,
    wrong_character, wrong_layout, wrong_type, impossible_date, future_birth,
    wrong_check_digit or lost_digits.
    """
    try:
        return _read(id_type, bounded(text), today)
    except InvalidIdentifier as refusal:
        raise named(refusal, field) from None


def bounded(text: str) -> str:
    """The normalised text, refused when it is empty, far too long or a rounded quantity."""
    if len(text) > INPUT_CHARS_MAX:
        refusals.refuse_too_long(INPUT_CHARS_MAX)
    number = normalise(text)
    if not number:
        refusals.refuse_empty()
    if _SCIENTIFIC.fullmatch(number):
        refusals.refuse_lost_digits()
    return number


def named(refusal: InvalidIdentifier, field: str) -> InvalidIdentifier:
    """The same refusal under the caller's name for the field."""
    errors = [replace(error, field=field) for error in refusal.errors]
    return InvalidIdentifier(refusal.detail, errors=errors)


def read_as(id_type: IdType, number: str, today: date) -> Identifier:
    """Read a normalised number as this type, with nothing but the type's own checks."""
    if (dated := _DATED.get(id_type)) is not None:
        return dated(number, today)
    return _UNDATED[id_type](number)


def _read(id_type: IdType, number: str, today: date) -> Identifier:
    try:
        found = read_as(id_type, number, today)
    except InvalidIdentifier:
        _refuse_other_document(id_type, number)  # says more than what this type finds wrong
        raise
    if not _can_be_no_other(found):
        _refuse_other_document(id_type, number)
    return found


def _can_be_no_other(found: Identifier) -> bool:
    """Whether what was looked at already shows that the number is of no other document.

    Nearly every number is told by this, so that its check digits are not reckoned twice.
    """
    if found.id_type is IdType.USCC:
        return not found.flags and personal.LAYOUT.fullmatch(found.number) is None
    return found.id_type in _DATED


def _refuse_other_document(id_type: IdType, number: str) -> None:
    """Refuse a number that surely belongs to another document, and say to which.

    The credit code and the passport are lenient, so without this a person's number in the
    wrong box would be stored as an organisation's or a traveller's.
    """
    certain = certain_types(number)
    if certain and id_type not in certain:
        refusals.refuse_type(id_type, certain)
