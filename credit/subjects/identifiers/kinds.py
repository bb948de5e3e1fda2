"""What an identifier is: its type, whom it names, and what deserves a second look."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class IdType(StrEnum):
    """The numbers the window accepts."""

    USCC = "uscc"
    RESIDENT_ID = "resident_id"
    HMT_RESIDENCE_PERMIT = "hmt_residence_permit"
    FOREIGN_PERMANENT_RESIDENCE = "foreign_permanent_residence"
    HM_TRAVEL_PERMIT = "hm_travel_permit"
    TW_TRAVEL_PERMIT = "tw_travel_permit"
    PASSPORT = "passport"


class SubjectKind(StrEnum):
    """Whom a number names."""

    NATURAL_PERSON = "natural_person"
    ORGANISATION = "organisation"
    INDIVIDUAL_BUSINESS = "individual_business"


class Flag(StrEnum):
    """An oddity that does not refuse a number."""

    CHECK_DIGIT_FAILED = "check_digit_failed"
    """The last character of a credit code does not follow GB 32100."""

    ORGANISATION_CODE_FAILED = "organisation_code_failed"
    """Characters 9-17 of a credit code do not follow GB 11714."""

    UNKNOWN_AREA = "unknown_area"
    """The area code names no province of GB/T 2260."""

    UNKNOWN_REGISTRY = "unknown_registry"
    """The first character of a credit code names no registering department of GB 32100."""


NEEDS_CONFIRMATION = frozenset({Flag.CHECK_DIGIT_FAILED, Flag.ORGANISATION_CODE_FAILED})
"""Doubts that a person settles once for all, with the document at hand."""


@dataclass(frozen=True, repr=False)
class Identifier:
    """A number that passed its checks. Its repr never shows it: it is personal data."""

    id_type: IdType
    number: str
    """Upper-case, half-width, without spaces or hyphens, in its lasting form: a 15-digit
    resident number is extended to 18, a Hong Kong or Macao travel permit loses the two
    digits that count its renewals."""

    subject_kind: SubjectKind = SubjectKind.NATURAL_PERSON
    flags: tuple[Flag, ...] = ()
    birth_date: date | None = None
    """The birth date the number carries, where it carries one in full."""

    given: str | None = None
    """The normalised number as written, where `number` differs from it."""

    def __repr__(self) -> str:
        return f"<Identifier {self.id_type.value}>"

    @property
    def needs_confirmation(self) -> bool:
        """Whether a person must confirm the number against the document before it is used."""
        return not NEEDS_CONFIRMATION.isdisjoint(self.flags)
