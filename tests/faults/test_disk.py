"""A full disk: what cannot be kept is refused honestly, the rest goes on, and all is kept once."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.factories.records import PenaltyRow
from tests.faults.book import Book
from tests.faults.deeds import Load, penalties
from tests.faults.disk import MEGABYTE, SmallDisk
from tests.faults.office import Office, running
from tests.faults.run import settled

pytestmark = [
    pytest.mark.processes,
    pytest.mark.skipif("FAULTS" not in os.environ, reason="`make faults` fills disks"),
]
DATA_MEGABYTES = 360
"""Room for a database with its write-ahead log, a queue and the logs of a minute."""
SPOOL_MEGABYTES = 2
FULL_SECONDS = 6.0


@pytest.fixture
def disks(tmp_path: Path) -> Iterator[tuple[SmallDisk, SmallDisk]]:
    """One for all data, and one for uploads on their way alone."""
    data = SmallDisk(tmp_path / "var", DATA_MEGABYTES)
    spool = SmallDisk(tmp_path / "var" / "spool", SPOOL_MEGABYTES)
    for disk in (data, spool):
        if reason := disk.mount():
            pytest.skip(f"NO DISK CAN BE FILLED HERE, so a full one is not tried: {reason}")
    yield data, spool
    for disk in (spool, data):
        disk.unmount()


def test_a_full_disk_loses_nothing_and_needs_no_hand(
    tmp_path: Path, disks: tuple[SmallDisk, SmallDisk]
):
    data, spool = disks
    book, office = Book(), Office(tmp_path)
    with running(office, records=60) as town:
        load = Load(office.port, town, book, seed=5, threads=2)
        assert spool.fill() > MEGABYTE
        token, form = town.tokens["clerk"], penalties([PenaltyRow()])
        uploads = load.caller.once_posted("/record-imports", token, form)
        assert uploads is not None
        assert (uploads.status, uploads.json["code"]) == (503, "no-room")
        asked = load.caller.once("GET", "/queries", town.tokens["authority"])
        assert asked is not None
        assert asked.status == 200  # who uploads nothing does not notice
        spool.clear()

        load.start()
        time.sleep(2)
        data.fill()
        time.sleep(FULL_SECONDS)
        assert data.free < MEGABYTE
        data.clear()
        time.sleep(4)
        load.finish()
        found = settled(office, town, book, 5, [])
    assert found.is_clean, found.table()
    assert book.tallies["told 503"] > 0, found.table()
    assert book.tallies["told 500"] == 0, found.table()
