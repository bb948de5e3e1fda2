"""What a certificate says: frozen, complete, and the same bytes for the same content.

Every printed field comes from here and nowhere else, so that the page, the
signature and a later verification can never speak of different things.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from credit.checks.certificate.limits import (
    FACTS_MAX,
    SLIP_NAME_CHARS_MAX,
    STATEMENTS_MAX,
    TEXT_CHARS_MAX,
)
from service.papers.content import (
    Bilingual,
    InvalidPaper,
    address_holds,
    number_holds,
    texts_of,
)
from service.papers.envelope import PaperKind
from service.papers.plain import plain_decimal


class Outcome(StrEnum):
    """The answers a certificate can carry; a held check has no certificate."""

    PASSED = "passed"
    NEGATIVE = "negative"


class BasisKind(StrEnum):
    """The ground of the query (Zhejiang Public Credit Information Regulation Art. 18-19).

    Only the kind is printed; the reference may name third parties and stays in the query log.
    """

    AUTHORISATION = "authorisation"
    SHARING = "sharing"


@dataclass(frozen=True)
class Subject:
    """Whom the certificate is about, masked before it comes here."""

    name_masked: str
    id_masked: str
    id_type: str
    """One of the service's identifier types, such as `resident_id` or `uscc`."""


@dataclass(frozen=True)
class RuleSet:
    """The dated table that was applied."""

    code: str
    version: str
    title: str
    demonstration: bool
    """True marks the whole page: such a table must be replaced by the office's published one."""


@dataclass(frozen=True)
class FactLine:
    """One record that was looked at, whether it counted or not, and why."""

    decision_number: str
    authority: str
    decided_on: date | None
    effect: str
    """What the rule does with it, in words, e.g. 冻结至移出名单; may be empty."""
    points: Decimal
    """Points as counted, after caps; zero when not counted. Negative takes away."""
    rule_code: str
    article: str
    """The legal article the rule line rests on."""
    counted: bool
    counts_until: date | None
    """Last date on which it counts; None while it is open-ended or never counted."""
    why_not_counted: str | None
    """Required when `counted` is false."""


@dataclass(frozen=True)
class CertificateContent:
    """All that is signed and printed. Raises `InvalidPaper` when it must not be issued."""

    number: str
    issued_at: datetime
    """Office wall-clock time, aware (see `service.clock.at_office`)."""
    issuer: Bilingual
    subject: Subject
    purpose: str
    basis_kind: BasisKind
    outcome: Outcome
    on_file: bool
    """False when no register knows the subject, which is not the same as nothing on record."""
    points: Decimal
    rule_set: RuleSet
    as_of: date
    """The day the rules were applied for."""
    data_cut_off: datetime
    """When the data were last brought up to date; office time, aware."""
    facts: tuple[FactLine, ...]
    counterfactuals: tuple[str, ...]
    """What would clear the result: a date, or the repair of a named decision."""
    remedies: tuple[Bilingual, ...]
    notes: tuple[Bilingual, ...]
    reviewer: str | None
    """The human who confirmed; a negative result never leaves without one (PIPL Art. 24)."""
    supersedes: str | None
    """Number of the certificate this one replaces."""
    verify_url: str

    def __post_init__(self) -> None:
        for broken in _broken_rules(self):
            raise InvalidPaper(broken)


def _broken_rules(content: CertificateContent) -> list[str]:
    rules = {
        "a number has a form that cannot stand in an address": (
            number_holds(content.number) and number_holds(content.supersedes)
        ),
        "a certificate cannot replace itself": content.supersedes != content.number,
        "times must be aware": all(
            moment.tzinfo is not None for moment in (content.issued_at, content.data_cut_off)
        ),
        "a negative result needs a named reviewer": (
            content.outcome is not Outcome.NEGATIVE or bool(content.reviewer)
        ),
        "who is not on file has no facts": content.on_file or not content.facts,
        "a fact that does not count needs a reason and no points": all(
            fact.counted or (fact.why_not_counted and not fact.points) for fact in content.facts
        ),
        "the verification address must be http(s) and end with the number": address_holds(content),
        f"more than {FACTS_MAX} facts": len(content.facts) <= FACTS_MAX,
        f"more than {STATEMENTS_MAX} sentences in a list": all(
            len(listed) <= STATEMENTS_MAX
            for listed in (content.counterfactuals, content.remedies, content.notes)
        ),
        f"a text of more than {TEXT_CHARS_MAX} characters": all(
            len(text) <= TEXT_CHARS_MAX for text in texts_of(content)
        ),
    }
    return [name for name, holds in rules.items() if not holds]


def _slip_values(content: CertificateContent) -> list[str]:
    return [
        content.number,
        content.issued_at.date().isoformat(),
        content.outcome.value,
        "1" if content.on_file else "0",
        plain_decimal(content.points),
        content.subject.name_masked[:SLIP_NAME_CHARS_MAX],
        content.subject.id_masked,
        f"{content.rule_set.code}/{content.rule_set.version}",
        content.as_of.isoformat(),
    ]


CERTIFICATE = PaperKind(
    content=CertificateContent,
    format="credit-window/certificate/1",
    slip_format="CW1",
    slip_names=(
        "number", "issued_on", "outcome", "on_file", "points", "name_masked", "id_masked",
        "rule_set", "as_of",
    ),
    slip_values=_slip_values,
)  # fmt: skip
"""What a certificate's signature is over, and what its QR repeats."""
