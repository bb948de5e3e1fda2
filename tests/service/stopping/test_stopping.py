"""Real processes told to stop finish what they have in hand, take nothing new and lose nothing;
what they have counted stays counted, whoever ends."""

import base64
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from sqlalchemy import text

from service.database import db
from service.embedded.child import Program, stop
from service.outbox.models import JobState, OutboxJob
from service.outbox.service import enqueue, take_due
from service.settings import REPOSITORY, Settings
from service.supervise.ports import free_port
from service.supervise.units import child_environment, flask_command, web_command
from tests.house.waiting import until

pytestmark = pytest.mark.processes
WEB_PROCESSES = 2
REQUESTS = 60
KEYS = ("secret_key", "data_key", "index_key", "audit_key", "signing_key")


def secrets_of(settings: Settings) -> dict[str, str]:
    """The environment that gives another process the keys of these settings."""
    return {f"CREDIT_{n.upper()}": base64.b64encode(getattr(settings, n)).decode() for n in KEYS}


@pytest.fixture
def environ(settings: Settings, tmp_path: Path) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if "_URL" not in name}
    own |= secrets_of(settings) | {"CREDIT_ENV": "test", "CREDIT_WEB_WORKERS": str(WEB_PROCESSES)}
    own |= {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path / "counts")}
    url = settings.database_url.replace("postgresql+psycopg://", "postgresql://", 1)
    return child_environment(own, settings, url, settings.redis_url)


@pytest.fixture
def launch(environ: dict[str, str], tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen]]:
    running = []

    def start(name: str, argv: list[str], **more: str) -> "subprocess.Popen[bytes]":
        log = tmp_path / f"{name}.log"
        program = Program(name, argv, log, env=environ | more, cwd=REPOSITORY)
        running.append(program.launch())
        return running[-1]

    yield start
    for process in running:
        stop(process, signal.SIGKILL)
    for log in sorted(tmp_path.glob("*.log")):
        sys.stdout.write(f"{log.name}:\n{log.read_text()[-4000:]}")  # seen when the test fails


@contextmanager
def locked(settings: Settings, table: str) -> Iterator[None]:
    """While this lasts, whoever touches the table waits."""
    url = settings.database_url.replace("postgresql+psycopg://", "postgresql://", 1)
    with psycopg.connect(url) as connection:
        connection.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        yield


def get(port: int, path: str) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=120) as answer:
        return str(answer.read().decode())


def answers(port: int) -> bool:
    try:
        get(port, "/healthz")
    except OSError:
        return False
    return True


def counted(port: int, endpoint: str) -> float:
    found = re.findall(
        rf'^credit_requests_total{{endpoint="{endpoint}",method="GET",status="200"}} (.+)$',
        get(port, "/metrics"),
        re.MULTILINE,
    )
    return sum(map(float, found))


def test_the_web_finishes_requests_in_hand_and_counts_over_all_processes(
    app: Flask, settings: Settings, launch, tmp_path: Path
):
    port = free_port()
    wishes = {"CREDIT_WEB_WORKERS": str(WEB_PROCESSES), "CREDIT_STOP_SECONDS": "120"}
    web = launch("web", web_command(port, wishes))
    log = tmp_path / "web.log"
    until(lambda: log.read_text().count("Started worker-") == WEB_PROCESSES and answers(port))
    before = counted(port, "operations.healthz")
    for _ in range(REQUESTS):
        get(port, "/healthz")
    assert counted(port, "operations.healthz") == before + REQUESTS

    told: list[str] = []
    with locked(settings, "rule_set"):
        waiting = threading.Thread(target=lambda: told.append(get(port, "/rules")))
        waiting.start()
        until(lambda: blocked(1))
        web.send_signal(signal.SIGTERM)
        until(lambda: not answers(port), 60)
        assert told == []
        assert web.poll() is None
    waiting.join(60)
    assert "评分规则" in told[0]
    assert web.wait(60) is not None


def test_the_web_told_to_stop_while_it_starts_ends_long_before_its_time_to_stop(
    app: Flask, launch, tmp_path: Path
):
    web = launch("web", web_command(free_port(), {"CREDIT_STOP_SECONDS": "120"}))
    until(lambda: "Spawning worker-1" in (tmp_path / "web.log").read_text())
    web.send_signal(signal.SIGTERM)
    assert web.wait(60) is not None


def blocked(count: int) -> bool:
    """So many sessions of the database wait for a lock."""
    waiting = db.session.scalar(
        text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    )
    db.session.rollback()
    return waiting >= count


def state_of(job_id) -> tuple[str, int]:
    db.session.rollback()
    row = db.session.get(OutboxJob, job_id, populate_existing=True)
    return row.state, row.attempts


@pytest.mark.parametrize("patient", [True, False])
def test_a_worker_ends_with_its_job_or_gives_it_back_at_once(
    app: Flask, settings: Settings, launch, patient: bool
):
    from redis import Redis

    from service.outbox.relay import relay_once

    patience = "60" if patient else "1"
    worker = launch("worker", flask_command("outbox", "work"), CREDIT_STOP_SECONDS=patience)
    with locked(settings, "failed_sign_in"), Redis.from_url(settings.redis_url) as redis:
        job_id = enqueue("accounts.forget_failures")
        relay_once(redis)
        until(lambda: state_of(job_id)[0] == JobState.running and blocked(1))
        worker.send_signal(signal.SIGTERM)
        if patient:
            time.sleep(0.5)
            assert worker.poll() is None
        else:
            assert worker.wait(30) == 0
            assert state_of(job_id) == (JobState.pending, 0)
            assert [job.id for job in take_due()] == [job_id]
    if patient:
        assert worker.wait(30) == 0
        assert state_of(job_id) == (JobState.done, 1)
    assert db.session.scalar(text("SELECT count(*) FROM process_beat")) == 0


def test_relay_and_scheduler_end_at_once(app: Flask, launch):
    both = [
        launch(name, flask_command("outbox", name), CREDIT_STOP_SECONDS="600")
        for name in ("relay", "schedule")
    ]
    beats = text("SELECT count(*) FROM process_beat")
    until(lambda: (db.session.rollback(), db.session.scalar(beats))[1] == len(both))
    for process in both:
        process.send_signal(signal.SIGTERM)
    assert [process.wait(60) for process in both] == [0, 0]
    db.session.rollback()
    assert db.session.scalar(beats) == 0
