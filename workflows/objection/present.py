"""An objection as the API and the pages show it: the case, and what it is about."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from credit.checks.models import Check
from service.database import db
from service.messages import Message
from workflows.engine.models import CaseFile, CaseItem
from workflows.objection.grounds import Topic, ground_name
from workflows.objection.remedies import REMEDIES, REMEDY
from workflows.objection.service import GROUND, STATEMENT, TOPICS, WANTED
from workflows.repair.present import present_case, present_summary

Say = Callable[[Message], str]


def present_objection(case: CaseFile, say: Say) -> dict[str, Any]:
    """An objection in full."""
    return {**present_case(case, say), "matter": matter_told(case, say)}


def present_lines(cases: Sequence[CaseFile], say: Say) -> list[dict[str, Any]]:
    """Objections as a list shows them."""
    known = _references(cases)
    return [
        {**present_summary(case, say), "matter": _matter(case, known[case.id], say)}
        for case in cases
    ]


def matter_told(case: CaseFile, say: Say) -> dict[str, Any]:
    """What is objected to, why, and what is wanted."""
    return _matter(case, _references([case])[case.id], say)


def _matter(case: CaseFile, reference: str, say: Say) -> dict[str, Any]:
    topic, ground = TOPICS[case.case_type], case.fields[GROUND]
    remedy = case.fields.get(REMEDY)
    return {
        "topic": topic,
        "reference": reference,
        "ground": ground,
        "ground_name": say(ground_name(ground)),
        "statement": case.fields[STATEMENT],
        "wanted": case.fields.get(WANTED, ""),
        "remedy": remedy,
        "remedy_name": None if remedy is None else say(REMEDIES[remedy]),
    }


def _references(cases: Sequence[CaseFile]) -> dict[int, str]:
    """Id of an objection -> what people call the thing objected to."""
    objected = aliased(CaseFile)
    by_topic: dict[Topic, Select[int, Any]] = {
        Topic.check: select(CaseFile.id, Check.number).join(Check, Check.id == CaseFile.check_id),
        Topic.repair: select(CaseFile.id, objected.number).join(
            objected, objected.id == CaseFile.relates_to_id
        ),
        Topic.record: select(CaseFile.id, CaseItem.record_id).join(
            CaseItem, CaseItem.case_id == CaseFile.id
        ),
    }
    found: dict[int, str] = {}
    for topic, statement in by_topic.items():
        ids = [case.id for case in cases if TOPICS[case.case_type] is topic]
        rows = db.session.execute(statement.where(CaseFile.id.in_(ids))) if ids else ()
        found |= {case_id: str(reference) for case_id, reference in rows}
    return found
