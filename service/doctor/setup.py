"""Registers the ground floor's own checks."""

from flask import Flask

from service.doctor.database import look_at_database
from service.doctor.registry import add_check


def init_doctor(app: Flask) -> None:
    """Put the checks of the ground floor first."""
    add_check(app, "database", look_at_database)
