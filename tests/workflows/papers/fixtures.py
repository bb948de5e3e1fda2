"""A case that hands out every kind of letter, its records and the people who act on it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from credit.records.authorities import canonical_authority
from credit.records.models import Record
from credit.subjects.models import Subject
from service.accounts.api_tokens import create_token
from service.accounts.authenticate import SESSION_KEY
from service.accounts.models import Account
from service.accounts.service import open_session
from service.audit import SYSTEM, acting_as
from service.audit.actor import Actor
from service.database import db, transaction
from tests.conftest import ApiClient
from tests.factories.cases import UNIT, SubjectRow, a_record
from workflows.engine import registry
from workflows.engine.fire import Firing, fire, fire_as_system
from workflows.engine.models import CaseFile
from workflows.engine.opening import NewCase, open_case
from workflows.engine.party import Party

__all__ = [
    "accounts",
    "browser_of",
    "case",
    "code",
    "definitions",
    "do",
    "open_papers",
    "people",
    "records",
    "token_of",
    "verifying",
]
AUTHORITY = canonical_authority(UNIT, date(2026, 6, 1))


@pytest.fixture
def definitions(monkeypatch) -> None:
    monkeypatch.setattr(registry, "_DEFINITIONS", dict(registry._DEFINITIONS))
    monkeypatch.setattr(registry, "_CONTENTS", dict(registry._CONTENTS))
    registry.register_folder(Path(__file__).parent)


@pytest.fixture
def records(app) -> list[Record]:
    """Two repairable penalties of one organisation."""
    with transaction():
        subject = SubjectRow(name="杭州纸笺文化有限公司")
        return [a_record(subject=subject, authority=AUTHORITY) for _ in range(2)]


@pytest.fixture
def code(records) -> str:
    """The credit code of the organisation."""
    found = db.session.get_one(Subject, records[0].subject_id).code
    assert found is not None
    return found


@pytest.fixture
def accounts(account, code) -> dict[str, Account]:
    """An account of every kind that can meet the case, by a short name."""
    return {
        "applicant": account("enterprise", name="papers-enterprise", subject_code=code),
        "stranger": account("enterprise", subject_code="91330106MA2CGCA56H"),
        "clerk": account("clerk", name="papers-clerk"),
        "authority": account("department", name="papers-authority", unit=UNIT),
        "other_unit": account("department", unit="西湖区教育局"),
        "reviewer": account("reviewer"),
    }


@pytest.fixture
def people(accounts) -> dict[str, Actor]:
    """The same as actors."""
    actors = {who: Actor(a.id, a.name, a.role, a.unit) for who, a in accounts.items()}
    return actors | {"system": SYSTEM}


@pytest.fixture
def open_papers(definitions, people, records) -> Callable[..., CaseFile]:
    """Opens a case about so many of the records."""

    def make(count: int = 1) -> CaseFile:
        with acting_as(people["applicant"]):
            ids = tuple(record.id for record in records[:count])
            new = NewCase("papers", records[0].subject_id, ids, AUTHORITY, "api")
            return open_case(new, party=Party.applicant)

    return make


@pytest.fixture
def case(open_papers) -> CaseFile:
    return open_papers()


@pytest.fixture
def do(people) -> Callable[..., CaseFile]:
    """Takes an action on a case as one of the people: do(case, "clerk", "forward")."""

    def act(case: CaseFile, who: str, action: str, **given: object) -> CaseFile:
        if who == "system":
            moved = fire_as_system(case.id, action, str(given.get("reason", "")))
            assert moved is not None
            return moved
        with acting_as(people[who]):
            return fire(case.number, Firing(action, **given))

    return act


@pytest.fixture
def verifying(case, do) -> CaseFile:
    """A case the authority is verifying."""
    do(case, "applicant", "submit")
    do(case, "clerk", "forward")
    return do(case, "authority", "accept")


@pytest.fixture
def token_of(app, accounts):
    """An API client of one of the people."""

    def sign(who: str) -> ApiClient:
        _, token = create_token(accounts[who], "papers")
        return ApiClient(app.test_client(), token)

    return sign


@pytest.fixture
def browser_of(app, accounts):
    """A browser-like client one of the people is signed in with."""

    def sign(who: str) -> FlaskClient:
        client = app.test_client()
        token = open_session(accounts[who])
        with client.session_transaction() as session:
            session[SESSION_KEY] = token
        return client

    return sign
