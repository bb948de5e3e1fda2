"""Numbers of the year as the page draws them: linked to what they count, months in their order.

Made here and not in the template: there are hundreds, and a template takes ten times as long.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape

from service.messages import msg
from service.web.cells import number
from service.web.context import whole
from service.web.i18n import render

MONTHS_KNOWN_MAX = 1_000
"""So many months are remembered as they are written."""
_DETAILS = msg("{name}：{value}，查看明细")
Item = tuple[str, Markup, int, int]


def linked(value: int, page: str | None, name: str) -> Markup | int:
    """A number as a link to what it counts; itself for who may not look."""
    if page is None:
        return value
    shown = number(value)
    label = escape(render(_DETAILS.template).format(name=name, value=shown))
    return Markup(f'<a href="{escape(page)}" aria-label="{label}">{shown}</a>')  # noqa: S704


def month_items(figure: Mapping[str, Any]) -> list[Item]:
    """What a figure was in each month, and the year before, as `year_chart` takes it."""
    return [
        (*_written(month["month"]), month["value"], month["last_year"])
        for month in figure["months"]
    ]


def slice_rows(part: Mapping[str, Any]) -> list[tuple[str, Markup | int, int]]:
    """Parts of a figure as rows of the table behind their picture."""
    return [
        (one["name"], linked(one["value"], one["page"], one["name"]), one["last_year"])
        for one in part["slices"]
    ]


def bars(part: Mapping[str, Any]) -> list[tuple[str, int]]:
    """Parts of a figure as `bar_chart` takes them."""
    return [(one["name"], one["value"]) for one in part["slices"]]


@lru_cache(MONTHS_KNOWN_MAX)
def _written(month: str) -> tuple[str, Markup]:
    """A month "2026-03" below the picture, and in its table."""
    return str(int(month[5:])), whole(month)
