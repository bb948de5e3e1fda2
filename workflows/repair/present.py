"""A case as the API and the pages show it: where it stands, what is due, what can be done."""

from collections.abc import Callable
from typing import Any

from credit.records.models import Record
from service.database import db
from service.messages import Message, named
from workflows.disputes.matter import FIELD, matter_of
from workflows.documents.present import present_documents
from workflows.documents.reading import documents_of
from workflows.effects.present import present_effect
from workflows.effects.reading import effects_of
from workflows.engine.addresses import OBJECTION, REPAIRS, RIGHTS, address_of
from workflows.engine.available import available_actions
from workflows.engine.clocks import clocks_of, workings
from workflows.engine.definition import ActionRule, Definition, FieldRule
from workflows.engine.models import CaseClock, CaseEvent, CaseFile, ClockState
from workflows.engine.naming import hint_of, label_of, name_of, party_name
from workflows.engine.opening import OPEN
from workflows.engine.party import Party
from workflows.engine.reading import events_of, records_of
from workflows.engine.reasons import reason_words
from workflows.engine.registry import definition
from workflows.letters.models import CaseLetter
from workflows.letters.service import letters_of
from workflows.repair.case_papers import checklist_of
from workflows.repair.checklist import FINAL, TEMPORARY
from workflows.repair.extras import present_need
from workflows.repair.wording import CHOICES, OPENED, OUTCOMES
from workflows.workdays.calendar import Counted
from workflows.workdays.present import present_working
from workflows.workdays.service import current_calendar

Say = Callable[[Message], str]
ADDRESS = REPAIRS
_LATE_STATES = frozenset({"shielded", "completion_reported"})
"""States of a bankruptcy in which the documents of the final stage are due."""


def present_summary(case: CaseFile, say: Say) -> dict[str, Any]:
    """A case as a list shows it."""
    found = definition(case.case_type, case.definition_version)
    state = found.states[case.state]
    outcome = OUTCOMES.get(case.outcome or "")
    matter = None if case.about is None else matter_of(case)
    return {
        "number": case.number,
        "case_type": case.case_type,
        "case_type_name": say(name_of(found)),
        "state": case.state,
        "state_name": say(name_of(state)),
        "version": case.version,
        "open": case.open,
        "owner": case.owner,
        "owner_name": say(party_name(found, Party(case.owner))),
        "outcome": case.outcome,
        "outcome_name": None if outcome is None else say(outcome),
        "subject": {
            "code": case.subject_code,
            "name": case.subject_name if matter is None else say(matter.title),
        },
        "authority": case.authority if matter is None else matter.decided_by,
        "channel": case.channel,
        "due_on": case.due_on,
        "alarm": case.alarm,
        "created_at": case.created_at,
        "submitted_at": case.submitted_at,
        "decided_at": case.decided_at,
        "closed_at": case.closed_at,
        "links": {"self": address_of(case), "page": f"/cases/{case.number}"},
    }


def present_case(case: CaseFile, say: Say) -> dict[str, Any]:
    """A case in full: also its records, clocks, checklist, papers, effects and history."""
    found = definition(case.case_type, case.definition_version)
    session = db.session()
    records = records_of(session, case)
    stage = FINAL if case.state in _LATE_STATES else TEMPORARY
    asks = case.open and case.about is None and found.purpose not in {OBJECTION, RIGHTS}
    needs = checklist_of(session, case, records, stage=stage) if asks else []
    return {
        **present_summary(case, say),
        "hint": say(hint_of(found.states[case.state])),
        "definition_version": case.definition_version,
        "fields": {name: value for name, value in case.fields.items() if name != FIELD},
        "relates_to": _number_of(case.relates_to_id),
        "records": [_record(record) for record in records],
        "actions": [present_action(rule, say) for rule in available_actions(case)],
        "clocks": _clocks(case, found, say),
        "checklist": [present_need(one, say) for one in needs],
        "documents": present_documents(case, documents_of(case.id)),
        "effects": [present_effect(one, say) for one in effects_of(case.id)],
        "letters": [_letter(one, case) for one in letters_of(case.id)],
        "events": present_events(case, say),
    }


