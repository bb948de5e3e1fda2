"""A process of the web server is told to stop before it can stop gracefully."""

import multiprocessing
import os
import runpy
import signal
import threading

import pytest
from granian.server.mp import MPServer

from service.settings import REPOSITORY

MODULE = REPOSITORY / "service" / "supervise" / "early_end.py"


def starting(told: str) -> None:
    """What a process of the web server does until it has loaded the application."""
    server = MPServer.__new__(MPServer)
    server.interrupt_signal, server.main_loop_interrupt = False, threading.Event()
    signal.signal(signal.SIGTERM, server.signal_handler_interrupt)
    if told == "before":
        os.kill(os.getpid(), signal.SIGTERM)
    runpy.run_path(str(MODULE))
    if told == "after":
        os.kill(os.getpid(), signal.SIGTERM)


@pytest.mark.parametrize(
    ("told", "code"), [("before", -signal.SIGTERM), ("after", -signal.SIGTERM), ("never", 0)]
)
def test_a_signal_ends_a_starting_process_however_early_it_comes(told: str, code: int):
    process = multiprocessing.get_context("fork").Process(target=starting, args=(told,))
    process.start()
    process.join(60)
    assert process.exitcode == code
