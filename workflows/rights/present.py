"""A request as the API and the pages show it: the case, and what it asks for."""

from collections.abc import Callable
from typing import Any

from service.database import db
from service.identities.models import KinStanding
from service.messages import Message
from workflows.engine.models import CaseFile
from workflows.repair.present import present_case, present_summary
from workflows.rights.kinds import NAMES, Kind
from workflows.rights.models import RightsRequest
from workflows.rights.reading import request_of

Say = Callable[[Message], str]


def present_request(case: CaseFile, say: Say) -> dict[str, Any]:
    """A request in full."""
    return {**present_case(case, say), "request": asked_told(case, say)}


def present_line(case: CaseFile, say: Say) -> dict[str, Any]:
    """A request as a list shows it."""
    return {**present_summary(case, say), "request": asked_told(case, say)}


def asked_told(case: CaseFile, say: Say) -> dict[str, Any]:
    """What is asked for, by whom, about whom, in their own words."""
    row = request_of(case)
    assert row is not None, "a request always says what it asks for"
    return {
        "kind": Kind(row.kind),
        "kind_name": say(NAMES[row.kind]),
        "asker": row.asker_mask,
        "person": row.person_mask,
        "kin": _kin_number(row),
        "check": row.check_number,
        "record": row.record_id,
        "statement": row.statement_sealed,
    }


def _kin_number(row: RightsRequest) -> str | None:
    return None if row.kin_id is None else db.session.get_one(KinStanding, row.kin_id).number
