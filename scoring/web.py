"""Templates and static files of the pages of community points."""

from pathlib import Path

from flask import Flask

from service.web.assets import Assets

ASSETS = Assets("scoring_web", __name__, Path(__file__).parent, "/static/points")
blueprint = ASSETS.blueprint


def init_web(app: Flask) -> None:
    """Make the assets known to templates."""
    app.jinja_env.globals["points_asset"] = ASSETS.address
