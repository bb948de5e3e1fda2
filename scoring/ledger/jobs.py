"""The periodic job of the ledger."""

from scoring.ledger.expiry import expire_due
from scoring.ledger.limits import EXPIRE_EVERY_SECONDS
from service.outbox import periodic


@periodic("points.expire", every_seconds=EXPIRE_EVERY_SECONDS)
def expire() -> None:
    """Take off what is left of lots whose time is over; what fails is tried again next time."""
    expire_due()
