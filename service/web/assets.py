"""Templates and static files of a part; an address with the file's hash may be kept for ever."""

import gzip
import hashlib
from functools import cache
from pathlib import Path

from flask import (
    Blueprint,
    Flask,
    Response,
    has_request_context,
    request,
    send_from_directory,
    url_for,
)

from service.access import allow

FOREVER_SECONDS = 365 * 24 * 3600
VERSION_CHARS = 10
PACKED_KINDS = frozenset({".css", ".js", ".svg"})


@cache
def _version(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:VERSION_CHARS]


@cache
def _packed(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), mtime=0)


def _packed_where_wished(response: Response, path: Path) -> Response:
    """The file by gzip for a browser that takes it.

    Files of the program alone are packed: they hold no secret whose length could betray it, as a
    page with its form token and what was typed into it would (BREACH).
    """
    if path.suffix not in PACKED_KINDS:
        return response
    if request.accept_encodings.quality("gzip") > 0:
        kind = response.mimetype
        response.close()
        response = Response(_packed(path), mimetype=kind)
        response.headers["Content-Encoding"] = "gzip"
        response.set_etag(f"{_version(path)}-gzip")
        response.make_conditional(request)
    response.vary.add("Accept-Encoding")
    return response


class Assets:
    """The templates and static files beside a part's module, and the blueprint that serves them."""

    def __init__(self, name: str, module: str, home: Path, address: str) -> None:
        """`home` holds `templates`, and `static` to be served under `address`."""
        self.folder = home / "static"
        self._addresses: dict[tuple[str, str], str] = {}
        self.blueprint = Blueprint(name, module, template_folder=str(home / "templates"))
        self.blueprint.add_url_rule(f"{address}/<path:filename>", "static", self._serve)

    def version(self, filename: str) -> str:
        """The first hexadecimal digits of the SHA-256 of a static file."""
        return _version(self.folder / filename)

    def address(self, filename: str) -> str:
        """The address of a static file, with its version, so that browsers may keep it."""
        if not has_request_context():
            return self._address(filename)
        key = (request.script_root, filename)
        if key not in self._addresses:
            self._addresses[key] = self._address(filename)
        return self._addresses[key]

    def _address(self, filename: str) -> str:
        return url_for(f"{self.blueprint.name}.static", filename=filename, v=self.version(filename))

    @allow("static.read")
    def _serve(self, filename: str) -> Response:
        """Serve one static file; kept for a year when asked for by its current version."""
        response = _packed_where_wished(
            send_from_directory(self.folder, filename), self.folder / filename
        )
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
