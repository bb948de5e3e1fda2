"""Lines that are slow, silent, dead or broken, and clients that never end what they began."""

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.book import Book
from tests.faults.caller import Slowly
from tests.faults.deeds import Load
from tests.faults.office import OfficeOverLines, running
from tests.faults.proxy import Mode
from tests.faults.run import settled
from tests.faults.town import Town

pytestmark = [
    pytest.mark.processes,
    pytest.mark.skipif("FAULTS" not in os.environ, reason="`make faults` disturbs the lines"),
]
SLOW_CLIENTS = 60
"""Many more than the web server has threads."""
ANSWER_SECONDS_MAX = 8.0
"""Within this a caller is told something, whatever hangs."""


@pytest.fixture
def office(tmp_path: Path) -> OfficeOverLines:
    return OfficeOverLines(tmp_path)


@pytest.fixture
def town(office: OfficeOverLines) -> Iterator[Town]:
    with running(office, records=60) as settled_town:
        yield settled_town


def told(load: Load) -> tuple[int | None, float]:
    """What one request is told, and after how many seconds."""
    began = time.monotonic()
    answer = load.caller.once("GET", "/queries", load.town.tokens["authority"])
    return answer and answer.status, time.monotonic() - began


def test_no_line_and_no_client_stops_the_others_for_long(office: OfficeOverLines, town: Town):
    book = Book()
    load = Load(office.port, town, book, seed=3, threads=2)
    ended = threading.Event()
    slow = [Slowly(office.port, ended) for _ in range(SLOW_CLIENTS)]
    for one in slow:
        one.start()
    load.start()
    try:
        status, seconds = told(load)
        assert (status, seconds < ANSWER_SECONDS_MAX) == (200, True), seconds

        office.lines["redis"].turn(Mode.silent)
        status, seconds = told(load)
        assert (status, seconds < ANSWER_SECONDS_MAX) == (200, True), seconds
        time.sleep(2)
        office.lines["redis"].turn(Mode.passing)

        for mode in (Mode.slow, Mode.refusing):
            office.lines["database"].turn(mode)
            office.lines["redis"].turn(mode)
            time.sleep(1.5)

        office.lines["redis"].turn(Mode.passing)
        office.lines["database"].turn(Mode.silent)
        for _ in range(3):  # more than one thread waits meanwhile
            status, seconds = told(load)
            assert (status, seconds < ANSWER_SECONDS_MAX) == (503, True), seconds
        office.lines["database"].turn(Mode.passing)
    finally:
        load.finish()
        ended.set()
    found = settled(office, town, book, 3, [])
    assert found.is_clean, found.table()
