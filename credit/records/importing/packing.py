"""Sentences and faults as JSON, so that they can be shown later in any language."""

import json
from collections.abc import Iterable
from typing import Any

from credit.records.feeds import Flag
from credit.records.importing.limits import ISSUE_ERRORS_MAX
from credit.records.text import clean_line
from service import packed
from service.messages import Message
from service.packed import Packed, unpack
from service.problems import FieldError

__all__ = ["pack", "pack_faults", "to_json", "unpack"]

to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""JSON text; one encoder for all, for making one takes longer than a row needs."""


def pack(message: Message) -> Packed:
    """A message as JSON; a value from a file may hold what JSON text cannot."""
    return packed.pack(message, clean_line)


def pack_faults(faults: Iterable[FieldError | Flag]) -> list[dict[str, Any]]:
    """Faults of one row, the first `ISSUE_ERRORS_MAX` of them."""
    told = []
    for fault in list(faults)[:ISSUE_ERRORS_MAX]:
        remedy = None if fault.remedy is None else pack(fault.remedy)
        told.append(
            {
                # The name of a column comes from the file: it may hold what JSON text cannot.
                "field": clean_line(fault.field),
                "code": fault.code,
                "message": pack(fault.message),
                "remedy": remedy,
            }
        )
    return told
