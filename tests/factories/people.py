"""Persons whose identity a clerk verified, and clients signed in as an account there is."""

from dataclasses import dataclass
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient

from service.access.account import Role
from service.accounts.api_tokens import create_token
from service.accounts.authenticate import SESSION_KEY
from service.accounts.models import Account
from service.accounts.service import NewAccount, create_account, open_session
from service.audit import Actor, acting_as
from service.identities.service import Seen, verify
from service.private import blind_index
from tests.conftest import DEMO_PASSWORD, ApiClient
from tests.factories.identifiers import make_resident_id

WINDOW_CLERK = Actor(9_999_999, "window-clerk", "clerk", "窗口")


@dataclass(frozen=True)
class Known:
    """A person with an account and what the window saw."""

    account: Account
    name: str
    number: str

    @property
    def index(self) -> bytes:
        """The digest by which everything about the person is found."""
        return blind_index("resident_id", self.number)


def known_person(name: str = "张三丰", seed: int = 7) -> Known:
    """Open a person's account and verify it as a clerk at the window does."""
    number = make_resident_id(seed)
    account = create_account(
        NewAccount(f"person-{uuid4().hex[:8]}", Role.person, DEMO_PASSWORD, display_name=name)
    )
    with acting_as(WINDOW_CLERK):
        verify(account.name, Seen(name, "resident_id", number, document_seen=True))
    return Known(account, name, number)


def clients_of(app: Flask, account: Account) -> tuple[ApiClient, FlaskClient]:
    """An API client and a browser-like one of an account."""
    _, token = create_token(account, "test")
    browser = app.test_client()
    with browser.session_transaction() as session:
        session[SESSION_KEY] = open_session(account)
    return ApiClient(app.test_client(), token), browser
