"""The ways from a community's home page into its rooms; each room adds its own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from scoring.communities.models import Community
from service.messages import Message


@dataclass(frozen=True)
class Door:
    """One way in: what is there, and how much of it."""

    title: Message
    text: Message
    endpoint: str
    params: Mapping[str, Any] = field(default_factory=dict)
    count: int | None = None
    """A figure worth showing, or None."""
    order: int = 100


on_home: list[Callable[[Community], Door | None]] = []
"""Called for each view of a manager's home page."""


def doors_of(community: Community) -> list[Door]:
    """The doors of a community, in order."""
    doors = [door for room in on_home if (door := room(community)) is not None]
    return sorted(doors, key=lambda door: door.order)
