"""What community points add to the year in figures."""

from flask import Flask

from scoring.figures import yearly
from service.statistics.registry import register_figures


def init_figures(app: Flask) -> None:
    """Register the chapter."""
    register_figures(app, yearly.PROVIDER)
