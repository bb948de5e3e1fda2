"""The company of the repair tests, at the desk."""

from tests.workflows.repair.conftest import World, at, world

__all__ = ["World", "at", "world"]
