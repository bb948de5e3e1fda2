"""Templates and static files of the pages of cases."""

import re
from pathlib import Path

from flask import Flask, url_for
from markupsafe import Markup, escape

from service.web.assets import Assets

ASSETS = Assets("workflows_web", __name__, Path(__file__).parent, "/static/workflows")
blueprint = ASSETS.blueprint
_CASE_NUMBER = re.compile(r"XF[0-9]{8}-[0-9A-Z]{10}-[0-9A-Z]")


def init_web(app: Flask) -> None:
    """Make the assets known to templates."""
    app.jinja_env.globals["workflow_asset"] = ASSETS.address
    app.jinja_env.filters["with_case_links"] = with_case_links


def with_case_links(sentence: str) -> Markup:
    """A sentence as HTML in which each number of a case leads to that case."""
    return Markup(_CASE_NUMBER.sub(_link, str(escape(sentence))))  # noqa: S704 - escaped before


def _link(number: re.Match[str]) -> str:
    return f'<a href="{url_for("cases.show", number=number[0])}">{number[0]}</a>'
