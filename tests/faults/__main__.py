"""`python -m tests.faults --seconds 300 --seed 7`: break a running service, then count."""

import argparse
import logging
import secrets
import signal
import sys
import tempfile
from pathlib import Path

from tests.faults.run import run
from tests.faults.storm import KINDS


def main() -> int:
    """Run once for each seed; 0 when every promise was kept."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("--seconds", type=float, default=180.0)
    parser.add_argument("--seed", type=int, nargs="*", help="one run each; by chance without it")
    parser.add_argument("--every", type=float, default=4.0, help="seconds between faults")
    parser.add_argument("--kinds", nargs="*", choices=list(KINDS), default=list(KINDS))
    parser.add_argument("--folder", type=Path, help="keep data and logs here")
    options = parser.parse_args()
    logging.disable(logging.WARNING)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # nothing stays behind
    clean = True
    for seed in options.seed or [secrets.randbelow(10**6)]:
        with tempfile.TemporaryDirectory() as scratch:
            folder = (options.folder or Path(scratch)) / f"seed-{seed}"
            found = run(
                folder,
                seed=seed,
                seconds=options.seconds,
                every=options.every,
                kinds=options.kinds,
            )
        sys.stdout.write(found.table() + "\n\n")
        sys.stdout.flush()
        clean = clean and found.is_clean
    return 0 if clean else 1


if __name__ == "__main__":
    sys.exit(main())
