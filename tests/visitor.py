"""A client whose requests share nothing with the test that sends them."""

from contextvars import Context

from flask import has_app_context
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.database import db


class Visitor(FlaskClient):
    """Requests run as in a server: each in an application context and session of its own.

    Flask would let them have the context that a test is in, and its session with it: what one
    request left uncommitted the next would see, and what one has read the next would not ask for.
    """

    def open(self, *args, **kwargs) -> TestResponse:
        if has_app_context():  # let go of what the test's own session holds locked, and has read
            db.session.commit()
            db.session.expire_all()
        if not kwargs.setdefault("buffered", True):
            return super().open(*args, **kwargs)  # a test that reads bit by bit is the server too
        return Context().run(super().open, *args, **kwargs)
