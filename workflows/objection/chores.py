"""What happens by itself: an objection to a check is done once its new check is final."""

from datetime import datetime

from sqlalchemy import select

from credit.checks.models import Check
from service.database import db
from workflows.engine.chores import on_tick
from workflows.engine.fire import fire_as_system
from workflows.engine.models import CaseFile
from workflows.objection.limits import RECHECKED_AT_ONCE_MAX

RECHECKING, COMPLETE = "rechecking", "complete"


@on_tick("objections.rechecked")
def finish_rechecked(_now: datetime) -> int:
    """Close the objections whose new check took the place of the old one; how many."""
    statement = (
        select(CaseFile.id)
        .join(Check, Check.id == CaseFile.check_id)
        .where(CaseFile.open, CaseFile.state == RECHECKING, Check.superseded_by_id.is_not(None))
        .order_by(CaseFile.id)
        .limit(RECHECKED_AT_ONCE_MAX)
    )
    done = 0
    for case_id in db.session.scalars(statement).all():
        done += fire_as_system(case_id, COMPLETE) is not None
    return done
