"""Templates, static files and words of the pages of cases."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Blueprint, Flask, Response, request, send_from_directory, url_for

from service.access import allow
from service.web.assets import FOREVER_SECONDS, VERSION_CHARS

STATIC = Path(__file__).with_name("static")

blueprint = Blueprint("workflows_web", __name__, template_folder="templates")


@cache
def _version(name: str) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:VERSION_CHARS]


def workflow_asset(name: str) -> str:
    """The address of a static file, with its version, so that browsers may keep it."""
    return url_for("workflows_web.static", filename=name, v=_version(name))


@blueprint.get("/static/workflows/<path:filename>", endpoint="static")
@allow("static.read")
def static_file(filename: str) -> Response:
    """Serve one static file; kept for a year when asked for by its current version."""
    response = send_from_directory(STATIC, filename)
    if request.args.get("v") == _version(filename):
        response.headers["Cache-Control"] = f"public, max-age={FOREVER_SECONDS}, immutable"
    else:
        response.headers["Cache-Control"] = "no-cache"
    return response


def init_web(app: Flask) -> None:
    """Make the assets known to templates."""
    app.jinja_env.globals["workflow_asset"] = workflow_asset
