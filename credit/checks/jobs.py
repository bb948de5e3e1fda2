"""Jobs of the checks: going on with corrections that were too many for one transaction."""

from credit.checks.affected import JOB, recheck_affected
from service.outbox import job


@job(JOB)
def go_on(record_ids: list[int]) -> None:
    """Correct the rest of the checks a change of records reaches."""
    recheck_affected(record_ids)
