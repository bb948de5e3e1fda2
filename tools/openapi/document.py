"""The OpenAPI document of the service as it stands, without a server or a database."""

import base64
import json
import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from service.settings import Settings

ROOT = Path(__file__).resolve().parent.parent.parent
FILE = ROOT / "docs" / "openapi.json"
NOWHERE = {
    "CREDIT_ENV": "test",
    "DATABASE_URL": "postgresql://nobody@localhost:1/none",
    "REDIS_URL": "redis://localhost:1",
}
"""Servers that are named and never asked."""
KEYS = ("SECRET", "DATA", "INDEX", "AUDIT", "SIGNING")


def current() -> dict[str, Any]:
    """The document that the code gives today."""
    from service.api.shell import openapi_document
    from wsgi import build

    keys = {f"CREDIT_{name}_KEY": base64.b64encode(os.urandom(32)).decode() for name in KEYS}
    with TemporaryDirectory() as folder:
        app = build(Settings.from_env(NOWHERE | keys | {"CREDIT_VAR": folder}))
        with app.app_context():
            return openapi_document()


def as_text(document: dict[str, Any]) -> str:
    """The document as it is committed: a line a member, so that a change shows as what it is."""
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def committed() -> dict[str, Any]:
    """The document as it was committed."""
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found
