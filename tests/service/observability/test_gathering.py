"""What processes have counted stays counted when they end, and their files do not pile up."""

import subprocess
import sys
from pathlib import Path

ENDED = 3
CODE = f"""
import os, shutil, sys
from service.observability.gathering import fold_ended, own_metrics
from service.observability.meters import FOLDER, IN_PROGRESS, REQUESTS, SECONDS

def count():
    REQUESTS.labels("page", "GET", "200").inc(3)
    SECONDS.labels("page", "GET").observe(0.02)
    IN_PROGRESS.inc(7)

for _ in range({ENDED}):  # as a worker does for its jobs
    child = os.fork()
    if child == 0:
        count()
        os._exit(0)
    os.waitpid(child, 0)
count()
print(own_metrics().decode())
print(own_metrics().decode())
print(*sorted(path.name for path in FOLDER.glob("*.db")))
sys.stdout.flush()
torn = FOLDER / "counter_999999999.db"
torn.write_bytes((1 << 30).to_bytes(4, "little") + bytes(60))
fold_ended(999999999)
torn.write_bytes((1 << 30).to_bytes(4, "little") + bytes(60))
print("after a torn file:", b"credit_requests_total{{" in own_metrics(), torn.exists(), flush=True)
shutil.rmtree(FOLDER)  # whoever sweeps it away stops no work
fold_ended(1)
REQUESTS.labels("other", "GET", "200").inc()
if os.fork() == 0:
    REQUESTS.labels("page", "GET", "200").inc()
    print("went on", flush=True)
    os._exit(0)
os.wait()
"""


def test_sums_go_on_over_ended_processes_and_nothing_piles_up(tmp_path: Path):
    done = subprocess.run(
        [sys.executable, "-c", CODE],
        env={
            "PROMETHEUS_MULTIPROC_DIR": str(tmp_path / "counts"),
            "PYTHONPATH": ":".join(sys.path),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told = done.stdout
    page = 'endpoint="page",method="GET"'
    assert told.count(f'credit_requests_total{{{page},status="200"}} {3.0 * (ENDED + 1)}') == 2
    assert told.count(f"credit_request_seconds_count{{{page}}} {ENDED + 1.0}") == 2
    assert told.count("credit_requests_in_progress 7.0") == 2, "those of the living alone"
    files = next(line for line in told.splitlines() if line.startswith("counter_")).split()
    ended = [name for name in files if name.endswith("_0.db")]
    assert ended == ["counter_0.db", "histogram_0.db"]
    assert len(files) <= len(ended) + 3
    assert "after a torn file: True False" in told
    assert told.endswith("went on\n")
