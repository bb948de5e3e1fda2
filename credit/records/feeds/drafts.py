"""What reading one row gives: a draft of a record with its doubts, or a refusal."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from credit.records.feeds.fields import Target
from credit.records.penalty_kinds import KindsFound
from credit.rules.vocabulary import PenaltyKind
from credit.subjects.identifiers import IdType, SubjectKind
from service.messages import Message
from service.problems import FieldError

Value = str | date | Decimal | bool | frozenset[PenaltyKind] | tuple[str, ...] | KindsFound
"""What a field of a draft may hold; `KindsFound` only while a row is being read."""


@dataclass(frozen=True, slots=True)
class Flag:
    """A doubt a person should settle; the row is stored none the less.

    `field` is the column's header in the file, as the sender knows it.
    """

    field: str
    code: str
    message: Message
    remedy: Message | None = None


@dataclass(frozen=True, slots=True)
class SubjectDraft:
    """Whom a row speaks of. Without a number the subject is known by name only."""

    name: str
    kind: SubjectKind
    id_type: IdType | None = None
    id_number: str | None = field(default=None, repr=False)
    """Normalised number, the lasting form; personal data when `kind` is a natural person."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One row understood. Its repr shows no value: rows may name persons."""

    feed: str
    target: Target
    row_number: int
    """Row in the file; the first data row is 2."""
    subject: SubjectDraft = field(repr=False)
    fields: Mapping[str, Value] = field(repr=False)
    natural_key: tuple[str, ...] = field(repr=False)
    """What makes the row the same record in every file; holds an identity number when the
    subject is a natural person, so store a keyed digest of it."""
    flags: tuple[Flag, ...] = ()
    withdrawn: bool = False
    """The authority has revoked the decision: the record must stop counting."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that cannot become a record, with everything wrong with it, not only the first."""

    feed: str
    row_number: int
    errors: tuple[FieldError, ...]


def plain(value: Value) -> bool | str | list[str]:
    """A value as JSON holds it: dates in ISO form, decimals as text, sets sorted."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return value
    if isinstance(value, frozenset | tuple):
        return sorted(value) if isinstance(value, frozenset) else list(value)
    return str(value)
