"""What a certificate says: frozen, complete, and the same bytes for the same content.

Every printed field comes from here and nowhere else, so that the page, the
signature and a later verification can never speak of different things.
"""

import re
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from credit.checks.certificate.limits import FACTS_MAX, STATEMENTS_MAX, TEXT_CHARS_MAX

NUMBER_FORM = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{3,39}")
ADDRESS_FORM = re.compile(r"https?://[A-Za-z0-9.:\[\]_/-]{1,200}")


class InvalidCertificate(ValueError):  # noqa: N818 - reads as what it says of the content
    """The content breaks a rule of the certificate and must not be issued or believed."""


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
class Bilingual:
    """The same statement in Chinese, which binds, and in English, which helps."""

    zh: str
    en: str


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
    """All that is signed and printed. Raises `InvalidCertificate` when it must not be issued."""

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
            raise InvalidCertificate(broken)


def _broken_rules(content: CertificateContent) -> list[str]:
    rules = {
        "a number has a form that cannot stand in an address": all(
            NUMBER_FORM.fullmatch(number)
            for number in (content.number, content.supersedes or "0000")
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
        "the verification address must be http(s) and end with the number": (
            ADDRESS_FORM.fullmatch(content.verify_url) is not None
            and content.verify_url.endswith(f"/{content.number}")
        ),
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


def texts_of(value: object) -> list[str]:
    """Every text anywhere in the content, in the order of its fields."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for item in value for text in texts_of(item)]
    if is_dataclass(value):
        return [text for f in fields(value) for text in texts_of(getattr(value, f.name))]
    return []
