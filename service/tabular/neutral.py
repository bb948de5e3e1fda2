"""Keep a spreadsheet program from taking text for a formula (CWE-1236), and undo it on reading.

A CSV cell that would start a formula gets an apostrophe in front. Text that already looks like a
neutralised cell gets one more, so `restore` is the exact inverse of `neutralise`.
"""

import re

TRIGGERS = "=+-@＝＋－＠\t\r\n"
"""First characters that make spreadsheet programs compute, full-width forms included."""

_FIRST = frozenset(TRIGGERS + "' ")
_NEEDS_MARK = re.compile(rf"'*[ ]*[{re.escape(TRIGGERS)}]")


def neutralise(text: str) -> str:
    """The text as it may stand in a CSV cell."""
    if text[:1] in _FIRST and _NEEDS_MARK.match(text):
        return "'" + text
    return text


def restore(text: str) -> str:
    """The text that `neutralise` was given."""
    if text[:1] == "'" and _NEEDS_MARK.match(text):
        return text[1:]
    return text
