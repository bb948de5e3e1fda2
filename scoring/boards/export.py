"""A board as a workbook: what the page shows, and nothing below it."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from scoring.boards.reading import Line, covered
from scoring.boards.view import View
from scoring.boards.wording import dimension_name, move_words
from service.messages import Message, msg
from service.tabular import write_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PEOPLE = (msg("名次"), msg("公开名称"), msg("积分"), msg("上期同期积分"), msg("名次变化"))
_PLACES = (
    msg("名次"),
    msg("地点"),
    msg("积分"),
    msg("上期同期积分"),
    msg("名次变化"),
    msg("总户数"),
    msg("参与户数"),
    msg("邻里信用分"),
)
Say = Callable[[Message], str]


def workbook(view: View, say: Say) -> bytes:
    """The board as XLSX, in the reader's language."""
    places = any(line.where for line in view.board.lines)
    first, last = covered(view.asked)
    note = msg(
        "{community}，{dimension}，{first} 至 {last}",
        community=view.community.name,
        dimension=dimension_name(view),
        first=first.isoformat(),
        last=last.isoformat(),
    )
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "board.xlsx"
        write_xlsx(
            target,
            [say(name) for name in (_PLACES if places else _PEOPLE)],
            [*(list(_cells(line, say)) for line in view.board.lines), [], ["", say(note)]],
            sheet=view.asked.period.code,
            column_widths=(8.0, 40.0) + (14.0,) * (6 if places else 3),
        )
        return target.read_bytes()


def _cells(line: Line, say: Say) -> Iterator[str]:
    standing = line.standing
    yield from (str(standing.place), say(line.name), str(standing.points), str(standing.before))
    yield say(move_words(standing))
    if line.where is not None:
        facts = line.where.score.facts
        yield from (str(facts.households), str(facts.participating), str(line.where.score.value))
