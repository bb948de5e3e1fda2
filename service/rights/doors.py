"""What the caller can do about what is held: doors that parts add to the page about oneself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, current_app

from service.messages import Message
from service.rights.me import Me

EXTENSION = "rights_doors"


@dataclass(frozen=True)
class Door:
    """One thing to do, in a sentence, and where."""

    title: Message
    text: Message
    endpoint: str
    params: Mapping[str, Any] = field(default_factory=dict)
    order: int = 50


Opener = Callable[[Me], Door | None]


def register_door(app: Flask, opener: Opener) -> None:
    """Add a door; the opener answers None for whom it is not open."""
    app.extensions.setdefault(EXTENSION, []).append(opener)


def doors_for(me: Me) -> list[Door]:
    """The doors open to the caller, in order."""
    openers: list[Opener] = current_app.extensions.get(EXTENSION, [])
    return sorted(filter(None, (opener(me) for opener in openers)), key=lambda door: door.order)
