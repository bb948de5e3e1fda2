"""REST under /api/v1: flask-smorest with our own errors and a documentation page without a CDN."""

from pathlib import Path
from typing import Any

import flask_swagger_ui
from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    jsonify,
    render_template,
    send_from_directory,
)
from flask_smorest import Api
from flask_smorest import Blueprint as SmorestBlueprint

from service.access.policy import allow
from service.api.documentation import complete
from service.api.errors import init_errors
from service.api.guides import guides

API_PREFIX = "/api/v1"
API_VERSION = "1.0.0"
DOCS_ASSETS = Path(flask_swagger_ui.__file__).parent / "dist"
ASSETS_KEPT_SECONDS = 24 * 3600
"""How long a browser may keep Swagger UI's files; their addresses name no version."""

pages = Blueprint("api_docs", __name__, url_prefix="/api")


class ProblemApi(Api):  # type: ignore[misc]
    """flask-smorest whose errors are RFC 9457 problem documents."""

    def _register_error_handlers(self) -> None:
        """Errors are the business of `service.api.errors`, for API and pages alike."""


class ApiBlueprint(SmorestBlueprint):  # type: ignore[misc]
    """flask-smorest's blueprint, whose schemas are made once and not anew for every request."""

    def arguments(self, schema: Any, **options: Any) -> Any:
        """Parse the request by this schema, given as a class or as an instance."""
        return super().arguments(schema() if isinstance(schema, type) else schema, **options)


def api_blueprint(name: str, import_name: str, description: str) -> ApiBlueprint:
    """A REST blueprint under /api/v1, whose views flask-smorest describes."""
    return ApiBlueprint(name, import_name, url_prefix=API_PREFIX, description=description)


def init_api(app: Flask) -> ProblemApi:
    """Set up the API and its documentation; parts register their blueprints with the result."""
    app.config.update(
        API_TITLE="Credit Window (信用专窗)",
        API_VERSION=API_VERSION,
        OPENAPI_VERSION="3.1.0",
        API_SPEC_OPTIONS={
            "components": {
                "securitySchemes": {
                    "token": {"type": "http", "scheme": "bearer"},
                    "password": {"type": "http", "scheme": "basic"},
                }
            },
            "security": [{"token": []}],
        },
    )
    api = ProblemApi(app)
    app.extensions["credit_window_api"] = api
    init_errors(app)
    app.register_blueprint(pages)
    return api


def openapi_document() -> dict[str, Any]:
    """The OpenAPI 3.1 document of the running service."""
    api: ProblemApi = current_app.extensions["credit_window_api"]
    return complete(api.spec.to_dict(), API_PREFIX)


@pages.get("/openapi.json")
@allow("docs.read")
def openapi_json() -> Response:
    """The OpenAPI document."""
    return jsonify(openapi_document())


@pages.get("/docs")
@allow("docs.read")
def docs() -> str:
    """A page that says how to begin, and on which the API can be read and tried."""
    address = current_app.config["SETTINGS"].public_url
    return render_template("api/docs.html", guides=guides(), address=address)


@pages.get("/docs/assets/<path:name>")
@allow("static.read")
def docs_asset(name: str) -> Response:
    """Swagger UI's own files, out of its wheel."""
    return send_from_directory(DOCS_ASSETS, name, max_age=ASSETS_KEPT_SECONDS)
