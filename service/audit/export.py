"""Entries of a trail as a CSV file that a spreadsheet program opens without computing anything."""

import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from io import TextIOWrapper
from typing import IO, Any

from sqlalchemy import Select

from service import clock
from service.audit import limits, search
from service.audit.models import AuditEntry, QueryLogEntry
from service.audit.naming import action_name
from service.messages import msg
from service.problems import InvalidInput
from service.tabular.csv_writer import write_csv_rows
from service.web.i18n import render

CHUNK_BYTES = 64 * 1024
MEMORY_BYTES_MAX = 1024 * 1024
"""A longer file waits on disk until it is sent."""


class TooManyToExport(InvalidInput):
    """More entries fit the filter than one file may hold."""

    code = "too-many-to-export"
    title = msg("记录过多")


def _entry_row(entry: AuditEntry) -> list[str]:
    return [
        clock.at_office(entry.at).isoformat(timespec="milliseconds"),
        entry.actor_name,
        entry.actor_role,
        entry.action,
        render(action_name(entry.action)),
        entry.object_kind,
        entry.object_ref,
        json.dumps(entry.details, ensure_ascii=False, sort_keys=True),
        entry.request_id,
        str(entry.id),
    ]


def _query_row(entry: QueryLogEntry) -> list[str]:
    return [
        clock.at_office(entry.at).isoformat(timespec="milliseconds"),
        entry.operator_name,
        entry.operator_role,
        entry.operator_unit,
        entry.basis_kind,
        entry.basis_reference,
        entry.purpose,
        entry.subject_kind,
        entry.subject_index.hex(),
        " ".join(map(str, entry.fields)),
        entry.channel,
        entry.outcome,
        entry.object_ref,
        entry.request_id,
        str(entry.id),
    ]


ENTRY_HEADER = (
    msg("时间"), msg("操作人"), msg("角色"), msg("操作代码"), msg("操作"), msg("对象类型"),
    msg("对象编号"), msg("内容"), msg("请求编号"), msg("记录编号"),
)  # fmt: skip
QUERY_HEADER = (
    msg("时间"), msg("查询人"), msg("角色"), msg("单位"), msg("依据类型"), msg("依据"), msg("用途"),
    msg("主体类型"), msg("主体索引"), msg("返回字段"), msg("渠道"), msg("结果"), msg("关联编号"),
    msg("请求编号"), msg("记录编号"),
)  # fmt: skip

_ROWS: Mapping[str, tuple[tuple[Any, ...], Callable[[Any], list[str]]]] = {
    "audit": (ENTRY_HEADER, _entry_row),
    "query": (QUERY_HEADER, _query_row),
}


def write(trail: str, statement: Select[Any], model: type[search.Entry]) -> tuple[IO[bytes], int]:
    """The file, rewound, and how many entries are in it. Raises `TooManyToExport`."""
    header, as_row = _ROWS[trail]
    names = [render(name) for name in header]
    file = tempfile.SpooledTemporaryFile(MEMORY_BYTES_MAX)  # noqa: SIM115 - closed when sent
    text = TextIOWrapper(file, encoding="utf-8-sig", errors="replace", newline="")
    try:
        with search.stream(statement, model, limits.EXPORT_ROWS_MAX + 1) as rows:
            count = write_csv_rows(text, names, map(as_row, _capped(rows)))
    except BaseException:
        text.close()
        file.close()
        raise
    text.flush()
    text.detach()
    file.seek(0)
    return file, count


def chunks(file: IO[bytes]) -> Iterator[bytes]:
    """The file piece by piece; it is closed at the end, or when nobody listens any more."""
    with file:
        while piece := file.read(CHUNK_BYTES):
            yield piece


def _capped(rows: Iterator[Any]) -> Iterator[Any]:
    for count, row in enumerate(rows, 1):
        if count > limits.EXPORT_ROWS_MAX:
            raise TooManyToExport(
                msg(
                    "符合条件的记录超过 {max} 条，请缩短时间范围或增加筛选条件，分批导出。",
                    max=limits.EXPORT_ROWS_MAX,
                )
            )
        yield row
