"""Asks again for the last step of cases of which nothing is left to confirm.

The last confirmation asks for it in its own transaction. Here is what that cannot see: effects
that were superseded by another case, and a job that was given up in a long outage.
"""

from datetime import timedelta

from sqlalchemy import exists, select

from service import clock
from service.database import transaction
from workflows.effects.asking import complete_soon
from workflows.effects.models import SETTLED, CaseEffect
from workflows.engine.models import CaseFile
from workflows.engine.party import Party

LEFT_ALONE = timedelta(minutes=1)
"""How long the usual way is given."""
ASKED_AT_ONCE_MAX = 200


def finish_settled() -> int:
    """Let the service take the last step of cases that stand still with all done; how many."""
    left = exists().where(CaseEffect.case_id == CaseFile.id, CaseEffect.state.not_in(SETTLED))
    with transaction() as session:
        cases = session.scalars(
            select(CaseFile.id)
            .where(
                CaseFile.open,
                CaseFile.owner == Party.system,
                CaseFile.check_id.is_(None),  # waits for a new check, not for effects
                CaseFile.updated_at < clock.now() - LEFT_ALONE,
                ~left,
            )
            .order_by(CaseFile.id)
            .limit(ASKED_AT_ONCE_MAX)
        ).all()
        for case_id in cases:
            complete_soon(case_id)
    return len(cases)
