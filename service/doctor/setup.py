"""Registers the ground floor's own checks, in the order in which a person would look."""

from flask import Flask

from service.doctor import machine, outside, papers, people, queue, secrets, trail, work
from service.doctor.database import look_at_database
from service.doctor.registry import add_check


def init_doctor(app: Flask) -> None:
    """Put the checks of the ground floor first."""
    add_check(app, "secrets", secrets.look_at_secrets, deep=True)
    add_check(app, "second_factor", people.look_at_second_factors)
    add_check(app, "database", look_at_database)
    add_check(app, "redis", queue.look_at_redis)
    add_check(app, "processes", work.look_at_processes)
    add_check(app, "outbox", work.look_at_outbox)
    add_check(app, "seals", trail.look_at_seals)
    add_check(app, "verification", trail.look_at_verification)
    add_check(app, "disks", machine.look_at_disks)
    add_check(app, "clocks", machine.look_at_clocks)
    add_check(app, "backups", machine.look_at_backups)
    add_check(app, "signing", papers.look_at_signing)
    add_check(app, "drawing", papers.look_at_drawing, deep=True)
    add_check(app, "translations", machine.look_at_translations, deep=True)
    add_check(app, "outside", outside.look_outside, deep=True)
