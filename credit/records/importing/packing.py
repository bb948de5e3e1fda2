"""Sentences and faults as JSON, so that they can be shown later in any language."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from credit.records.feeds import Flag
from credit.records.importing.limits import ISSUE_ERRORS_MAX
from credit.records.text import clean_line
from service.messages import Message
from service.problems import FieldError

to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""JSON text; one encoder for all, for making one takes longer than a row needs."""
Packed = list[Any]
"""[template, parameters]"""


def pack(message: Message) -> Packed:
    """A message as JSON; parameters that are messages are packed too, other objects are texts."""
    return [message.template, {key: _plain(value) for key, value in message.params.items()}]


def unpack(packed: Packed) -> Message:
    """The message that `pack` wrote."""
    template, params = packed
    return Message(
        template,
        {
            key: unpack(value["message"]) if isinstance(value, Mapping) else value
            for key, value in params.items()
        },
    )


def pack_faults(faults: Iterable[FieldError | Flag]) -> list[dict[str, Any]]:
    """Faults of one row, the first `ISSUE_ERRORS_MAX` of them."""
    packed = []
    for fault in list(faults)[:ISSUE_ERRORS_MAX]:
        remedy = None if fault.remedy is None else pack(fault.remedy)
        packed.append(
            {
                # The name of a column comes from the file: it may hold what JSON text cannot.
                "field": clean_line(fault.field),
                "code": fault.code,
                "message": pack(fault.message),
                "remedy": remedy,
            }
        )
    return packed


def _plain(value: object) -> Any:
    if isinstance(value, Message):
        return {"message": pack(value)}
    if isinstance(value, bool | int):
        return value
    return clean_line(str(value))
