"""Every reason not to start is one sentence that says what to do."""

import errno
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from service.supervise import preflight, run
from service.supervise.errors import StartError
from service.supervise.ports import free_port
from tests.service.supervise.conftest import Service


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The supervisor may run in this process: it takes no signals and no orphans over."""
    monkeypatch.setattr("signal.signal", lambda *_: None)
    monkeypatch.setattr(run, "adopt_orphans", lambda: None)


@pytest.fixture
def refused(here: None, capsys: pytest.CaptureFixture[str]) -> Callable[[Service], str]:
    """The one sentence with which a start is refused."""

    def ask(service: Service) -> str:
        assert run.run(service.environ) == 1
        told = capsys.readouterr()
        (sentence,) = [*told.out.splitlines(), *told.err.splitlines()]
        assert service.processes() == set()
        return sentence

    return ask


@pytest.mark.processes
def test_a_taken_port_is_named_with_a_way_out(service: Service) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", service.port))
        other.listen()
        service.start()
        assert service.wait() == 1
    (sentence,) = service.lines
    assert sentence.startswith(f"Port {service.port} is taken by another program")
    assert service.processes() == set()
    assert not (service.var_dir / "postgres").exists()


def test_an_unreachable_database_is_named_without_its_password(service: Service, refused) -> None:
    port = free_port()
    service.environ["DATABASE_URL"] = f"postgresql://me:s3cret@127.0.0.1:{port}/credit"
    sentence = refused(service)
    assert sentence.startswith(f"DATABASE_URL (127.0.0.1:{port}/credit) cannot be reached: ")
    assert "s3cret" not in sentence


def test_an_unreachable_redis_is_named_without_its_password(service: Service, refused) -> None:
    port = free_port()
    service.environ["REDIS_URL"] = f"redis://:s3cret@127.0.0.1:{port}/0"
    sentence = refused(service)
    assert sentence.startswith(f"REDIS_URL (127.0.0.1:{port}/0) cannot be reached: ")
    assert "s3cret" not in sentence


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("PORT", "http", "PORT is 'http'"),
        ("CREDIT_ENV", "live", "CREDIT_ENV is 'live'"),
        ("CREDIT_ENV", "production", "CREDIT_PUBLIC_URL is not set"),
        ("DATABASE_URL", "mysql://there", "DATABASE_URL must name a PostgreSQL database"),
        ("CREDIT_BIND", "203.0.113.9", "Cannot listen on 203.0.113.9"),
    ],
)
def test_bad_settings_are_named(service: Service, refused, name, value, sentence) -> None:
    service.environ[name] = value
    assert refused(service).startswith(sentence)


def test_a_data_folder_that_cannot_be_made_is_named(
    service: Service, refused, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    service.environ["CREDIT_VAR"] = str(tmp_path / "file" / "var")
    assert refused(service).startswith("Cannot write")


def test_a_disk_with_one_byte_too_little_is_refused_and_with_enough_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    needed = preflight.FREE_DISK_BYTES_MIN
    for free in (needed, needed - 1):
        monkeypatch.setattr(
            "shutil.disk_usage", lambda _, free=free: type("Usage", (), {"free": free})
        )
        if free == needed:
            preflight.check_disk(tmp_path)
        else:
            with pytest.raises(StartError, match="MB are needed: make room"):
                preflight.check_disk(tmp_path)


def test_a_disk_that_fills_up_while_starting_is_one_sentence(
    here: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fill(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "/data/run/endpoints.json")

    monkeypatch.setattr(run, "_serve", fill)
    assert run.run({}) == 1
    assert capsys.readouterr().err.startswith(
        "Cannot write /data/run/endpoints.json: No space left on device; make room"
    )


@pytest.mark.parametrize(("port", "other"), [(8000, 8001), (65535, 65534)])
def test_the_port_proposed_instead_exists(port: int, other: int) -> None:
    sentence = preflight._port_sentence("127.0.0.1", port, OSError(errno.EADDRINUSE, "in use"))
    assert f"PORT={other} make run" in sentence


def test_a_port_for_privileged_users_is_explained() -> None:
    sentence = preflight._port_sentence("127.0.0.1", 80, OSError(errno.EACCES, "denied"))
    assert "choose one above 1023" in sentence


def test_an_address_is_shown_without_user_and_password() -> None:
    assert preflight._address("postgresql://u:p@host:5432/db?x=1") == "host:5432/db"
    assert preflight._address("postgresql://u:p@host:wrong/db") == "not a valid address"
