"""Tries the table on the checks, block by block; a killed worker loses no more than a block."""

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert
from sqlalchemy.orm import Session

from credit.checks.preview import sample
from credit.checks.preview.compare import Change, Result, compare, frozen_result, result_under
from credit.checks.preview.limits import BLOCK_CHECKS
from credit.checks.preview.models import PreviewState, RulePreview, RulePreviewChange
from credit.rules.assessment import Assessment
from credit.rules.cache import ready_table
from credit.rules.facts import facts_from_json
from credit.rules.selection import covers
from credit.rules.service import load_version
from credit.rules.table import RuleTable
from credit.rules.vocabulary import Outcome
from service import audit, clock
from service.database import table_of, transaction

OPEN = (PreviewState.queued, PreviewState.running)
_CHANGE = table_of(RulePreviewChange)


def run(preview_id: UUID) -> None:
    """Look at all checks of a preview that have not been looked at."""
    while run_block(preview_id):
        pass


def run_block(preview_id: UUID) -> bool:
    """Look at the next block of checks in one transaction; False when there is nothing left.

    The preview is locked meanwhile, so that two workers never take the same block.
    """
    with transaction() as session:
        preview = session.get(RulePreview, preview_id, with_for_update=True, populate_existing=True)
        if preview is None or preview.state not in OPEN:
            return False
        if preview.state == PreviewState.queued:
            preview.state, preview.started_at = str(PreviewState.running), clock.now()
        which = sample.final_at(preview.purpose, preview.up_to_check, preview.created_at)
        size = min(BLOCK_CHECKS, preview.total - preview.done)
        rows = sample.block(session, which, preview.next_check, size) if size else []
        if rows:
            _add(session, preview, rows)
        if len(rows) < size or preview.done == preview.total:
            _end(preview)
            return False
    return True


@dataclass
class _Found:
    """What a block of checks came to."""

    directions: Counter[str] = field(default_factory=Counter)
    flow: Counter[str] = field(default_factory=Counter)
    made_with: Counter[str] = field(default_factory=Counter)
    outside: int = 0
    changes: list[dict[str, Any]] = field(default_factory=list)


def _add(session: Session, preview: RulePreview, rows: list[Row[Any]]) -> None:
    table = ready_table(preview.digest, lambda: preview.body)
    found = _Found()
    for row in rows:
        _look_at(preview.id, table, row, found)
    preview.done += len(rows)
    preview.next_check = rows[-1].id
    preview.worse += found.directions["worse"]
    preview.better += found.directions["better"]
    preview.points += found.directions["points"]
    preview.same += len(rows) - found.directions.total()
    preview.outside += found.outside
    preview.flow = dict(Counter(preview.flow) + found.flow)
    preview.made_with = dict(Counter(preview.made_with) + found.made_with)
    if found.changes:
        session.execute(insert(_CHANGE), found.changes)


def _look_at(preview_id: UUID, table: RuleTable, row: Row[Any], found: _Found) -> None:
    before = _before(row)
    facts = facts_from_json(row.snapshot["facts"]) if row.snapshot else []
    after = result_under(table, facts, row.as_of)
    found.flow[f"{before.outcome}>{after.outcome}"] += 1
    found.made_with[str(row.rule_set_id)] += 1
    found.outside += not covers(table, row.as_of)
    change = compare(before, after)
    if change is not None:
        found.directions[str(change.direction)] += 1
        found.changes.append(_values(preview_id, row.id, before, after, change))


def _before(row: Row[Any]) -> Result:
    """The frozen result; of a check without facts the table it was made with tells the total."""
    outcome = Outcome(row.outcome)
    if row.snapshot:
        return frozen_result(Assessment.from_json(row.snapshot["assessment"]), outcome)
    base = load_version(row.rule_set_id).table.score.base
    return Result(outcome, Decimal(row.points), base + row.points)


def _values(
    preview_id: UUID, check_id: int, before: Result, after: Result, change: Change
) -> dict[str, Any]:
    return {
        "preview_id": preview_id,
        "check_id": check_id,
        "direction": str(change.direction),
        "outcome_before": str(before.outcome),
        "outcome_after": str(after.outcome),
        "points_before": before.points,
        "points_after": after.points,
        "total_before": before.total,
        "total_after": after.total,
        "causes": [cause.to_json() for cause in change.causes],
    }


def _end(preview: RulePreview) -> None:
    preview.total = preview.done  # fewer than counted where one was superseded meanwhile
    preview.state, preview.finished_at = str(PreviewState.done), clock.now()
    audit.record("rules.preview_done", "rule_preview", str(preview.id), tally(preview))


def tally(preview: RulePreview) -> dict[str, int]:
    """The counts: checks = same + worse + better + points."""
    return {
        "checks": preview.done,
        "same": preview.same,
        "worse": preview.worse,
        "better": preview.better,
        "points": preview.points,
    }
