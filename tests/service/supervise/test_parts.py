"""The pure and small parts of the supervisor."""

from pathlib import Path

import pytest

from service.embedded import child
from service.supervise.backoff import MAX_SECONDS, STEADY_SECONDS, delay_seconds, failures_in_a_row
from service.supervise.console import LogFollower
from service.supervise.units import web_command


def test_delays_double_and_end_at_the_longest() -> None:
    assert [delay_seconds(count) for count in (1, 2, 3, 4)] == [0.2, 0.4, 0.8, 1.6]
    assert delay_seconds(10_000) == MAX_SECONDS


@pytest.mark.parametrize(("lived", "counted"), [(STEADY_SECONDS, 1), (STEADY_SECONDS - 0.1, 5)])
def test_a_healthy_time_forgives_earlier_failures(lived: float, counted: int) -> None:
    assert failures_in_a_row(4, lived) == counted


def test_the_console_shows_warnings_and_whole_tracebacks_alone(tmp_path: Path) -> None:
    log = tmp_path / "web.log"
    log.write_text("error of an earlier run\n")
    follower = LogFollower("web", log)
    with log.open("a") as stream:
        stream.write(
            "[INFO] all is well\n[WARNING] disk slow\nTraceback (most recent call last):\n"
            '  File "x.py", line 1\nValueError: bad\n[INFO] going on\n[INFO] half'
        )
    assert follower.notable_lines() == [
        "      web | [WARNING] disk slow",
        "      web | Traceback (most recent call last):",
        '      web |   File "x.py", line 1',
        "      web | ValueError: bad",
    ]
    with log.open("a") as stream:
        stream.write(" an ERROR\n")
    assert follower.notable_lines() == ["      web | [INFO] half an ERROR"]
    assert follower.notable_lines() == []


def test_a_log_is_rotated_one_byte_past_its_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child, "LOG_BYTES_MAX", 10)
    log = tmp_path / "web.log"
    log.write_text("x" * 10)
    child.rotate(log)
    assert log.stat().st_size == 10
    log.write_text("x" * 11)
    child.rotate(log)
    assert log.stat().st_size == 0
    assert (tmp_path / "web.log.1").stat().st_size == 11


def test_a_rotated_log_is_followed_from_its_new_beginning(tmp_path: Path) -> None:
    log = tmp_path / "web.log"
    log.write_text("a long line of an earlier time\n")
    follower = LogFollower("web", log)
    log.write_text("ERROR new\n")
    assert follower.notable_lines() == ["      web | ERROR new"]


def test_the_web_server_is_reached_from_this_machine_alone_unless_told() -> None:
    assert "--host 127.0.0.1" in " ".join(web_command(8000, {}))
    told = web_command(8000, {"CREDIT_BIND": "0.0.0.0", "CREDIT_WEB_WORKERS": "7"})
    assert "--host 0.0.0.0" in " ".join(told)
    assert "--workers 7" in " ".join(told)
