"""A board as a workbook: what the page shows, and nothing below it."""

from collections.abc import Callable
from typing import Any

from scoring.boards.columns import table
from scoring.boards.view import View
from scoring.boards.wording import dimension_name
from service.files.spool import scratch
from service.messages import Message, msg
from service.tabular import write_xlsx

WIDTH = 14.0
WIDTHS = {"place": 8.0, "name": 40.0}
"""Characters a column of the workbook is wide."""
Say = Callable[[Message], str]


def workbook(view: View, say: Say) -> bytes:
    """The board as XLSX, in the reader's language."""
    columns, rows = table(view.board)
    first, last = view.asked.covered
    note = msg(
        "{community}，{dimension}，{first} 至 {last}",
        community=view.community.name,
        dimension=dimension_name(view),
        first=first.isoformat(),
        last=last.isoformat(),
    )
    with scratch() as folder:
        target = folder / "board.xlsx"
        write_xlsx(
            target,
            [say(one["label"]) for one in columns],
            [*([_text(one, say) for one in row.values()] for row in rows), [], ["", say(note)]],
            sheet=view.asked.period.code,
            column_widths=[WIDTHS.get(one["key"], WIDTH) for one in columns],
        )
        return target.read_bytes()


def _text(value: Any, say: Say) -> str:
    return say(value) if isinstance(value, Message) else str(value)
