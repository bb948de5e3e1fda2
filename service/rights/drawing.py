"""What is kept of somebody as finished markup: a page about oneself has hundreds of lines."""

from collections.abc import Iterable
from datetime import date, datetime

from markupsafe import Markup, escape

from service.messages import Message, msg
from service.rights.held import Line
from service.web.cells import drawn_cell, told
from service.web.context import office_time, whole

_YES, _NO = msg("是"), msg("否")


def drawn_value(given: object) -> Markup:
    """A value as people read it. A number may be one of a paper: it is written as it stands."""
    if isinstance(given, str) and not isinstance(given, Markup):
        return escape(given)
    if given is None or isinstance(given, Message):
        return drawn_cell(given)
    if isinstance(given, bool):
        return told(_YES if given else _NO)
    if isinstance(given, datetime):
        return office_time(given)
    return whole(given) if isinstance(given, date) else escape(given)


def drawn_lines(lines: Iterable[Line]) -> Markup:
    """Facts with their names, for a list of them."""
    drawn = [
        f"<div><dt>{told(one.label)}</dt><dd>{drawn_value(one.value)}</dd></div>" for one in lines
    ]
    return Markup("".join(drawn))  # noqa: S704 - names and values are escaped
