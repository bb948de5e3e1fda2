"""Housekeeping of uploads."""

from service.outbox import periodic
from workflows.documents.uploads import forget_expired

EVERY_SECONDS = 900


@periodic("documents.forget_expired", every_seconds=EVERY_SECONDS)
def forget_expired_uploads() -> None:
    """Delete uploads nobody finished in time."""
    forget_expired()
