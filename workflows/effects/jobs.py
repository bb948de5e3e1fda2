"""What the workers run for effects."""

from uuid import UUID

from service.outbox import job, periodic
from workflows.effects import sending
from workflows.effects.asking import COMPLETE, SEND
from workflows.effects.finishing import finish_settled
from workflows.effects.limits import SWEEP_SECONDS
from workflows.effects.reading import open_effects
from workflows.engine.fire import fire_as_system


@job(SEND)
def send(effect_id: str) -> None:
    """Try one effect once; what fails is planned anew in the database, not by this job."""
    sending.send(UUID(effect_id))


@periodic("effects.sweep", every_seconds=SWEEP_SECONDS)
def sweep() -> None:
    """Hand over what has become due, and close what stands still with all done."""
    sending.sweep()
    finish_settled()


@job(COMPLETE)
def complete(case_id: int) -> None:
    """Take a case's last step, unless something has been asked for again meanwhile."""
    if not open_effects(case_id):
        fire_as_system(case_id, "complete")
