"""Asks the public advisories whether a pinned library has a known weakness: `make audit`.

Ends with 1 when one has. Where the advisories cannot be asked, as on a machine without the
internet, it says so in words nobody overlooks and ends with 0: silence is no fault of the code, but
it is no proof either. `--strict` makes a fault of it, for the machine that can ask.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
REQUIREMENTS = "requirements-dev.txt"
"""All pins: what the service runs on, and what checks and tests need."""
SECONDS_MAX = 300
BAR = "!" * 78


@dataclass(frozen=True)
class Audit:
    """What the advisories said."""

    weak: tuple[str, ...] = ()
    """Libraries with a known weakness: name, version, advisory, versions that mend it."""
    asked: int = 0
    """Libraries the advisories knew."""
    unknown: tuple[str, ...] = ()
    """Libraries they could not be asked about."""
    reason: str = ""
    """Why nothing was said at all."""


def ask() -> Audit:
    """Run pip-audit over all pins."""
    command = [
        *(sys.executable, "-m", "pip_audit", "--requirement", REQUIREMENTS, "--no-deps"),
        *("--disable-pip", "--vulnerability-service", "pypi", "--format", "json"),
        *("--progress-spinner", "off"),
    ]
    try:
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, timeout=SECONDS_MAX, check=False
        )
    except subprocess.TimeoutExpired:
        return Audit(reason=f"no answer within {SECONDS_MAX} s")
    return read(done.stdout, done.stderr)


def read(output: str, complaint: str) -> Audit:
    """What pip-audit's JSON says; without any it has failed, and its last line says why."""
    try:
        listed: list[dict[str, Any]] = json.loads(output)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return Audit(reason=_last_line(complaint))
    weak = [
        f"{one['name']} {one['version']}: {fault['id']}, mended in "
        f"{', '.join(fault['fix_versions']) or 'no version yet'}"
        for one in listed
        for fault in one.get("vulns", ())
    ]
    unknown = [one["name"] for one in listed if "skip_reason" in one]
    asked = len(listed) - len(unknown)
    return Audit(tuple(weak), asked, tuple(unknown), "" if asked else "it knows no library at all")


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1].partition(":")[0][:200] if lines else "it said nothing"


def tell(audit: Audit, *, strict: bool) -> int:
    """Print what was found; returns the exit code."""
    for line in audit.weak:
        print(f"KNOWN WEAKNESS  {line}")
    if audit.weak:
        print(f"{len(audit.weak)} known weaknesses: raise the pins, run the tests, note it.")
        return 1
    if not audit.asked:
        print(BAR)
        print("THE LIBRARIES HAVE NOT BEEN AUDITED: the service of advisories cannot be asked from")
        print(f"here ({audit.reason}).")
        print("Run `make audit` on a machine that reaches it before each release.")
        print(BAR)
        return 1 if strict else 0
    print(f"{audit.asked} libraries have no known weakness.")
    if audit.unknown:
        print(f"NOT ASKED ABOUT: {', '.join(audit.unknown)}")
        return 1 if strict else 0
    return 0


if __name__ == "__main__":
    sys.exit(tell(ask(), strict="--strict" in sys.argv[1:]))
