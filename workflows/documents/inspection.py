"""Looks into a file before it is kept: whole, open, still, and of a size people can handle."""

import json
import threading
from dataclasses import dataclass
from pathlib import Path

from workflows.documents import limits
from workflows.documents.bounded import run_bounded
from workflows.documents.faults import Fault
from workflows.documents.kinds import MediaType
from workflows.documents.problems import DocumentRefused
from workflows.documents.sniff import type_of

CHILD = Path(__file__).with_name("inspect_child.py")
_seats = threading.BoundedSemaphore(limits.INSPECTIONS_AT_ONCE)


@dataclass(frozen=True, slots=True)
class Inspected:
    """What is known of a file that may be kept."""

    media_type: MediaType
    pages: int | None
    """Of a PDF; None for a picture."""


def inspect(content: bytes) -> Inspected:
    """The type and extent of a file by its content. Raises `DocumentRefused` with advice."""
    found = type_of(content)
    if isinstance(found, Fault):
        raise DocumentRefused(found)
    answer = _ask_child(content, found)
    if "fault" in answer:
        raise DocumentRefused(Fault(str(answer["fault"])))
    return Inspected(found, answer["pages"])


def _ask_child(content: bytes, media_type: MediaType) -> dict[str, int | None]:
    given = {
        "media_type": media_type,
        "pages_max": limits.PDF_PAGES_MAX,
        "objects_max": limits.PDF_OBJECTS_MAX,
        "side_min": limits.IMAGE_SIDE_MIN,
        "side_max": limits.IMAGE_SIDE_MAX,
        "pixels_max": limits.IMAGE_PIXELS_MAX,
        "memory_bytes": limits.INSPECTION_MEMORY_BYTES,
        "seconds": limits.INSPECTION_SECONDS,
    }
    with _seats:
        said = run_bounded(CHILD, given, content, seconds=limits.INSPECTION_SECONDS)
    if said is None:  # killed by its limits, or its memory ran out where nobody could say so
        raise DocumentRefused(Fault.too_complex)
    answer: dict[str, int | None] = json.loads(said)
    return answer
