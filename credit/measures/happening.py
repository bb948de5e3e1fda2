"""What happens to an application, and on which days: the one notion behind lists and figures."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, and_
from sqlalchemy.orm import InstrumentedAttribute

from credit.measures.models import MeasureApplication
from service.statistics.period import Period

_A = MeasureApplication


class Happened(StrEnum):
    """A step of an application that is counted."""

    proposed = "proposed"
    confirmed = "confirmed"
    declined = "declined"
    lifted = "lifted"
    """Of those that had been confirmed."""
    dropped = "dropped"
    """Proposals whose record no longer stood before anybody had decided."""
    feedback = "feedback"


_WHEN: dict[Happened, InstrumentedAttribute[datetime | None] | InstrumentedAttribute[datetime]] = {
    Happened.proposed: _A.proposed_at,
    Happened.confirmed: _A.confirmed_at,
    Happened.declined: _A.declined_at,
    Happened.lifted: _A.lifted_at,
    Happened.dropped: _A.lifted_at,
    Happened.feedback: _A.feedback_at,
}


def happened_in(
    what: Happened, asked: Period | None
) -> tuple[InstrumentedAttribute[datetime | None] | InstrumentedAttribute[datetime],
           ColumnElement[bool]]:  # fmt: skip
    """The moment of a step, and whether it happened, in a period or ever."""
    when = _WHEN[what]
    conditions: list[ColumnElement[bool]] = [when.is_not(None)]
    if asked is not None:
        conditions += [when >= asked.begins, when < asked.ends]
    if what is Happened.lifted:
        conditions.append(_A.confirmed_at.is_not(None))
    if what is Happened.dropped:
        conditions.append(_A.confirmed_at.is_(None))
    return when, and_(*conditions)
