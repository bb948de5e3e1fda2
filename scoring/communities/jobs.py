"""What repeats: forgetting who has left."""

from scoring.communities.erasing import erase_due
from scoring.communities.limits import ERASE_EVERY_SECONDS
from service.outbox.registry import periodic


@periodic("communities.erase_due", every_seconds=ERASE_EVERY_SECONDS)
def erase_due_job() -> None:
    """Erase whose time has come."""
    erase_due()
