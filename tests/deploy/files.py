"""The files of `deploy/`, read as the programs they are for read them."""

import re
import shlex
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parent.parent.parent
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
NGINX = (DEPLOY / "nginx" / "credit-window.conf").read_text(encoding="utf-8")
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
OURS = {
    name: one
    for name, one in COMPOSE["services"].items()
    if one.get("image") == "credit-window:latest"
}
"""The containers that run the service itself."""


def unit(path: Path) -> dict[str, list[str]]:
    """Every setting of a unit with all its values."""
    found: dict[str, list[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if "=" in line and not line.startswith("#"):
            name, _, value = line.partition("=")
            found.setdefault(name, []).append(value)
    return found


def unit_environment(path: Path) -> dict[str, str]:
    """What a unit and the example of its file put into the environment."""
    lines = (DEPLOY / "systemd" / "environment.example").read_text(encoding="utf-8").splitlines()
    given = [line for line in lines if line and not line.startswith("#")]
    for value in unit(path).get("Environment", []):
        given += shlex.split(value)
    return dict(one.split("=", 1) for one in given)


def commands() -> dict[str, list[str]]:
    """Every command line that starts something of the service, by where it is written."""
    found = {path.name: shlex.split(unit(path)["ExecStart"][0]) for path in UNITS}
    found |= {f"compose {name}": one["command"] for name, one in OURS.items()}
    default = re.search(r"^CMD (\[.*\])$", DOCKERFILE, re.MULTILINE)
    assert default is not None
    found["Dockerfile"] = yaml.safe_load(default[1])
    return found
