"""Templates and static files of a part; an address with the file's hash may be kept for ever."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Blueprint, Flask, Response, request, send_from_directory, url_for

from service.access import allow

FOREVER_SECONDS = 365 * 24 * 3600
VERSION_CHARS = 10


@cache
def _version(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:VERSION_CHARS]


class Assets:
    """The templates and static files beside a part's module, and the blueprint that serves them."""

    def __init__(self, name: str, module: str, home: Path, address: str) -> None:
        """`home` holds `templates`, and `static` to be served under `address`."""
        self.folder = home / "static"
        self.blueprint = Blueprint(name, module, template_folder=str(home / "templates"))
        self.blueprint.add_url_rule(f"{address}/<path:filename>", "static", self._serve)

    def version(self, filename: str) -> str:
        """The first hexadecimal digits of the SHA-256 of a static file."""
        return _version(self.folder / filename)

    def address(self, filename: str) -> str:
        """The address of a static file, with its version, so that browsers may keep it."""
        return url_for(f"{self.blueprint.name}.static", filename=filename, v=self.version(filename))

    @allow("static.read")
    def _serve(self, filename: str) -> Response:
        """Serve one static file; kept for a year when asked for by its current version."""
        response = send_from_directory(self.folder, filename)
        if request.args.get("v") == self.version(filename):
            response.headers["Cache-Control"] = f"public, max-age={FOREVER_SECONDS}, immutable"
        else:
            response.headers["Cache-Control"] = "no-cache"
        return response


SHELL = Assets("web", __name__, Path(__file__).parent, "/static")


def init_assets(app: Flask) -> None:
    """Serve the shell's files and make `asset()` known to templates."""
    app.register_blueprint(SHELL.blueprint)
    app.jinja_env.globals["asset"] = SHELL.address
