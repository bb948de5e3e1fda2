"""Jobs of the records: bringing a file in."""

from uuid import UUID

from credit.records.importing.begin import JOB
from credit.records.importing.run import fail_import, run_import
from service.outbox import job


def _gave_up(import_id: str) -> None:
    fail_import(UUID(import_id))


@job(JOB, on_failed=_gave_up)
def import_records(import_id: str) -> None:
    """Bring in the rows of one file from where it stands."""
    run_import(UUID(import_id))
