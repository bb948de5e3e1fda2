"""What repair says about each record in the answer about an organisation: can it, and with what."""

from collections.abc import Mapping, Sequence
from typing import Any

from credit.records.extras import Say
from credit.records.models import Record, RecordStatus
from service import clock
from service.database import db
from workflows.engine.refusals import Refusal
from workflows.repair.application import open_repairs
from workflows.repair.ban import ban_of, ban_refusal
from workflows.repair.case_papers import checklist_for, on_register
from workflows.repair.checklist import Circumstances, Need
from workflows.repair.dated_tables import scope_on
from workflows.repair.eligibility import judge
from workflows.repair.facts import facts_of
from workflows.repair.scope import applicants

OPEN_TO_REPAIR = frozenset({RecordStatus.active, RecordStatus.shielded})


def repair_of(records: Sequence[Record], say: Say) -> Mapping[int, Mapping[str, Any]]:
    """For each record: by which case type, what stands against it today, what to hand in."""
    if not records:
        return {}
    session, today = db.session(), clock.today()
    scope = scope_on(today)
    subjects = applicants(session, records)
    bans = [ban for one in subjects if (ban := ban_of(session, one.id, today)) is not None]
    busy = open_repairs(session, [record.id for record in records])
    registered = any(on_register(one.profile, one.registered_on) for one in subjects)
    told: dict[int, Mapping[str, Any]] = {}
    for record in records:
        answer = judge(facts_of(record), scope, today)
        against = [*answer.refusals]
        needs: list[Need] = []
        if answer.case_type is not None and record.status in OPEN_TO_REPAIR:
            against += [ban_refusal(ban) for ban in bans]
            about = Circumstances(answer.case_type, on_register=registered)
            needs = checklist_for([record], about)
        told[record.id] = {
            "repairable_from": answer.possible_from,
            "not_repairable_because": None
            if answer.possible_from is not None or not answer.refusals
            else say(answer.refusals[0].message),
            "case_type": answer.case_type,
            "can_be_repaired": not against and record.id not in busy,
            "hindrances": [present_refusal(one, say) for one in against],
            "checklist": [present_need(one, say) for one in needs],
            "open_case": busy.get(record.id),
        }
    return told


def present_refusal(one: Refusal, say: Say) -> dict[str, Any]:
    """A reason and what to do about it, in the reader's language."""
    return {
        "code": one.code,
        "message": say(one.message),
        "remedy": None if one.remedy is None else say(one.remedy),
    }


def present_need(one: Need, say: Say) -> dict[str, Any]:
    """A document that is needed, in the reader's language."""
    return {
        "key": one.key,
        "kind": one.kind,
        "record_id": one.record_id,
        "title": say(one.title),
        "hint": say(one.hint),
        "article": one.article,
        "evidence": str(one.evidence),
        "state": str(one.state),
    }
