"""What a report says: frozen, complete, and the same bytes for the same content. Pure."""

from dataclasses import dataclass
from datetime import date, datetime

from credit.queries.disclosure import Mark
from credit.reports.limits import ENTRIES_MAX, SLIP_NAME_CHARS_MAX, TEXT_CHARS_MAX
from service.papers.content import (
    Bilingual,
    InvalidPaper,
    address_holds,
    number_holds,
    texts_of,
)
from service.papers.envelope import PaperKind


@dataclass(frozen=True)
class Line:
    """One particular of an entry: what it is, and its value in words."""

    label: Bilingual
    value: str


@dataclass(frozen=True)
class Entry:
    """One record, honour, measure or piece of advice."""

    title: str
    lines: tuple[Line, ...]
    marks: tuple[Mark, ...]
    adverse: bool
    statement: str | None
    """What a court has said in the record's place."""
    reference: str
    """Number of the record, for an objection; empty where there is none."""


@dataclass(frozen=True)
class Section:
    """One heading with its entries; none: 查询期内无相关信息."""

    code: str
    title: Bilingual
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Meaning:
    """What a mark means."""

    mark: Mark
    text: Bilingual


@dataclass(frozen=True)
class ReportSubject:
    """The organisation it is about."""

    name: str
    code: str
    kind: str


@dataclass(frozen=True)
class ReportContent:
    """All that is signed and printed. Raises `InvalidPaper` when it must not be issued."""

    number: str
    query: str
    """Number of the query it rests on."""
    issued_at: datetime
    """Office wall-clock time, aware."""
    as_of: date
    issuer: Bilingual
    subject: ReportSubject
    basis: Bilingual
    """Only the kind of basis is printed; its reference stays in the query log."""
    adverse: str
    """How many records count against it, a number as text."""
    sections: tuple[Section, ...]
    legend: tuple[Meaning, ...]
    remedies: tuple[Bilingual, ...]
    notes: tuple[Bilingual, ...]
    verify_url: str

    def __post_init__(self) -> None:
        for broken in _broken_rules(self):
            raise InvalidPaper(broken)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries of all sections."""
        return tuple(entry for section in self.sections for entry in section.entries)


def _broken_rules(content: ReportContent) -> list[str]:
    entries = content.entries
    marks = {mark for entry in entries for mark in entry.marks}
    adverse = sum(entry.adverse for entry in entries)
    rules = {
        "a number has a form that cannot stand in an address": (
            number_holds(content.number) and number_holds(content.query)
        ),
        "times must be aware": content.issued_at.tzinfo is not None,
        "every mark must be explained": marks <= {one.mark for one in content.legend},
        "what is under objection counts against nobody": not any(
            entry.adverse and Mark.under_objection in entry.marks for entry in entries
        ),
        "the count of adverse records must be theirs": content.adverse == str(adverse),
        "the verification address must be http(s) and end with the number": address_holds(content),
        f"more than {ENTRIES_MAX} entries": len(entries) <= ENTRIES_MAX,
        f"a text of more than {TEXT_CHARS_MAX} characters": all(
            len(text) <= TEXT_CHARS_MAX for text in texts_of(content)
        ),
    }
    return [name for name, holds in rules.items() if not holds]


def _slip_values(content: ReportContent) -> list[str]:
    return [
        content.number,
        content.issued_at.date().isoformat(),
        content.subject.name[:SLIP_NAME_CHARS_MAX],
        content.subject.code,
        content.as_of.isoformat(),
        content.adverse,
    ]


REPORT = PaperKind(
    content=ReportContent,
    format="credit-window/report/1",
    slip_format="CR1",
    slip_names=("number", "issued_on", "name", "code", "as_of", "adverse"),
    slip_values=_slip_values,
)
"""What a report's signature is over, and what its QR repeats."""
