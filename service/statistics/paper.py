"""Draws the report of a period on A4: its text first, then a picture and a table of each figure."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import current_app

from service import clock
from service.messages import Message, msg
from service.papers.drawing import draw, shown
from service.papers.wording import day, minute, parts_of
from service.statistics.figures import Breakdown, Figure, Report, Told, monthly
from service.web.i18n import ENGLISH, render, speaking

TEMPLATE = Path(__file__).with_name("report.typ")
TITLE = msg("公共信用服务统计报告")
Pair = Callable[[Message], dict[str, str]]


def pdf_of(found: Report, made_at: datetime) -> bytes:
    """The report as a PDF, Chinese with English beside it."""
    page = paper_data(found, made_at, current_app.config["SETTINGS"].issuer_zh)
    return draw(TEMPLATE, {"page": json.dumps(page, ensure_ascii=False)}, made_at)


def paper_data(found: Report, made_at: datetime, office: str) -> dict[str, Any]:
    """JSON values for `report.typ`."""
    asked, made = found.period, clock.at_office(made_at)
    return {
        "title": _pair(TITLE),
        "issuer": {"zh": shown(office), "en": _english(msg("公共信用服务"))},
        "number": f"{asked.first:%Y%m%d}-{asked.last:%Y%m%d}",
        "issued": parts_of(made),
        "period": f"{day(asked.first)}至{day(asked.last)}",
        "made": minute(made),
        "months": [str(int(month[5:])) for month in asked.months],
        "chapters": [_chapter(told, found) for told in found.chapters],
    }


def _chapter(told: Told, found: Report) -> dict[str, Any]:
    return {
        "name": _pair(told.now.name),
        "text": [_pair(one) for one in told.text],
        "figures": [
            _figure(one, told.before.figure(one.code), found)
            for one in told.now.figures
            if one.value or told.before.figure(one.code).value
        ],
        "rates": [
            {"name": _pair(one.name), "value": f"{one.percent}%", "of": f"{one.met:,}/{one.of:,}"}
            for one in told.now.rates
            if one.percent is not None
        ],
    }


def _figure(one: Figure, past: Figure, found: Report) -> dict[str, Any]:
    now = monthly(one, found.period)
    then = monthly(past, found.period.a_year_before)
    return {
        "name": _pair(one.name),
        "unit": _pair(one.unit),
        "value": f"{one.value:,}",
        "last_year": f"{past.value:,}",
        "highest": max([1, *now, *then]),
        "now": now,
        "then": then,
        "parts": [_part(part, past) for part in one.breakdowns],
    }


def _part(part: Breakdown, past: Figure) -> dict[str, Any]:
    return {
        "name": _pair(part.name),
        "rows": [
            [shown(str(one.name)), f"{one.value:,}", f"{past.part(part.code, one.code):,}"]
            for one in part.slices
            if one.value or past.part(part.code, one.code)
        ],
    }


def _pair(text: Message) -> dict[str, str]:
    return {"zh": shown(str(text)), "en": shown(_english(text))}


def _english(text: Message) -> str:
    with speaking(ENGLISH):
        return render(text)
