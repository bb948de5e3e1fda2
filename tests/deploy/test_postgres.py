"""What `deploy/postgres/primary.sh` makes of a new server: an ordinary role with a database."""

import os
import subprocess
from pathlib import Path

import psycopg

from service.embedded.binaries import postgres_binary
from service.embedded.postgres import EmbeddedPostgres
from tests.deploy.files import DEPLOY

ROLES = "SELECT rolname, rolsuper, rolcanlogin, rolreplication FROM pg_roles WHERE oid > 16383"
MADE = {
    ("credit_window", False, True, False),
    ("credit_window_scoped", False, False, False),
    ("replicator", False, True, True),
}


class Bare(EmbeddedPostgres):
    """A server as initdb leaves it."""

    def _create_database(self) -> None:
        pass


def test_the_service_gets_a_role_that_is_no_superuser(tmp_path: Path):
    for name in ("database_password", "replication_password"):
        (tmp_path / name).write_text("a 'quoted' $word\n", encoding="ascii")
    with Bare(tmp_path / "server") as server:
        given = {"POSTGRES_USER": "postgres", "PGHOST": str(server.sockets)}
        given |= {"PGDATA": str(server.data_dir), "SECRETS": str(tmp_path)}
        given["PATH"] = f"{postgres_binary('psql').parent}:{os.environ['PATH']}"
        script = DEPLOY / "postgres" / "primary.sh"
        subprocess.run(["bash", script], env=os.environ | given, check=True)
        with server.connect() as connection:
            assert set(connection.execute(ROLES).fetchall()) == MADE
        with psycopg.connect(
            host=str(server.sockets), user="credit_window", dbname="credit_window"
        ) as ours:
            ours.execute("SET ROLE credit_window_scoped")
            ours.execute("RESET ROLE")
            ours.execute("CREATE TABLE mine (x int)")
    hba = (server.data_dir / "pg_hba.conf").read_text(encoding="utf-8")
    assert hba.endswith("host replication replicator all scram-sha-256\n")
