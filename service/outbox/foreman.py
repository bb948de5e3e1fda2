"""An RQ worker that says it lives, ends in time, and gives back at once what it cannot finish.

Told to stop (SIGTERM), it lets its job run on for a while and ends with it. A job that takes
longer is ended and given back, so that another worker begins it again without waiting for its
lease; the same happens when the process that ran a job was killed.
"""

import os
import signal
import threading
from contextlib import suppress
from types import FrameType
from typing import Any
from uuid import UUID

import structlog
from redis.exceptions import RedisError
from rq import Queue, Worker
from rq.exceptions import StopRequested
from rq.job import Job as Message
from sqlalchemy.exc import SQLAlchemyError

from service.database import db
from service.observability.gathering import fold_ended
from service.outbox import service
from service.outbox.beats import Beat
from service.outbox.limits import MONITORING_SECONDS, WORKER_TTL_SECONDS


class Foreman(Worker):
    """One worker; each job runs in a process of its own, which RQ calls its horse."""

    def __init__(self, queues: list[Queue], *, stop_seconds: float, **kwargs: Any) -> None:
        super().__init__(
            queues,
            worker_ttl=WORKER_TTL_SECONDS,
            job_monitoring_interval=MONITORING_SECONDS,
            **kwargs,
        )
        self._patience = stop_seconds
        self._beat = Beat("worker")
        self._in_hand = ""

    def heartbeat(self, *args: Any, **kwargs: Any) -> None:
        """Tell Redis, and the database, that this worker lives."""
        super().heartbeat(*args, **kwargs)
        self._beat.tell()
        db.session.remove()  # nothing of it may be open when a job's process is forked

    def execute_job(self, job: Message, queue: Any) -> None:
        """Run one message; its name is the job's number and how often it was tried before."""
        self._in_hand = str(job.id)
        super().execute_job(job, queue)

    def wait_for_horse(self) -> Any:
        """Wait for the job's process; one that did not end by itself leaves its job behind."""
        pid, status, usage = super().wait_for_horse()
        if pid:
            fold_ended(pid)
            if status != os.EX_OK:
                self._give_back()
        return pid, status, usage

    def _give_back(self) -> None:
        job_id, _, tried = self._in_hand.rpartition("-")
        stopping = bool(self._stop_requested)
        try:
            given = service.hand_back(UUID(job_id), int(tried) + 1, spare=stopping)
        except (SQLAlchemyError, ValueError):
            given = False  # its lease runs out
        finally:
            db.session.remove()
        structlog.get_logger("jobs").warning(
            "job.given_back", id=job_id, stopping=stopping, given=given
        )

    def request_stop(self, signum: int, frame: FrameType | None) -> None:
        """End when the job in hand is done, or has had its time; at once when there is none."""
        limit = threading.Timer(self._patience, self._end_horse)
        limit.daemon = True
        limit.start()
        super().request_stop(signum, frame)  # type: ignore[no-untyped-call]

    def _shutdown(self) -> None:
        """As RQ does it, also while Redis is away, which RQ asks whether a job is in hand."""
        try:
            super()._shutdown()  # type: ignore[no-untyped-call]
        except RedisError:
            if not self.horse_pid:
                raise StopRequested from None
            self._stop_requested = True

    def request_force_stop(self, signum: int, frame: FrameType | None) -> None:
        """Asked again: the job's time is over."""
        del signum, frame
        self._end_horse()

    def _end_horse(self) -> None:
        if self.horse_pid:
            self.kill_horse(signal.SIGKILL)

    def teardown(self) -> None:
        """End as one should."""
        if not self.is_horse:
            self._beat.end()
            db.session.remove()
        with suppress(RedisError):  # a Redis that is away forgets us by itself
            super().teardown()  # type: ignore[no-untyped-call]
