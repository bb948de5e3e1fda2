"""Jobs of oversight: look through the log, draw the samples of past months."""

from service.outbox import periodic
from service.oversight.limits import SAMPLE_EVERY_SECONDS, WATCH_EVERY_SECONDS
from service.oversight.sampling import draw_due
from service.oversight.watching import watch

WATCH, SAMPLE = "oversight.watch", "oversight.sample"


@periodic(WATCH, every_seconds=WATCH_EVERY_SECONDS)
def watch_lookups() -> None:
    """Make the alarms of today and of the days before; harmless to run twice."""
    watch()


@periodic(SAMPLE, every_seconds=SAMPLE_EVERY_SECONDS)
def draw_samples() -> None:
    """Draw the samples that are due; one that is drawn stays."""
    draw_due()
