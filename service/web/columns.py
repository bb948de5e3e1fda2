"""The columns of a table, made ready once and not for each of its cells."""

from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import Markup, escape

from service.web.i18n import render

_HEAD = '<th scope="row" role="rowheader"'
_CELL = '<td role="cell"'


def drawn_columns(columns: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The columns of `macros/tables.html` with `opens` and `closes`, the tags of their cells.

    Labels are in the reader's language then.
    """
    found = []
    for given in columns:
        column: dict[str, Any] = {"kind": "text", "head": False, **given}
        opening, tag = (_HEAD, "th") if column["head"] else (_CELL, "td")
        label = column["label"]
        told = escape(label if isinstance(label, Markup) else render(label))
        # Not `Markup.format`, which takes ten times as long: a page may have thirty tables.
        opens = f'{opening} class="{escape(column["kind"])}" data-label="{told}"><div>'
        column["label"] = told
        column["opens"], column["closes"] = Markup(opens), Markup(f"</div></{tag}>")  # noqa: S704
        found.append(column)
    return found
