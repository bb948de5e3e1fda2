"""Messages as JSON, so that a stored one can be shown later in any language."""

from collections.abc import Callable, Mapping
from typing import Any

from service.messages import Message, Named

Packed = list[Any]
"""[template, parameters]"""
_ENGLISH = ""
"""The parameter that holds the English of a name; no template can name it."""


def pack(message: Message, tidy: Callable[[str], str] = str) -> Packed:
    """A message as JSON; parameters that are messages are packed too, other objects are texts.

    `tidy` makes a text fit for the database.
    """
    if isinstance(message, Named):
        return [tidy(message.template), {_ENGLISH: tidy(message.english)}]
    return [message.template, {key: _plain(value, tidy) for key, value in message.params.items()}]


def unpack(packed: Packed) -> Message:
    """The message that `pack` wrote."""
    template, params = packed
    if _ENGLISH in params:
        return Named(template, english=params[_ENGLISH])
    return Message(
        template,
        {
            key: unpack(value["message"]) if isinstance(value, Mapping) else value
            for key, value in params.items()
        },
    )


def _plain(value: object, tidy: Callable[[str], str]) -> Any:
    if isinstance(value, Message):
        return {"message": pack(value, tidy)}
    if isinstance(value, bool | int):
        return value
    return tidy(str(value))
