"""Servers made from another server: a standby that follows it, and one set back to a moment.

For rehearsals and tests on one machine; an office's own servers are set up as docs/runbook.md
tells, by the same programs.
"""

import shutil
import time
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from service.embedded.errors import ServerError
from service.embedded.identity import own
from service.embedded.postgres import SOCKET_NAME, SUPERUSER, EmbeddedPostgres
from service.embedded.server import POLL_SECONDS

REPLAY_SECONDS_MAX = 60.0


class StandbyPostgres(EmbeddedPostgres):
    """A streaming replica of another embedded server, made by pg_basebackup."""

    def __init__(
        self,
        data_dir: Path,
        source: EmbeddedPostgres,
        *,
        log: Path | None = None,
        fsync: bool = True,
        options: Mapping[str, str] | None = None,
        apart: Path | None = None,
    ) -> None:
        super().__init__(data_dir, log=log, fsync=fsync, options=options, apart=apart)
        self.source = source

    def _fill(self, fresh: Path) -> None:
        _copy(self.source, fresh, "--write-recovery-conf")

    def _create_database(self) -> None:
        """The database comes with the copy."""


def promote(standby: EmbeddedPostgres) -> None:
    """Make it the primary. Raises `ServerError` when it does not become one in time."""
    with standby.connect() as connection:
        row = connection.execute("SELECT pg_promote(true, 60)").fetchone()
    if row != (True,):
        raise ServerError(f"{standby.data_dir} was not promoted; see {standby.log}.")


def rejoin(former: EmbeddedPostgres, primary: EmbeddedPostgres) -> "StandbyPostgres":
    """A former primary that has ended, set back to where the histories part, and following.

    Both need their sockets `apart`.
    """
    standby = StandbyPostgres(
        former.data_dir,
        primary,
        log=former.log,
        fsync=former.fsync,
        options=former.options,
        apart=former.apart,
    )
    former.run(
        "pg_rewind",
        *("--target-pgdata", str(former.data_dir)),
        *("--source-server", f"host={primary.sockets} user={SUPERUSER} dbname=postgres"),
        "--write-recovery-conf",
    )
    standby.start()
    return standby


class RestoredPostgres(EmbeddedPostgres):
    """A base backup and archived write-ahead log, replayed up to a moment and then opened."""

    def __init__(
        self, data_dir: Path, backup: Path, archive: Path, until: datetime, *, log: Path | None
    ) -> None:
        """`until` has a zone; `archive` holds the files that `archive_command` wrote."""
        options = {
            "restore_command": f'cp "{archive}/%f" "%p"',
            "recovery_target_time": until.isoformat(sep=" "),
            "recovery_target_action": "promote",
            "archive_mode": "off",
        }
        super().__init__(data_dir, log=log, options=options)
        self.backup = backup

    def _fill(self, fresh: Path) -> None:
        shutil.copytree(self.backup, fresh, dirs_exist_ok=True)
        (fresh / "recovery.signal").touch()
        for copied in fresh.iterdir():
            own(copied, self._identity)

    def _create_database(self) -> None:
        """The database comes with the backup; wait until it takes writes."""
        deadline = time.monotonic() + REPLAY_SECONDS_MAX
        with self.connect() as connection:
            while connection.execute("SELECT pg_is_in_recovery()").fetchone() != (False,):
                if time.monotonic() > deadline:
                    raise ServerError(f"{self.data_dir} does not come to its moment: {self.log}.")
                time.sleep(POLL_SECONDS)


def base_backup(source: EmbeddedPostgres, folder: Path) -> None:
    """Copy a running server into a new folder (pg_basebackup), its log kept apart from it."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    _copy(source, folder)


def _copy(source: EmbeddedPostgres, folder: Path, *options: str) -> None:
    place = ["--host", str(source.sockets), "--username", SUPERUSER, "--pgdata", str(folder)]
    source.run("pg_basebackup", *place, "--checkpoint", "fast", "--wal-method", "stream", *options)
    (folder / f"{SOCKET_NAME}.lock").unlink(missing_ok=True)  # the other server's, copied along
