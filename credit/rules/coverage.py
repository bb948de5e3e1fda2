"""The tables of one purpose and district must follow one another day by day."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from credit.rules.table import RuleTable
from credit.rules.window import ONE_DAY
from service.messages import msg
from service.problems import FieldError

Key = tuple[str, str, str]


def table_key(table: RuleTable) -> Key:
    """What makes two tables versions of one another: a later version replaces the earlier."""
    return (table.purpose, table.district, table.code)


def check_coverage(
    new: Sequence[RuleTable], beside: Iterable[RuleTable], faults: list[FieldError]
) -> None:
    """Note every gap and overlap the new tables would make among themselves and with others."""
    keys = {table_key(table) for table in new}
    if len(keys) < len(new):
        faults.append(FieldError("code", "duplicate-code", msg("同一用途和地区的表代码重复。")))
        return
    touched = {(table.purpose, table.district) for table in new}
    series: dict[tuple[str, str], list[RuleTable]] = defaultdict(list)
    for table in (*new, *(old for old in beside if table_key(old) not in keys)):
        if (table.purpose, table.district) in touched:
            series[table.purpose, table.district].append(table)
    for tables in series.values():
        for earlier, later in pairwise(sorted(tables, key=lambda one: one.valid_from)):
            fault = _between(earlier, later)
            if fault is not None:
                faults.append(fault)


def _between(earlier: RuleTable, later: RuleTable) -> FieldError | None:
    place = f"{later.code}.valid_from"
    last = earlier.valid_to
    if last is None or later.valid_from <= last:
        return FieldError(
            place,
            "overlap",
            msg(
                "{later}自{day}起有效，与{earlier}（{purpose}，{district}）的有效期重叠。",
                later=later.code,
                day=later.valid_from,
                earlier=earlier.code,
                purpose=later.purpose,
                district=later.district,
            ),
            msg("把前一张表写上 valid_to，与后一张放在同一个文件里导入。"),
        )
    if later.valid_from > last + ONE_DAY:
        return FieldError(
            place,
            "gap",
            msg(
                "{first}至{last}没有任何表有效（{purpose}，{district}）。",
                first=last + ONE_DAY,
                last=later.valid_from - ONE_DAY,
                purpose=later.purpose,
                district=later.district,
            ),
        )
    return None
