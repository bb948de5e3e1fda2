"""Statements stay prepared on a connection when a transaction is rolled back.

Whoever only reads ends by rolling back, nearly every page does, and psycopg then forgets all that
is prepared: whatever was sent before is parsed and planned anew, and one more message tells the
server to forget as well. It does so because a table made in the transaction is gone again. Ours
are made by migrations alone, and PostgreSQL itself notices that a table, or the role that asks,
is another one now.

After a failure the statements are forgotten all the same: one that no longer fits a schema
changed meanwhile fails once, and is made anew.
"""

from typing import TypeVar

import psycopg
from psycopg._preparing import PrepareManager  # what a connection keeps of its statements
from psycopg.abc import PQGen
from psycopg.pq import TransactionStatus

Row = TypeVar("Row")


class PreparedConnection(psycopg.Connection[Row]):
    """A connection whose prepared statements outlast a rollback."""

    def _rollback_gen(self) -> PQGen[None]:
        kept = self._prepared
        if self.pgconn.transaction_status != TransactionStatus.INERROR:
            self._prepared = PrepareManager()  # has nothing to forget
        try:
            yield from super()._rollback_gen()
        finally:
            self._prepared = kept
