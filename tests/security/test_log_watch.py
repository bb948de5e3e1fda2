"""The watch over the logs of the suite finds what is planted, and lets through what is ours."""

import os
import subprocess
import sys
from datetime import date
from uuid import uuid4

import pytest

from service.settings import REPOSITORY
from tests.conftest import DEMO_PASSWORD
from tests.factories import identifiers as made
from tests.log_watch import WATCH, LogWatch

SECRET = "cw_q7Zr-1bXoP0_wEeTnV4kLm2s9YdHcAfGjUi8t6RzB5c"
NUMBERS = [
    made.make_resident_id(4711),
    made.make_old_resident_id(7, date(1955, 3, 1)),
    made.make_hmt_residence_permit(5, date(1990, 1, 2)),
    made.make_foreign_permanent_residence(5, date(1990, 1, 2)),
    made.make_hm_travel_permit(12345678),
    made.make_tw_travel_permit(87654321),
    made.make_passport(23456789),
]


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("line", ['{"event": "%s"}', "号码%s有误", "id=%s,", "(%s)", "%s"])
def test_a_planted_number_is_found(number, line):
    watch = LogWatch()
    watch.read("nothing to see")
    watch.read(line % number)
    watch.note_number(number)  # known only later, as when the log line comes first
    assert watch.found() == [line % number]


@pytest.mark.parametrize("line", ["x%s", "a1%s", "%s0", "%slast"])
def test_a_resident_number_glued_to_other_text_is_found_whoever_made_it(line):
    number = made.make_resident_id(4712)
    watch = LogWatch()
    watch.read(line % number)
    assert watch.found() == [line % number]


@pytest.mark.parametrize(
    "secret", [SECRET, "a-long-enough-password", "k/Qz81+mN0pTr5vXyZ2b4d6f8h=="]
)
def test_a_planted_secret_is_found(secret):
    watch = LogWatch()
    watch.note_secret(secret)
    watch.read(f'{{"event": "request", "token": "{secret}"}}')
    assert len(watch.found()) == 1


def test_what_is_ours_is_let_through():
    watch = LogWatch()
    for number in NUMBERS:
        watch.note_number(number)
    watch.note_secret(SECRET)
    for text in (str(uuid4()), uuid4().hex, "2026-11-27T14:01:10.181392Z", "ms: 12.5", "[number]",
                 "XF2026112700012", made.make_uscc(3), "104857600"):  # fmt: skip
        watch.read(f'{{"event": "{text}"}}')
    assert watch.found() == []
    assert watch.lines == 8


def test_this_very_suite_is_watched(client, account):
    before = WATCH.lines
    account("clerk")
    client.get("/nowhere")
    assert WATCH.lines > before
    assert set(NUMBERS) <= WATCH.numbers
    assert DEMO_PASSWORD in WATCH.secrets


def test_a_leak_fails_the_run_and_names_the_line(tmp_path):
    """A run of its own whose only test passes, but logs a number made up by the factories."""
    (tmp_path / "test_leak.py").write_text(
        "import logging\n"
        "from service.observability.logs import SafeFormatter\n"
        "from tests.factories.identifiers import make_passport\n"
        "def test_leak():\n"
        "    given = (make_passport(7654321),)\n"
        "    record = logging.LogRecord('x', 30, '', 0, 'seen %s', given, None)\n"
        "    SafeFormatter('%(message)s').format(record)\n"
        "    import structlog\n"
        "    line = {'event': 'E' + '0' + '7654321'}\n"
        "    structlog.processors.JSONRenderer()(None, '', line)\n"
    )
    options = ["-q", "-n0", "--noconftest", "-c", os.devnull, "--rootdir", str(tmp_path)]
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-p",
            "tests.log_watch",
            *options,
            tmp_path / "test_leak.py",
        ],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "1 passed" in done.stdout, done.stdout + done.stderr
    assert done.returncode == 1
    assert "identity numbers or secrets in logs" in done.stdout
    assert '{"event": "E07654321"}' in done.stdout
    assert done.stdout.count("07654321") == 1