def present_events(case: CaseFile, say: Say) -> list[dict[str, Any]]:
    """What happened to a case, the first thing first."""
    found = definition(case.case_type, case.definition_version)
    return [_event(one, case, found, say) for one in events_of(case)]


def present_action(rule: ActionRule, say: Say) -> dict[str, Any]:
    """One thing the caller can do, with all that is asked for."""
    return {
        "code": rule.code,
        "name": say(name_of(rule)),
        "article": rule.article,
        "reason": str(rule.reason),
        "prepared_reasons": [say(named(*texts)) for texts in rule.prepared_reasons],
        "fields": [_field(one, say) for one in rule.fields],
        "confirm": rule.confirm,
    }


def _field(one: FieldRule, say: Say) -> dict[str, Any]:
    return {
        "name": one.name,
        "label": say(label_of(one)),
        "kind": one.kind,
        "required": one.required,
        "choices": list(one.choices),
        "choice_names": [say(CHOICES.get(code) or named(code, "")) for code in one.choices],
        "chars_max": one.chars_max,
    }


def _number_of(case_id: int | None) -> str | None:
    return None if case_id is None else db.session.get_one(CaseFile, case_id).number


def _record(record: Record) -> dict[str, Any]:
    names = (
        "id", "kind", "status", "disputed", "decision_number", "title", "authority", "decided_on",
        "tier", "published_until_max", "repairable_from",
    )  # fmt: skip
    return {name: getattr(record, name) for name in names}


def _clocks(case: CaseFile, found: Definition, say: Say) -> list[dict[str, Any]]:
    clocks = clocks_of(case.id)
    if not clocks:
        return []
    calendar = current_calendar()
    return [_clock(one, found, workings(one, calendar), say) for one in clocks]


def _clock(one: CaseClock, found: Definition, counted: Counted, say: Say) -> dict[str, Any]:
    rule = found.clocks[one.kind]
    # The days on the row of a paused clock are those of the day it stopped.
    paused = one.state == ClockState.paused
    return {
        "kind": one.kind,
        "name": say(name_of(rule)),
        "state": one.state,
        "days": one.days,
        "received_on": counted.received_on if paused else one.received_on,
        "due_on": counted.due_on if paused else one.due_on,
        "amber_on": one.amber_on,
        "provisional": counted.provisional if paused else one.provisional,
        "calendar_version": one.calendar_version,
        "article": rule.article,
        "evidence": rule.evidence,
        "started_at": one.started_at,
        "ended_at": one.ended_at,
        "working": present_working(counted, say)["days"],
    }


def _letter(one: CaseLetter, case: CaseFile) -> dict[str, Any]:
    return {
        "number": one.number,
        "kind": one.kind,
        "issued_by": one.issued_by,
        "issued_at": one.issued_at,
        "href": f"{address_of(case)}/letters/{one.number}.pdf",
        "verify": f"/verify/{one.number}",
    }


def _event(one: CaseEvent, case: CaseFile, found: Definition, say: Say) -> dict[str, Any]:
    rule = found.actions.get(one.action)
    # Who disputes is somebody's neighbour: not even the name of their sign-in is shown.
    nameless = case.about is not None and one.party == Party.applicant
    prepared = rule.prepared_reasons if rule else ()
    return {
        "version": one.version,
        "action": one.action,
        "name": say(OPENED if one.action == OPEN or rule is None else name_of(rule)),
        "from_state": one.from_state,
        "to_state": one.to_state,
        "party": one.party,
        "party_name": say(party_name(found, Party(one.party))),
        "actor": "" if nameless else one.actor_name,
        "unit": one.actor_unit,
        "reason": one.reason and say(reason_words(one.reason, prepared)),
        "fields": one.fields,
        "at": one.at,
    }
