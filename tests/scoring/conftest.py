"""What tests of several rooms of community points use."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from flask import Flask

from service.problems import Problem


@pytest.fixture
def at_once(app: Flask) -> Callable[[Sequence[Callable[[], Any]]], list[Any]]:
    """Runs deeds at the same moment, each in a thread of its own; what came of each, in order."""

    def run(deeds: Sequence[Callable[[], Any]]) -> list[Any]:
        gate = Barrier(len(deeds))

        def one(deed: Callable[[], Any]) -> Any:
            with app.app_context():
                gate.wait()
                try:
                    return deed()
                except Problem as problem:
                    return problem

        with ThreadPoolExecutor(len(deeds)) as pool:
            return [done.result() for done in [pool.submit(one, deed) for deed in deeds]]

    return run
