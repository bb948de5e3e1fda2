"""Cells of tables and bars of pictures as finished markup: a page of figures has hundreds.

A macro of Jinja costs ten times the call of a function. What is drawn here looks the same on every
page; a table whose cells are special draws them itself (`macros/tables.html`).
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from markupsafe import Markup, escape

from service.messages import Message, msg
from service.web.i18n import render

_NOTHING = Markup(
    '<span class="nothing" aria-hidden="true">—</span><span class="visually-hidden">{}</span>'
)
_NONE = msg("无")
_WHOLE = 100


def number(value: int | float | None) -> str:
    """A number with thousands separators, alike in both languages; at most three places."""
    if value is None:
        return ""
    if isinstance(value, int):
        return f"{value:,}"
    return f"{Decimal(str(value)):,.3f}".rstrip("0").rstrip(".")


def drawn_cell(value: object) -> Markup:
    """What stands in a cell: a text, a number, a `Message`, finished markup, or nothing."""
    if isinstance(value, Markup):
        return value
    if value is None:
        return _NOTHING.format(render(_NONE))
    if isinstance(value, bool) or not isinstance(value, int | float):
        return escape(render(value) if isinstance(value, Message) else value)
    return Markup(number(value))  # noqa: S704 - digits


def drawn_rows(columns: Sequence[Mapping[str, Any]], rows: Iterable[object]) -> Markup:
    """The rows of a table; `columns` from `service.web.columns.drawn_columns`."""
    drawn = [
        "".join(f"{one['opens']}{_of(row, one)}{one['closes']}\n" for one in columns)
        for row in rows
    ]
    return Markup("".join(f'<tr role="row">\n{one}</tr>\n' for one in drawn))  # noqa: S704 - cells


def _of(row: Any, column: Mapping[str, Any]) -> Markup:
    """The cell of a mapping, a sequence or an object; `told` columns hold texts to translate."""
    key = column["key"]
    try:
        value = row[key]
    except (TypeError, LookupError):
        value = getattr(row, key)
    return _told(value) if column.get("told") else drawn_cell(value)


def drawn_bars(items: Sequence[tuple[Message | str, int | float]]) -> Markup:
    """One bar a line, its name before it and its number behind it; the longest fills the line."""
    largest = max([1, *(value for _, value in items)])
    drawn = [
        f'<div class="bar-row"><span class="bar-label">{_told(label)}</span>'
        '<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" focusable="false">'
        '<rect class="bar-track" width="100" height="10"/><rect class="bar-fill" '
        f'width="{round(_WHOLE * value / largest, 2)}" height="10"/></svg>'
        f'<span class="bar-value">{number(value)}</span></div>\n'
        for label, value in items
    ]
    return Markup("".join(drawn))  # noqa: S704 - names are escaped, the rest are numbers


def _told(text: Message | str) -> Markup:
    return text if isinstance(text, Markup) else escape(render(text))
