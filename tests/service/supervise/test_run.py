"""The whole service under the supervisor: up, healed, stopped, and nothing left behind."""

import os
import signal
from pathlib import Path

import pytest

from service.accounts.demo import DEMO_ACCOUNTS
from tests.service.supervise.conftest import Service, eventually

pytestmark = pytest.mark.processes


def test_it_comes_up_loads_the_demo_once_and_ctrl_c_leaves_nothing(shared: Service) -> None:
    shared.ensure_up()
    assert f"http://127.0.0.1:{shared.port}/" in shared.output
    assert "  ".join(one.name for one in DEMO_ACCOUNTS) in shared.output
    assert shared.get("/accounts") == "1"
    assert shared.stop(signal.SIGINT) == 0
    assert shared.processes() == set()
    shared.ensure_up()
    assert shared.get("/accounts") == "1"
    goodbye = shared.var_dir / "goodbye"
    goodbye.unlink()
    assert shared.stop(signal.SIGTERM) == 0
    assert goodbye.exists(), "the servers were stopped before those who use them"
    assert shared.processes() == set()


def test_whatever_is_killed_comes_back_and_what_it_forked_does_not_stay(
    shared: Service,
) -> None:
    shared.ensure_up()
    job = shared.var_dir / "job.pid"
    assert eventually(job.exists)
    first_job = int(job.read_text())
    for words in ("outbox work", "granian", "valkey", "postgres -D"):
        killed = shared.pid_of(words)
        os.kill(killed, signal.SIGKILL)
        assert eventually(lambda gone=killed: gone not in shared.processes()), words
        assert eventually(lambda: shared.get("/readyz") == "ready"), words
    assert first_job not in shared.processes()
    assert eventually(lambda: int(job.read_text()) in shared.processes() - {first_job})
    assert "worker ended (SIGKILL); starting again in 0.2 s." in shared.output
    assert shared.stop() == 0
    assert shared.processes() == set()


@pytest.mark.parametrize("words", ["supervise run", "supervise supervise"])
def test_killing_the_supervisor_or_its_guard_leaves_nothing_running(
    shared: Service, words: str
) -> None:
    shared.ensure_up()
    assert eventually((shared.var_dir / "job.pid").exists)
    os.kill(shared.pid_of(words), signal.SIGKILL)
    shared.wait()
    assert eventually(lambda: shared.processes() == set())
    shared.ensure_up()
    assert shared.get("/accounts") == "1"


def test_a_second_start_on_the_same_folder_is_refused_in_one_sentence(shared: Service) -> None:
    shared.ensure_up()
    second = Service(shared.var_dir)
    second.start()
    assert second.wait() == 1
    assert second.output.startswith(f"The data folder {shared.var_dir} is in use")
    assert len(second.lines) == 1
    assert shared.get("/readyz") == "ready"


def test_an_application_that_cannot_start_ends_the_run_with_the_reason(
    service: Service, tmp_path: Path
) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "wsgi.py").write_text("raise RuntimeError('no such table of rules')")
    service.start(folder=broken)
    assert service.wait() == 1
    assert service.lines[-1].startswith("'migrate' failed (")
    assert "no such table of rules" in service.lines[-1]
    assert service.processes() == set()
