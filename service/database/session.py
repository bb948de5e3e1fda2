"""The session, which may read from a standby for as long as nothing is written."""

from typing import Any

from flask_sqlalchemy.session import Session
from sqlalchemy import Connection, Engine, UpdateBase

REPLICA = "replica"
"""The key of the standby's engine."""
READS_APART = "reads_apart"
"""Set in `Session.info` while the standby answers."""


class RoutedSession(Session):
    """Sends statements to the primary, and reads to a standby where the caller asked for it."""

    @property
    def reads_apart(self) -> bool:
        """True while reads are answered by the standby."""
        return bool(self.info.get(READS_APART))

    def read_apart(self) -> None:
        """Let the standby answer from now on."""
        self.info[READS_APART] = True

    def read_at_home(self) -> None:
        """Let the primary answer from now on: whoever writes must see what was written."""
        self.info[READS_APART] = False

    def get_bind(
        self,
        mapper: Any = None,
        clause: Any = None,
        bind: Engine | Connection | None = None,
        **kwargs: Any,
    ) -> Engine | Connection:
        """The standby's engine for reads asked for apart, else the primary's."""
        if bind is None and self.reads_apart:
            if not self._flushing and not isinstance(clause, UpdateBase):
                return self._db.engines[REPLICA]
            self.read_at_home()
        return super().get_bind(mapper=mapper, clause=clause, bind=bind, **kwargs)
