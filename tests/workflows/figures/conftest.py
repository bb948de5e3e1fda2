"""The company of the repair tests, counted."""

from tests.workflows.repair.conftest import World, world

__all__ = ["World", "world"]
