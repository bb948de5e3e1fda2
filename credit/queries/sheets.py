"""Lists of subjects as spreadsheets: read with their faults, answered row by row."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import BinaryIO

from credit.checks.batches.preview import open_list
from credit.checks.batches.reading import Accepted
from credit.checks.pasted import split_pasted
from credit.checks.wording import FACT_KINDS
from credit.queries.answering import Answered, Denied, Result
from credit.queries.calls import Asked, Faulty
from credit.queries.consent import SENTENCES
from credit.queries.disclosure import LEGEND, NOTHING, Disclosed
from credit.queries.limits import FILE_BYTES_MAX, SUBJECTS_MAX
from credit.queries.present import about
from credit.queries.rows import read_subject
from credit.queries.service import asked
from credit.subjects.identifiers.names import KIND_NAMES
from service.files.spool import scratch, spooled
from service.messages import msg
from service.problems import FieldError, InvalidInput
from service.tabular import write_xlsx
from service.tabular.neutral import neutralise

HEADER = (
    "行号", "姓名或名称", "主体类别", "证件号码", "是否在册", "不利信息（条）", "信用记录",
    "守信荣誉", "措施", "说明",
)  # fmt: skip
"""Names of the columns; the list is a Chinese document."""
ROWS_PER_PIECE = 200
BYTE_ORDER_MARK = "\ufeff"
Row = Asked | Faulty


def read_file(stream: BinaryIO, filename: str, today: date) -> list[Row]:
    """The rows of an uploaded list, by their number in the file.

    Raises `UnreadableFile`, `UnusableFile`, `FileTooLarge` or `InvalidInput` for too many rows.
    """
    with spooled(stream, max_bytes=FILE_BYTES_MAX) as path:
        opened = open_list(path, filename)
        if opened.count() > SUBJECTS_MAX:
            raise _too_many()
        return [
            asked(row.row, row.identifier, row.name)
            if isinstance(row, Accepted)
            else Faulty(row.row, (row.error,))
            for row in opened.rows(today)
        ]


def read_pasted(text: str, today: date) -> list[Row]:
    """The rows of a pasted list: a name and a number a line, or a number alone."""
    lines = [(place, line.strip()) for place, line in enumerate(text.splitlines(), 1)]
    filled = [(place, line) for place, line in lines if line]
    if len(filled) > SUBJECTS_MAX:
        raise _too_many()
    return [_pasted(place, line, today) for place, line in filled]


def _pasted(place: int, line: str, today: date) -> Row:
    name, number = split_pasted(line, "")
    if not number:
        name, number = "", line
    return read_subject(place, name, None, number, None, today)


def _too_many() -> InvalidInput:
    told = msg("一次最多查询 {max} 个主体，请分几次查询。", max=SUBJECTS_MAX)
    return InvalidInput(told, errors=[FieldError("file", "too-many", told)])


def as_csv(results: Iterable[Result]) -> Iterator[str]:
    """The answers as CSV, a piece at a time."""
    buffer = io.StringIO(newline="")
    buffer.write(BYTE_ORDER_MARK)
    writer = csv.writer(buffer)
    writer.writerow(HEADER)
    for place, one in enumerate(results, 1):
        writer.writerow([neutralise(text) for text in texts_of(one)])
        if place % ROWS_PER_PIECE == 0:
            yield _taken(buffer)
    yield _taken(buffer)


def _taken(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text


def as_xlsx(results: Iterable[Result]) -> BinaryIO:
    """The answers as a workbook in a file that is gone once it is closed."""
    with scratch() as folder:
        target = folder / "answers.xlsx"
        write_xlsx(target, HEADER, (texts_of(one) for one in results))
        return target.open("rb")  # stays readable when its folder is gone


def texts_of(one: Result) -> Sequence[str]:
    """The cells of one row."""
    if isinstance(one, Faulty):
        told = "；".join(str(error.message) for error in one.errors)
        return (str(one.index), "", "", "", "", "", "", "", "", f"未查询：{told}")
    who = about(one)
    kind = KIND_NAMES[one.asked.identifier.subject_kind]
    head = (str(one.index), who["name"], str(kind), who["id_number"])
    if isinstance(one, Denied):
        return (*head, "", "", "", "", "", f"未获准：{SENTENCES[one.reason]}")
    return (*head, *_told(one))


def _told(one: Answered) -> tuple[str, ...]:
    return (
        "是" if one.found is not None else "否",
        str(one.adverse),
        "；".join(map(_record, one.records)),
        "；".join(map(_record, one.honours)),
        "；".join(measure.name for measure in one.measures),
        str(NOTHING) if one.nothing else "",
    )


def _record(one: Disclosed) -> str:
    if one.statement is not None:
        return str(one.statement)
    kind = {str(code): str(name) for code, name in FACT_KINDS.items()}.get(one.kind, "")
    said = [kind, *(str(one.content.get(key) or "") for key in ("decision_number", "authority"))]
    marks = [str(LEGEND[mark]) for mark in one.marks]
    text = " ".join(filter(None, [*said, str(one.content.get("decided_on") or "")]))
    return f"{text}（{'、'.join(marks)}）" if marks else text
