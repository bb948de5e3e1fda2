"""The demonstration rule table, for checks."""

import pytest
from flask import Flask

from credit.rules.service import import_rules
from tests.credit.checks.conftest import TABLES


@pytest.fixture
def rules(app: Flask) -> None:
    import_rules(TABLES / "xh-demo.yaml")
