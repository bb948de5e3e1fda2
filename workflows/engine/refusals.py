"""A reason why something cannot be done now, with what to do about it. Pure."""

from collections.abc import Iterable
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


def as_members(refusals: Iterable[Refusal]) -> list[dict[str, Any]]:
    """Reasons as a problem holds them; whoever shows it says them in the reader's language."""
    return [
        {"code": one.code, "field": one.field, "message": one.message, "remedy": one.remedy}
        for one in refusals
    ]
