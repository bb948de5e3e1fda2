"""Signs of life of the processes behind the web server, in the database that all of them share.

Relay, scheduler and workers each keep one row. A row that has grown old is a process that was
killed or hangs; one that ends as it should takes its row along.
"""

import os
import socket
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column

from service import clock
from service.database import Base, db, transaction
from service.database.schema import needed
from service.one_look import once_a_look

BEAT_SECONDS = 5.0
ALIVE = timedelta(seconds=45)
"""A process not heard of for longer is not running, or hangs."""
FORGOTTEN = timedelta(days=1)
KINDS = ("relay", "scheduler", "worker")


class ProcessBeat(Base):
    """One process: when it was last heard of, by the database's clock and by its own."""

    __tablename__ = "process_beat"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    host: Mapped[str]
    pid: Mapped[int]
    schema_needed: Mapped[str]
    """The migration its program brings: after an upgrade, who still runs the old one."""
    started_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    beat_at: Mapped[datetime]
    own_clock: Mapped[datetime]
    """What its machine's clock showed at that beat."""


@dataclass(frozen=True)
class Living:
    """What is known of one process; `age` and `clock_off` are durations."""

    kind: str
    host: str
    pid: int
    schema_needed: str
    started_at: datetime
    age: timedelta
    clock_off: timedelta

    @property
    def alive(self) -> bool:
        """Heard of lately."""
        return self.age <= ALIVE


class Beat:
    """The sign of life of this process. `tell` may be called often; it writes now and then."""

    def __init__(self, kind: str) -> None:
        self._kind, self._id = kind, uuid4()
        self._due = 0.0

    def tell(self) -> None:
        """Say that this process lives; while the database is away nobody can be told."""
        if time.monotonic() < self._due:
            return
        row = insert(ProcessBeat).values(
            id=self._id,
            kind=self._kind,
            host=socket.gethostname(),
            pid=os.getpid(),
            schema_needed=needed(),
            beat_at=func.clock_timestamp(),
            own_clock=clock.now(),
        )
        fresh = {"beat_at": func.clock_timestamp(), "own_clock": row.excluded.own_clock}
        with suppress(SQLAlchemyError), transaction() as session:
            session.execute(row.on_conflict_do_update(index_elements=["id"], set_=fresh))
        self._due = time.monotonic() + BEAT_SECONDS

    def end(self) -> None:
        """This process ends as it should."""
        with suppress(SQLAlchemyError), transaction() as session:
            session.execute(delete(ProcessBeat).where(ProcessBeat.id == self._id))


@once_a_look
def living() -> list[Living]:
    """Every process heard of within a day, those of one kind together, the freshest first."""
    age = func.clock_timestamp() - ProcessBeat.beat_at
    rows = db.session.execute(
        select(
            ProcessBeat.kind,
            ProcessBeat.host,
            ProcessBeat.pid,
            ProcessBeat.schema_needed,
            ProcessBeat.started_at,
            age,
            ProcessBeat.own_clock - ProcessBeat.beat_at,
        )
        .where(age < FORGOTTEN)
        .order_by(ProcessBeat.kind, ProcessBeat.beat_at.desc())
    )
    return [Living(*row) for row in rows]


def forget_gone() -> int:
    """Forget processes that have not been heard of for a day; how many."""
    with transaction() as session:
        gone = session.execute(
            delete(ProcessBeat)
            .where(ProcessBeat.beat_at < func.now() - FORGOTTEN)
            .returning(ProcessBeat.id)
        ).all()
    return len(gone)
