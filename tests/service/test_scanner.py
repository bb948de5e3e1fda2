"""Nothing passes a scanner that is installed without its word."""

import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from tempfile import TemporaryDirectory

import pytest

from service import scanner
from service.scanner import FRAME_BYTES, Infected, Scan, ScannerAway, scan, valid_address
from service.settings import Settings, SettingsError
from tests.service.scanners import VIRUS, clamd, unix_clamd


@pytest.fixture
def installed(app) -> Iterator[Callable[[str], None]]:
    """Names the scanner for the length of the test."""
    before = app.config["SETTINGS"]

    def name(address: str) -> None:
        app.config["SETTINGS"] = replace(before, scanner=address)

    yield name
    app.config["SETTINGS"] = before


def test_without_a_scanner_it_is_said_that_nothing_was_checked(app):
    assert scan(VIRUS) is Scan.unchecked


@pytest.mark.parametrize("size", [0, 1, FRAME_BYTES, FRAME_BYTES + 1, 3 * FRAME_BYTES])
def test_a_clamd_sees_every_byte(installed, size):
    content = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    with clamd() as (server, address):
        installed(address)
        assert scan(content) is Scan.clean
    assert server.seen == [content]


def test_what_a_clamd_finds_is_refused(installed):
    with clamd() as (_, address):
        installed(address)
        with pytest.raises(Infected):
            scan(b"before" + VIRUS + b"after")


def test_a_clamd_may_listen_on_a_socket_file(installed):
    with TemporaryDirectory() as folder, unix_clamd(f"{folder}/clamd") as address:
        installed(address)
        assert scan(b"harmless") is Scan.clean
        with pytest.raises(Infected):
            scan(VIRUS)


@pytest.mark.parametrize(
    "answer", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"UNKNOWN COMMAND\0", b"OK" * 4096]
)
def test_a_clamd_without_a_verdict_lets_nothing_through(installed, answer):
    with clamd() as (server, address):
        server.answer = answer
        installed(address)
        with pytest.raises(ScannerAway):
            scan(b"harmless")


def test_a_scanner_that_is_away_lets_nothing_through(installed):
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    for address in (f"tcp://127.0.0.1:{port}", "unix:///nowhere/clamd", "command:/nowhere/scan"):
        installed(address)
        with pytest.raises(ScannerAway):
            scan(b"harmless")


def test_a_scanner_that_is_slow_lets_nothing_through(installed, monkeypatch):
    monkeypatch.setattr(scanner, "SCAN_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        installed(f"tcp://127.0.0.1:{listening.getsockname()[1]}")
        with pytest.raises(ScannerAway):
            scan(b"harmless")


@contextmanager
def program(code: str) -> Iterator[str]:
    yield f'command:{sys.executable} -c "{code}"'


def test_a_command_decides_by_how_it_ends(installed):
    looks = "import sys; sys.exit(int(b'EICAR' in sys.stdin.buffer.read()))"
    with program(looks) as address:
        installed(address)
        assert scan(b"harmless") is Scan.clean
        with pytest.raises(Infected):
            scan(VIRUS)
    with program("raise SystemExit(2)") as address:
        installed(address)
        with pytest.raises(ScannerAway):
            scan(b"harmless")


@pytest.mark.parametrize(
    ("address", "valid"),
    [
        ("tcp://127.0.0.1:3310", True),
        ("tcp://[::1]:3310", True),
        ("unix:///run/clamd.sock", True),
        ("command:clamdscan -", True),
        ("tcp://127.0.0.1", False),
        ("tcp://127.0.0.1:99999", False),
        ("unix:///", False),
        ("unix://run", False),
        ("command: ", False),
        ("command:scan 'all", False),
        ("http://127.0.0.1", False),
    ],
)
def test_a_setting_that_names_no_scanner_stops_the_start(address, valid):
    assert valid_address(address) is valid
    environ = {"CREDIT_ENV": "test", "CREDIT_SCANNER": address}
    if valid:
        assert Settings.from_env(environ).scanner == address
    else:
        with pytest.raises(SettingsError, match="CREDIT_SCANNER"):
            Settings.from_env(environ)
