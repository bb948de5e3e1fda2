"""Jobs of the checks: correcting what a change of records reaches beyond its transaction."""

from credit.checks.affected import JOB, recheck_affected
from service.outbox import job


@job(JOB)
def go_on(record_ids: list[int]) -> None:
    """Correct what else a change of records reaches."""
    recheck_affected(record_ids, look_again=False)
