"""The calendar as a table: one line a day, as an office keeps it in a spreadsheet."""

from collections.abc import Sequence

from credit.rules.vocabulary import Evidence
from service.files.spool import scratch
from service.messages import msg
from service.problems import FieldError
from service.tabular import Limits, Row, UnreadableFile, match_columns, open_table
from workflows.workdays.limits import DAYS_MAX
from workflows.workdays.notice import Notice, NoticeDay
from workflows.workdays.values import as_date, bad_date

COLUMNS = {
    "date": ("日期", "date"),
    "kind": ("安排", "kind"),
    "name": ("名称", "节日", "name"),
    "source": ("来源", "依据", "source"),
}
OFF = frozenset({"放假", "休", "off"})
WORK = frozenset({"上班", "班", "调休上班", "work"})


def read_csv(content: bytes, faults: list[FieldError]) -> Notice | None:
    """The notice in a CSV (or XLSX) file; what is wrong goes into `faults`."""
    with scratch() as folder:
        path = folder / "calendar.csv"
        path.write_bytes(content)
        try:
            table = open_table(path, path.name, Limits(rows_max=DAYS_MAX))
            columns = match_columns(table.header, COLUMNS)
            faults += columns.errors(table.header, optional=frozenset({"source"}))
            rows = [] if faults else list(table.rows())
        except UnreadableFile as problem:
            faults += problem.errors
            return None
    if faults:
        return None
    return _notice(rows, dict(columns.found), faults)


def _notice(
    rows: Sequence[Row], columns: dict[str, int], faults: list[FieldError]
) -> Notice | None:
    days = [day for row in rows if (day := _day(row, columns, faults)) is not None]
    sources = _texts(rows, columns.get("source"))
    if len(sources) > 1:
        faults.append(
            FieldError("source", "two-sources", msg("“来源”列写了不同的通知，一个文件只写一个。"))
        )
    if not days:
        if not faults:
            faults.append(FieldError("file", "no-days", msg("文件里没有任何日期。")))
        return None
    # A notice of a year may reach back into December, never forward.
    year = max(day.day.year for day in days)
    return Notice(year, next(iter(sources), ""), Evidence.FOUND, tuple(days))


def _day(row: Row, columns: dict[str, int], faults: list[FieldError]) -> NoticeDay | None:
    text = {name: row.cells[at].strip() for name, at in columns.items()}
    day, kind = as_date(text["date"]), text["kind"].casefold()
    if day is None:
        faults.append(bad_date("date", text["date"], row.number))
    if kind not in OFF | WORK:
        faults.append(
            FieldError("kind", "bad-kind", msg("“安排”只能填“放假”或“上班”。"), row=row.number)
        )
    if day is None or kind not in OFF | WORK:
        return None
    return NoticeDay(day, kind in WORK, text["name"], "date", row.number)


def _texts(rows: Sequence[Row], column: int | None) -> dict[str, None]:
    """The different texts of a column, in the order of the rows."""
    if column is None:
        return {}
    return {text: None for row in rows if (text := row.cells[column].strip())}
