"""Decides what becomes of every row of a file of places. Pure.

Parents come before their children whatever the order of the rows, so a file may be sorted as it
likes; a child of a row that is refused is refused with it unless its parent is known already.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from scoring.communities.ancestry import BELOW_COMMUNITY, PARENTS
from scoring.communities.models import Level
from scoring.communities.place_import.lines import COLUMNS, Fault, Key, Line
from service.messages import msg


class Outcome(StrEnum):
    """The four ends of a row; rows = their sum."""

    accepted = "accepted"
    """New."""
    updated = "updated"
    unchanged = "unchanged"
    refused = "refused"


@dataclass(frozen=True)
class Known:
    """A place as it is on file."""

    id: int
    level: Level
    code: str
    name: str
    parent: Key
    order: int
    map_column: int | None
    map_row: int | None
    retired: bool = False

    @property
    def key(self) -> Key:
        """What names it within its community."""
        return self.level, self.code


@dataclass(frozen=True)
class Settled:
    """A place as it is to be; `id` is None for a new one."""

    id: int | None
    level: Level
    code: str
    name: str
    parent: Key
    order: int
    map_column: int | None
    map_row: int | None


@dataclass
class Plan:
    """What becomes of the rows, and what is to be written."""

    outcomes: dict[int, Outcome] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    write: list[Settled] = field(default_factory=list)
    """New and changed places, parents first."""

    def refuse(self, fault: Fault) -> None:
        """Note that a row is refused."""
        self.outcomes[fault.row] = Outcome.refused
        self.faults.append(fault)


def plan(
    lines: Iterable[Line], faults: Iterable[Fault], known: Mapping[Key, Known], community: str
) -> Plan:
    """The plan for the lines that could be read and the faults of those that could not.

    `known` holds the places below the community, `community` is its code.
    """
    made = Plan()
    for fault in faults:
        made.refuse(fault)
    first: dict[Key, Line] = {}
    for line in lines:
        if (same := first.setdefault(line.key, line)) is not line:
            made.refuse(_twice(line, same))
    top = (Level.community, community)
    standing = {top} | {key for key, place in known.items() if not place.retired}
    for level in BELOW_COMMUNITY:
        for line in (one for one in first.values() if one.level is level):
            _settle(made, line, known, standing, first, top)
    made.faults.sort(key=lambda fault: fault.row)
    return made


def _settle(
    made: Plan,
    line: Line,
    known: Mapping[Key, Known],
    standing: set[Key],
    first: Mapping[Key, Line],
    top: Key,
) -> None:
    before = known.get(line.key)
    parent = _parent(line, before, standing, top)
    if parent is None:
        made.refuse(_homeless(line, known, first))
        return
    standing.add(line.key)
    after = _after(line, before, parent)
    if before is None:
        outcome = Outcome.accepted
    elif before.retired or _said(after) != _said(before):
        outcome = Outcome.updated
    else:
        outcome = Outcome.unchanged
    made.outcomes[line.row] = outcome
    if outcome is not Outcome.unchanged:
        made.write.append(after)


def _parent(line: Line, before: Known | None, standing: set[Key], top: Key) -> Key | None:
    """The place the row names as its parent, the closest level first; None when there is none."""
    if line.parent is None:
        kept = before.parent if before else None
        if kept is None and top[0] in PARENTS[line.level]:
            kept = top
        return kept if kept in standing else None
    candidates = [(level, line.parent) for level in PARENTS[line.level]]
    return next((key for key in candidates if key in standing), None)


def _after(line: Line, before: Known | None, parent: Key) -> Settled:
    """What the row says, the rest as it was; without a spot on the map the spot stays, too."""
    if before is None:
        return Settled(
            None, line.level, line.code, line.name or line.code, parent, line.order or 0,
            line.map_column, line.map_row,
        )  # fmt: skip
    placed = line.map_column is not None
    return Settled(
        before.id,
        line.level,
        line.code,
        line.name or before.name,
        parent,
        before.order if line.order is None else line.order,
        line.map_column if placed else before.map_column,
        line.map_row if placed else before.map_row,
    )


def _said(place: Known | Settled) -> tuple[object, ...]:
    return place.name, place.parent, place.order, place.map_column, place.map_row


def _twice(line: Line, same: Line) -> Fault:
    return Fault(
        line.row,
        COLUMNS["code"][0],
        msg("与第 {row} 行的层级和编号相同。", row=same.row),
        msg("请只保留一行，或改正编号。"),
    )


def _homeless(line: Line, known: Mapping[Key, Known], first: Mapping[Key, Line]) -> Fault:
    column = COLUMNS["parent"][0]
    if line.parent is None:
        remedy = msg("请填写上级编号：单元写楼幢的编号，户写单元的编号（没有单元的写楼幢）。")
        return Fault(line.row, column, msg("没有上级编号，或原来的上级已停用。"), remedy)
    candidates = [(level, line.parent) for level in PARENTS[line.level]]
    for key in candidates:
        if key in first:
            text = msg("上级“{code}”所在的第 {row} 行没有收下。",
                       code=line.parent, row=first[key].row)  # fmt: skip
            return Fault(line.row, column, text, msg("改正那一行后，和这一行一起再上传。"))
        if key in known:
            text = msg("上级“{code}”已停用。", code=line.parent)
            return Fault(line.row, column, text, msg("请先恢复上级，或换一个上级。"))
    return Fault(
        line.row,
        column,
        msg("没有编号为“{code}”的上级。", code=line.parent),
        msg("请核对编号；上级可以写在同一个文件里，先后不限。"),
    )
