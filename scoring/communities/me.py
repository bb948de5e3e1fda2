"""Everything held about a member, gathered from all rooms for the member alone.

A room adds itself:

    on_me.append(lambda member: Section("entries", msg("我的积分"), msg("…"), held=…))
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scoring.communities.models import Member
from service.messages import Message


@dataclass(frozen=True)
class Link:
    """A way on from a section."""

    label: Message
    endpoint: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Section:
    """What one room holds about the member."""

    key: str
    """Its name in the export."""
    title: Message
    text: Message
    """What it is, in a sentence with the figures that matter."""
    held: Callable[[], Any]
    """Everything, as JSON values; called for the export alone."""
    links: Sequence[Link] = ()
    figures: Sequence[tuple[Message, int]] = ()
    """Points, shown large."""
    order: int = 100


on_me: list[Callable[[Member], Section | None]] = []
"""Rooms that hold something about members."""


def sections_of(member: Member) -> list[Section]:
    """What the other rooms hold about a member, in the order in which it is shown."""
    found = [section for room in on_me if (section := room(member)) is not None]
    return sorted(found, key=lambda section: section.order)


def held_elsewhere(member: Member) -> dict[str, Any]:
    """The same as JSON, for the export."""
    return {section.key: section.held() for section in sections_of(member)}
