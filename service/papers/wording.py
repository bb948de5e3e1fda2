"""Days and moments as papers write them."""

from datetime import date, datetime
from typing import Any


def day(value: date) -> str:
    """2026年3月5日."""
    return f"{value.year}年{value.month}月{value.day}日"


def minute(value: datetime) -> str:
    """2026年3月5日 09:30."""
    return f"{day(value)} {value:%H:%M}"


def parts_of(moment: datetime) -> dict[str, Any]:
    """A moment as the templates take it, each part by its name."""
    names = ("year", "month", "day", "hour", "minute", "second")
    return {name: getattr(moment, name) for name in names}
