"""A PostgreSQL server from a wheel, run as our own child on a private unix socket.

Only processes that may enter its folder (0700) can reach it, so connections inside
need no password. It survives kill -9 of itself or of us: the write-ahead log
restores every committed row at the next start.
"""

import shutil
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

import psycopg

from service.embedded.binaries import postgres_binary
from service.embedded.child import Program, launcher
from service.embedded.errors import ServerError
from service.embedded.identity import choose_identity, own
from service.embedded.server import EmbeddedServer
from service.embedded.sockets import beside, socket_folder

DATABASE = "credit_window"
ROLE = "credit_window"
SCOPED_ROLE = ROLE + "_scoped"
"""What transactions of one enterprise or one community run as; it owns nothing."""
SUPERUSER = "postgres"
SOCKET_NAME = ".s.PGSQL.5432"
CONNECTIONS_MAX = 100

INITDB = ["--username", SUPERUSER, "--auth=trust", "--encoding=UTF8", "--no-instructions"]
# The builtin provider sorts and folds alike on every machine, whatever locales it has.
INITDB += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": str(CONNECTIONS_MAX),
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    "log_line_prefix": "%m [%p] ",
    "log_error_verbosity": "terse",  # else it quotes the row it refuses, names and all
    "jit": "off",
}
WITHOUT_FSYNC = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class EmbeddedPostgres(EmbeddedServer):
    """One server on one data folder.

    `fsync=False` trades safety against power failure for speed. It is for tests, which
    may then also pass by triggers to empty append-only tables. `options` are further settings
    of the server. Its socket lies in the data folder unless `apart` names another: pg_rewind
    copies whatever is in the folder, and cannot copy a socket.
    """

    name, title = "postgres", "PostgreSQL"
    stop_with = signal.SIGINT
    """PostgreSQL's fast shutdown: sessions are ended, everything is written."""
    stop_seconds_max = 10.0
    away = psycopg.OperationalError

    def __init__(
        self,
        data_dir: Path,
        *,
        log: Path | None = None,
        fsync: bool = True,
        options: Mapping[str, str] | None = None,
        apart: Path | None = None,
    ) -> None:
        super().__init__(data_dir, log)
        self.fsync = fsync
        self.options = dict(options or {})
        self.apart = apart
        self._identity = ""
        self._sockets = self.data_dir

    @property
    def url(self) -> str:
        """Address of the service's own database, as its owner."""
        return f"postgresql://{ROLE}@/{DATABASE}?host={quote(str(self._sockets), safe='')}"

    @property
    def sockets(self) -> Path:
        """The folder of its socket, which is its host for everybody else."""
        return self._sockets

    def _prepare(self) -> None:
        if not (self.data_dir / "PG_VERSION").exists():
            self._create_cluster()
        elif not self._identity:
            self._identity = choose_identity(postgres_binary("postgres"), self.data_dir)
        (self.data_dir / "postmaster.pid").unlink(missing_ok=True)
        if self.apart is not None:
            self.apart.mkdir(mode=0o700, exist_ok=True)
        self._sockets = socket_folder(self.apart or self.data_dir, SOCKET_NAME)
        if self._sockets != self.data_dir:
            own(self._sockets, self._identity)

    def _create_cluster(self) -> None:
        """Fill a folder beside the final place and rename: a half-made cluster never counts."""
        if self.data_dir.exists() and any(self.data_dir.iterdir()):
            raise ServerError(f"{self.data_dir} is not empty and not a PostgreSQL data folder.")
        fresh = beside(self.data_dir, "new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        self._identity = choose_identity(postgres_binary("postgres"), fresh)
        self._fill(fresh)
        if self.data_dir.exists():
            self.data_dir.rmdir()
        fresh.rename(self.data_dir)

    def _fill(self, fresh: Path) -> None:
        arguments = INITDB if self.fsync else [*INITDB, "--no-sync"]
        self.run("initdb", "--pgdata", str(fresh), *arguments)

    def run(self, name: str, *arguments: str) -> None:
        """Run one of PostgreSQL's own programs as whom the server runs. Raises `ServerError`."""
        done = subprocess.run(
            launcher(
                [str(postgres_binary(name)), *arguments],
                die_with=signal.SIGKILL,
                identity=self._identity,
            ),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise ServerError(f"{name} failed: {' '.join(done.stderr.split())[-300:]}")

    def _program(self) -> Program:
        settings = {**SETTINGS, "unix_socket_directories": str(self._sockets)}
        if not self.fsync:
            settings |= WITHOUT_FSYNC
        settings |= self.options
        argv = [str(postgres_binary("postgres")), "-D", str(self.data_dir)]
        for key, value in settings.items():
            argv += ["-c", f"{key}={value}"]
        return Program(
            name=self.name,
            argv=argv,
            log=self.log,
            die_with=signal.SIGQUIT,  # nobody is left to wait: end at once, the log restores
            stop_with=self.stop_with,
            identity=self._identity,
        )

    def connect(self, database: str = "postgres") -> "psycopg.Connection[tuple[object, ...]]":
        """A superuser's autocommit connection, for setting up databases."""
        return psycopg.connect(
            host=str(self._sockets), user=SUPERUSER, dbname=database, autocommit=True
        )

    def _ask(self) -> None:
        self.connect().close()

    def _set_up(self) -> None:
        self._create_database()

    def _create_database(self) -> None:
        """The service owns its database and is not a superuser; tests may create further ones."""
        with self.connect() as connection:
            if not _exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = %s", ROLE):
                connection.execute(f"CREATE ROLE {ROLE} LOGIN CREATEDB")
            if not _exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = %s", SCOPED_ROLE):
                connection.execute(f"CREATE ROLE {SCOPED_ROLE} NOLOGIN")
                connection.execute(f"GRANT {SCOPED_ROLE} TO {ROLE}")
            if not _exists(connection, "SELECT 1 FROM pg_database WHERE datname = %s", DATABASE):
                connection.execute(f"CREATE DATABASE {DATABASE} OWNER {ROLE}")
            if not self.fsync:
                connection.execute(f"GRANT SET ON PARAMETER session_replication_role TO {ROLE}")


def _exists(connection: "psycopg.Connection[tuple[object, ...]]", query: str, name: str) -> bool:
    return connection.execute(query.encode(), [name]).fetchone() is not None
