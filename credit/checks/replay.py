"""Replays a check from its frozen facts and rule version; a difference is an alarm."""

from dataclasses import dataclass

from credit.checks.models import Check
from credit.checks.service import facts_of
from credit.rules.assessment import ENGINE_VERSION
from credit.rules.evaluate import evaluate
from credit.rules.facts import canonical_json
from credit.rules.service import load_version


@dataclass(frozen=True)
class Replay:
    """Whether the same input gave the same result."""

    number: str
    same: bool
    engine_then: str
    engine_now: str


def replay(check: Check) -> Replay:
    """Evaluate the frozen facts under the stored rule version again and compare the bytes."""
    assessment = evaluate(load_version(check.rule_set_id).table, facts_of(check), check.as_of)
    if check.snapshot is None:
        same = assessment.points == check.points
    else:
        same = canonical_json(check.snapshot["assessment"]) == assessment.canonical
    return Replay(check.number, same, check.engine, str(ENGINE_VERSION))
