"""What disputes add to the service: their definition, their rules, and the desk itself."""

from pathlib import Path

from flask import Flask

from service.disputes import register_desk
from workflows.disputes import rules
from workflows.disputes.desk import CaseDesk
from workflows.engine.registry import register_folder

register_folder(Path(__file__).parent / "definitions")

__all__ = ["init_disputes", "rules"]
"""`rules` is imported so that the names in the definition are known."""


def init_disputes(_app: Flask) -> None:
    """Let other parts hand their disputes in."""
    register_desk(CaseDesk())
