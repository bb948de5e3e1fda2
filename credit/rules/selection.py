"""Which table is in force."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from credit.rules.problems import NoTableCovers
from credit.rules.table import RuleTable
from service.messages import Message, msg


class Dated(Protocol):
    """Anything with the code and the days of a table."""

    @property
    def code(self) -> str:
        """Code of the table."""

    @property
    def valid_from(self) -> date:
        """First day in force."""

    @property
    def valid_to(self) -> date | None:
        """Last day in force; None: until replaced."""


def select(tables: Iterable[RuleTable], purpose: str, district: str, as_of: date) -> RuleTable:
    """The table in force for a purpose in a district on a day.

    Raises `NoTableCovers`, which names the ranges that are covered; no table is ever
    stretched to a day outside its own.
    """
    series = sorted(
        (one for one in tables if one.purpose == purpose and one.district == district),
        key=lambda one: one.valid_from,
    )
    for table in series:
        if table.covers(as_of):
            return table
    raise no_table_covers(series, purpose, district, as_of)


def require_cover(table: RuleTable, as_of: date) -> None:
    """Raise `NoTableCovers` when the table is not in force on the day."""
    if not table.covers(as_of):
        raise no_table_covers([table], table.purpose, table.district, as_of)


def no_table_covers(
    series: Iterable[Dated], purpose: str, district: str, as_of: date
) -> NoTableCovers:
    """The refusal, with the covered ranges for people and for programs."""
    covered = [
        {
            "code": one.code,
            "from": one.valid_from.isoformat(),
            "to": one.valid_to.isoformat() if one.valid_to else None,
        }
        for one in series
    ]
    known = "；".join(f"{one['code']}：{one['from']}～{one['to'] or '…'}" for one in covered)
    detail: Message = (
        msg(
            "{day}没有适用的规则表（用途{purpose}，地区{district}）。现有：{known}。",
            day=as_of.isoformat(),
            purpose=purpose,
            district=district,
            known=known,
        )
        if covered
        else msg("用途{purpose}在地区{district}还没有规则表。", purpose=purpose, district=district)
    )
    return NoTableCovers(
        detail, purpose=purpose, district=district, as_of=as_of.isoformat(), covered=covered
    )
