"""The real processes: killed and emptied in the middle of a batch, they still finish it, once."""

import base64
import io
import json
import os
import signal
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from redis import Redis
from werkzeug.test import EnvironBuilder

from service.embedded.redis import EmbeddedRedis
from service.settings import REPOSITORY
from service.tabular import open_table, write_csv
from tests.credit.checks.batches.conftest import people
from tests.servers import Servers, database_on
from tests.service.supervise.conftest import Service, command_line, eventually

pytestmark = [
    pytest.mark.processes,
    pytest.mark.skipif("FAULTS" not in os.environ, reason="`make faults` kills a large batch"),
]

APPLICANTS = 12_000
"""Enough to be caught in the middle."""
LOOK_SECONDS = 0.02
SQL_COUNTS = """
    SELECT count(*), count(DISTINCT batch_row), min(batch_row), max(batch_row),
           (SELECT count(*) FROM query_log_entry WHERE channel = 'batch')
    FROM credit_check WHERE batch_id = %s
"""


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[str]:
    """A Redis of this test alone, for all in it is thrown away."""
    server = EmbeddedRedis(tmp_path / "redis")
    yield server.start()
    server.stop()


@pytest.fixture
def database(servers: Servers) -> Iterator[str]:
    with database_on(servers, "processes") as url:
        yield url


@pytest.fixture
def running(tmp_path: Path, database: str, redis: str) -> Iterator[Service]:
    """The whole service over these servers, with the demonstration in it."""
    service = Service(tmp_path / "var", DATABASE_URL=database, REDIS_URL=redis)
    service.start(folder=REPOSITORY)
    try:
        assert eventually(lambda: service.is_up() or service.process.poll() is not None)
        assert service.is_up(), service.output
        yield service
    finally:
        if service.is_running():
            service.stop(signal.SIGINT)
        for pid in service.processes():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


class Caller:
    """A system that calls the API over the network."""

    def __init__(self, service: Service) -> None:
        self._address = f"http://127.0.0.1:{service.port}/api/v1"
        secret = base64.b64encode(b"clerk:demo-clerk").decode()
        answer = self.call("/tokens", {"Authorization": f"Basic {secret}"}, data=b"")
        self._bearer = {"Authorization": f"Bearer {json.loads(answer)['token']}"}

    def call(self, path: str, headers: dict[str, str], data: bytes | None = None) -> bytes:
        request = urllib.request.Request(self._address + path, data=data, headers=headers)
        with urllib.request.urlopen(request, timeout=120) as answer:
            content: bytes = answer.read()
        return content

    def get(self, path: str) -> bytes:
        return self.call(path, self._bearer)

    def send_list(self, content: bytes) -> str:
        fields = {"purpose": "school_admission", "basis": "sharing", "basis_reference": "1"}
        parts: dict[str, Any] = fields | {"file": (io.BytesIO(content), "list.csv")}
        with closing(EnvironBuilder(method="POST", data=parts)) as builder:
            environ = builder.get_environ()
            with environ["wsgi.input"] as body:
                sent = body.read()
        headers = self._bearer | {"Content-Type": environ["CONTENT_TYPE"]}
        answer = self.call("/check-batches", headers, sent)
        return str(json.loads(answer)["id"])

    def batch(self, batch_id: str) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.get(f"/check-batches/{batch_id}"))
        return told


def kill(service: Service, words: str) -> None:
    """`kill -9` every process of the service whose command line holds the words."""
    struck = [pid for pid in service.processes() if words in command_line(pid)]
    assert struck, words
    for pid in struck:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def in_the_middle(caller: Caller, batch_id: str) -> dict[str, Any]:
    while True:
        told = caller.batch(batch_id)
        if told["done"] or told["state"] in {"done", "failed"}:
            return told
        time.sleep(LOOK_SECONDS)


def test_a_batch_outlives_killed_processes_and_an_emptied_redis(
    running: Service, database: str, redis: str, tmp_path: Path
):
    write_csv(tmp_path / "list.csv", ("姓名", "证件类型", "证件号码", "备注"), people(APPLICANTS))
    caller = Caller(running)
    kill(running, "outbox relay")
    batch_id = caller.send_list((tmp_path / "list.csv").read_bytes())

    caught = in_the_middle(caller, batch_id)
    kill(running, "outbox work")
    with Redis.from_url(redis) as emptied:
        emptied.flushall()
    kill(running, "outbox relay")
    assert caught["state"] == "running"
    assert 0 < caught["done"] < APPLICANTS

    assert eventually(lambda: caller.batch(batch_id)["state"] in {"done", "failed"})
    told = caller.batch(batch_id)
    assert (told["state"], told["done"], told["total"]) == ("done", APPLICANTS, APPLICANTS)
    counted = sum(told[name] for name in ("passed", "negative", "held", "refused"))
    assert counted == APPLICANTS
    with psycopg.connect(database) as connection:
        found = connection.execute(SQL_COUNTS, [UUID(batch_id)]).fetchone()
    assert found == (APPLICANTS, APPLICANTS, 2, APPLICANTS + 1, APPLICANTS)
    (tmp_path / "result.xlsx").write_bytes(caller.get(f"/check-batches/{batch_id}/result.xlsx"))
    rows = open_table(tmp_path / "result.xlsx", "result.xlsx").rows()
    assert [row.cells[0] for row in rows] == [f"张{n}" for n in range(APPLICANTS)]

    assert running.stop(signal.SIGINT) == 0
    assert running.processes() == set()
