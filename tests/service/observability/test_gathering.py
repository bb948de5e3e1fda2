"""What processes have counted stays counted when they end, and their files do not pile up."""

import subprocess
import sys
from pathlib import Path

COUNT = """
from service.observability.meters import REQUESTS, SECONDS, IN_PROGRESS
REQUESTS.labels("page", "GET", "200").inc(3)
SECONDS.labels("page", "GET").observe(0.02)
IN_PROGRESS.inc(7)
"""
TELL = (
    COUNT
    + """
from service.observability.gathering import own_metrics
print(own_metrics().decode())
print(own_metrics().decode())
"""
)
LOSE = """
import shutil
from service.observability.meters import FOLDER, REQUESTS
shutil.rmtree(FOLDER)
REQUESTS.labels("page", "GET", "200").inc()
REQUESTS.labels("other", "GET", "200").inc()
"""


def run(code: str, folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PROMETHEUS_MULTIPROC_DIR": str(folder), "PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_sums_go_on_over_ended_processes_in_one_file_of_a_kind(tmp_path: Path):
    for _ in range(3):
        run(COUNT, tmp_path)
    told = run(TELL, tmp_path)
    assert told.count('credit_requests_total{endpoint="page",method="GET",status="200"} 12.0') == 2
    assert told.count('credit_request_seconds_count{endpoint="page",method="GET"} 4.0') == 2
    assert told.count("credit_requests_in_progress 7.0") == 2, "those of the living alone"
    left = {path.name for path in tmp_path.glob("*_0.db")}
    assert left == {"counter_0.db", "histogram_0.db"}
    assert len(list(tmp_path.glob("*.db"))) <= len(left) + 3


def test_work_goes_on_where_nothing_can_be_counted(tmp_path: Path):
    run(LOSE, tmp_path / "counts")
