"""Lets orders lapse that nobody collected, and forgets old attempts at codes."""

from scoring.redemption.counter import forget_attempts
from scoring.redemption.limits import LAPSE_EVERY_SECONDS
from scoring.redemption.service import lapse_due
from service.outbox import periodic


@periodic("points.lapse_orders", every_seconds=LAPSE_EVERY_SECONDS)
def lapse_orders() -> None:
    """Undo what is past its day; the next run takes what this one leaves."""
    lapse_due()
    forget_attempts()
