"""What the database knows at the moment of a scrape; the same on every web server.

In queries over several servers take `max`, not `sum`.
"""

from collections.abc import Callable

import structlog
from flask import Flask, current_app
from sqlalchemy.exc import SQLAlchemyError

from service.audit.overview import unsealed
from service.audit.verifications import last_result
from service.database import db
from service.observability.sheet import Sheet
from service.outbox.beats import KINDS, living
from service.outbox.service import QUEUES
from service.outbox.standing import standing

Watch = Callable[[Sheet], None]
_EXTENSION = "operations_metrics"
NEVER = 0.0
"""The time of what has not happened."""


def add_metrics(app: Flask, watch: Watch) -> None:
    """Let a part put gauges of its own onto every scrape."""
    app.extensions.setdefault(_EXTENSION, []).append(watch)


def house_gauges() -> Sheet:
    """All gauges of a scrape. While the database is away only that is told."""
    sheet = Sheet()
    try:
        for watch in (_work, _processes, _trails, *current_app.extensions.get(_EXTENSION, [])):
            watch(sheet)
    except SQLAlchemyError as error:
        structlog.get_logger("metrics").warning("metrics.no_database", error=type(error).__name__)
        db.session.rollback()
        sheet = Sheet()
        sheet.gauge("credit_database_up", "Whether the database answers", 0)
    else:
        sheet.gauge("credit_database_up", "Whether the database answers", 1)
    return sheet


def _work(sheet: Sheet) -> None:
    now = standing(QUEUES)
    for state, count in now.counts.items():
        sheet.gauge("credit_outbox_jobs", "Open and failed jobs", count, state=state)
    sheet.gauge(
        "credit_outbox_oldest_seconds",
        "Age of the oldest due job that the relay has not handed over",
        now.outbox_age.total_seconds(),
    )
    for queue, age in now.queue_ages.items():
        sheet.gauge(
            "credit_queue_oldest_seconds",
            "Age of the oldest job handed over that no worker has begun",
            age.total_seconds(),
            queue=queue,
        )


def _processes(sheet: Sheet) -> None:
    found = living()
    for kind in KINDS:
        ages = [one.age.total_seconds() for one in found if one.kind == kind]
        alive = sum(one.alive for one in found if one.kind == kind)
        sheet.gauge("credit_processes", "Processes heard of lately", alive, kind=kind)
        if ages:
            sheet.gauge(
                "credit_process_beat_seconds", "Age of the freshest beat", min(ages), kind=kind
            )


def _trails(sheet: Sheet) -> None:
    for trail, waiting in unsealed().items():
        sheet.gauge("credit_unsealed_entries", "Entries not sealed yet", waiting.count, trail=trail)
        sheet.gauge(
            "credit_unsealed_oldest_seconds",
            "Age of the oldest entry not sealed yet",
            waiting.age.total_seconds(),
            trail=trail,
        )
    found = last_result()
    ended = found[0].ended_at if found else None
    sheet.gauge(
        "credit_audit_verified_timestamp_seconds",
        "When the newest verification ended; 0: never",
        ended.timestamp() if ended else NEVER,
    )
    sheet.gauge(
        "credit_audit_verified_clean",
        "Whether the newest verification found nothing wrong; 1 also when there was none",
        bool(found is None or found[1]["clean"]),
    )
