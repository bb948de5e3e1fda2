"""Jobs of imports: bring a sheet of awards in, forget what is no longer needed of it."""

from uuid import UUID

from scoring.ledger.importing.begin import JOB
from scoring.ledger.importing.forgetting import forget_refused
from scoring.ledger.importing.limits import FORGET_EVERY_SECONDS
from scoring.ledger.importing.run import fail_import, run_import
from service.outbox import job, periodic


def _gave_up(import_id: str) -> None:
    fail_import(UUID(import_id))


@job(JOB, on_failed=_gave_up)
def import_entries(import_id: str) -> None:
    """Bring in the rows of one sheet from where it stands."""
    run_import(UUID(import_id))


@periodic("points.forget_refused", every_seconds=FORGET_EVERY_SECONDS)
def forget_refused_rows() -> None:
    """Erase refused rows nobody has corrected in time."""
    forget_refused()
