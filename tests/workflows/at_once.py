"""Many people who do something at the same moment, each in a thread and a session of their own."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from flask import Flask

from service.audit import acting_as
from service.audit.actor import Actor
from service.problems import Problem


def all_at_once(app: Flask, deeds: Sequence[tuple[Actor, Callable[[], Any]]]) -> list[Any]:
    """What came of each deed, in order: what it gave, or the problem it was refused with."""
    gate = Barrier(len(deeds))

    def one(actor: Actor, deed: Callable[[], Any]) -> Any:
        with app.app_context(), acting_as(actor):
            gate.wait()
            try:
                return deed()
            except Problem as problem:
                return problem

    with ThreadPoolExecutor(len(deeds)) as pool:
        return [done.result() for done in [pool.submit(one, *deed) for deed in deeds]]
