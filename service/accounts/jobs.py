"""Housekeeping of accounts."""

from sqlalchemy import delete

from service import clock
from service.accounts.limits import FACTOR_OFFER_AGE_MAX, FAILURE_WINDOW, SIGN_IN_STEP_AGE_MAX
from service.accounts.models import FactorOffer, FailedSignIn, SignInStep
from service.database import transaction
from service.outbox import periodic


@periodic("accounts.forget_failures", every_seconds=3600)
def forget_failures() -> None:
    """Delete failed sign-ins that no longer count: names and addresses are personal data.

    So go sign-ins that were not gone on with, and secrets shown and never confirmed.
    """
    now = clock.now()
    with transaction() as session:
        session.execute(delete(FailedSignIn).where(FailedSignIn.at < now - FAILURE_WINDOW))
        session.execute(delete(SignInStep).where(SignInStep.made_at < now - SIGN_IN_STEP_AGE_MAX))
        session.execute(delete(FactorOffer).where(FactorOffer.made_at < now - FACTOR_OFFER_AGE_MAX))
