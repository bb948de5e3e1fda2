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

OWN = select(CaseFile).where(CaseFile.about.is_(None))
"""The office's own cases."""


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
    assert set(shown) == {"penalty", "serious_list", "abnormal_list", "bankruptcy", "revocation"}
    for name in (Role.clerk, Role.department, Role.enterprise):
        assert work_of(name), name
    assert loaded["cases"] == sum(1 for _ in db.session.scalars(OWN))
    again = app.test_cli_runner().invoke(args=["demo", "load", "--scale", "small", "--json"])
    assert json.loads(again.stdout) == loaded
