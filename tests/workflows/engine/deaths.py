"""Ways in which a step can break off between its beginning and its commit."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, select, text

from service.database import db
from workflows.engine import clocks, consequences, hooks, rows

DEATHS = {
    "state": (clocks.Held, "write"),
    "letter": (hooks, "letters"),
    "consequence": (consequences, "follow"),
    "message": (hooks, "messages"),
    "entry": (rows, "move_case"),
    "database": (hooks, "messages"),
    "commit": (db, "session"),
}
"""What has just been done when it breaks off."""


class Died(Exception):  # noqa: N818 - says what happened
    """The process is gone."""


@contextmanager
def dying(at: str | None) -> Iterator[None]:
    """Break off after that step: by an exception, by a lost database, or at the commit."""
    if at is None:
        yield
        return
    place, name = DEATHS[at]
    if at == "commit":
        session = db.session()
        event.listen(session, "before_commit", _die)
        try:
            yield
        finally:
            event.remove(session, "before_commit", _die)
        return
    original = getattr(place, name)

    def then_die(*given: Any, **named: Any) -> None:
        original(*given, **named)
        if at == "database":
            _cut_connection()
        else:
            raise Died

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(place, name, then_die)
        yield


def _die(_session: object) -> None:
    raise Died


def _cut_connection() -> None:
    own = db.session.scalar(select(text("pg_backend_pid()")))
    with db.engine.connect() as other:
        other.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": own})
