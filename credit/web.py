"""Templates and static files of the credit pages, and the words their codes are read in."""

import hashlib
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, Response, request, send_from_directory, url_for

from credit.checks.wording import BASES, FACT_KINDS, OUTCOMES, PURPOSES, TIERS
from credit.page_words import FEED_NAMES, FIELD_NAMES, tier_law
from credit.subjects.identifiers.names import TYPE_NAMES
from service.access import allow
from service.messages import Message
from service.web.assets import FOREVER_SECONDS, VERSION_CHARS
from service.web.i18n import render

STATIC = Path(__file__).with_name("static")
OUTCOME_SHAPES = {"passed": "ok", "negative": "bad", "held": "wait"}
"""The shape and colour of an outcome; the text always stands beside it."""

blueprint = Blueprint("credit_web", __name__, template_folder="templates")


@cache
def _version(name: str) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:VERSION_CHARS]


def credit_asset(name: str) -> str:
    """The address of a static file, with its version, so that browsers may keep it."""
    return url_for("credit_web.static", filename=name, v=_version(name))


@blueprint.get("/static/credit/<path:filename>", endpoint="static")
@allow("static.read")
def static_file(filename: str) -> Response:
    """Serve one static file; kept for a year when asked for by its current version."""
    response = send_from_directory(STATIC, filename)
    if request.args.get("v") == _version(filename):
        response.headers["Cache-Control"] = f"public, max-age={FOREVER_SECONDS}, immutable"
    else:
        response.headers["Cache-Control"] = "no-cache"
    return response


def _namer(words: Mapping[Any, Message]) -> Any:
    """A filter that gives a code's name; a code without one is shown as it is."""
    named = {str(code): message for code, message in words.items()}

    def name(code: StrEnum | str) -> str:
        message = named.get(str(code))
        return render(message) if message is not None else str(code)

    return name


def init_web(app: Flask) -> None:
    """Make the assets and the names of codes known to templates."""
    app.jinja_env.globals.update(credit_asset=credit_asset, outcome_shapes=OUTCOME_SHAPES)
    app.jinja_env.filters.update(
        purpose_name=_namer(PURPOSES),
        outcome_name=_namer(OUTCOMES),
        basis_name=_namer(BASES),
        fact_kind_name=_namer(FACT_KINDS),
        tier_name=_namer(TIERS),
        id_type_name=_namer(TYPE_NAMES),
        feed_name=_namer(FEED_NAMES),
        field_name=_namer(FIELD_NAMES),
        tier_law=lambda code: render(tier_law(code)),
    )
