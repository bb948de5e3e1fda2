"""The unit of work: state, audit entry and outgoing job commit together or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from service.database.base import db
from service.database.session import READS_APART

_DEPTH = "transaction_depth"
_FAILED = "transaction_failed"


class HalfDone(RuntimeError):  # noqa: N818 - says what would be, had it been committed
    """An inner use case failed and the outer one went on; nothing was committed."""


@contextmanager
def transaction() -> Iterator[Session]:
    """Run a block in one transaction and commit at its end; on any exception roll all back.

    Re-entrant: a use case called inside another's block joins it, and only the
    outermost commits. Once an inner block has failed the whole is lost: an outer block
    that swallows the exception and goes on gets `HalfDone` instead of a commit of
    half the work. Nothing else in the service calls `commit`.
    """
    session = db.session()
    session.info.pop(READS_APART, None)  # whoever writes must see what was written
    depth: int = session.info.get(_DEPTH, 0)
    if depth and session.info.get(_FAILED):
        raise HalfDone("a use case inside this transaction failed; it cannot go on")
    session.info[_DEPTH] = depth + 1
    try:
        yield session
        if depth:
            session.flush()
        elif session.info.get(_FAILED):
            raise HalfDone("a use case inside this transaction failed; it was not committed")
        else:
            session.commit()
    except BaseException:
        session.info[_FAILED] = True
        session.rollback()
        raise
    finally:
        session.info[_DEPTH] = depth
        if not depth:
            session.info[_FAILED] = False
