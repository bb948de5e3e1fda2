"""The columns of a table, made ready once and not for each of its cells."""

from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import Markup

from service.web.i18n import render

_HEAD = Markup('<th scope="row" role="rowheader" class="{}" data-label="{}"><div>')
_CELL = Markup('<td role="cell" class="{}" data-label="{}"><div>')


def drawn_columns(columns: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The columns of `macros/tables.html` with `opens` and `closes`, the tags of their cells."""
    found = []
    for given in columns:
        column: dict[str, Any] = {"kind": "text", "head": False, **given}
        opening, tag = (_HEAD, "th") if column["head"] else (_CELL, "td")
        label = column["label"]
        told = label if isinstance(label, Markup) else render(label)
        column["opens"] = opening.format(column["kind"], told)
        column["closes"] = Markup("</div></{}>").format(tag)
        found.append(column)
    return found
