"""Every way out of every state, tried by every kind of account: the table says who may.

That no state has any other way out is asked of every cell in `engine/test_matrix.py`.
"""

from itertools import product

import pytest

from service.audit import SYSTEM
from service.database import db
from service.problems import Problem
from tests.workflows.objection.conftest import Desk
from tests.workflows.repair.conftest import confirm_effects
from workflows.engine import hooks
from workflows.engine.consequences import CONSEQUENCES
from workflows.engine.definition import ActionRule, Definition
from workflows.engine.guards import GUARDS
from workflows.engine.models import CaseFile
from workflows.engine.party import Party
from workflows.engine.problems import CaseUnknown, NotYourTurn
from workflows.engine.registry import definition
from workflows.objection.grounds import Topic
from workflows.objection.service import CASE_TYPES

PARTY_OF = {
    "enterprise": Party.applicant,
    "clerk": Party.window,
    "authority": Party.authority,
    "reviewer": Party.office,
    "system": Party.system,
    "auditor": None,
}
"""Who sees the case; for `STRANGERS` there is none, whatever state it is in."""
STRANGERS = ("stranger", "other_unit", "admin", "person")
VALUES = {"text": "1", "date": "2026-11-27"}
TABLES = ("case_alarm", "case_clock_change", "case_clock", "case_event", "notice")
CLOCK = (
    "INSERT INTO case_clock (case_id, kind, state, days, received_on, pauses, due_on, amber_on, "
    "calendar_version, provisional, started_at) VALUES (:id, :kind, 'running', 5, "
    "'2026-11-23', '[]', '2026-11-30', '2026-11-27', 1, false, now())"
)


@pytest.fixture
def bare(monkeypatch) -> None:
    """Nothing but the table decides, and nothing but the case moves."""
    for name in list(GUARDS):
        monkeypatch.setitem(GUARDS, name, lambda _move: ())
    for name in list(CONSEQUENCES):
        monkeypatch.setitem(CONSEQUENCES, name, lambda _move: None)
    monkeypatch.setattr(hooks, "on_letter", [])
    monkeypatch.setattr(hooks, "on_notify", [])


def opened(desk: Desk, topic: Topic) -> CaseFile:
    if topic is Topic.record:
        return desk.object_to(topic, desk.record().id)
    if topic is Topic.check:
        return desk.object_to(topic, desk.check().number)
    return desk.object_to(topic, confirm_effects(desk.granted()).number)


def put(case: CaseFile, state: str, rule: ActionRule) -> None:
    """Set the case there by hand, with the clocks its action stops or extends."""
    db.session.execute(db.text("SET LOCAL session_replication_role = replica"))
    for table in TABLES:
        db.session.execute(db.text(f"DELETE FROM {table}"))
    for kind in {*rule.stops, *(kind for kind, _ in rule.extends)}:
        db.session.execute(db.text(CLOCK), {"id": case.id, "kind": kind})
    db.session.execute(
        db.text("UPDATE case_file SET state = :state, open = true, version = 2 WHERE id = :id"),
        {"id": case.id, "state": state},
    )
    db.session.commit()
    db.session.expire_all()


def fields_of(rule: ActionRule) -> dict[str, str]:
    return {
        one.name: one.choices[0] if one.choices else VALUES[one.kind]
        for one in rule.fields
        if one.required
    }


def expected(rule: ActionRule, who: str) -> object:
    return rule.target if PARTY_OF[who] in rule.by else NotYourTurn


def cells(found: Definition):
    for rule in found.actions.values():
        yield from product(sorted(rule.sources), [rule])


@pytest.mark.parametrize("topic", Topic)
def test_every_way_out_of_every_state(ruled: Desk, bare, topic: Topic):
    case, wrong, stands = opened(ruled, topic), [], None
    who_not = "authority" if topic is Topic.check else None  # the office's own matter
    ruled.people |= {"system": SYSTEM, "person": ruled.actor("person")}
    for who in STRANGERS:
        with pytest.raises(CaseUnknown):
            ruled.do(case, who, "withdraw")
    for (state, rule), who in product(cells(definition(CASE_TYPES[topic])), PARTY_OF):
        if who_not and PARTY_OF[who] is Party.authority:
            continue
        if stands != (state, rule.code):
            put(case, state, rule)
        try:
            got: object = ruled.do(case, who, rule.code, "理由", **fields_of(rule)).state
        except Problem as problem:
            got = type(problem)
            db.session.rollback()
        stands = (state, rule.code) if isinstance(got, type) else None
        if got != expected(rule, who):
            wrong.append((state, rule.code, who, got, expected(rule, who)))
    assert wrong == []
