"""A primary and a standby that a commit waits for; either may become the other."""

import time
from pathlib import Path

import psycopg

from service.embedded.copies import StandbyPostgres, promote, rejoin
from service.embedded.postgres import DATABASE, ROLE, EmbeddedPostgres
from tests.house.waiting import until

SYNCHRONOUS = {"synchronous_standby_names": "*", "synchronous_commit": "remote_write"}
"""A commit is acknowledged when a standby has it too, in its memory at least."""
KEPT = {"wal_keep_size": "256MB"}
"""pg_rewind reads back to where two histories part, and itself restarts the server by its file."""
STREAMING = "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'"


class Pair:
    """Two servers that are one database to the service: the address names both."""

    def __init__(self, folder: Path) -> None:
        self.primary = EmbeddedPostgres(folder / "one", apart=folder / "s1")
        self.standby: EmbeddedPostgres = StandbyPostgres(
            folder / "two", self.primary, apart=folder / "s2"
        )

    @property
    def url(self) -> str:
        """Whichever of the two takes writes."""
        hosts = ",".join(sorted(str(one.sockets) for one in (self.primary, self.standby)))
        return f"postgresql://{ROLE}@/{DATABASE}?host={hosts}&target_session_attrs=read-write"

    def start(self) -> str:
        """Start both; a commit waits for the standby from then on. Returns the address."""
        self.primary.start()
        self._set(KEPT)
        self.standby.start()
        self.follow()
        return self.url

    def stop(self) -> None:
        self.standby.stop()
        self.primary.stop()

    def follow(self) -> None:
        """Let commits wait for the standby as soon as it receives."""
        with self.primary.connect() as connection:
            until(lambda: connection.execute(STREAMING).fetchone() == (1,))
        self._set(SYNCHRONOUS)

    def _set(self, options: dict[str, str]) -> None:
        with self.primary.connect() as connection:
            for name, value in options.items():
                connection.execute(f"ALTER SYSTEM SET {name} = '{value}'".encode())
            connection.execute("SELECT pg_reload_conf()")

    def fail_over(self, seconds: float = 0.5) -> None:
        """`kill -9` the primary; after a while, as somebody has to notice, the standby leads."""
        assert self.primary.process is not None
        self.primary.process.kill()
        self.primary.process.wait()
        time.sleep(seconds)
        promote(self.standby)
        self.primary, self.standby = self.standby, self.primary

    def rejoin(self) -> None:
        """The former primary follows the new one; what only it had, nobody was promised."""
        self.standby = rejoin(self.standby, self.primary)
        self.follow()

    def answers(self) -> bool:
        try:
            psycopg.connect(self.url, connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True
