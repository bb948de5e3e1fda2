"""The year in figures as its readers get it: numbers beside the year before, links they may use."""

from collections.abc import Callable
from typing import Any

from service.access import current_account, may
from service.messages import Message
from service.statistics.figures import (
    Breakdown,
    Chapter,
    Figure,
    Rate,
    Report,
    Source,
    Told,
    change,
    monthly,
)
from service.statistics.period import Period

Say = Callable[[Message], str]


def page_of(source: Source | None) -> str | None:
    """The address of what a number counts; None for who may not open it."""
    if source is None or not may(current_account(), source.action):
        return None
    return source.address


def present_report(found: Report, say: Say) -> dict[str, Any]:
    """A report as `StatisticsAnswer` has it."""
    return {
        "from_": found.period.first,
        "to": found.period.last,
        "totals": found.totals,
        "chapters": [_chapter(told, found.period, say) for told in found.chapters],
    }


def _chapter(told: Told, asked: Period, say: Say) -> dict[str, Any]:
    return {
        "code": told.now.code,
        "name": say(told.now.name),
        "figures": [_figure(one, told.before, asked, say) for one in told.now.figures],
        "rates": [_rate(one, told.before, say) for one in told.now.rates],
        "text": [say(one) for one in told.text],
    }


def _figure(one: Figure, before: Chapter, asked: Period, say: Say) -> dict[str, Any]:
    past = before.figure(one.code)
    return {
        "code": one.code,
        "name": say(one.name),
        "unit": say(one.unit),
        "value": one.value,
        "last_year": past.value,
        "change_percent": change(one.value, past.value),
        "months": [
            {"month": month, "value": value, "last_year": then}
            for month, value, then in zip(
                asked.months, monthly(one, asked), monthly(past, asked.a_year_before), strict=True
            )
        ],
        "breakdowns": [_breakdown(part, past, say) for part in one.breakdowns],
        "page": page_of(one.source),
    }


def _breakdown(one: Breakdown, past: Figure, say: Say) -> dict[str, Any]:
    return {
        "code": one.code,
        "name": say(one.name),
        "slices": [
            {
                "code": part.code,
                "name": say(part.name),
                "value": part.value,
                "last_year": past.part(one.code, part.code),
                "page": page_of(part.source),
            }
            for part in one.slices
        ],
    }


def _rate(one: Rate, before: Chapter, say: Say) -> dict[str, Any]:
    return {
        "code": one.code,
        "name": say(one.name),
        "met": one.met,
        "of": one.of,
        "percent": one.percent,
        "last_year_percent": before.rate(one.code).percent,
        "page": page_of(one.source),
    }
