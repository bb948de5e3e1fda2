"""The company of the repair tests, at the desk."""

from tests.workflows.repair.conftest import World, world

__all__ = ["World", "world"]
