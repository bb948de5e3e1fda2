"""Reads a roster: one row a household, with the places it lies in beside it. Pure.

Places that are missing are made from it, so that a roster can be brought in as it is kept. Codes
follow from what the cells say: building 3, unit 3-2, household 3-2-501; where the roster names an
estate that is not the community itself, its buildings are told from those of other estates by it.
What is there already stays as it is: a roster adds, and moves nothing.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from scoring.communities.limits import CODE_CHARS_MAX, ORDER_MAX
from scoring.communities.models import Level
from scoring.communities.place_import.lines import Fault, Key, Line, Reading, read_code
from scoring.communities.place_import.plan import Known
from service.messages import msg
from service.tabular import Row

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "estate": ("小区", "小区名称", "estate"),
    "grid": ("网格", "网格号", "所属网格", "grid"),
    "building": ("楼幢", "楼栋", "幢", "栋", "幢号", "栋号", "楼号", "building"),
    "unit": ("单元", "单元号", "unit"),
    "home": ("户", "户号", "房号", "室", "室号", "门牌", "门牌号", "household"),
}
"""Field -> the headers it goes by; the first is that of the template."""
OPTIONAL = frozenset({"estate", "grid", "unit"})
_ENDINGS = {
    "grid": (re.compile(r"^第?(.+?)网格$"), "第{}网格"),
    "building": (re.compile(r"^(.+?)(?:号楼|幢|栋|楼|座)$"), "{} 幢"),
    "unit": (re.compile(r"^(.+?)单元$"), "{} 单元"),
    "home": (re.compile(r"^(.+?)(?:室|户|号)$"), "{} 室"),
}
"""What is left out of a code, and how a bare number is called."""


@dataclass(frozen=True)
class Home:
    """A household and what it lies in, the widest first."""

    line: Line
    above: tuple[Line, ...]
    """The places it lies in, below the community, as they are made where they are missing."""


def read_home(
    row: Row, columns: Mapping[str, int], community_name: str
) -> tuple[Home | None, list[Fault]]:
    """A row as a household, or all that is wrong with it."""
    reading = Reading(row, columns, COLUMNS)
    cells = {name: read_code(reading, name) for name in COLUMNS}
    for name in ("building", "home"):
        if not cells[name] and not reading.faults:
            reading.refuse(name, msg("没有填写。"), msg("请填写楼幢和户，例如 3 幢、501 室。"))
    if reading.faults:
        return None, reading.faults
    estate = "" if _same(cells["estate"], community_name) else cells["estate"]
    above: list[Line] = []
    if cells["grid"]:
        above.append(_line(row, Level.grid, "grid", cells["grid"], None))
    grid = above[-1].code if above else None
    above.append(_line(row, Level.building, "building", cells["building"], grid, estate))
    if cells["unit"]:
        house = above[-1].code
        above.append(_line(row, Level.unit, "unit", cells["unit"], house, house))
    nearest = above[-1].code
    line = _line(row, Level.household, "home", cells["home"], nearest, nearest)
    if len(line.code) > CODE_CHARS_MAX:
        reading.refuse(
            "home",
            msg("由小区、楼幢、单元和户合成的编号“{code}”太长。", code=line.code),
            msg("请用较短的写法，合起来不超过 {max} 个字符。", max=CODE_CHARS_MAX),
        )
        return None, reading.faults
    return Home(line, tuple(above)), []


def settle_homes(
    homes: Iterable[Home], known: Mapping[Key, Known]
) -> tuple[list[Line], list[Line], list[Fault]]:
    """The lines of households, those of places that are missing, and what contradicts itself.

    Lines of missing places have no row of their own: their numbers are below zero.
    """
    lines: list[Line] = []
    made: dict[Key, Line] = {}
    faults: list[Fault] = []
    for home in homes:
        places = (*home.above, home.line)
        fault = next(filter(None, (_contradiction(one, known, made) for one in places)), None)
        if fault is not None:
            faults.append(fault)
            continue
        for one in home.above:
            if one.key not in known and one.key not in made:
                made[one.key] = one
        there = home.line.key in known
        lines.append(replace(home.line, name=None, order=None) if there else home.line)
    missing = [replace(line, row=-number) for number, line in enumerate(made.values(), start=1)]
    return lines, missing, faults


def _contradiction(
    line: Line, known: Mapping[Key, Known], made: Mapping[Key, Line]
) -> Fault | None:
    """A place that lies elsewhere, or is no longer in use."""
    home = line.level is Level.household
    column = COLUMNS["home" if home else str(line.level)][0]
    there = known.get(line.key)
    if there is not None and there.retired and not home:
        text = msg("“{name}”已停用。", name=there.name)
        return Fault(line.row, column, text, msg("请先在“住处”里恢复它，或核对这一行。"))
    if line.parent is None:
        return None
    if there is not None and there.parent[1] != line.parent:
        text = msg("“{name}”已在别处登记：它的上级是“{parent}”。",
                   name=there.name, parent=there.parent[1])  # fmt: skip
        return Fault(line.row, column, text, msg("请核对这一行；要移动，请在“住处”里移动。"))
    before = made.get(line.key)
    if before is not None and before.parent != line.parent:
        text = msg("与第 {row} 行的网格不一致。", row=before.row)
        return Fault(line.row, column, text, msg("同一幢楼只能属于一个网格，请核对。"))
    return None


def _line(
    row: Row, level: Level, field: str, typed: str, parent: str | None, before: str = ""
) -> Line:
    ending, called = _ENDINGS[field]
    found = ending.match(typed)
    bare = found[1] if found else typed
    whole = bare if not before or bare.startswith(f"{before}-") else f"{before}-{bare}"
    own = whole.rpartition("-")[2]
    name = called.format(own) if own.isdecimal() and typed in {bare, whole} else typed
    if field == "building" and before:
        name = before + name
    order = int(own) if own.isdecimal() and own.isascii() and int(own) <= ORDER_MAX else 0
    return Line(row.number, level, whole, name, parent, order or None, None, None)


def _same(estate: str, community_name: str) -> bool:
    plain = "".join(community_name.split())
    return estate in {plain, plain.removesuffix("社区")}
