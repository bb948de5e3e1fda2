"""Demands that the tests without servers go through every branch of the cores (`make coverage`).

Further arguments go to `coverage report`.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.cores.listing import all_cores, test_files


def main(arguments: list[str]) -> int:
    """Run the tests under coverage; 0 when nothing is missing."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Path(folder) / "coveragerc"
        included = "".join(f"\n    {one}" for core in all_cores() for one in core.modules)
        settings.write_text(
            f"[run]\nbranch = True\ndata_file = {folder}/data\ninclude ={included}\n"
            "[report]\nfail_under = 100\nshow_missing = True\nskip_covered = True\n"
            "exclude_also =\n    if TYPE_CHECKING:\n",
            encoding="utf-8",
        )
        coverage = [sys.executable, "-m", "coverage"]
        options = f"--rcfile={settings}"
        plugins = ["-p", "tools.cores.serverless", "-p", "no:randomly", "-p", "no:cacheprovider"]
        tests = ["-m", "pytest", "-q", *plugins, *test_files(all_cores())]
        for command in ([*coverage, "run", options, *tests], [*coverage, "report", options]):
            last = command[3] == "report"
            ended = subprocess.run([*command, *(arguments if last else [])], check=False)
            if ended.returncode:
                return ended.returncode
    return 0


if __name__ == "__main__":
    os.environ.setdefault("PYTHONHASHSEED", "0")
    raise SystemExit(main(sys.argv[1:]))
