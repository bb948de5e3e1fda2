"""Every state x every action x every kind of account: the table says what happens, nothing else."""

from itertools import product

import pytest

from service.database import db
from service.problems import Problem
from workflows.disputes.desk import CASE_TYPE
from workflows.engine.models import CaseFile
from workflows.engine.problems import ActionRefused, CaseUnknown, NotYourTurn
from workflows.engine.registry import definition

PARTY_OF = {"resident": "applicant", "manager": "authority", "head": "authority"}
PUT = (
    "UPDATE case_file SET state = :state, owner = 'authority', open = true, version = 2 "
    "WHERE id = :id"
)
CLOCK = (
    "INSERT INTO case_clock (case_id, kind, state, days, received_on, pauses, due_on, amber_on, "
    "calendar_version, provisional, started_at) VALUES (:id, 'decision', 'running', 5, "
    "'2026-11-23', '[]', '2026-11-30', '2026-11-27', 1, false, now())"
)


def put(case: CaseFile, state: str) -> None:
    """Set the case there by hand, with nothing but its running clock."""
    db.session.execute(db.text("SET LOCAL session_replication_role = replica"))
    for table in ("case_alarm", "case_clock_change", "case_clock", "case_event", "notice"):
        db.session.execute(db.text(f"DELETE FROM {table}"))
    if state != "filed":  # where its action starts the clock itself
        db.session.execute(db.text(CLOCK), {"id": case.id})
    db.session.execute(db.text(PUT), {"id": case.id, "state": state})
    db.session.commit()
    db.session.expire_all()


def expected(found, state: str, rule, who: str) -> object:
    if who not in PARTY_OF and who != "auditor":
        return CaseUnknown
    if state not in rule.sources:
        return ActionRefused
    return rule.target if PARTY_OF.get(who) in rule.by else NotYourTurn


@pytest.mark.usefixtures("app")
def test_every_cell(orchard):
    found, case, wrong, stands = definition(CASE_TYPE), orchard.open(), [], None
    people = [who for who in orchard.people if who != "enterer"]  # barred: tried by itself
    for state, rule, who in product(found.states, found.actions.values(), people):
        if stands != state:
            put(case, state)
        try:
            got: object = orchard.do(who, case, rule.code, "理由").state
        except Problem as problem:
            got = type(problem)
            db.session.rollback()
        stands = got if isinstance(got, str) else state
        wanted = expected(found, state, rule, who)
        if got != wanted:
            wrong.append((state, rule.code, who, got, wanted))
    assert wrong == []
