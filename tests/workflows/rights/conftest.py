"""Everybody around a request: the person, the window, two reviewers."""

import pytest
from flask import Flask

from credit.rules.service import import_rules
from tests.credit.checks.conftest import TABLES
from tests.workflows.objection.conftest import Desk


@pytest.fixture
def desk(app: Flask) -> Desk:
    """The office with the demonstration's rule table in force."""
    made = Desk()
    import_rules(TABLES / "xh-demo.yaml")
    return made
