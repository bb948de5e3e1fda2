"""The job that brings a sheet of awards in."""

from uuid import UUID

from scoring.ledger.importing.begin import JOB
from scoring.ledger.importing.run import fail_import, run_import
from service.outbox import job


def _gave_up(import_id: str) -> None:
    fail_import(UUID(import_id))


@job(JOB, on_failed=_gave_up)
def import_entries(import_id: str) -> None:
    """Bring in the rows of one sheet from where it stands."""
    run_import(UUID(import_id))
