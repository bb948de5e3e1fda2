"""What a reviewer sees before deciding, and the reasons to choose from."""

from dataclasses import dataclass

from sqlalchemy import select

from credit.checks.decide import Hold
from credit.checks.models import Check
from credit.checks.service import facts_of, get_check
from credit.checks.write import FIELDS_READ, look_at
from credit.records.models import Record
from credit.rules.facts import Fact
from credit.rules.vocabulary import Outcome
from credit.subjects.models import Subject
from service import audit
from service.database import db, transaction
from service.messages import Message, msg

FIELDS_REVIEWED = (*FIELDS_READ, "name", "name_on_file")

REASONS: dict[str, tuple[Message, ...]] = {
    Outcome.NEGATIVE: (
        msg("已核对决定文书和身份信息，确认属实。"),
        msg("已向认定单位核实，确认属实。"),
    ),
    Hold.NAME_MISMATCH: (
        msg("已核对证件原件，姓名（名称）和号码属同一主体，在册名称为曾用名或异体字。"),
        msg("已核对证件原件，在册名称有误，另行更正。"),
    ),
    Hold.FLAGGED_CODE: (msg("已核对营业执照原件，代码与执照一致。"),),
    Hold.HOMONYM: (
        msg("已核对文书中的地址、负责人等信息，按所勾选的记录认定。"),
        msg("已向认定单位核实，按所勾选的记录认定。"),
    ),
    Hold.DISPUTED: (msg("异议处理期间不计入，先行出具结果。"),),
    Hold.INCOMPLETE: (msg("已向认定单位核实，缺少的信息无法补充，不计入。"),),
}
"""What a reviewer most often writes, by outcome or by what held the check; the first is usual."""


@dataclass(frozen=True)
class OpenRecord:
    """A record of a subject with the same name but no number: is it this subject's?"""

    fact: Fact
    violation: str
    content: str


@dataclass(frozen=True)
class Review:
    """One check as its reviewer sees it."""

    check: Check
    name_given: str
    name_on_file: str | None
    """The name on file, where it is another than the one given."""
    unmatched: tuple[OpenRecord, ...]
    reasons: tuple[Message, ...]

    @property
    def held(self) -> bool:
        """True when doubts must be answered, false when a negative result is confirmed."""
        return self.check.outcome == Outcome.HELD

    @property
    def decided(self) -> bool:
        """True when there is nothing left to decide."""
        return not self.check.waiting


def open_review(number: str) -> Review:
    """Show a check to its reviewer, with the names that are to be compared; the look is logged.

    Raises `NotFound`.
    """
    check = get_check(number)
    subject = db.session.get(Subject, check.subject_id) if check.subject_id else None
    with transaction():
        audit.log_query(look_at(check, FIELDS_REVIEWED))
    differs = Hold.NAME_MISMATCH in check.hold_reasons
    return Review(
        check,
        name_given=check.name_sealed or check.name_mask,
        name_on_file=subject.name if subject is not None and differs else None,
        unmatched=_open_records(check),
        reasons=reasons_for(check),
    )


def reasons_for(check: Check) -> tuple[Message, ...]:
    """The reasons to choose from, those for the first doubt first."""
    codes = check.hold_reasons if check.outcome == Outcome.HELD else [Outcome.NEGATIVE]
    return tuple(reason for code in codes for reason in REASONS.get(code, ()))


def _open_records(check: Check) -> tuple[OpenRecord, ...]:
    """The records in question and what they say; one whose time had come counts against nobody."""
    asked = [fact for fact in facts_of(check) if fact.identity_unmatched]
    ids = [fact.record_id for fact in asked]
    kept = {one.id: one for one in db.session.scalars(select(Record).where(Record.id.in_(ids)))}
    return tuple(
        OpenRecord(fact, one.violation or one.title or "", one.content or "")
        for fact in asked
        if (one := kept.get(fact.record_id)) is not None
    )


def note_of(reason: str, addition: str) -> str:
    """The reason chosen and what the reviewer added, as one note."""
    return " ".join(text for text in (reason.strip(), addition.strip()) if text)
