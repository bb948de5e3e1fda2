"""Two database servers of this folder's tests alone: a primary, and a standby that follows it."""

import base64
import os
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from service.embedded.copies import StandbyPostgres
from service.embedded.postgres import DATABASE, ROLE, EmbeddedPostgres

KEYS = {
    f"CREDIT_{name}_KEY": base64.b64encode(os.urandom(32)).decode()
    for name in ("SECRET", "DATA", "INDEX", "AUDIT", "SIGNING")
}
SYNCHRONOUS = {"synchronous_standby_names": "*", "synchronous_commit": "remote_write"}
"""A commit is acknowledged when a standby has it in its memory too."""


@dataclass
class Pair:
    """The primary and the standby."""

    primary: EmbeddedPostgres
    standby: StandbyPostgres

    @property
    def both(self) -> str:
        """The address that names both: whichever takes writes is the database."""
        hosts = f"{self.primary.sockets},{self.standby.sockets}"
        return f"postgresql://{ROLE}@/{DATABASE}?host={hosts}"

    def follow(self) -> None:
        """From now on a commit waits for the standby."""
        with self.primary.connect() as connection:
            for name, value in SYNCHRONOUS.items():
                connection.execute(f"ALTER SYSTEM SET {name} = '{value}'".encode())
            connection.execute("SELECT pg_reload_conf()")

    def fail_over(self) -> None:
        """`kill -9` the primary, and let the standby take its place."""
        assert self.primary.process is not None
        self.primary.process.kill()
        self.primary.process.wait()
        self.standby.promote()


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    folder = tmp_path_factory.mktemp("pair")
    primary = EmbeddedPostgres(folder / "one")
    standby = StandbyPostgres(folder / "two", primary)
    try:
        primary.start()
        standby.start()
        yield Pair(primary, standby)
    finally:
        standby.stop()
        primary.stop()
