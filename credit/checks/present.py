"""A stored check as the API and the pages show it."""

from collections.abc import Callable
from typing import Any

from flask import current_app, url_for

from credit.checks.decide import HOLD_SENTENCES
from credit.checks.models import BasisKind, Check
from credit.checks.objections import under_objection
from credit.checks.service import facts_of
from credit.checks.wording import headline
from credit.rules.assessment import Assessment, Line
from credit.rules.evaluate import evaluate
from credit.rules.facts import Fact
from credit.rules.service import load_version
from credit.rules.vocabulary import Outcome, Purpose
from service.database import db
from service.messages import Message

Say = Callable[[Message], str]


def verify_url(number: str) -> str:
    """The address that a certificate's QR code leads to."""
    return f"{current_app.config['SETTINGS'].public_url}/verify/{number}"


def assessment_of(check: Check) -> Assessment:
    """The frozen assessment; for a check without facts it is made anew, which costs nothing."""
    if check.snapshot is not None:
        return Assessment.from_json(check.snapshot["assessment"])
    return evaluate(load_version(check.rule_set_id).table, (), check.as_of)


def present(check: Check, say: Say, *, just_made: bool = False) -> dict[str, Any]:
    """All of a check that its readers may see; identity numbers of persons are masked.

    Nothing counted by a check that was `just_made` is under objection: what is does not count.
    """
    assessment = assessment_of(check)
    facts = {fact.record_id: fact for fact in facts_of(check)}
    stored = load_version(check.rule_set_id)
    return {
        "number": check.number,
        "purpose": Purpose(check.purpose),
        "subject": {
            "name": check.name_mask,
            "id_type": check.id_type,
            "id_number": check.id_mask,
            "kind": check.subject_kind,
        },
        "basis": {"kind": BasisKind(check.basis_kind), "reference": check.basis_reference},
        "as_of": check.as_of,
        "outcome": Outcome(check.outcome),
        "on_file": check.on_file,
        "points": check.points,
        "total": assessment.total,
        "final": check.final,
        "under_objection": not just_made and under_objection(check),
        "hold_reasons": check.hold_reasons,
        "facts": [_fact(line, facts[line.record_id], say) for line in assessment.lines],
        "counterfactuals": [say(one.sentence) for one in assessment.counterfactuals],
        "explanation": [say(one) for one in explanation(check)],
        "rule_set": {
            "id": stored.id,
            "code": stored.table.code,
            "version": stored.version,
            "name": stored.table.name,
            "demonstration": stored.table.demonstration,
            "source": stored.table.source,
        },
        "created_at": check.created_at,
        "created_by": check.created_by,
        "reviewed_by": check.reviewed_by,
        "reviewed_at": check.reviewed_at,
        "supersedes": _number_of(check.supersedes_id),
        "superseded_by": _number_of(check.superseded_by_id),
        "certificate_url": (
            url_for("checks_api.certificate", number=check.number) if check.final else None
        ),
        "verify_url": verify_url(check.number),
    }


def explanation(check: Check) -> list[Message]:
    """Why the result is what it is, in sentences."""
    head = headline(check.outcome, on_file=check.on_file, has_facts=check.snapshot is not None)
    return [head, *held_because(check)]


def held_because(check: Check) -> list[Message]:
    """What only a human can settle about it, in sentences."""
    return [HOLD_SENTENCES[reason] for reason in check.hold_reasons]


def _number_of(check_id: int | None) -> str | None:
    if check_id is None:
        return None
    return db.session.get_one(Check, check_id).number


def _fact(line: Line, fact: Fact, say: Say) -> dict[str, Any]:
    return {
        "record_id": line.record_id,
        "kind": line.kind,
        "decision_number": fact.decision_number,
        "authority": fact.authority,
        "decided_on": None if fact.undated else fact.decided_on.isoformat(),
        "rule": line.item,
        "rule_name": line.item_name,
        "article": line.article,
        "counted": line.counted,
        "points": line.points,
        "reason": None if line.reason is None else str(line.reason),
        "explanation": None if line.why is None else say(line.why),
        "counts_until": None if line.counts_until is None else line.counts_until.isoformat(),
    }
