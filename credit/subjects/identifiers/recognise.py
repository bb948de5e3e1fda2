"""Reading a number whose type nobody gave, as in most spreadsheets."""

import re
from datetime import date
from typing import Final

from credit.subjects.identifiers import organisation, personal, refusals, travel
from credit.subjects.identifiers.certain import certain_types, is_clean_code
from credit.subjects.identifiers.kinds import Flag, Identifier, IdType
from credit.subjects.identifiers.limits import (
    INPUT_CHARS_MAX,
    PASSPORT_GUESS_CHARS_MAX,
    PASSPORT_GUESS_CHARS_MIN,
)
from credit.subjects.identifiers.normalise import normalise
from credit.subjects.identifiers.parse import bounded, named, read_as
from credit.subjects.identifiers.refusals import InvalidIdentifier

_PASSPORT: Final = re.compile(
    rf"(?=.*[0-9])[A-Z0-9]{{{PASSPORT_GUESS_CHARS_MIN},{PASSPORT_GUESS_CHARS_MAX}}}"
)


def recognise(text: str, today: date, *, field: str = "number") -> Identifier:
    """Read `text` as the one type it fits.

    Raises InvalidIdentifier: ambiguous_type names the types it may be, unrecognised says it
    fits none, and every reason of `parse` may come from the one type it fits.
    """
    try:
        number = bounded(text)
        candidates = _candidates(number)
        if not candidates:
            refusals.refuse_unrecognised(len(number))
        if len(candidates) > 1:
            refusals.refuse_ambiguous(candidates)
        return read_as(candidates[0], number, today)
    except InvalidIdentifier as refusal:
        raise named(refusal, field) from None


def guess_types(text: str) -> tuple[IdType, ...]:
    """The types `text` may be of, the likelier first; empty when it fits none."""
    return _candidates(normalise(text)) if len(text) <= INPUT_CHARS_MAX else ()


def _candidates(number: str) -> tuple[IdType, ...]:
    return certain_types(number) or _long_types(number) or _short_types(number)


def _long_types(number: str) -> tuple[IdType, ...]:
    """Types for 15 and 18 characters; checks failed, so what still looks right decides."""
    if personal.OLD_RESIDENT.fullmatch(number):
        return (IdType.RESIDENT_ID,)
    if personal.OLD_FOREIGN.fullmatch(number):
        return (IdType.FOREIGN_PERMANENT_RESIDENCE,)
    is_code = organisation.LAYOUT.fullmatch(number) is not None
    if personal.LAYOUT.fullmatch(number) is None:
        return (IdType.USCC,) if is_code else ()
    person = personal.type_by_prefix(number)
    if personal.resembles_person(number):
        return (person, IdType.USCC) if is_clean_code(number) else (person,)
    return (IdType.USCC,) if _is_likely_code(number) else (person, IdType.USCC)


def _is_likely_code(number: str) -> bool:
    """Whether an all-digit credit code has a province and one right check character of two."""
    flags = organisation.flags_of(number)
    both_wrong = Flag.CHECK_DIGIT_FAILED in flags and Flag.ORGANISATION_CODE_FAILED in flags
    return Flag.UNKNOWN_AREA not in flags and not both_wrong


def _short_types(number: str) -> tuple[IdType, ...]:
    """Travel documents have no check digit: where a foreign passport may look the same, both."""
    found = []
    if travel.HM_PERMIT.fullmatch(number):
        found.append(IdType.HM_TRAVEL_PERMIT)
    if travel.TW_PERMIT.fullmatch(travel.without_brackets(number)):
        found.append(IdType.TW_TRAVEL_PERMIT)
    if _PASSPORT.fullmatch(number):
        found.append(IdType.PASSPORT)
    return tuple(found)
