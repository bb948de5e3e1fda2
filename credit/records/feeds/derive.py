"""Fields worked out from other fields, by name, for `derived` in a feed description."""

import re
from collections.abc import Callable

from credit.records.authorities import authority_in_title
from credit.records.decision_numbers import decision_numbers_in
from credit.records.feeds.drafts import Value

_DOC_ID = re.compile(r"[?&]docId=(\d{1,20})(?:&|#|$)", re.IGNORECASE)


def _doc_id(url: Value) -> Value | None:
    """The number of a notice in the address of its page."""
    found = _DOC_ID.search(str(url))
    return found[1] if found else None


def _decision_numbers(title: Value) -> Value | None:
    """Every decision number a title stands for."""
    return decision_numbers_in(str(title)) or None


def _the_only_one(numbers: Value) -> Value | None:
    """The decision number, when a notice stands for exactly one decision."""
    return numbers[0] if isinstance(numbers, tuple) and len(numbers) == 1 else None


def _authority(title: Value) -> Value | None:
    return authority_in_title(str(title))


DERIVERS: dict[str, Callable[[Value], Value | None]] = {
    "doc_id": _doc_id,
    "decision_numbers": _decision_numbers,
    "the_only_one": _the_only_one,
    "authority_in_title": _authority,
}
