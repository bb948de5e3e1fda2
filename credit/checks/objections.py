"""Whether a result, or something it counts, is under objection now."""

from sqlalchemy import exists, select

from credit.checks.models import Check
from credit.records.models import Record
from credit.rules.assessment import Assessment
from service.database import db


def under_objection(check: Check) -> bool:
    """True while somebody's objection to the result, or to a record counted in it, is open.

    The result itself is frozen; whoever verifies its certificate is told all the same.
    """
    if check.disputed:
        return True
    if check.snapshot is None:
        return False
    assessment = Assessment.from_json(check.snapshot["assessment"])
    counted = [line.record_id for line in assessment.lines if line.counted]
    if not counted:
        return False
    marked = exists().where(Record.id.in_(counted), Record.disputed)
    return bool(db.session.scalar(select(marked)))
