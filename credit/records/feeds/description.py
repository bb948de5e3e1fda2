"""A feed described: which column is which field, in which unit, and what a row must hold.

Descriptions are YAML files beside this module (or given by the office); `loader` reads and
checks them. The key reference for people is docs/feeds.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from enum import StrEnum

from credit.records.amounts import Unit
from credit.records.feeds.fields import Target
from credit.subjects.identifiers import SubjectKind
from service.messages import Message, named


class Presence(StrEnum):
    """What an empty cell of a column means."""

    REQUIRED = "required"
    """The row is refused."""
    EXPECTED = "expected"
    """The row is flagged, if the file has the column at all."""
    OPTIONAL = "optional"


class Missing(StrEnum):
    """What becomes of a row whose subject has no number."""

    REFUSE = "refuse"
    FLAG = "flag"
    ACCEPT = "accept"


@dataclass(frozen=True, slots=True)
class Column:
    """One field and the columns of a file it may come from."""

    field: str
    headers: tuple[str, ...]
    """Spellings of the header, compared without blanks, width and case."""
    parser: str = "text"
    presence: Presence = Presence.OPTIONAL
    max_chars: int = 200
    unit: Unit = Unit.YUAN
    """For amounts: what a bare number counts."""
    suspect_from: int | None = None
    """For amounts: a value from here on (in the column's unit) looks like the wrong unit."""
    values: Mapping[str, str] = dataclass_field(default_factory=dict)
    """For enumerations: cell → value."""
    join: bool = False
    """Several columns of the file together make the field, instead of the first that is filled."""


@dataclass(frozen=True, slots=True)
class Derived:
    """A field worked out from another one where no column filled it."""

    field: str
    source: str
    by: str
    flagged: bool = False
    """Whether a person should confirm what was worked out."""


@dataclass(frozen=True, slots=True)
class SubjectRules:
    """How a row says whom it speaks of."""

    default_kind: SubjectKind = SubjectKind.ORGANISATION
    without_number: Mapping[SubjectKind, Missing] = dataclass_field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Feed:
    """One source of records; two descriptions are never the same one, so it hashes by identity."""

    name: str
    title: str
    target: Target
    source: str
    """Where the layout comes from: a standard, a site, a document."""
    columns: tuple[Column, ...]
    subject: SubjectRules
    natural_key: tuple[tuple[str, ...], ...]
    """Parts of the key; of each part's alternatives the first that has a value is taken."""
    encodings: tuple[str, ...] = ("utf-8-sig", "gb18030")
    """Encodings to try, in this order."""
    nulls: frozenset[str] = frozenset()
    """Cells that mean "nothing", such as N/A."""
    ignored: tuple[str, ...] = ()
    """Headers known and left out, so that nobody is told about them."""
    fixed: Mapping[str, str] = dataclass_field(default_factory=dict)
    """Fields every row of the feed has the same value in."""
    derived: tuple[Derived, ...] = ()
    checks: tuple[str, ...] = ()
    title_en: str = ""

    @property
    def label(self) -> Message:
        """What people call it, in their language."""
        return named(self.title, self.title_en)

    @property
    def keyed_by_ordinal(self) -> bool:
        """Whether rows that share a key are told apart by their order."""
        return self.natural_key[-1] == ("ordinal",)
