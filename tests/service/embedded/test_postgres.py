"""The embedded PostgreSQL: starts, survives, refuses, and never outlives us."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from service.embedded import identity
from service.embedded.errors import FolderLockedError, ServerError
from service.embedded.postgres import EmbeddedPostgres
from service.settings import REPOSITORY

pytestmark = pytest.mark.processes
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root changes identity")

HOLDER = """
import sys, time
from pathlib import Path
from service.embedded.postgres import EmbeddedPostgres
server = EmbeddedPostgres(Path(sys.argv[1]), fsync=False)
print(server.start(), server.process.pid, flush=True)
time.sleep(600)
"""


def start_elsewhere(folder: Path) -> tuple["subprocess.Popen[str]", str, int]:
    """A second Python process that starts the server and then only holds it."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=REPOSITORY,
    )
    assert holder.stdout is not None
    url, pid = holder.stdout.readline().split()
    return holder, url, int(pid)


def end(holder: "subprocess.Popen[str]") -> None:
    holder.kill()
    holder.wait()
    assert holder.stdout is not None
    holder.stdout.close()


def gone(pid: int, patience_seconds: float = 60) -> bool:
    deadline = time.monotonic() + patience_seconds
    while time.monotonic() < deadline:
        stat = Path(f"/proc/{pid}/stat")
        if not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False


def test_the_database_is_ours_in_utf8_and_keeps_its_rows_over_a_restart(tmp_path: Path) -> None:
    with EmbeddedPostgres(tmp_path / "pg", fsync=False) as server:
        with psycopg.connect(server.url) as connection:
            connection.execute("CREATE TABLE word (text text)")
            connection.execute("INSERT INTO word VALUES ('信用')")
            shown = connection.execute(
                "SELECT datname, datlocprovider::text, pg_encoding_to_char(encoding), rolsuper"
                " FROM pg_database, pg_roles WHERE datname = current_database()"
                " AND rolname = current_user"
            ).fetchone()
        assert shown == ("credit_window", "b", "UTF8", False)
    with (
        EmbeddedPostgres(tmp_path / "pg", fsync=False) as server,
        psycopg.connect(server.url) as connection,
    ):
        assert connection.execute("SELECT text FROM word").fetchall() == [("信用",)]
    assert not server.running


def test_it_listens_on_no_network_port_and_its_folder_is_private(data_dir: Path) -> None:
    with (
        EmbeddedPostgres(data_dir, fsync=False) as server,
        psycopg.connect(server.url) as connection,
    ):
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    assert data_dir.stat().st_mode & 0o077 == 0


def test_a_folder_too_deep_for_a_socket_works(tmp_path: Path) -> None:
    deep = tmp_path / ("deep" * 20) / ("er" * 20)
    with (
        EmbeddedPostgres(deep / "pg", fsync=False) as server,
        psycopg.connect(server.url) as connection,
    ):
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_killing_the_server_loses_no_committed_row(data_dir: Path) -> None:
    server = EmbeddedPostgres(data_dir)
    for expected in range(1, 4):
        with psycopg.connect(server.start()) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS row (id int)")
            connection.execute("INSERT INTO row VALUES (1)")
        with psycopg.connect(server.url) as connection:
            assert connection.execute("SELECT count(*) FROM row").fetchone() == (expected,)
        assert server.process is not None
        server.process.kill()
        server.process.wait()
        assert (data_dir / "postmaster.pid").exists()


def test_the_server_ends_when_the_process_that_started_it_is_killed(data_dir: Path) -> None:
    holder, _url, pid = start_elsewhere(data_dir)
    end(holder)
    assert gone(pid)
    with EmbeddedPostgres(data_dir, fsync=False) as server:
        assert server.running


def test_a_folder_in_use_is_refused_with_one_sentence(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    holder, _url, _pid = start_elsewhere(data_dir)
    monkeypatch.setattr("service.embedded.server.LOCK_PATIENCE_SECONDS", 0.2)
    with pytest.raises(FolderLockedError, match=r"still uses .*pg: stop the program"):
        EmbeddedPostgres(data_dir).start()
    end(holder)


def test_a_stale_pid_file_that_names_a_living_process_does_not_stop_the_start(
    data_dir: Path,
) -> None:
    server = EmbeddedPostgres(data_dir, fsync=False)
    server.start()
    assert server.process is not None
    server.process.send_signal(signal.SIGKILL)
    server.process.wait()
    pid_file = data_dir / "postmaster.pid"
    first, _, rest = pid_file.read_text().partition("\n")
    assert first != str(os.getpid())
    bystander = subprocess.Popen(["sleep", "600"])
    pid_file.write_text(f"{bystander.pid}\n{rest}")
    server.start()
    server.stop()
    bystander.kill()
    bystander.wait()


def test_a_half_made_cluster_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "pg.new").mkdir()
    (tmp_path / "pg.new" / "PG_VERSION").write_text("18\n")
    with EmbeddedPostgres(tmp_path / "pg", fsync=False) as server:
        assert server.running
    assert not (tmp_path / "pg.new").exists()


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "pg").mkdir()
    (tmp_path / "pg" / "letter.txt").write_text("mine")
    with pytest.raises(ServerError, match="not empty and not a PostgreSQL data folder"):
        EmbeddedPostgres(tmp_path / "pg").start()
    assert (tmp_path / "pg" / "letter.txt").read_text() == "mine"


@as_root
@pytest.mark.parametrize("forced", ["mapped", "nobody"])
def test_root_can_start_it_in_a_folder_only_root_may_enter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, forced: str
) -> None:
    works = identity._works

    def only_forced(candidate: str, program: Path, folder: Path) -> bool:
        return candidate == forced and works(candidate, program, folder)

    monkeypatch.setattr(identity, "_works", only_forced)
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    try:
        with (
            EmbeddedPostgres(private / "pg", fsync=False) as server,
            psycopg.connect(server.url) as connection,
        ):
            assert connection.execute("SELECT 1").fetchone() == (1,)
    except ServerError as error:
        pytest.skip(f"{forced} is not allowed here: {error}")


@as_root
def test_data_made_under_one_identity_is_read_under_another(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    works = identity._works
    for forced in ("mapped", "nobody", "mapped"):
        monkeypatch.setattr(
            identity, "_works", lambda name, *rest, f=forced: name == f and works(name, *rest)
        )
        try:
            with EmbeddedPostgres(data_dir, fsync=False) as server:
                assert server.running
        except ServerError as error:
            pytest.skip(f"{forced} is not allowed here: {error}")
    assert data_dir.stat().st_uid == 0


@as_root
def test_where_no_identity_works_one_sentence_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identity, "_works", lambda *_: False)
    with pytest.raises(ServerError, match="start as an ordinary user, or set DATABASE_URL"):
        EmbeddedPostgres(tmp_path / "pg").start()
