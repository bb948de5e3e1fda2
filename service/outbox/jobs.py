"""The outbox's own housekeeping."""

from service.outbox.beats import forget_gone
from service.outbox.registry import periodic
from service.outbox.service import forget_done


@periodic("outbox.forget_done", every_seconds=3600)
def forget_done_jobs() -> None:
    """Delete jobs that were done long ago, and processes that were killed long ago."""
    forget_done()
    forget_gone()
