"""Dated tables: rows of law and figures in YAML, each in force from one day to another.

`valid_from` is the first day a row holds; `valid_to` is the first day it no longer holds,
or empty. So the successor's `valid_from` equals its predecessor's `valid_to`.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Protocol, TypeVar

from service.messages import Message, msg
from service.problems import Problem
from service.yaml_file import read_yaml

TABLES = Path(__file__).parent / "tables"


class TableInvalid(Problem):
    """A table shipped or edited by the office does not hold what it must."""

    code = "table-invalid"
    status = 500
    title = Message("规则表有误")


class NotCovered(Problem):
    """No row of a table is in force on the day asked about; never answered by a default."""

    code = "date-not-covered"
    status = 422
    title = Message("日期不在规则表的适用范围内")


class Dated(Protocol):
    """Anything with a first day in force and a first day no longer in force."""

    @property
    def valid_from(self) -> date: ...  # noqa: D102 - said by the class

    @property
    def valid_to(self) -> date | None: ...  # noqa: D102


Row = TypeVar("Row", bound=Dated)


@cache
def load_table(name: str) -> Any:
    """The parsed content of `tables/<name>.yaml`; callers build their own types from it."""
    with (TABLES / f"{name}.yaml").open(encoding="utf-8") as stream:
        return read_yaml(stream)


def in_force(rows: Iterable[Row], on: date) -> list[Row]:
    """The rows that hold on a day."""
    return [
        row for row in rows if row.valid_from <= on and (row.valid_to is None or on < row.valid_to)
    ]


def the_one_in_force(rows: Sequence[Row], on: date, *, table: str) -> Row:
    """The single row that holds on a day.

    Raises `NotCovered`, naming the covered range, when there is none, and `TableInvalid`
    when two rows claim the same day.
    """
    found = in_force(rows, on)
    if len(found) == 1:
        return found[0]
    if found:
        raise TableInvalid(
            msg("规则表{table}在{day}有{count}行同时适用", table=table, day=on, count=len(found))
        )
    raise NotCovered(
        msg(
            "规则表{table}没有覆盖{day}，覆盖范围：{ranges}",
            table=table,
            day=on,
            ranges="；".join(_span(row) for row in rows) or "-",
        )
    )


def _span(row: Dated) -> str:
    until = "" if row.valid_to is None else f" {row.valid_to} (-)"
    return f"{row.valid_from} →{until}"
