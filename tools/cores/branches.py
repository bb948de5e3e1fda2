"""Demands that tests go through every branch of the pure cores (`make coverage`).

    python -m tools.cores.branches [CORE …]

Only tests that need no server and do the same each time count.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.cores.listing import all_cores, files_of_tests

PLUGINS = ("tools.cores.serverless", "tools.cores.steady", "no:randomly", "no:cacheprovider")


def main(names: list[str]) -> int:
    """Run the tests of all cores, or of those named, under coverage; 0 when nothing is missing."""
    cores = [one for one in all_cores() if not names or one.name in names]
    with tempfile.TemporaryDirectory() as folder:
        settings = Path(folder) / "coveragerc"
        included = "".join(f"\n    {module}" for core in cores for module in core.modules)
        settings.write_text(
            f"[run]\nbranch = True\ndata_file = {folder}/data\ninclude ={included}\n"
            "[report]\nfail_under = 100\nshow_missing = True\nskip_covered = True\n"
            "exclude_also =\n    if TYPE_CHECKING:\n",
            encoding="utf-8",
        )
        coverage, options = [sys.executable, "-m", "coverage"], f"--rcfile={settings}"
        plugins = [part for plugin in PLUGINS for part in ("-p", plugin)]
        tests = ["-m", "pytest", "-q", *plugins, *files_of_tests(cores)]
        ran = subprocess.run([*coverage, "run", options, *tests], check=False).returncode
        return ran or subprocess.run([*coverage, "report", options], check=False).returncode


if __name__ == "__main__":
    os.environ.setdefault("PYTHONHASHSEED", "0")
    raise SystemExit(main(sys.argv[1:]))
