"""What follows when an objection is decided, in the transaction of the decision."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scoring.ledger.models import Entry, Kind
from scoring.ledger.reading import lines_of
from scoring.ledger.service import reverse
from scoring.objections.models import Objection, ObjectionState
from scoring.objections.service import TOPIC
from service import audit, clock
from service.disputes import Outcome, on_decided
from service.messages import msg

REASON = msg("异议成立")
"""Why an entry was reversed, as the ledger keeps it; the answer in words stays with the case."""


@on_decided(TOPIC)
def close(session: Session, reference: str, outcome: Outcome, answer: str) -> None:
    """Keep the answer; take the points back when the objection was right.

    What another award would be due instead is entered anew by the community. What the ledger
    refuses (nobody reverses points of their own) undoes the decision.
    """
    objection = session.scalars(
        select(Objection)
        .where(Objection.entry_id == UUID(reference), Objection.state == ObjectionState.open)
        .with_for_update()
    ).one()
    objection.state = ObjectionState(outcome)
    objection.answer = answer or None
    objection.ended_at = clock.now()
    if outcome is Outcome.upheld:
        _take_back(session, objection)
    audit.record(
        "points.objection_ended",
        "points_entry",
        reference,
        {"case": objection.case_number, "outcome": str(outcome)},
    )


def _take_back(session: Session, objection: Objection) -> None:
    [line] = lines_of(session, [session.get_one(Entry, objection.entry_id)])
    if line.entry.kind == Kind.award and line.reversal is None:
        reverse(line.entry.id, REASON.template)
