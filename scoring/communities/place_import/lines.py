"""Reads one row of a file of places. Pure."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from scoring.communities.ancestry import BELOW_COMMUNITY
from scoring.communities.limits import CODE_CHARS_MAX, MAP_SIDE_MAX, NAME_CHARS_MAX, ORDER_MAX
from scoring.communities.models import Level
from scoring.communities.public_names import tidy_name
from service.messages import Message, msg
from service.tabular import Kind, Row

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "level": ("层级", "级别", "类型", "level"),
    "code": ("编号", "代码", "code"),
    "name": ("名称", "name"),
    "parent": ("上级编号", "上级", "上级代码", "parent"),
    "order": ("排序", "顺序", "order"),
    "map_column": ("地图列", "map column"),
    "map_row": ("地图行", "map row"),
}
"""Field -> the headers it goes by; the first is that of the template."""
OPTIONAL = frozenset({"name", "parent", "order", "map_column", "map_row"})

_LEVELS: Mapping[str, Level] = {
    "网格": Level.grid,
    "楼幢": Level.building,
    "楼栋": Level.building,
    "楼": Level.building,
    "幢": Level.building,
    "栋": Level.building,
    "单元": Level.unit,
    "户": Level.household,
    "住户": Level.household,
    "家庭": Level.household,
} | {str(level): level for level in Level}
_DATE_LIKE = re.compile(r"\d{1,2}月\d{1,2}日|\d{1,2}-[A-Za-z]{3}(-\d{2,4})?|[A-Za-z]{3}-\d{1,2}")
_WHOLE = re.compile(r"(\d{1,9})(\.0+)?")
Key = tuple[Level, str]


@dataclass(frozen=True)
class Fault:
    """Why a row was not taken: the column by its template name, and what to do."""

    row: int
    column: str
    message: Message
    remedy: Message


@dataclass(frozen=True)
class Line:
    """A row that says something; None where it leaves a value as it is."""

    row: int
    level: Level
    code: str
    name: str | None
    parent: str | None
    order: int | None
    map_column: int | None
    map_row: int | None

    @property
    def key(self) -> Key:
        """What names the place within its community."""
        return self.level, self.code


@dataclass
class Reading:
    """The cells of a row and what is wrong with them so far."""

    row: Row
    columns: Mapping[str, int]
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: COLUMNS)
    """The names of the columns; the first is told."""
    faults: list[Fault] = field(default_factory=list)

    def text(self, name: str) -> str:
        """A cell without blanks at its ends."""
        column = self.columns.get(name)
        cell = "" if column is None else self.row.cells[column]
        return unicodedata.normalize("NFKC", cell).strip()

    def refuse(self, name: str, message: Message, remedy: Message) -> None:
        """Note a fault of a cell."""
        self.faults.append(Fault(self.row.number, self.labels[name][0], message, remedy))


def read_line(row: Row, columns: Mapping[str, int]) -> tuple[Line | None, list[Fault]]:
    """A row as a line, or all that is wrong with it; `columns` says where each field stands."""
    reading = Reading(row, columns)
    level = _level(reading)
    code, parent = read_code(reading, "code"), read_code(reading, "parent")
    if not code and not reading.faults:
        reading.refuse("code", msg("没有编号。"), msg("请填写这一层级里唯一的编号，例如 3-2-501。"))
    name = tidy_name(reading.text("name"))
    if len(name) > NAME_CHARS_MAX or not name.isprintable():
        reading.refuse(
            "name",
            msg("名称太长，或含有看不见的字符。"),
            msg("请填写不超过 {max} 个字的名称。", max=NAME_CHARS_MAX),
        )
    order = _number(reading, "order", 0, ORDER_MAX)
    spot = [_number(reading, name, 1, MAP_SIDE_MAX) for name in ("map_column", "map_row")]
    _check_spot(reading, level, spot)
    if reading.faults or level is None or not code:
        return None, reading.faults
    line = Line(row.number, level, code, name or None, parent or None, order, spot[0], spot[1])
    return line, []


def _level(reading: Reading) -> Level | None:
    typed = reading.text("level").casefold()
    level = _LEVELS.get(typed)
    if level is not None and level in BELOW_COMMUNITY:
        return level
    if level is not None or typed in {"社区", "街道", "区"}:
        reading.refuse(
            "level",
            msg("社区及以上的层级不在这里导入。"),
            msg("请删去这一行；社区所属的街道和区由系统管理员登记。"),
        )
        return None
    reading.refuse(
        "level",
        msg("不认识层级“{typed}”。", typed=typed) if typed else msg("没有层级。"),
        msg("请填写：网格、楼幢、单元或户。"),
    )
    return None


def read_code(reading: Reading, name: str) -> str:
    """A cell without blanks; what a spreadsheet program made of it is refused."""
    text = "".join(reading.text(name).split())
    column = reading.columns.get(name)
    dated = column is not None and Kind.DATE in reading.row.kind(column)
    if dated or _DATE_LIKE.fullmatch(text):
        reading.refuse(
            name,
            msg("表格软件把编号变成了日期“{text}”。", text=text),
            msg("请把这一列设为文本格式，重新填写编号后再上传。"),
        )
    elif len(text) > CODE_CHARS_MAX or not text.isprintable():
        reading.refuse(
            name,
            msg("编号太长，或含有看不见的字符。"),
            msg("请填写不超过 {max} 个字符的编号。", max=CODE_CHARS_MAX),
        )
    return text


def _number(reading: Reading, name: str, least: int, most: int) -> int | None:
    text = reading.text(name)
    if not text:
        return None
    found = _WHOLE.fullmatch(text)
    if found is None or not least <= int(found[1]) <= most:
        reading.refuse(
            name,
            msg("“{text}”不是 {least} 至 {most} 的整数。", text=text, least=least, most=most),
            msg("请改成这个范围内的整数，或留空。"),
        )
        return None
    return int(found[1])


def _check_spot(reading: Reading, level: Level | None, spot: list[int | None]) -> None:
    if reading.faults or spot == [None, None]:
        return
    if level is not Level.building:
        reading.refuse(
            "map_column", msg("只有楼幢有地图位置。"), msg("请清空这一行的地图列和地图行。")
        )
    elif None in spot:
        reading.refuse("map_row", msg("地图列和地图行缺一个。"), msg("请两个都填写，或都留空。"))
