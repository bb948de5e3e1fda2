"""A request as the API and the pages show it: the case, and what it asks for."""

from collections.abc import Callable
from typing import Any

from service.messages import Message
from workflows.engine.models import CaseFile
from workflows.repair.present import present_case, present_summary
from workflows.rights.kinds import NAMES, Kind
from workflows.rights.reading import AskedFor, asked_for

Say = Callable[[Message], str]


def present_request(case: CaseFile, say: Say) -> dict[str, Any]:
    """A request in full."""
    return {**present_case(case, say), "request": asked_told(case, say)}


def present_line(case: CaseFile, asked: AskedFor, say: Say) -> dict[str, Any]:
    """A request as a list shows it, with what `asked_for` read of it."""
    return {**present_summary(case, say), "request": _told(asked, say)}


def asked_told(case: CaseFile, say: Say) -> dict[str, Any]:
    """What is asked for, by whom, about whom, in their own words."""
    return _told(asked_for([case])[case.id], say)


def _told(asked: AskedFor, say: Say) -> dict[str, Any]:
    row = asked.row
    return {
        "kind": Kind(row.kind),
        "kind_name": say(NAMES[row.kind]),
        "asker": row.asker_mask,
        "person": row.person_mask,
        "kin": asked.kin_number,
        "check": row.check_number,
        "record": row.record_id,
        "statement": row.statement_sealed,
    }
