"""The case of `tests.workflows.papers` for these tests."""

from tests.workflows.papers.fixtures import *  # noqa: F403 - fixtures are known by their names
