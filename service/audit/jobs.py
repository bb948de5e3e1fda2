"""The trail's jobs: sealing and parts, again and again; a verification, asked for by people."""

import structlog
from psycopg.errors import LockNotAvailable
from sqlalchemy.exc import OperationalError

from service.audit import parts, sealing, verifications
from service.outbox import job, periodic

SEAL_EVERY_SECONDS = 60
"""Longest time a committed entry waits for its block while the scheduler runs."""

PARTS_EVERY_SECONDS = 6 * 3600
"""Parts are made months ahead: one turn of many is enough."""


@periodic("audit.seal", every_seconds=SEAL_EVERY_SECONDS)
def seal_all() -> None:
    """Seal what has been written since; harmless to run twice or at the same time."""
    sealing.seal_all()


@periodic("audit.parts", every_seconds=PARTS_EVERY_SECONDS)
def keep_parts() -> None:
    """Make the parts of months to come, remove those whose entries have all left."""
    try:
        parts.keep()
        parts.remove_retired()
    except OperationalError as error:
        if not isinstance(error.orig, LockNotAvailable):
            raise
        structlog.get_logger("audit").info("parts.busy")  # a long verification: the next turn will


def _verification_failed(verification_id: int) -> None:
    verifications.fail(verification_id)


@job(verifications.JOB, attempts_max=2, on_failed=_verification_failed)
def run_verification(verification_id: int) -> None:
    """Verify; a run that was interrupted begins anew."""
    verifications.run(verification_id)
