"""A preview and its changes as the API and the workbook show them."""

from collections.abc import Sequence
from typing import Any

from credit.checks.models import Check
from credit.checks.present import Say
from credit.checks.preview import service, wording
from credit.checks.preview.compare import Cause, Direction
from credit.checks.preview.models import PreviewState, RulePreview, RulePreviewChange
from credit.rules.assessment import number
from credit.rules.vocabulary import Outcome, Purpose
from service.packed import unpack


def present(preview: RulePreview, say: Say, *, with_items: bool = True) -> dict[str, Any]:
    """Where a preview stands and what it came to; no subject is named."""
    items = service.by_item(preview.id) if with_items else []
    return {
        "id": preview.id,
        "purpose": Purpose(preview.purpose),
        "table": {
            "code": preview.code,
            "name": preview.name,
            "district": preview.district,
            "valid_from": preview.valid_from,
            "valid_to": preview.valid_to,
            "digest": preview.digest,
            "rule_set": preview.rule_set_id,
            "filename": preview.filename,
        },
        "last": preview.last,
        "state": PreviewState(preview.state),
        "done": preview.done,
        "total": preview.total,
        "same": preview.same,
        "worse": preview.worse,
        "better": preview.better,
        "points": preview.points,
        "outside": preview.outside,
        "flow": flow(preview),
        "items": [
            {
                "item": one.item,
                "name": say(wording.item_label(one.item, one.name)),
                "worse": one.worse,
                "better": one.better,
                "points": one.points,
            }
            for one in items
        ],
        "warnings": [say(unpack(one)) for one in preview.warnings],
        "seconds_left": service.seconds_left(preview),
        "created_by": preview.created_by,
        "created_at": preview.created_at,
        "finished_at": preview.finished_at,
    }


def flow(preview: RulePreview) -> list[dict[str, Any]]:
    """How many checks went from which outcome to which, in one order."""
    found = []
    for before in (Outcome.PASSED, Outcome.NEGATIVE):
        for after in Outcome:
            count = preview.flow.get(f"{before}>{after}", 0)
            found.append({"before": before, "after": after, "checks": count})
    return found


def present_change(change: RulePreviewChange, check: Check, say: Say) -> dict[str, Any]:
    """One check that would change; name and number are masked as everywhere."""
    return {
        "number": check.number,
        "subject": {
            "name": check.name_mask,
            "id_number": check.id_mask,
            "kind": check.subject_kind,
        },
        "as_of": check.as_of,
        "direction": Direction(change.direction),
        "before": _result(change.outcome_before, change.points_before, change.total_before),
        "after": _result(change.outcome_after, change.points_after, change.total_after),
        "causes": [
            {
                "item": one.item,
                "name": one.name,
                "points_before": one.before.points,
                "points_after": one.after.points,
                "explanation": say(wording.cause(one)),
            }
            for one in causes(change)
        ],
    }


def _result(outcome: str, points: Any, total: Any) -> dict[str, Any]:
    return {"outcome": Outcome(outcome), "points": points, "total": total}


def causes(change: RulePreviewChange) -> Sequence[Cause]:
    """The items that do otherwise."""
    return [Cause.from_json(one) for one in change.causes]


def points_text(points: Any) -> str:
    """Points as people write them, with their sign."""
    return f"{number(points):+g}" if points else "0"
