"""From what was found about an applicant to the result of the check. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from credit.checks.lookup import Applicant, Found
from credit.rules.assessment import Assessment
from credit.rules.evaluate import evaluate
from credit.rules.facts import Fact
from credit.rules.table import RuleTable
from credit.rules.vocabulary import Outcome
from credit.subjects.names import same_name
from service.ages import is_adult
from service.messages import Message, msg


class Hold(StrEnum):
    """Why a human must decide."""

    NAME_MISMATCH = "name_mismatch"
    FLAGGED_CODE = "flagged_code"
    HOMONYM = "homonym"
    DISPUTED = "disputed"
    INCOMPLETE = "incomplete"


HOLD_SENTENCES: dict[str, Message] = {
    Hold.NAME_MISMATCH: msg("所填名称与在册名称不一致，须核对证件后由人工确认。"),
    Hold.FLAGGED_CODE: msg("统一社会信用代码的校验位不符，须核对执照后由人工确认。"),
    Hold.HOMONYM: msg("有同名但没有代码的记录，须人工核对是否属于本主体。"),
    Hold.DISPUTED: msg("有记录正在异议处理中，且会影响结果，待办结后再定。"),
    Hold.INCOMPLETE: msg("有记录缺少适用规则所需的信息，须向认定单位核实。"),
}


@dataclass(frozen=True)
class Decision:
    """The result of one check before it is written down."""

    outcome: Outcome
    on_file: bool
    holds: tuple[Hold, ...]
    facts: tuple[Fact, ...]
    assessment: Assessment


def decide(one: Applicant, found: Found, table: RuleTable, as_of: date) -> Decision:
    """Assess the facts and see whether a human must look first.

    A doubt about who the subject is always holds the check; a doubt about a fact
    does only where it would change the result.
    """
    assessment = evaluate(table, found.facts, as_of)
    holds = [*_identity_doubts(one, found), *_fact_doubts(found.facts, assessment)]
    return Decision(
        outcome=Outcome.HELD if holds else assessment.outcome,
        on_file=found.subject_id is not None,
        holds=tuple(holds),
        facts=found.facts,
        assessment=assessment,
    )


def _identity_doubts(one: Applicant, found: Found) -> list[Hold]:
    doubts = []
    if one.identifier.needs_confirmation and not found.flags_confirmed:
        doubts.append(Hold.FLAGGED_CODE)
    if found.name_on_file is not None and not same_name(found.name_on_file, one.name):
        doubts.append(Hold.NAME_MISMATCH)
    return doubts


def _fact_doubts(facts: Sequence[Fact], assessment: Assessment) -> list[Hold]:
    if assessment.outcome is not Outcome.HELD:
        return []
    held = {fact.record_id: fact for fact in facts if fact.record_id in assessment.held_by}
    doubts = []
    if any(fact.identity_unmatched for fact in held.values()):
        doubts.append(Hold.HOMONYM)
    if any(fact.disputed for fact in held.values()):
        doubts.append(Hold.DISPUTED)
    return doubts or [Hold.INCOMPLETE]


def is_minor(born: date | None, on: date) -> bool:
    """True for a person known not to be of full age that day: the check is on the parent."""
    return born is not None and not is_adult(born, on)
