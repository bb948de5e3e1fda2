"""The embedded Redis: keeps what it took, throws nothing away."""

from pathlib import Path

import pytest
import redis

from service.embedded.errors import FolderLockedError
from service.embedded.redis import EmbeddedRedis

pytestmark = pytest.mark.processes


def test_it_never_evicts_and_listens_on_no_network_port(tmp_path: Path) -> None:
    with EmbeddedRedis(tmp_path / "redis") as server, redis.Redis.from_url(server.url) as client:
        assert client.config_get("maxmemory-policy", "port", "appendonly") == {
            "maxmemory-policy": "noeviction",
            "port": "0",
            "appendonly": "yes",
        }
    assert not server.running


def test_what_was_queued_is_there_after_a_restart(tmp_path: Path) -> None:
    for expected in (1, 2):
        with (
            EmbeddedRedis(tmp_path / "redis") as server,
            redis.Redis.from_url(server.url) as client,
        ):
            assert client.rpush("queue", "job") == expected


def test_after_a_kill_it_starts_again(tmp_path: Path) -> None:
    server = EmbeddedRedis(tmp_path / "redis")
    server.start()
    assert server.process is not None
    server.process.kill()
    server.process.wait()
    server.start()
    assert server.running
    server.stop()


def test_a_folder_in_use_is_refused_with_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.embedded.server.LOCK_PATIENCE_SECONDS", 0.2)
    with (
        EmbeddedRedis(tmp_path / "redis"),
        pytest.raises(FolderLockedError, match=r"still uses .*redis: stop the program"),
    ):
        EmbeddedRedis(tmp_path / "redis").start()


def test_a_folder_too_deep_for_a_socket_works(tmp_path: Path) -> None:
    with (
        EmbeddedRedis(tmp_path / ("deep" * 30) / "redis", durable=False) as server,
        redis.Redis.from_url(server.url) as client,
    ):
        assert client.ping()
