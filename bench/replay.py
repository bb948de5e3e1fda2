"""Sends the statements of checks with nothing but the driver, over many connections."""

import threading
import time
from collections.abc import Sequence
from itertools import cycle, islice
from typing import Any

import psycopg

from bench.apart import SPAWN
from bench.servers import BenchError
from bench.statements import COMMIT, ROLLBACK, Recipe, Step
from bench.timing import Timing, each

WAIT_SECONDS_MAX = 120


def replay(
    url: str, recipes: Sequence[Recipe], count: int, connections: int, processes: int, warm_up: int
) -> Timing:
    """Do `count` checks' statements in all, shared by as many processes as the web server has.

    Each connection has a thread; `warm_up` checks on each come first and are not counted.
    """
    processes = min(processes, connections)
    barrier = SPAWN.Barrier(connections)
    queue: Any = SPAWN.Queue()
    children = [
        SPAWN.Process(
            target=_process,
            args=(queue, barrier, url, recipes, warm_up,
                  _shares(count, connections)[number::processes]),
        )
        for number in range(processes)
    ]  # fmt: skip
    for child in children:
        child.start()
    parts = [queue.get(timeout=WAIT_SECONDS_MAX) for _ in children]
    for child in children:
        child.join()
    if None in parts:
        raise BenchError("the bare statements failed; see above")
    spans = [span for part in parts for span in part]
    began, ended = min(span[0] for span in spans), max(span[1] for span in spans)
    return Timing(ended - began, [one for span in spans for one in span[2]])


def _shares(count: int, connections: int) -> list[int]:
    return [count // connections + (n < count % connections) for n in range(connections)]


Span = tuple[float, float, list[float]]


def _process(
    queue: Any, barrier: Any, url: str, recipes: Sequence[Recipe], warm_up: int, shares: list[int]
) -> None:
    spans: list[Span] = []

    def work(share: int, offset: int) -> None:
        upcoming = islice(cycle(recipes), offset, offset + warm_up + share)
        prepared = [recipe.afresh() for recipe in upcoming]
        with psycopg.connect(url) as connection:
            for steps in prepared[:warm_up]:
                send(connection, steps)
            barrier.wait(WAIT_SECONDS_MAX)
            spans.append(_timed(connection, prepared[warm_up:]))

    threads = [
        threading.Thread(target=work, args=(share, place * 7)) for place, share in enumerate(shares)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    queue.put(spans if len(spans) == len(shares) else None)


def _timed(connection: "psycopg.Connection[Any]", prepared: Sequence[list[Step]]) -> Span:
    began = time.perf_counter()
    timing = each(lambda steps: send(connection, steps), prepared)
    return began, began + timing.seconds, timing.latencies


def send(connection: "psycopg.Connection[Any]", steps: Sequence[Step]) -> None:
    """One check's statements, results fetched, with its commits."""
    with connection.cursor() as cursor:
        for statement, values in steps:
            if statement == COMMIT:
                connection.commit()
            elif statement == ROLLBACK:
                connection.rollback()
            elif isinstance(values, list):
                cursor.executemany(statement.encode(), values)
            else:
                cursor.execute(statement.encode(), values)
                if cursor.description is not None:
                    cursor.fetchall()
