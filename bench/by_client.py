"""What is measured is looked at once by the Python client: right answers, or no figures.

The measured requests themselves are sent by `bench.loader` as bytes: a client that reads what it
is told would take a core of the machine that the service is measured on.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from bench.servers import BenchError, Site
from bench.timing import MILLISECONDS
from credit_window_client import CreditWindow, Problem


@contextmanager
def client_of(site: Site, token: str) -> Iterator[CreditWindow]:
    """The measured service as the account of the bench sees it. A refusal is a `BenchError`."""
    with CreditWindow(f"http://127.0.0.1:{site.settings.port}", token) as client:
        try:
            yield client
        except Problem as problem:
            raise BenchError(f"what is measured is refused: {problem}") from problem


def look_at_checks(site: Site, token: str, bodies: Sequence[Any], on_file: Sequence[bool]) -> None:
    """Make some of the checks. Raises `BenchError` when one finds what it should not."""
    with client_of(site, token) as client:
        for body, expected in zip(bodies, on_file, strict=False):
            check = client.checks.create(**body)
            if check["on_file"] is not expected or check["purpose"] != body["purpose"]:
                raise BenchError(f"a measured check is not what it should be: {check['number']}")


def look_at_queries(site: Site, token: str, bodies: Sequence[Any]) -> None:
    """Ask some of the queries. Raises `BenchError` when the answer is about somebody else."""
    with client_of(site, token) as client:
        for body in bodies:
            answer = client.queries.ask(**body)
            kinds = {one["subject"]["id_type"] for one in (body, answer)}
            if len(kinds) > 1 or answer["purpose"] != body["purpose"]:
                raise BenchError(f"a measured query is not answered: {answer['number']}")


def stream_list(site: Site, token: str, body: Any, subjects: Sequence[Any]) -> str:
    """Ask about all of them in one call and say how fast the answers came."""
    with client_of(site, token) as client:
        began = time.perf_counter()
        first, told = 0.0, 0
        for _ in client.ask_each(subjects, purpose=body["purpose"], basis=body["basis"]):
            told += 1
            first = first or time.perf_counter() - began
        seconds = time.perf_counter() - began
    return (
        f"A list of {told:,} subjects, streamed to the Python client: {told / seconds:,.0f} "
        f"subjects/s, the first answer after {first * MILLISECONDS:,.0f} ms."
    )
