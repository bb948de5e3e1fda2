"""The outbox's own housekeeping."""

from service.outbox.registry import periodic
from service.outbox.service import forget_done


@periodic("outbox.forget_done", every_seconds=3600)
def forget_done_jobs() -> None:
    """Delete jobs that were done long ago."""
    forget_done()
