"""A reason why something cannot be done now, with what to do about it. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from service.messages import Message


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason. All reasons are told at once, never the first alone."""

    code: str
    message: Message
    remedy: Message | None = None
    field: str = ""


def as_json(
    refusals: Iterable[Refusal], say: Callable[[Message], str] = str
) -> list[dict[str, Any]]:
    """Reasons as a problem document holds them."""
    return [
        {
            "code": one.code,
            "field": one.field,
            "message": say(one.message),
            "remedy": None if one.remedy is None else say(one.remedy),
        }
        for one in refusals
    ]
