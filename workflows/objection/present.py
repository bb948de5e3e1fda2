"""An objection as the API and the pages show it: the case, and what it is about."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

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


def present_line(case: CaseFile, say: Say) -> dict[str, Any]:
    """An objection as a list shows it."""
    return {**present_summary(case, say), "matter": matter_told(case, say)}


def matter_told(case: CaseFile, say: Say) -> dict[str, Any]:
    """What is objected to, why, and what is wanted."""
    topic, ground = TOPICS[case.case_type], case.fields[GROUND]
    remedy = case.fields.get(REMEDY)
    return {
        "topic": topic,
        "reference": _reference(case, topic),
        "ground": ground,
        "ground_name": say(ground_name(ground)),
        "statement": case.fields[STATEMENT],
        "wanted": case.fields.get(WANTED, ""),
        "remedy": remedy,
        "remedy_name": None if remedy is None else say(REMEDIES[remedy]),
    }


def _reference(case: CaseFile, topic: Topic) -> str:
    if topic is Topic.check:
        return db.session.get_one(Check, case.check_id).number
    if topic is Topic.repair:
        return db.session.get_one(CaseFile, case.relates_to_id).number
    items = select(CaseItem.record_id).where(CaseItem.case_id == case.id)
    return str(db.session.scalars(items).one())
