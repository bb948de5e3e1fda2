"""The trail's job: sealing, asked for again and again."""

from service.audit import sealing
from service.outbox import periodic

SEAL_EVERY_SECONDS = 60
"""Longest time a committed entry waits for its block while the scheduler runs."""


@periodic("audit.seal", every_seconds=SEAL_EVERY_SECONDS)
def seal_all() -> None:
    """Seal what has been written since; harmless to run twice or at the same time."""
    sealing.seal_all()
