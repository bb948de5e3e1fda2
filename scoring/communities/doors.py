"""The ways from a community's home page into its rooms; each room adds its own."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scoring.communities.models import Community
from service.access import Role, current_account, may
from service.messages import Message


@dataclass(frozen=True)
class FirstStep:
    """What a new community does behind a door before anything can be done elsewhere."""

    order: int
    text: Message
    done: Callable[[], bool]


@dataclass(frozen=True)
class Door:
    """One way in: what is there, and how much of it."""

    title: Message
    text: Message
    endpoint: str
    action: str
    """Shown to whom the policy lets do this."""
    params: Mapping[str, Any] = field(default_factory=dict)
    count: Callable[[], int] | None = None
    """Counts what is worth a figure, when it is shown."""
    there: Callable[[], bool] = lambda: True
    """Whether there is anything behind it; asked for whom the policy lets in."""
    order: int = 100
    first: FirstStep | None = None


on_home: list[Callable[[Community], Door]] = []
"""Called for each view of a community's home page."""
homes: dict[Role, str] = {}
"""Role -> endpoint of its own first page, for those who run no community."""


def doors_of(community: Community) -> list[Door]:
    """The doors the caller may go through, in order."""
    account = current_account()
    doors = [door for room in on_home if may(account, (door := room(community)).action)]
    return sorted((door for door in doors if door.there()), key=lambda one: one.order)


def first_steps(doors: Sequence[Door]) -> list[tuple[Door, FirstStep, bool]]:
    """What a community begins with, each with whether it is done; nothing once all are."""
    begun = [(one, one.first, one.first.done()) for one in doors if one.first is not None]
    ordered = sorted(begun, key=lambda step: step[1].order)
    return [] if all(done for _, _, done in ordered) else ordered
