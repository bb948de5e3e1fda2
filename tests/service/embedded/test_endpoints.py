"""Which servers a command talks to."""

import signal
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from service.embedded import endpoints
from service.embedded.endpoints import Endpoints, claim, publish, resolve, running_servers
from service.embedded.errors import FolderLockedError, ServerError
from service.settings import REPOSITORY, Settings

COMMAND = """
import os, sys
from pathlib import Path
from service.embedded.endpoints import Endpoints, running_servers
with running_servers(Path(sys.argv[1]), Endpoints()) as found:
    print(found.database_url, flush=True)
    sys.stdin.readline()
"""


def command(var_dir: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", COMMAND, str(var_dir)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=REPOSITORY,
    )


def finish(process: "subprocess.Popen[str]") -> None:
    process.communicate("\n", timeout=120)
    assert process.returncode == 0


def test_given_addresses_are_used_and_nothing_is_started(tmp_path: Path) -> None:
    given = Endpoints("postgresql://there/db", "redis://there")
    with running_servers(tmp_path, given) as found:
        assert found == given
    assert list(tmp_path.iterdir()) == []


def test_settings_that_name_both_servers_stay_as_they_are(settings: Settings) -> None:
    assert resolve(settings) is settings


@pytest.mark.processes
def test_a_second_command_shares_the_servers_of_the_first_and_keeps_them_up(
    tmp_path: Path,
) -> None:
    first = command(tmp_path)
    assert first.stdout is not None
    address = first.stdout.readline().strip()
    with running_servers(tmp_path, Endpoints()) as found:
        assert found.database_url == address
        assert first.stdin is not None
        first.stdin.write("\n")
        first.stdin.flush()
        with pytest.raises(subprocess.TimeoutExpired):
            first.wait(0.5)  # it waits for us
        with psycopg.connect(found.database_url) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    finish(first)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(address)


@pytest.mark.processes
def test_after_a_killed_command_the_next_one_starts_its_own(tmp_path: Path) -> None:
    first = command(tmp_path)
    assert first.stdout is not None
    first.stdout.readline()
    first.send_signal(signal.SIGKILL)
    first.communicate()
    with (
        running_servers(tmp_path, Endpoints()) as found,
        psycopg.connect(found.database_url) as connection,
    ):
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_given_address_is_never_written_down_and_must_be_given_again(tmp_path: Path) -> None:
    owned = claim(tmp_path)
    assert owned is not None
    publish(tmp_path, Endpoints("", "unix:///somewhere"))
    with (
        pytest.raises(ServerError, match="was given DATABASE_URL: set it to the same here"),
        running_servers(tmp_path, Endpoints()),
    ):
        pass
    with running_servers(tmp_path, Endpoints("postgresql://there/db")) as found:
        assert found == Endpoints("postgresql://there/db", "unix:///somewhere")


def test_servers_that_never_come_up_are_waited_for_and_then_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(endpoints, "COME_UP_SECONDS_MAX", 0.3)
    assert claim(tmp_path) is not None
    with (
        pytest.raises(FolderLockedError, match="its servers do not come up"),
        running_servers(tmp_path, Endpoints()),
    ):
        pass


def test_servers_that_are_just_coming_up_are_waited_for(tmp_path: Path) -> None:
    assert claim(tmp_path) is not None
    later = Endpoints("postgresql://here/db", "unix:///here")
    timer = threading.Timer(0.3, publish, [tmp_path, later])
    timer.start()
    with running_servers(tmp_path, Endpoints()) as found:
        assert found == later
    timer.join()


def test_the_driver_of_a_resolved_address_is_ours(settings: Settings, tmp_path: Path) -> None:
    assert claim(tmp_path) is not None
    publish(tmp_path, Endpoints("postgresql://here/db", "unix:///here"))
    found = resolve(replace(settings, var_dir=tmp_path, database_url="", redis_url=""))
    assert found.database_url == "postgresql+psycopg://here/db"
    assert found.redis_url == "unix:///here"
