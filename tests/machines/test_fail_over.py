"""The database and Redis fail over under load: what was promised is there once, without a hand.

`MACHINES_ROUNDS=5` fails over so many times, there and back (`make machines`).
"""

import os
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from service.database import db
from service.doctor.machines import look_at_sentinels, look_at_standby
from service.supervise.ports import listens
from tests.faults.book import Book
from tests.faults.deeds import Load
from tests.faults.office import OPEN_WORK
from tests.faults.reckoning import reckon
from tests.faults.run import verified
from tests.faults.town import Town, settle
from tests.house.waiting import until
from tests.machines.machines import Machines

pytestmark = [
    pytest.mark.processes,
    pytest.mark.skipif("MACHINES_ROUNDS" not in os.environ, reason="`make machines` fails over"),
]

ROUNDS = int(os.environ.get("MACHINES_ROUNDS", "1"))
BETWEEN_SECONDS = 1.0
RECORDS = 40 * ROUNDS


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[Machines]:
    made = Machines(tmp_path)
    yield made
    with made.app.app_context():
        db.session.remove()
        db.engine.dispose()
    made.stop()


def loads(machines: Machines, town: Town, book: Book) -> list[Load]:
    """Callers of each host; no two ask about the same record."""
    half = len(town.records) // 2
    parts = (slice(half), slice(half, None))
    return [
        Load(
            port,
            replace(town, records=town.records[part], disputed=town.disputed[part]),
            book,
            seed,
            threads=1 if ROUNDS == 1 else 2,
        )
        for seed, (port, part) in enumerate(zip(machines.ports.values(), parts, strict=True))
    ]


def done(machines: Machines) -> bool:
    try:
        with psycopg.connect(machines.pair.url, connect_timeout=2) as connection:
            return connection.execute(OPEN_WORK).fetchone() == (0,)
    except psycopg.Error:
        return False


def strike(machines: Machines) -> None:
    """One round: the database, then Redis; each is made whole again behind the load."""
    time.sleep(BETWEEN_SECONDS)
    machines.pair.fail_over()
    time.sleep(BETWEEN_SECONDS)
    before = machines.watched.master_port()
    machines.watched.kill_master()
    until(lambda: machines.watched.writable() and machines.watched.master_port() != before)
    machines.pair.rejoin()
    machines.watched.bring_back()
    time.sleep(BETWEEN_SECONDS)


def test_every_promise_is_kept_when_the_servers_fail_over(machines: Machines, capsys):
    machines.prepare()
    town = settle(machines.app, records=RECORDS)
    for name in machines.commands:
        machines.launch(name)
    machines.keep()
    for port in machines.ports.values():
        until(lambda port=port: listens(port))
    book = Book()
    callers = loads(machines, town, book)
    for one in callers:
        one.start()
    for _ in range(ROUNDS):
        strike(machines)
    for one in callers:
        one.finish()
    until(lambda: done(machines))

    with psycopg.connect(machines.pair.url) as connection:
        failed = connection.execute("SELECT name FROM outbox_job WHERE state = 'failed'")
        assert failed.fetchall() == []
    lines = reckon(machines.pair.url, book, town, machines.counterpart.book)
    with capsys.disabled():
        sys.stdout.write("\n".join(["", *told(lines, book, machines), ""]))
    assert [line for line in lines if not line.is_clean] == []
    assert book.broken == []
    assert book.promises["check"]
    assert book.promises["entry"]
    assert verified(machines.app) == (True, [])
    assert standing(machines) == ["ok", "ok"]


def standing(machines: Machines) -> list[str]:
    """What the doctor says of standby and sentinels when all is over."""
    until(machines.watched.whole)
    with machines.app.app_context():
        return [one.kind for look in (look_at_standby, look_at_sentinels) for one in look()]


def told(lines, book: Book, machines: Machines) -> list[str]:
    rows = [f"{'promise':<12} {'found in':<14}{'made':>7}{'kept':>7}{'doubled':>9}{'more':>6}"]
    rows += [
        f"{one.kind:<12} {one.place:<14}{one.promised:>7}{one.kept:>7}"
        f"{len(one.doubled):>9}{len(one.unasked):>6}"
        for one in lines
    ]
    rows.append(", ".join(f"{count} {what}" for what, count in sorted(book.tallies.items())))
    again = ", ".join(machines.begun_again) or "nothing"
    return [*rows, f"{ROUNDS} fail-over(s) of each; begun again after it had ended: {again}"]
