"""The periodic job of cases."""

from service.outbox.registry import periodic
from workflows.engine.tick import tick

TICK_EVERY_SECONDS = 60


@periodic("cases.tick", every_seconds=TICK_EVERY_SECONDS)
def tick_cases() -> None:
    """Deadlines, alarms and the periodic work of others; what fails is tried again next time."""
    tick()
