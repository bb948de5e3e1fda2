"""The columns of a sheet of awards: what they are called, and which of them a sheet must have."""

from collections.abc import Sequence

from service.messages import msg
from service.problems import FieldError
from service.tabular import ColumnMap, match_columns

WANTED: dict[str, tuple[str, ...]] = {
    "member": ("成员编号/公开名", "成员编号或公开名", "成员"),
    "number": ("成员编号", "会员编号", "编号"),
    "name": ("公开名", "昵称"),
    "item": ("项目", "积分项目", "项目代码", "项目名称"),
    "quantity": ("数量", "次数", "时长", "小时数"),
    "done_on": ("日期", "完成日期", "办事日期", "活动日期"),
    "evidence": ("证明", "依据", "证明材料", "说明"),
    "event_id": ("活动编号", "活动代码"),
    "chosen": ("分值", "得分"),
}
"""Column -> the names it goes by; the first is what the refused rows are told by."""

TEMPLATE = ("成员编号/公开名", "项目", "数量", "日期", "证明", "活动编号", "分值")
"""The header of the empty sheet."""

ADDED = ("原行号", "出错的列", "问题", "如何改正")
"""Columns put behind those of the sheet when refused rows are given back; passed over again."""

_OPTIONAL = frozenset({"member", "number", "name", "evidence", "event_id", "chosen"})
_WHO = ("member", "number", "name")


def find_columns(header: Sequence[str]) -> ColumnMap:
    """Which column holds what."""
    return match_columns(header, WANTED)


def faults_of(columns: ColumnMap, header: Sequence[str]) -> list[FieldError]:
    """What must be put right in the header before rows can be read."""
    faults = columns.errors(header, _OPTIONAL)
    # A doubtful one is told already, where a bare lack would be.
    if not any(name in columns.found or name in columns.ambiguous for name in _WHO):
        faults.insert(
            0,
            FieldError(
                "member",
                "missing-column",
                msg("表头缺少“成员编号”或“公开名”列。"),
                msg("请在表头补上其中一列，或下载模板后按模板填写。"),
            ),
        )
    return faults
