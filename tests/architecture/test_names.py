"""What is stored as a code has a name for people: actions and objects of the trail, and jobs."""

import ast
from collections.abc import Iterator
from pathlib import Path

from flask import Flask

from service.audit.naming import ACTIONS, OBJECTS
from service.observability.board import job_names
from service.outbox.registry import JOBS

ROOT = Path(__file__).parent.parent.parent
PACKAGES = ("service", "credit", "workflows", "scoring")
CALLS = {"audit.record", "record", "audit.Deed", "Deed"}


def constants(tree: ast.Module) -> dict[str, str]:
    """Names that a module gives to fixed texts."""
    return {
        target.id: statement.value.value
        for statement in tree.body
        if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Constant)
        for target in statement.targets
        if isinstance(target, ast.Name) and isinstance(statement.value.value, str)
    }


def recorded() -> Iterator[tuple[str, int, str]]:
    """(place, position, code) of each fixed text told to the trail as action or object."""
    for path in (path for package in PACKAGES for path in (ROOT / package).rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if "audit" not in text:
            continue
        tree = ast.parse(text)
        known = constants(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in CALLS:
                for position, given in enumerate(node.args[:2]):
                    value = given.value if isinstance(given, ast.Constant) else None
                    code = known.get(given.id) if isinstance(given, ast.Name) else value
                    if isinstance(code, str):
                        yield f"{path.relative_to(ROOT)}:{node.lineno}", position, code


def test_the_search_finds_what_is_recorded():
    found = {code for _, _, code in recorded()}
    assert {"check.made", "check", "records.import_started", "audit.verified"} <= found


def test_every_action_and_object_of_the_trail_has_a_name(built_app: Flask):
    names = (ACTIONS, OBJECTS)
    unnamed = [(place, code) for place, kind, code in recorded() if code not in names[kind]]
    assert unnamed == []


def test_every_job_has_a_name(built_app: Flask):
    assert sorted(set(JOBS) - set(job_names())) == []
