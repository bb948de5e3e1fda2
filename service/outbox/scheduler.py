"""Asks for the periodic jobs. Several schedulers do no harm: a job has one open copy."""

import threading
import time
from contextlib import suppress

import structlog
from sqlalchemy.exc import SQLAlchemyError

from service.database import db
from service.database.patience import expect_short_answers
from service.database.replica import heartbeat
from service.outbox.beats import Beat
from service.outbox.registry import JOBS
from service.outbox.service import enqueue
from service.settings import Settings

TICK_SECONDS = 1.0


def schedule_forever(settings: Settings, stop: threading.Event) -> None:
    """Enqueue each periodic job at its pace until told to stop.

    With every turn a standby, where there is one, is given a sign of how far it has come.
    """
    expect_short_answers()
    log = structlog.get_logger("scheduler")
    beat = Beat("scheduler")
    due = {job.name: 0.0 for job in JOBS.values() if job.every_seconds}
    while not stop.is_set():
        now = time.monotonic()
        for name, at in due.items():
            if at > now:
                continue
            try:
                enqueue(name, open_key=f"periodic:{name}")
            except SQLAlchemyError as error:
                db.session.rollback()
                log.warning("scheduler.waiting", error=type(error).__name__)
                break
            due[name] = now + (JOBS[name].every_seconds or 0)
        beat.tell()
        db.session.remove()
        if settings.replica_url:
            with suppress(SQLAlchemyError):  # the next turn gives another
                heartbeat()
        stop.wait(TICK_SECONDS)
    beat.end()
