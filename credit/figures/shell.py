"""What credit adds to the year in figures."""

from flask import Flask

from credit.figures import checks, measures, queries
from service.statistics.registry import register_figures


def init_figures(app: Flask) -> None:
    """Register the chapters."""
    register_figures(app, checks.PROVIDER)
    register_figures(app, queries.PROVIDER)
    register_figures(app, measures.PROVIDER)
