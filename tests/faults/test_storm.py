"""A short storm of a fixed seed; `make faults` runs long ones of any."""

from collections import Counter
from pathlib import Path

import pytest

from tests.faults.book import Book
from tests.faults.reckoning import compare
from tests.faults.run import run
from tests.faults.storm import KINDS, plan

pytestmark = pytest.mark.processes
SEED = 20261127


def test_every_promise_is_kept_once_through_a_storm(tmp_path: Path):
    found = run(tmp_path, seed=SEED, seconds=12, every=2, threads=3)
    assert found.is_clean, found.table()
    made = {line.kind for line in found.lines if line.promised}
    assert len(made) > len(found.lines) / 3, found.table()
    assert len(found.blows) >= 4


def test_a_plan_follows_from_its_seed_and_strikes_everything():
    assert plan(1, 60, 3) == plan(1, 60, 3) != plan(2, 60, 3)
    assert {blow.kind for blow in plan(1, 60, 3)} == set(KINDS)


def test_what_is_lost_doubled_or_done_unasked_is_told_apart():
    line = compare("check", "row", {"kept", "lost", "twice"}, Counter(kept=1, twice=2, unasked=1))
    assert (line.promised, line.kept, line.is_clean) == (3, 2, False)
    assert (line.lost, line.doubled, line.unasked) == (["lost"], ["twice"], ["unasked"])
    assert compare("check", "row", {"kept"}, Counter(kept=1)).is_clean


def test_a_number_promised_for_two_deeds_is_noticed():
    book = Book()
    book.keep("check", "1")
    assert book.broken == []
    book.keep("check", "1")
    assert book.broken
