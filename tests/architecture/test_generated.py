"""What is drawn from the code and committed is what the code draws today."""

import re
import tomllib
from pathlib import Path

from flask import Flask

import credit_window_client
import workflows.part  # noqa: F401 - registers every definition
from service.access import permissions_table
from service.access.policy import load_policy
from service.api.shell import API_VERSION, openapi_document
from service.settings import REPOSITORY
from tools import database_drawing, licences
from tools.openapi import client, document
from workflows.engine import drawing


def test_the_permission_table_is_up_to_date():
    committed = permissions_table.DOCUMENT.read_text(encoding="utf-8")
    assert committed == permissions_table.document(), (
        "run python -m service.access.permissions_table"
    )


def test_the_permission_table_names_every_action_once():
    lines = permissions_table.document().splitlines()
    for action in load_policy():
        assert sum(line.startswith(f"| `{action}` |") for line in lines) == 1


def test_the_documents_of_the_case_types_are_up_to_date():
    folder = drawing.FOLDER
    committed = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    assert committed == drawing.documents(), "run make docs"


def test_the_openapi_document_is_up_to_date(built_app: Flask):
    with built_app.app_context():
        drawn = document.as_text(openapi_document())
    assert document.FILE.read_text(encoding="utf-8") == drawn, "run make docs"


def test_the_operations_of_the_client_are_up_to_date(tmp_path: Path):
    client.draw(document.committed(), tmp_path)
    drawn = {path.relative_to(tmp_path): path.read_text() for path in tmp_path.rglob("*.py")}
    committed = {path: (client.PACKAGE / path).read_text() for path in drawn}
    assert committed == drawn, "run make docs"
    folders = [client.PACKAGE / name for name in (client.OPERATIONS, client.SCHEMAS)]
    there = {path.relative_to(client.PACKAGE) for one in folders for path in one.glob("*.py")}
    assert there == set(drawn)


def test_the_drawing_of_the_database_is_up_to_date():
    drawn = database_drawing.document()
    assert database_drawing.DOCUMENT.read_text(encoding="utf-8") == drawn, "run make docs"


def test_the_list_of_licences_is_up_to_date_and_holds_accepted_ones_only():
    assert licences.DOCUMENT.read_text(encoding="utf-8") == licences.document(), "run make docs"


def test_a_release_has_one_version():
    """Told to whoever asks the service, its client or its changelog."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    own = tomllib.loads((REPOSITORY / "client/pyproject.toml").read_text("utf-8"))["project"]
    version = project["version"]
    changelog = (REPOSITORY / "CHANGELOG.md").read_text("utf-8")
    assert {own["version"], credit_window_client.__version__, API_VERSION} == {version}
    assert re.search(rf"^## {re.escape(version)} · \d{{4}}-\d\d-\d\d$", changelog, re.MULTILINE)
