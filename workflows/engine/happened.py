"""Cases by what happened to them in a period, for lists that show what a figure counts."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, select

from service.statistics.period import Period
from workflows.engine.models import CaseEvent, CaseFile
from workflows.engine.registry import actions_to

SUBMITTED = "submitted"


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that happened to a case, and when."""

    what: str
    """`submitted`, or an outcome such as `granted`, whatever became of the case later."""
    during: Period


def happened(wanted: Happened) -> ColumnElement[bool]:
    """The condition on `CaseFile`."""
    during = wanted.during
    if wanted.what == SUBMITTED:
        moment = CaseFile.submitted_at
        return and_(moment >= during.begins, moment < during.ends)
    events = select(CaseEvent.case_id).where(
        CaseEvent.at >= during.begins,
        CaseEvent.at < during.ends,
        CaseEvent.action.in_(actions_to([wanted.what])),
    )
    return CaseFile.id.in_(events)
