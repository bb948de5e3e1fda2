"""A reviewer answers what held a check; a new, final check takes its place."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from credit.checks.decide import decide
from credit.checks.limits import RECORDS_PER_ANSWER_MAX
from credit.checks.lookup import Applicant, Found, applicant, find
from credit.checks.models import Check
from credit.checks.named import named
from credit.checks.namesakes import keep_verdicts
from credit.checks.problems import FactsChanged
from credit.checks.service import facts_of, lock_for_review, request_for, write_check
from credit.checks.succession import settle
from credit.rules.evaluate import evaluate
from credit.rules.facts import Fact
from credit.rules.service import load_version
from credit.rules.vocabulary import Outcome
from credit.subjects.identifiers import IdType, parse
from service import clock
from service.database import transaction
from service.messages import msg
from service.problems import FieldError, InvalidInput


@dataclass(frozen=True)
class Resolution:
    """A reviewer's answer to what held a check."""

    identity_confirmed: bool
    """The documents were compared and name and number belong to the subject."""
    own_records: frozenset[int] = frozenset()
    """Held records that are the subject's; the other homonyms are not."""
    note: str = ""


def resolve(number: str, resolution: Resolution, *, channel: str = "page") -> Check:
    """A reviewer answers what held a check; a new, final check takes its place with a link.

    The facts are looked up again, for a record may have been repaired since, and the
    reviewer's answers put in; the answers about namesakes are kept. What is still
    disputed never counts. Raises `InvalidInput` where the identity was not confirmed, and
    `FactsChanged` when records have turned up that the reviewer was not asked about, or the
    answers are others than those another check has had meanwhile.
    """
    with transaction() as session:
        held = lock_for_review(session, number)
        if held.outcome != Outcome.HELD:
            raise InvalidInput(msg("只有待定的结果需要逐项核对。"))
        if not resolution.identity_confirmed:
            raise InvalidInput(
                msg("请先核对证件。"),
                errors=[
                    FieldError(
                        "identity_confirmed",
                        "not-confirmed",
                        msg("尚未确认姓名（名称）与证件号码一致。"),
                        msg("证件不符的，请以正确的信息重新办理核查。"),
                    )
                ],
            )
        name, id_number = named(held)
        identifier = parse(IdType(held.id_type), id_number, today=clock.today())
        one = applicant(identifier, name)
        found = find([one])[0]
        _refuse_other_questions(held, found.facts, resolution)
        final = _resolved(session, held, one, found, resolution, channel)
        keep_verdicts(found, resolution.own_records, resolution.note)
        return final


def _refuse_other_questions(held: Check, facts: Sequence[Fact], resolution: Resolution) -> None:
    """The answers must be to the questions as they stand.

    A record that turned up since was not asked about; another check of the same subject may have
    had its answer about a namesake meanwhile, and two answers must not differ in silence.
    """
    own = resolution.own_records
    asked = {fact.record_id for fact in facts_of(held) if fact.identity_unmatched}
    open_now = {fact.record_id for fact in facts if fact.identity_unmatched}
    matched = {fact.record_id for fact in facts} - open_now
    _refuse_unknown_records(own - asked - open_now)
    if open_now - asked:
        raise FactsChanged(
            msg("办理 {number} 之后又有新的同名记录，请按最新数据重新核查。", number=held.number)
        )
    if (asked & matched) - own or own - open_now - matched:
        raise FactsChanged(
            msg(
                "办理 {number} 之后，其中的同名记录已另有不同的认定，请按最新数据重新核查。",
                number=held.number,
            )
        )


def _refuse_unknown_records(unknown: AbstractSet[int]) -> None:
    """A slip in a record's number must not leave the record out."""
    if unknown:
        raise InvalidInput(
            msg("有 {count} 条记录不在待认定之列，请核对记录编号。", count=len(unknown)),
            errors=[
                FieldError(
                    "own_records",
                    "unknown-record",
                    msg("记录 {id} 不在待认定之列。", id=record_id),
                )
                for record_id in sorted(unknown)[:RECORDS_PER_ANSWER_MAX]
            ],
        )


def _resolved(
    session: Session,
    held: Check,
    one: Applicant,
    found: Found,
    resolution: Resolution,
    channel: str,
) -> Check:
    facts = tuple(_answered(fact, resolution) for fact in found.facts if _kept(fact, resolution))
    known = replace(found, name_on_file=one.name, flags_confirmed=True, facts=facts)
    stored = load_version(held.rule_set_id)
    decision = decide(one, known, stored.table, held.as_of)
    # What is still open after the answers (a dispute, a gap in the record) never counts.
    settled = [fact for fact in facts if fact.record_id not in decision.assessment.held_by]
    outcome = evaluate(stored.table, settled, held.as_of).outcome
    request = request_for(held, held.as_of, held.rule_set_id)
    decision = replace(decision, outcome=outcome, holds=(), on_file=decision.on_file or bool(facts))
    final = write_check(session, request, one, decision, found.subject_id, channel, held.id)
    final.reviewed_by, final.reviewed_at = request.actor.name, request.at
    final.review_note = resolution.note
    settle(session, final, "resolved")
    return final


def _kept(fact: Fact, resolution: Resolution) -> bool:
    return not fact.identity_unmatched or fact.record_id in resolution.own_records


def _answered(fact: Fact, resolution: Resolution) -> Fact:
    own = fact.identity_unmatched and fact.record_id in resolution.own_records
    return replace(fact, identity_unmatched=False) if own else fact
