"""The benches run from end to end; what they measure is nobody's test."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from bench.__main__ import main
from bench.data import small_district, write_applicants, write_penalties
from bench.figures import Table, percentile
from bench.profiling import OURS, hottest
from bench.sizes import QUICK
from bench.timing import Timing, cells_of, each, ratio_of
from credit.demo.district import PENALTY_HEADER
from scoring.ledger.lots import take
from service.settings import REPOSITORY
from service.tabular import open_table
from tests.architecture.test_code import PACKAGES

EVERY = os.environ.get("CREDIT_BENCHES") == "all"
"""`CREDIT_BENCHES=all` runs every bench; without it those of checks and points stand for all."""
PATIENCE_SECONDS = 240
MEMORY = Path("/dev/shm")
MEMORY_BYTES_MIN = 2**30

of_all = pytest.mark.skipif(not EVERY, reason="`CREDIT_BENCHES=all` runs every bench")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A disk in memory where there is one, for every bench waits until all is on disk."""
    if not MEMORY.is_dir() or shutil.disk_usage(MEMORY).free < MEMORY_BYTES_MIN:
        yield tmp_path
        return
    with TemporaryDirectory(dir=MEMORY) as name:
        yield Path(name)


def bench(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "bench", *arguments],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )


@pytest.mark.processes
def test_the_check_bench_prints_both_kinds_side_by_side(folder: Path):
    figures = folder / "figures.json"
    done = bench("check", "--quick", "--folder", str(folder), "--json", str(figures))
    assert done.returncode == 0, done.stderr
    assert "check over HTTP" in done.stdout
    assert "the same statements, bare" in done.stdout
    assert "fsync on" in done.stdout
    assert str(folder) not in done.stdout
    rows = json.loads(figures.read_text(encoding="utf-8"))["check"]["rows"]
    assert [row["connections"] for row in rows] == [1, 1, QUICK.connections, QUICK.connections]
    assert all(row["checks/s"] > 0 for row in rows)
    assert list(folder.iterdir()) == [figures]


@of_all
@pytest.mark.processes
def test_the_bench_of_queries_ends_with_everything_sealed_and_intact(folder: Path):
    figures = folder / "figures.json"
    done = bench("queries", "--quick", "--folder", str(folder), "--json", str(figures))
    assert done.returncode == 0, done.stderr
    report = json.loads(figures.read_text(encoding="utf-8"))["queries"]
    assert [row["measured"] for row in report["rows"]] == [
        "query over HTTP",
        "the same statements, bare",
        "the year over HTTP",
    ]
    assert all(row["queries/s"] > 0 for row in report["rows"])
    assert "all found intact" in report["notes"][1]


@of_all
@pytest.mark.processes
def test_the_tick_bench_prints_every_kind_of_tick(folder: Path):
    figures = folder / "figures.json"
    done = bench("tick", "--quick", "--folder", str(folder), "--json", str(figures))
    assert done.returncode == 0, done.stderr
    rows = json.loads(figures.read_text(encoding="utf-8"))["tick"]["rows"]
    assert {row["open cases"] for row in rows} == set(QUICK.tick_cases)
    nothing_new = [row for row in rows if row["measured"] == "tick with nothing new"]
    assert [row["alarms"] for row in nothing_new] == [0, 0]
    worst = [row for row in rows if "run out at once" in row["measured"]]
    assert [row["alarms"] for row in worst] == [count * 4 for count in QUICK.tick_cases]


@of_all
@pytest.mark.processes
def test_the_bench_of_cases_sets_use_case_and_http_beside_bare_statements(folder: Path):
    figures = folder / "figures.json"
    done = bench("cases", "--quick", "--folder", str(folder), "--json", str(figures))
    assert done.returncode == 0, done.stderr
    assert "NOT compared with django-viewflow: --quick installs nothing" in done.stderr
    report = json.loads(figures.read_text(encoding="utf-8"))["cases"]
    assert [row["connections"] for row in report["rows"]] == [1, 1, 1, 1, QUICK.connections]
    assert all(row["steps/s"] > 0 for row in report["rows"])
    assert "Not compared with django-viewflow" in report["notes"][-1]


@of_all
@pytest.mark.processes
def test_the_bench_of_points_adds_up_a_growing_ledger(folder: Path):
    figures = folder / "figures.json"
    done = bench("points", "--quick", "--folder", str(folder), "--json", str(figures))
    assert done.returncode == 0, done.stderr
    assert "NOT compared with DuckDB: --quick installs nothing" in done.stderr
    rows = json.loads(figures.read_text(encoding="utf-8"))["points"]["rows"]
    measured = [row["measured"] for row in rows]
    assert measured[:4] == ["entered by the use case", "the same statements, bare",
                            "brought in from a sheet", "COPY of the rows"]  # fmt: skip
    recounts = [row["entries"] for row in rows if row["measured"] == "recount of all totals"]
    assert recounts[-1] == QUICK.points_ledgers[-1]
    assert all(row["p50 ms"] > 0 for row in rows if row["measured"].startswith("board"))


def test_an_unknown_bench_is_refused_with_the_choice(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit, match="2"):
        main(["speed"])
    assert "check, batch, import, memory" in capsys.readouterr().err


def test_applicants_are_as_many_as_asked_for_and_differ(tmp_path: Path):
    path = tmp_path / "applicants.xlsx"
    write_applicants(path, small_district(QUICK), 50)
    numbers = [row.cells[3] for row in open_table(path, path.name).rows()]
    assert len(numbers) == len(set(numbers)) == 50


def test_every_penalty_is_another_decision(tmp_path: Path):
    path = tmp_path / "penalties.csv"
    write_penalties(path, 100)
    table = open_table(path, path.name)
    at = PENALTY_HEADER.index("行政处罚决定书文号")
    assert table.header == PENALTY_HEADER
    assert len({row.cells[at] for row in table.rows()}) == 100


@pytest.mark.parametrize(
    ("share", "expected"), [(0.0, 1), (0.5, 50), (0.99, 99), (0.991, 100), (1.0, 100)]
)
def test_a_percentile_is_one_of_the_values(share: float, expected: int):
    assert percentile(list(range(100, 0, -1)), share) == expected


def test_a_profile_names_the_functions_of_every_part_of_the_house():
    told = hottest(lambda: take([], 1)).partition("In this project")[2]
    assert "scoring/ledger/lots.py" in told
    assert {name.removesuffix("/") for name in OURS} == set(PACKAGES)


def test_runs_are_told_by_their_medians_and_beside_the_bare_one_of_their_turn():
    slow, fast = Timing(2.0, [0.5, 1.5]), Timing(1.0, [0.25, 0.75])
    assert cells_of([slow, fast, fast]) == (2.0, 250.0, 750.0)
    assert ratio_of([slow, fast], [fast, fast]) == 0.75
    assert len(each(str, range(3)).latencies) == 3


def test_a_table_is_ready_for_the_documentation():
    table = Table("Speed", ["measured", "per s"], notes=["Measured at rest."])
    table.add("work", 12_345)
    table.add("least", 1.5)
    assert table.markdown() == (
        "### Speed\n\n| measured | per s |\n| --- | ---: |\n| work | 12,345 |\n| least | 1.50 |\n"
        "\nMeasured at rest.\n"
    )
