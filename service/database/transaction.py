"""The unit of work: state, audit entry and outgoing job commit together or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from service.database.base import db

_DEPTH = "transaction_depth"


@contextmanager
def transaction() -> Iterator[Session]:
    """Run a block in one transaction and commit at its end; on any exception roll all back.

    Re-entrant: a use case called inside another's block joins it, and only the
    outermost commits. Nothing else in the service calls `commit`.
    """
    session = db.session()
    depth: int = session.info.get(_DEPTH, 0)
    session.info[_DEPTH] = depth + 1
    try:
        yield session
        if depth == 0:
            session.commit()
        else:
            session.flush()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info[_DEPTH] = depth
