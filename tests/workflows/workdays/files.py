"""Calendar files for tests: an invented notice of 2027, and the real 2026 in another's form."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import yaml

SHARED_2026 = (Path(__file__).parents[2] / "data" / "workdays" / "2026.json").read_bytes()
NOTICE_2027: dict[str, Any] = {
    "year": 2027,
    "source": "测试通知〔2026〕1号",
    "evidence": "official",
    "holidays": [
        {"name": "元旦", "from": "2027-01-01", "to": "2027-01-03"},
        {
            "name": "春节",
            "from": "2027-02-05",
            "to": "2027-02-11",
            "work": ["2027-01-30", "2027-02-20"],
        },
        {"name": "清明节", "from": "2027-04-03", "to": "2027-04-05"},
        {"name": "劳动节", "from": "2027-05-01", "to": "2027-05-05", "work": ["2027-05-08"]},
        {"name": "端午节", "from": "2027-06-09", "to": "2027-06-09"},
        {"name": "中秋节", "from": "2027-09-15", "to": "2027-09-15"},
        {"name": "国庆节", "from": "2027-10-01", "to": "2027-10-07", "work": ["2027-09-26"]},
    ],
}
"""Invented: the notice of 2027 was not out when this was written."""


def notice_2027(**changes: Any) -> bytes:
    """The notice as our YAML, with other values for some keys."""
    return yaml.safe_dump(NOTICE_2027 | changes, allow_unicode=True).encode()


def holidays_2027(place: int, **changes: Any) -> list[dict[str, Any]]:
    """The holidays of the notice, one of them changed."""
    holidays = deepcopy(NOTICE_2027["holidays"])
    holidays[place] |= changes
    return holidays
