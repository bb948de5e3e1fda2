"""What grows is told at every size, drawn once, and the bench runs from end to end."""

import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from bench.growth.plot import draw
from bench.growth.reading import Reading, load, save
from bench.growth.report import tables
from bench.growth.sizes import CASES_MAX, QUICK, up_to
from service.settings import REPOSITORY

SVG = "{http://www.w3.org/2000/svg}"
PATIENCE_SECONDS = 240
EVERY = os.environ.get("CREDIT_BENCHES") == "all"
"""`CREDIT_BENCHES=all` lets every kind of data grow, not open cases alone."""
KINDS = ("records", "ledger", "cases", "trail") if EVERY else ("cases",)
READINGS = [
    Reading("records", "check", 10_000, 10.0, 20.0, 400, 50.0, pace=5.0),
    Reading("records", "check", 100_000, 24.0, 40.0, 400, 55.0, pace=10.0),
    Reading("trail", "audit verify of a day", 10_000, 900.0, 950.0, 5, 9_000.0),
]


def test_a_table_compares_times_and_pages_with_the_smallest_size():
    first, second = tables(READINGS)
    assert [row[-4:] for row in first.rows] == [(1.0, 50, 1.0, 5.0), (2.4, 55, 1.1, 10.0)]
    assert second.rows[0][-4:-1] == (1.0, 9_000, 1.0)


def test_a_picture_has_a_line_for_each_thing_and_every_dot_lies_on_the_field():
    picture = ET.fromstring(draw(READINGS))
    words = [one.text for one in picture.iter(f"{SVG}text")]
    assert {"records: check", "trail: audit verify of a day", "10,000"} <= set(words)
    dots = [(float(one.get("cx")), float(one.get("cy"))) for one in picture.iter(f"{SVG}circle")]
    assert len(dots) == 3
    assert dots[0][0] < dots[1][0]
    assert dots[0][1] > dots[1][1] > dots[2][1]
    assert draw([]) == ""


def test_figures_of_before_are_kept_beside_new_ones(tmp_path: Path):
    file = tmp_path / "figures.json"
    save(file, READINGS)
    again = Reading("records", "check", 10_000, 11.0, 20.0, 400, 50.0)
    save(file, [again])
    assert load(file) == [again, *READINGS[1:]]


def test_it_grows_by_powers_of_ten_and_a_million_cases_at_most():
    sizes = up_to(10_000_000)
    assert sizes.records == sizes.trail == (10_000, 100_000, 1_000_000, 10_000_000)
    assert sizes.cases[-1] == CASES_MAX
    assert up_to(50_000).ledger == (10_000,)


@pytest.mark.processes
def test_data_grow_and_are_timed_at_every_size(tmp_path: Path):
    figures, picture = tmp_path / "figures.json", tmp_path / "growth.svg"
    command = [sys.executable, "-m", "bench.growth", *KINDS, "--quick"]
    command += ["--folder", str(tmp_path), "--json", str(figures), "--svg", str(picture)]
    done = subprocess.run(
        command, cwd=REPOSITORY, capture_output=True, text=True, timeout=PATIENCE_SECONDS,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = json.loads(figures.read_text(encoding="utf-8"))
    for kind in KINDS:
        sizes = {one["size"] for one in found if one["grows"] == kind}
        assert sizes == set(getattr(QUICK, kind))
    assert all(one["pages"] > 0 for one in found)
    assert "Open cases" in done.stdout
    assert "work list of the window" in picture.read_text(encoding="utf-8")
