"""`python -m service.supervise web`: the web server alone, for hosts that keep it up themselves."""

import os
import subprocess
import sys

from service.settings import REPOSITORY

COMMAND = [sys.executable, "-m", "service.supervise", "web"]


def test_settings_that_are_wrong_are_told_in_one_sentence(tmp_path):
    done = subprocess.run(
        COMMAND,
        env=os.environ | {"PORT": "0", "CREDIT_VAR": str(tmp_path)},
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "PORT is '0'" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_it_becomes_the_server_it_would_be_under_our_own_supervisor(tmp_path, monkeypatch):
    from service.supervise import __main__ as command
    from service.supervise.units import web_command

    become = []
    monkeypatch.setattr(command.os, "execve", lambda *given: become.append(given))
    for name, value in {"PORT": "8123", "CREDIT_VAR": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)
    command._web()
    argv = web_command(8123, os.environ)
    assert [given[:2] for given in become] == [(argv[0], argv)]
    assert "8123" in argv
