"""Everybody around a case, by short names: acting in the process, over the API, in a browser."""

from contextlib import AbstractContextManager

from flask import current_app
from flask.testing import FlaskClient

from service.accounts.api_tokens import create_token
from service.accounts.authenticate import SESSION_KEY
from service.accounts.models import Account
from service.accounts.service import open_session
from service.audit import acting_as
from service.audit.actor import Actor
from service.database import db
from tests.conftest import ApiClient


class People:
    """The people of a test's world; all have accounts that never signed in."""

    people: dict[str, Actor]

    def acting(self, who: str) -> AbstractContextManager[None]:
        """Act as one of them."""
        return acting_as(self.people[who])

    def api(self, who: str) -> ApiClient:
        """The API as one of them calls it."""
        _, token = create_token(self.account(who), "test")
        return ApiClient(current_app.test_client(), token)

    def page(self, who: str) -> FlaskClient:
        """A browser-like client one of them is signed in with."""
        client = current_app.test_client()
        token = open_session(self.account(who))
        with client.session_transaction() as session:
            session[SESSION_KEY] = token
        return client

    def account(self, who: str) -> Account:
        """The account of one of them."""
        return db.session.get_one(Account, self.people[who].id)
