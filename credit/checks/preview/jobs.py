"""The job of previews. It may be killed anywhere and run again."""

from uuid import UUID

from sqlalchemy import update

from credit.checks.preview.models import PreviewState, RulePreview
from credit.checks.preview.run import OPEN
from credit.checks.preview.run import run as look_at_all
from credit.checks.preview.service import JOB
from service import audit, clock
from service.database import transaction
from service.outbox import job


def fail(preview_id: str) -> None:
    """Mark a preview that has not ended as failed; what it found so far stays readable."""
    with transaction() as session:
        failed = session.scalars(
            update(RulePreview)
            .where(RulePreview.id == UUID(preview_id), RulePreview.state.in_(OPEN))
            .values(state=str(PreviewState.failed), finished_at=clock.now())
            .returning(RulePreview.id)
        ).all()
        if failed:
            audit.record("rules.preview_failed", "rule_preview", preview_id)


@job(JOB, on_failed=fail)
def run_preview(preview_id: str) -> None:
    """Try the table on the checks."""
    look_at_all(UUID(preview_id))
