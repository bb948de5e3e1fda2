"""What repair adds to the service: its definitions, its rules, and what it says about records."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from flask import Flask

from credit.records.extras import tell_about_records, tell_open_repairs
from service.database import db
from workflows.engine.registry import register_folder
from workflows.repair import consequences, guards, reminders
from workflows.repair.application import open_repairs
from workflows.repair.extras import repair_of

register_folder(Path(__file__).parent / "definitions")

__all__ = ["consequences", "guards", "init_repair", "reminders"]
"""The modules named here are imported so that the names in the definitions are known."""


def init_repair(_app: Flask) -> None:
    """Let the answer about an organisation say how each record can be repaired."""
    tell_about_records(repair_of)
    tell_open_repairs(_busy)


def _busy(record_ids: Sequence[int]) -> Mapping[int, str]:
    return open_repairs(db.session(), record_ids)
