"""A founded community and its members."""

from tests.scoring.communities.conftest import community, joined

__all__ = ["community", "joined"]
