"""Which table is in force."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar

from credit.rules.problems import NoTableCovers
from credit.rules.table import RuleTable
from service.messages import Message, msg


class Dated(Protocol):
    """A table, or the row it is stored in: anything with its code and its days."""

    @property
    def code(self) -> str:
        """Code of the table."""

    @property
    def valid_from(self) -> date:
        """First day in force."""

    @property
    def valid_to(self) -> date | None:
        """Last day in force; None: until replaced."""


D = TypeVar("D", bound=Dated)


def covers(one: Dated, day: date) -> bool:
    """True when a table is in force on that day."""
    return one.valid_from <= day and (one.valid_to is None or day <= one.valid_to)


def select(series: Iterable[D], purpose: str, district: str, as_of: date) -> D:
    """Of the tables of a purpose in a district the one in force on a day.

    Raises `NoTableCovers`, which names the ranges that are covered; no table is ever
    stretched to a day outside its own.
    """
    ordered = sorted(series, key=lambda one: one.valid_from)
    for one in ordered:
        if covers(one, as_of):
            return one
    raise no_table_covers(ordered, purpose, district, as_of)


def require_cover(table: RuleTable, as_of: date) -> None:
    """Raise `NoTableCovers` when the table is not in force on the day."""
    select([table], table.purpose, table.district, as_of)


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
