"""Run a function in a fresh process, so that time and memory are its own."""

import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from bench.servers import BenchError

Result = TypeVar("Result")
SPAWN = multiprocessing.get_context("spawn")


def run_apart(function: Callable[..., Result], *arguments: Any) -> Result:
    """What `function(*arguments)` returns, from a process of its own. Raises `BenchError`."""
    here, there = SPAWN.Pipe(duplex=False)
    process = SPAWN.Process(target=_run, args=(there, function, arguments))
    process.start()
    there.close()
    try:
        result: Result = here.recv()
    except EOFError:
        raise BenchError(f"{function.__name__} failed; see above") from None
    finally:
        process.join()
    return result


def _run(there: Connection, function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    there.send(function(*arguments))
