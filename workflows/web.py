"""Templates and static files of the pages of cases."""

from pathlib import Path

from flask import Flask

from service.web.assets import Assets

ASSETS = Assets("workflows_web", __name__, Path(__file__).parent, "/static/workflows")
blueprint = ASSETS.blueprint


def init_web(app: Flask) -> None:
    """Make the assets known to templates."""
    app.jinja_env.globals["workflow_asset"] = ASSETS.address
