"""Pictures of numbers as finished markup: a page of figures has thirty, each with its table.

What `macros/charts.html` offers to templates; a macro that draws them costs ten times as much.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from service.messages import Message, msg
from service.web import plot
from service.web.cells import drawn_bars, drawn_rows, number, told
from service.web.columns import drawn_columns
from service.web.i18n import render

Text = Message | str
Number = int | float
_TABLE, _COLON, _UNIT = msg("查看数据表"), msg("："), msg("（单位：{unit}）")
_ITEM, _AMOUNT, _MONTH = msg("项目"), msg("数量"), msg("月份")
_HIDDEN = 'aria-hidden="true"'
_LINES = "".join(
    f'<line class="line-grid" x1="0" x2="{plot.WIDTH}" y1="{y}" y2="{y}"/>'
    for y in (0, plot.HEIGHT // 2, plot.HEIGHT)
)
_FIELD = (
    f'<svg class="line-field" viewBox="0 0 {plot.WIDTH} {plot.HEIGHT}"'
    f' preserveAspectRatio="none" focusable="false">\n{_LINES}\n'
)


def drawn_table(
    caption: Text, columns: Iterable[Mapping[str, Any]], rows: Iterable[object]
) -> Markup:
    """A table whose cells are texts, numbers, messages or finished markup."""
    name, ready = told(caption), drawn_columns(columns)
    heads = "".join(
        f'<th scope="col" role="columnheader" class="{one["kind"]}">{one["label"]}</th>'
        for one in ready
    )
    return Markup(  # noqa: S704 - names are escaped, rows are finished
        f'<div class="table-frame" role="region" aria-label="{name}" tabindex="0">\n'
        f'<table class="data-table" role="table">\n<caption>{name}</caption>\n'
        f'<thead role="rowgroup"><tr role="row">{heads}</tr></thead>\n'
        f'<tbody role="rowgroup">\n{drawn_rows(ready, rows)}\n</tbody>\n</table>\n</div>\n'
    )


def drawn_bar_chart(
    title: Text,
    items: Sequence[tuple[Text, Number]],
    unit: Text | None = None,
    note: Text | None = None,
    table: Markup | None = None,
) -> Markup:
    """One bar a line, and the table of the same figures or another one behind it."""
    picture = f'<div class="bars" {_HIDDEN}>\n{drawn_bars(items)}\n</div>\n'
    behind = table or drawn_table(title, [_named(0), _counted(1, unit or _AMOUNT)], items)
    return _figure("chart", title, unit, picture, note, behind)


def drawn_line_chart(
    title: Text,
    items: Sequence[tuple[Text, Text, Number]],
    unit: Text | None = None,
    note: Text | None = None,
) -> Markup:
    """A line through values that stand at equal distances; items: (short label, label, value)."""
    line = plot.line([value for *_, value in items])
    last = len(line.dots) - 1
    dots = "".join(
        f'<line class="line-dot{" last" if place == last else ""}"'
        f' x1="{x}" x2="{x}" y1="{y}" y2="{y}"/>'
        for place, (x, y) in enumerate(line.dots)
    )
    drawn = (
        f'<polygon class="line-area" points="{line.area}"/>\n'
        f'<polyline class="line-stroke" points="{line.points}"/>\n{dots}\n'
    )
    picture = _field(line.top, drawn, [(short, value) for short, _, value in items])
    behind = drawn_table(title, [_named(1), _counted(2, unit or _AMOUNT)], items)
    return _figure("chart line-chart", title, unit, picture, note, behind)


def drawn_year_chart(
    title: Text,
    items: Sequence[tuple[Text, Text, Number, Number]],
    now: Text,
    before: Text,
    unit: Text | None = None,
) -> Markup:
    """Two bars a month; items: (short label, label, how many now, how many then)."""
    pairs = plot.pairs([one[2] for one in items], [one[3] for one in items])
    drawn = (
        f'<path class="pair-before" d="{plot.boxes(pairs.before)}"/>'
        f'<path class="pair-now" d="{plot.boxes(pairs.now)}"/>\n'
    )
    picture = _field(pairs.top, drawn, [(one[0], one[2]) for one in items]) + (
        f'<p class="pair-key hint" {_HIDDEN}><span class="pair-sample before"></span>'
        f'{told(before)} <span class="pair-sample now"></span>{told(now)}</p>\n'
    )
    month = {**_named(1), "label": _MONTH}
    behind = drawn_table(title, [month, _counted(2, now), _counted(3, before)], items)
    return _figure("chart line-chart year-chart", title, unit, picture, None, behind)


def _figure(
    kind: str, title: Text, unit: Text | None, picture: str, note: Text | None, behind: Markup
) -> Markup:
    """A picture that says nothing to who cannot see it, and the table that does."""
    name = told(title)
    of = f' <span class="hint">{_in_units(unit)}</span>' if unit else ""
    hint = f'<p class="hint">{told(note)}</p>\n' if note else ""
    return Markup(  # noqa: S704 - names are escaped, the rest is finished
        f'<figure class="{kind}">\n<figcaption>{name}{of}</figcaption>\n{picture}{hint}'
        f'<details class="chart-table">\n<summary>{told(_TABLE)}'
        f'<span class="visually-hidden">{told(_COLON)}{name}</span></summary>\n'
        f"{behind}</details>\n</figure>\n"
    )


def _field(top: int, drawn: str, labels: Iterable[tuple[Text, Number]]) -> str:
    """The field of a picture over time: its scale, what is drawn in it, what stands below."""
    listed = "".join(
        f'<li><span class="line-value">{number(value)}</span><span>{told(short)}</span></li>'
        for short, value in labels
    )
    listed = '<li class="last">'.join(listed.rsplit("<li>", 1))
    return (
        f'<div class="line-picture" {_HIDDEN}>\n<div class="line-scale"><span>{number(top)}</span>'
        f"<span>{number(top // 2)}</span><span>0</span></div>\n{_FIELD}{drawn}</svg>\n"
        f'<ol class="line-labels">\n{listed}\n</ol>\n</div>\n'
    )


def _in_units(unit: Text) -> Markup:
    return escape(render(_UNIT.template)).replace("{unit}", told(unit))


def _named(key: int) -> dict[str, Any]:
    return {"key": key, "label": _ITEM, "head": True, "told": True}


def _counted(key: int, label: Text) -> dict[str, Any]:
    return {"key": key, "label": label, "kind": "number"}
