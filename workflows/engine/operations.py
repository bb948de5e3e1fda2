"""What operators see of the engine: names for its jobs."""

from flask import Flask

from service.messages import msg
from service.observability.board import name_jobs

JOBS = {
    "cases.tick": msg("办件计时"),
    "cases.tell_alarms": msg("办件提醒"),
    "cases.tell_moved": msg("期限变更告知"),
}


def init_engine(_app: Flask) -> None:
    """Name the engine's jobs for operators."""
    name_jobs(JOBS)
