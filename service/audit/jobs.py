"""The trail's jobs: sealing, asked for again and again; a verification, asked for by people."""

from service.audit import sealing, verifications
from service.outbox import job, periodic

SEAL_EVERY_SECONDS = 60
"""Longest time a committed entry waits for its block while the scheduler runs."""


@periodic("audit.seal", every_seconds=SEAL_EVERY_SECONDS)
def seal_all() -> None:
    """Seal what has been written since; harmless to run twice or at the same time."""
    sealing.seal_all()


def _verification_failed(verification_id: int) -> None:
    verifications.fail(verification_id)


@job(verifications.JOB, attempts_max=2, on_failed=_verification_failed)
def run_verification(verification_id: int) -> None:
    """Verify; a run that was interrupted begins anew."""
    verifications.run(verification_id)
