"""Templates and static files of the shell; an address with the file's hash may be kept for ever."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Blueprint, Flask, Response, request, send_from_directory, url_for

from service.access import allow

STATIC = Path(__file__).with_name("static")
FOREVER_SECONDS = 365 * 24 * 3600
VERSION_CHARS = 10

blueprint = Blueprint("web", __name__, template_folder="templates")


@cache
def asset_version(name: str) -> str:
    """The first hexadecimal digits of the SHA-256 of a static file."""
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:VERSION_CHARS]


def asset(name: str) -> str:
    """The address of a static file, with its version, so that browsers may keep it."""
    return url_for("web.static", filename=name, v=asset_version(name))


@blueprint.get("/static/<path:filename>", endpoint="static")
@allow("static.read")
def static_file(filename: str) -> Response:
    """Serve one static file; kept for a year when asked for by its current version."""
    response = send_from_directory(STATIC, filename)
    if request.args.get("v") == asset_version(filename):
        response.headers["Cache-Control"] = f"public, max-age={FOREVER_SECONDS}, immutable"
    else:
        response.headers["Cache-Control"] = "no-cache"
    return response


def init_assets(app: Flask) -> None:
    """Serve static files and make `asset()` known to templates."""
    app.register_blueprint(blueprint)
    app.jinja_env.globals["asset"] = asset
