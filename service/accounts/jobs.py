"""Housekeeping of accounts."""

from sqlalchemy import delete

from service import clock
from service.accounts.limits import FAILURE_WINDOW
from service.accounts.models import FailedSignIn
from service.database import transaction
from service.outbox import periodic


@periodic("accounts.forget_failures", every_seconds=3600)
def forget_failures() -> None:
    """Delete failed sign-ins that no longer count: names and addresses are personal data."""
    with transaction() as session:
        session.execute(delete(FailedSignIn).where(FailedSignIn.at < clock.now() - FAILURE_WINDOW))
