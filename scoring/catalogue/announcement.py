"""How many days a change is shown before it takes effect: a dated table."""

from datetime import date, timedelta
from functools import cache
from typing import Any

from scoring.catalogue.files import TABLES
from service.yaml_file import read_yaml


def earliest_start(announced_on: date) -> date:
    """The first day on which a change announced on a day may take effect."""
    return announced_on + timedelta(days=notice_days(announced_on))


def notice_days(day: date) -> int:
    """Days of notice by the edition in force on a day; the first one for days before it."""
    started = [days for valid_from, days in _editions() if valid_from <= day]
    return started[-1] if started else _editions()[0][1]


@cache
def _editions() -> list[tuple[date, int]]:
    path = TABLES / "announcement.yaml"
    raw: list[dict[str, Any]] = read_yaml(path)["editions"]
    return sorted((date.fromisoformat(one["valid_from"]), int(one["days_min"])) for one in raw)
