"""A plug-in of pytest (`-p tools.cores.serverless`): leave out every test that needs a server."""

import pytest

SERVERS = "servers"
"""The fixture that all tests with PostgreSQL or Redis ask for, by themselves or by others."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the tests that run in this process alone."""
    needing = [item for item in items if SERVERS in getattr(item, "fixturenames", ())]
    config.hook.pytest_deselected(items=needing)
    items[:] = [item for item in items if item not in set(needing)]
