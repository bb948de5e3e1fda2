"""Whether a report may still be handed out: what it tells against what may be told today."""

import hashlib
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from credit.queries.answering import Answered
from credit.rules.facts import canonical_json


class Standing(StrEnum):
    """How a report stands to what is on record today."""

    current = "current"
    """It tells what would be told today."""
    grown = "grown"
    """There is more to tell today; what it tells still holds."""
    outdated = "outdated"
    """It tells something that may not be told any more, or not like that."""


def told_of(answer: Answered) -> dict[str, Any]:
    """What an answer tells, as digests by number, so that no content is kept twice."""
    told = answer.told()
    records = {
        str(one["record_id"]): hashlib.sha256(canonical_json(one).encode()).hexdigest()
        for one in (*told["records"], *told["honours"])
    }
    return {"records": records, "measures": sorted(set(told["measures"]))}


def standing(then: Mapping[str, Any], now: Mapping[str, Any]) -> Standing:
    """Compare what was told with what would be told."""
    records_then, records_now = then["records"], now["records"]
    measures_then, measures_now = set(then["measures"]), set(now["measures"])
    kept = all(records_now.get(number) == digest for number, digest in records_then.items())
    if not kept or not measures_then <= measures_now:
        return Standing.outdated
    if len(records_now) > len(records_then) or measures_now > measures_then:
        return Standing.grown
    return Standing.current
