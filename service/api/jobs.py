"""Housekeeping of the API."""

from service.api.idempotency import forget_answers
from service.outbox import periodic


@periodic("api.forget_answers", every_seconds=3600)
def forget_old_answers() -> None:
    """Delete stored answers that nobody will ask for again."""
    forget_answers()
