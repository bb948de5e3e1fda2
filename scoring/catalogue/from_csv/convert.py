"""From a table of rules to a draft catalogue, with an account of every row."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from pathlib import Path, PurePath
from typing import Any

from scoring.catalogue import limits
from scoring.catalogue.check import minus_allowed
from scoring.catalogue.from_csv.rows import COLUMNS, REQUIRED, Line, Outcome, read_row
from scoring.catalogue.problems import UnreadableRules
from scoring.catalogue.wording import signed
from scoring.communities.models import Community
from service.messages import msg
from service.tabular import ColumnMap, Limits, Note, Table, match_columns, open_table

LIMITS = Limits(rows_max=limits.CSV_ROWS_MAX, uncompressed_bytes_max=limits.CSV_BYTES_MAX)
OTHER = "其他"


@dataclass(frozen=True)
class Conversion:
    """What became of a table of rules: rows = taken + minus + sensitive + repeated + unreadable."""

    filename: str
    lines: tuple[Line, ...]
    draft: Mapping[str, Any] | None
    """A catalogue in its plain form; None when no row made an item."""
    with_minus: bool
    """Whether minus items are in the draft."""
    notes: tuple[Note, ...] = ()

    def count(self, outcome: Outcome) -> int:
        """How many rows ended so."""
        return sum(line.outcome is outcome for line in self.lines)

    @property
    def left_out(self) -> int:
        """Rows that made no item of the draft and are no repetition."""
        kinds = {Outcome.sensitive, Outcome.unreadable}
        if not self.with_minus:
            kinds.add(Outcome.minus)
        return sum(line.outcome in kinds for line in self.lines)

    @property
    def items(self) -> int:
        """Items of the draft; tiers of one thing are one item."""
        return len(self.draft["items"]) if self.draft else 0


def convert(path: Path, filename: str, community: Community, on: date, start: date) -> Conversion:
    """Read a CSV or XLSX of rules; `start` is the first day the draft proposes.

    Raises `UnreadableFile`, or `UnreadableRules` when a column is missing.
    """
    table = open_table(path, filename, LIMITS)
    columns = match_columns(table.header, COLUMNS)
    errors = columns.errors(table.header, frozenset(COLUMNS) - set(REQUIRED))
    if errors:
        raise UnreadableRules(msg("表头缺少必要的列，没有读取。"), errors=errors)
    lines = tuple(_without_repeats(_lines(table, columns, on)))
    with_minus = minus_allowed(community)
    wanted = {Outcome.taken, Outcome.minus} if with_minus else {Outcome.taken}
    chosen = [line for line in lines if line.outcome in wanted]
    draft = _draft(chosen, PurePath(filename).stem, community, start) if chosen else None
    return Conversion(PurePath(filename).name, lines, draft, with_minus, tuple(table.notes))


def _lines(table: Table, columns: ColumnMap, on: date) -> Iterator[Line]:
    for row in table.rows():
        cells = {name: row.cells[at] for name, at in columns.found.items()}
        yield read_row(row.number, cells, on)


def _without_repeats(lines: Iterable[Line]) -> Iterator[Line]:
    """Rows that say the same as an earlier one are not taken twice; nor are more than fit."""
    seen: dict[tuple[object, ...], int] = {}
    taken = 0
    for line in lines:
        if line.item is None:
            yield line
            continue
        said = {key: value for key, value in line.item.items() if key != "code"}
        key = (line.area, repr(sorted(said.items())), line.score)
        if key in seen:
            yield replace(
                line,
                outcome=Outcome.repeated,
                message=msg("与第{row}行相同，只采用一次。", row=seen[key]),
                remedy=None,
                item=None,
            )
            continue
        seen[key] = line.row
        taken += 1
        yield line if taken <= limits.ITEMS_MAX else _too_many(line)


def _too_many(line: Line) -> Line:
    return replace(
        line,
        outcome=Outcome.unreadable,
        message=msg("积分目录最多{n}个项目。", n=limits.ITEMS_MAX),
        remedy=msg("拆成几份后再导入。"),
        item=None,
    )


def _draft(chosen: list[Line], title: str, community: Community, start: date) -> dict[str, Any]:
    areas = list(dict.fromkeys(line.area or OTHER for line in chosen))
    if len(areas) > limits.DIMENSIONS_MAX:
        areas = [*areas[: limits.DIMENSIONS_MAX - 1], OTHER]
    codes = {area: f"d{number}" for number, area in enumerate(areas, start=1)}
    other = codes.get(OTHER, f"d{len(areas)}")
    return {
        "code": f"{community.code}-DRAFT",
        "name": title[: limits.NAME_CHARS_MAX] or OTHER,
        "valid_from": start.isoformat(),
        "source": f"由文件“{title[: limits.NAME_CHARS_MAX]}”整理，待居民讨论",
        "evidence": "M",
        "dimensions": [
            {"code": code, "name": area[: limits.NAME_CHARS_MAX]} for area, code in codes.items()
        ],
        "items": list(_items(chosen, codes, other)),
    }


def _items(chosen: list[Line], codes: Mapping[str, str], other: str) -> Iterator[dict[str, Any]]:
    names = Counter((line.area, line.item["name"]) for line in chosen if line.item)
    groups: dict[tuple[str, str], list[Line]] = {}
    for line in chosen:
        if line.group:
            groups.setdefault(line.group, []).append(line)
    for line in chosen:
        assert line.item is not None, "what was chosen has an item"
        item = {"code": line.item["code"], "dimension": codes.get(line.area or OTHER, other)}
        item = {**line.item, **item}
        if line.group:
            if line is groups[line.group][0]:
                name = line.group[1][: limits.NAME_CHARS_MAX] or item["name"]
                yield item | {"name": name} | _tiers(groups[line.group])
            continue
        if names[line.area, item["name"]] > 1:
            item["name"] = _told_apart(item)
        yield item


def _tiers(lines: list[Line]) -> dict[str, Any]:
    """All tiers of one thing, as one item; of two tiers at the same place the better one."""
    best: dict[int, int] = {}
    for line in lines:
        assert line.item is not None, "a tier is an item"
        (tier,) = line.item["tiers"]
        best[tier["at"]] = max(tier["points"], best.get(tier["at"], 0))
    tiers = [{"at": at, "points": points} for at, points in sorted(best.items())]
    rising = all(lower["points"] < upper["points"] for lower, upper in pairwise(tiers))
    return {"tiers": tiers, "tiers_count": "level" if rising else "added"}


def _told_apart(item: Mapping[str, Any]) -> str:
    """Names of one dimension that are alike, with their points behind them."""
    points = item.get("points")
    if isinstance(points, dict):
        shown = "/".join(signed(one) for one in points.get("choices", points.values()))
    else:
        shown = signed(points or 0)
    return f"{item['name'][: limits.NAME_CHARS_MAX - 20]}（{shown}）"
