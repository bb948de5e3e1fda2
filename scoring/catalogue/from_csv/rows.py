"""From one row of a table of rules to an item, or to the reason why it makes none. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from scoring.catalogue.from_csv.remarks import Remarks, read_remarks
from scoring.catalogue.from_csv.scores import Score, Unreadable, read_score, takes_away
from scoring.catalogue.limits import NAME_CHARS_MAX, TEXT_CHARS_MAX
from scoring.catalogue.parse_item import parse_item
from scoring.catalogue.reading import Section
from scoring.catalogue.screen import screen_texts
from scoring.catalogue.table import Points
from scoring.catalogue.writing import item_as_raw, plain_points
from service.messages import Message, msg
from service.problems import FieldError

COLUMNS = {
    "document": ("规范", "文件", "依据"),
    "area": ("领域", "评价类别", "维度"),
    "kind": ("类别", "分项", "类型"),
    "level": ("信息层级", "层级"),
    "standard": ("评价标准", "标准", "内容", "项目", "事项"),
    "score": ("信用赋分", "赋分", "分值", "加减分", "积分", "分数"),
    "note": ("备注", "说明"),
    "sensitive": ("敏感项", "敏感"),
}
REQUIRED = ("standard", "score")
YES = frozenset({"Y", "YES", "是", "TRUE", "1", "√"})
NAME_CHARS = 60
"""A longer standard is shortened for the name, and told in full in the description."""


class Outcome(StrEnum):
    """What becomes of a row: every row is exactly one of these."""

    taken = "taken"
    minus = "minus"
    """It takes points away; in the draft only where the community adopted that."""
    sensitive = "sensitive"
    """It is about something no item may be about."""
    repeated = "repeated"
    """The same as an earlier row."""
    unreadable = "unreadable"


@dataclass(frozen=True)
class Line:
    """One row, read."""

    row: int
    """As the person sees it in the sheet."""
    outcome: Outcome
    standard: str
    score: str
    """Both as written."""
    message: Message
    remedy: Message | None = None
    item: Mapping[str, Any] | None = None
    """In a catalogue's plain form, without its dimension; None when there is none."""
    area: str = ""
    group: tuple[str, str] | None = None
    """Area and kind, which tiers of one thing have in common; None for what is no tier."""


def read_row(number: int, cells: Mapping[str, str], on: date) -> Line:
    """One row by the columns of `COLUMNS`; texts no column holds are empty."""
    cell = {name: " ".join(cells.get(name, "").split()) for name in COLUMNS}
    area = cell["area"] or cell["kind"]

    def line(outcome: Outcome, message: Message, remedy: Message | None = None) -> Line:
        return Line(number, outcome, cell["standard"], cell["score"], message, remedy)

    score = read_score(cell["score"])
    minus = takes_away(cell["score"]) if isinstance(score, Unreadable) else score.points.low < 0
    texts = (cell["standard"], cell["note"], cell["kind"], cell["area"])
    found = screen_texts(texts, minus=minus, on=on)
    if found:
        return line(Outcome.sensitive, found[0].message, found[0].remedy)
    if cell["sensitive"].upper() in YES:
        return line(
            Outcome.sensitive, msg("该行标为敏感项。"), msg("敏感项不进入积分目录，删去即可。")
        )
    if not cell["standard"]:
        return line(Outcome.unreadable, msg("没有写评价标准。"), msg("补上“做了什么”，再导入。"))
    if isinstance(score, Unreadable):
        return line(Outcome.unreadable, score.message, score.remedy)
    remarks = read_remarks(cell["standard"], cell["note"])
    faults: list[FieldError] = []
    raw = _item(number, cell, score, remarks)
    item = parse_item(Section(raw | {"dimension": "x"}, "", faults))
    if faults:
        return line(Outcome.unreadable, faults[0].message, faults[0].remedy)
    return Line(
        number,
        Outcome.minus if minus else Outcome.taken,
        cell["standard"],
        cell["score"],
        _said(remarks, minus=minus),
        msg("启用减分须先登记法律依据和居民会议决议。") if minus else None,
        item_as_raw(item),
        area,
        (area, cell["kind"]) if remarks.tier is not None and not minus else None,
    )


def _item(number: int, cell: Mapping[str, str], score: Score, remarks: Remarks) -> dict[str, Any]:
    standard = cell["standard"].removesuffix("的").rstrip("，,。；;")
    name = f"{standard}（{cell['level']}）" if cell["level"] else standard
    long = len(name) > NAME_CHARS
    basis = " · ".join(cell[key] for key in ("document", "area", "kind", "note") if cell[key])
    raw: dict[str, Any] = {
        "code": f"r{number}",
        "name": f"{name[: NAME_CHARS - 1]}…" if long else name[:NAME_CHARS_MAX],
        "description": cell["standard"][:TEXT_CHARS_MAX] if long else "",
        "basis": basis[:TEXT_CHARS_MAX],
        "unit": score.unit or "times",
        "evidence": "words",
        "expires": "year_end",
        "entered_by": ["manager"],
        "two_person": not score.points.fixed,
    }
    return raw | _worth(score.points, remarks)


def _worth(points: Points, remarks: Remarks) -> dict[str, Any]:
    caps = dict(remarks.caps)
    plain = plain_points(points)
    if points.low < 0 or points.low != points.high:
        return {"points": plain, "caps": caps}
    if remarks.tier is not None:
        return {"unit": "hours", "tiers": [{"at": remarks.tier, "points": points.low}]}
    rate = remarks.rate
    if rate is None:
        return {"points": plain, "caps": caps}
    if points.low > rate.points:
        # The words give the rate, the cell the most that this row can earn in a year.
        caps["year"] = min(points.low, caps.get("year", points.low))
    return {"points": rate.points, "per": rate.per, "unit": rate.unit, "caps": caps}


def _said(remarks: Remarks, *, minus: bool) -> Message:
    if minus:
        return msg("减分项目：默认不启用。")
    if remarks.tier is not None:
        return msg("已采用，全年累计满{n}小时为一档。", n=remarks.tier)
    if remarks.loose_cap:
        return msg("已采用；文字中的上限没有写明期间，请核对后补上。")
    if remarks.rate is not None:
        return msg("已采用，按文字中的“每多少得几分”计；请核对上限。")
    return msg("已采用。")
