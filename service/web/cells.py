"""Cells of tables and bars of pictures as finished markup: a page of figures has hundreds.

A macro of Jinja costs ten times the call of a function. What is drawn here looks the same on every
page; a table whose cells are special draws them itself (`macros/tables.html`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
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


def told(text: Message | str) -> Markup:
    """A text in the reader's language, or finished markup as it is."""
    return text if isinstance(text, Markup) else escape(render(text))


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
    """The rows of a table; `columns` from `service.web.columns.drawn_columns`.

    `told` columns hold texts to translate.
    """
    ready: list[tuple[Any, Markup, Callable[[Any], str], str]] = [
        (one["key"], one["opens"], told if one.get("told") else _cell, f"{one['closes']}\n")
        for one in columns
    ]
    drawn = []
    for row in rows:
        drawn.append('<tr role="row">\n')
        for key, opens, shown, closes in ready:
            drawn += (opens, shown(_value(row, key)), closes)
        drawn.append("</tr>\n")
    return Markup("".join(drawn))  # noqa: S704 - cells


def _cell(value: object) -> str:
    """As `drawn_cell`; most are whole numbers."""
    return f"{value:,}" if type(value) is int else drawn_cell(value)


def _value(row: Any, key: Any) -> object:
    """Of a mapping, a sequence or an object."""
    try:
        return row[key]
    except (TypeError, LookupError):
        return getattr(row, key)


def drawn_bars(items: Sequence[tuple[Message | str, int | float]]) -> Markup:
    """One bar a line, its name before it and its number behind it; the longest fills the line."""
    largest = max([1, *(value for _, value in items)])
    drawn = [
        f'<div class="bar-row"><span class="bar-label">{told(label)}</span>'
        '<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" focusable="false">'
        '<rect class="bar-track" width="100" height="10"/><rect class="bar-fill" '
        f'width="{round(_WHOLE * value / largest, 2)}" height="10"/></svg>'
        f'<span class="bar-value">{number(value)}</span></div>\n'
        for label, value in items
    ]
    return Markup("".join(drawn))  # noqa: S704 - names are escaped, the rest are numbers
