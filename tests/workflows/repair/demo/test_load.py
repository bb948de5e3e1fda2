"""The demonstration shows cases in every state, and its accounts have something to do."""

import json
from collections import defaultdict

import pytest
from sqlalchemy import select

from service.access import Role
from service.accounts.models import Account
from service.audit.actor import Actor, acting_as
from service.database import db
from workflows.engine.models import CaseFile
from workflows.engine.reading import Wanted, work_list
from workflows.engine.registry import definition

REPAIRS = ("penalty", "serious_list", "abnormal_list", "bankruptcy", "revocation")
OWN = select(CaseFile).where(CaseFile.case_type.in_(REPAIRS))
"""The cases of repair."""
OBJECTIONS = ("record_objection", "check_objection", "repair_objection")
OBJECTED = select(CaseFile).where(CaseFile.case_type.in_(OBJECTIONS))


@pytest.fixture
def loaded(app) -> dict[str, int]:
    answer = app.test_cli_runner().invoke(args=["demo", "load", "--scale", "small", "--json"])
    assert answer.exit_code == 0, answer.output
    db.session.expire_all()
    return json.loads(answer.stdout)


def work_of(name: str) -> list[CaseFile]:
    account = db.session.scalars(select(Account).where(Account.name == name)).one()
    with acting_as(Actor(account.id, account.name, account.role, account.unit)):
        return work_list(Wanted())[0]


def test_every_state_is_shown_and_everybody_has_work(loaded, app):
    shown = defaultdict(set)
    for case in db.session.scalars(OWN):
        shown[case.case_type].add(case.state)
    assert shown["penalty"] == set(definition("penalty").states)
    assert shown["revocation"] == set(definition("revocation").states)
    assert {"shielded", "completion_reported", "restoring", "closed"} <= shown["bankruptcy"]
    assert set(shown) == set(REPAIRS)
    objections = {(one.case_type, one.state) for one in db.session.scalars(OBJECTED)}
    states = {state for case_type, state in objections if case_type == "record_objection"}
    assert {"received", "verifying", "checking", "extension_requested", "answered", "under_review",
            "syncing", "withdrawn", "not_accepted"} <= states  # fmt: skip
    assert {case_type for case_type, _ in objections} == set(OBJECTIONS)
    for name in (Role.clerk, Role.department, Role.enterprise):
        assert work_of(name), name
    assert loaded["cases"] == sum(1 for _ in db.session.scalars(OWN))
    again = app.test_cli_runner().invoke(args=["demo", "load", "--scale", "small", "--json"])
    assert json.loads(again.stdout) == loaded
