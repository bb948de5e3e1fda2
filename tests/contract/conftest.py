"""What the proofs that cut across share: loaded rules and callers of several roles."""

import json
from pathlib import Path

import pytest
from flask import Flask

from credit.rules.service import import_rules
from service.audit.actor import Actor, acting_as
from tests.credit.checks.conftest import TABLES

DATA = Path(__file__).parents[1] / "data"
NAUGHTY: list[str] = json.loads((DATA / "hostile" / "blns.json").read_text(encoding="utf-8"))
CLERK = Actor(1, "clerk", "clerk", "")
REVIEWER = Actor(2, "reviewer", "reviewer", "")


@pytest.fixture
def rules(app: Flask) -> None:
    """The demonstration rule table of the district."""
    import_rules(TABLES / "xh-demo.yaml")


@pytest.fixture
def as_clerk(app: Flask):
    """Use cases are called by a clerk."""
    with acting_as(CLERK):
        yield CLERK
