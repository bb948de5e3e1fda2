"""What a dispute is about, as its case keeps it: a reference for others to read, words for people.

Pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from service.disputes import Dispute
from service.messages import Message
from service.packed import pack, unpack
from workflows.engine.models import CaseFile

FIELD = "dispute"
"""The field of a case that holds what its part said of the matter."""
_BETWEEN = ":"


@dataclass(frozen=True, slots=True)
class Matter:
    """What a case keeps of a dispute."""

    topic: str
    reference: str
    title: Message
    decided_by: str
    """Name of the community that decides."""
    barred: frozenset[int]
    """Accounts that had a hand in it."""
    link: str
    """The page of its part on which the matter is shown; empty where there is none."""


def about_of(dispute: Dispute) -> str:
    """The opaque text by which a case knows its matter."""
    return f"{dispute.topic}{_BETWEEN}{dispute.reference}"


def kept_of(dispute: Dispute) -> Mapping[str, Any]:
    """What the fields of a case keep of a dispute."""
    return {
        FIELD: {
            "title": pack(dispute.title),
            "decided_by": dispute.decided_by,
            "barred": sorted(dispute.barred),
            "link": dispute.link,
        }
    }


def matter_of(case: CaseFile) -> Matter:
    """What a dispute's case is about. Only for cases with an `about`."""
    assert case.about is not None, "a dispute is always about something"
    topic, _, reference = case.about.partition(_BETWEEN)
    kept = case.fields[FIELD]
    return Matter(
        topic,
        reference,
        unpack(kept["title"]),
        kept["decided_by"],
        frozenset(kept["barred"]),
        kept["link"].replace("{number}", case.number),
    )
