"""What a letter says: frozen, complete, and the same bytes for the same content. Pure."""

from dataclasses import dataclass
from datetime import date, datetime

from service.papers.content import (
    Bilingual,
    InvalidPaper,
    address_holds,
    number_holds,
    texts_of,
)
from service.papers.envelope import PaperKind
from workflows.letters.kinds import LetterKind
from workflows.letters.limits import (
    RECORDS_MAX,
    SLIP_NAME_CHARS_MAX,
    STATEMENTS_MAX,
    TEXT_CHARS_MAX,
)

REASONED = frozenset(
    {
        LetterKind.non_acceptance,
        LetterKind.refusal,
        LetterKind.revocation_notice,
        LetterKind.revocation,
        LetterKind.shield_ended,
        LetterKind.objection_non_acceptance,
        LetterKind.objection_refusal,
        LetterKind.review_refusal,
    }
)
"""Letters that take something away, and so must give their reasons."""
APPEALABLE = REASONED - {LetterKind.revocation_notice}
"""Letters that decide against the party, and so must tell the remedies."""


@dataclass(frozen=True)
class LetterSubject:
    """Whom the case is about."""

    name: str
    code: str
    """Unified social credit code; empty for a natural person, whose name is masked."""


@dataclass(frozen=True)
class RecordLine:
    """A record the letter is about."""

    decision_number: str
    authority: str
    decided_on: date | None
    matter: str
    """What it is about, in short; may be empty."""


@dataclass(frozen=True)
class Fact:
    """One line of the frame: what it is, and its value in words."""

    label: Bilingual
    value: str


@dataclass(frozen=True)
class LetterContent:
    """All that is signed and printed. Raises `InvalidPaper` when it must not be issued."""

    number: str
    kind: LetterKind
    title: Bilingual
    issued_at: datetime
    """Office wall-clock time, aware."""
    issuer: Bilingual
    """Who decides: the determining authority, or the window for its own notices."""
    platform: Bilingual
    """The window that made, signed and delivered it."""
    case: str
    """Number of the case."""
    case_type: Bilingual
    subject: LetterSubject
    addressee: str
    records: tuple[RecordLine, ...]
    body: tuple[Bilingual, ...]
    reason: str | None
    items: tuple[str, ...]
    """What is missing, in a notice to supplement."""
    facts: tuple[Fact, ...]
    basis: tuple[str, ...]
    """Legal articles it rests on."""
    remedies: tuple[Bilingual, ...]
    notes: tuple[Bilingual, ...]
    replaces: str | None
    """Number of the letter that no longer holds because of this one."""
    about: str | None
    """Number of the letter this one goes with."""
    verify_url: str

    def __post_init__(self) -> None:
        for broken in _broken_rules(self):
            raise InvalidPaper(broken)


def _broken_rules(content: LetterContent) -> list[str]:
    rules = {
        "a number has a form that cannot stand in an address": all(
            number_holds(number)
            for number in (content.number, content.case, content.replaces, content.about)
        ),
        "a letter cannot replace itself": content.replaces != content.number,
        "times must be aware": content.issued_at.tzinfo is not None,
        "a letter that takes something away must give its reasons": (
            content.kind not in REASONED or bool(content.reason)
        ),
        "a letter that decides against the party must tell the remedies": (
            content.kind not in APPEALABLE or bool(content.remedies)
        ),
        "a notice to supplement must say what is missing": (
            content.kind is not LetterKind.supplement or bool(content.items or content.reason)
        ),
        "the verification address must be http(s) and end with the number": address_holds(content),
        f"more than {RECORDS_MAX} records": len(content.records) <= RECORDS_MAX,
        f"more than {STATEMENTS_MAX} sentences in a list": all(
            len(listed) <= STATEMENTS_MAX
            for listed in (content.body, content.items, content.facts, content.basis,
                           content.remedies, content.notes)
        ),
        f"a text of more than {TEXT_CHARS_MAX} characters": all(
            len(text) <= TEXT_CHARS_MAX for text in texts_of(content)
        ),
    }  # fmt: skip
    return [name for name, holds in rules.items() if not holds]


def _slip_values(content: LetterContent) -> list[str]:
    return [
        content.number,
        content.issued_at.date().isoformat(),
        content.kind.value,
        content.case,
        content.subject.name[:SLIP_NAME_CHARS_MAX],
        content.subject.code,
    ]


LETTER = PaperKind(
    content=LetterContent,
    format="credit-window/letter/1",
    slip_format="CL1",
    slip_names=("number", "issued_on", "kind", "case", "name", "code"),
    slip_values=_slip_values,
)
"""What a letter's signature is over, and what its QR repeats."""
