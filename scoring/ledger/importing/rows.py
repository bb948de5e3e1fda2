"""One row of a sheet as an award that is wanted: pure, and every fault of a row is told."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from scoring.ledger.importing.columns import WANTED
from scoring.ledger.importing.limits import NUMBER_CHARS_MAX, PARSED_CACHE_ENTRIES
from service.messages import Message, msg
from service.problems import FieldError
from service.tabular import ColumnMap, Kind, Row

_DAY = re.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})"
    r"|年(\d{1,2})月(\d{1,2})日?|(\d{2})(\d{2}))(?:[ T]00:00(?::00)?)?",
    re.ASCII,
)
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?", re.ASCII)
_POINTS = re.compile(r"-?[0-9]+")
_UNUSABLE = re.compile("[\\x00\\ud800-\\udfff]")


@dataclass(slots=True)
class Draft:
    """What a row asks for."""

    row: int
    """As the person sees it in the sheet."""
    cells: Sequence[str]
    """As sent; to be given back if the row is refused."""
    who: str
    """A member's number or public name, as typed."""
    name: str
    """A public name beside the number; empty when the sheet gives only one of them."""
    item: str
    """An item's code or name."""
    quantity: Decimal
    done_on: date
    evidence: str
    event_id: str | None
    chosen: int | None


@dataclass(slots=True)
class Faulty:
    """A row that cannot be read."""

    row: int
    cells: Sequence[str]
    errors: list[FieldError]


class RowReader:
    """Made once for a sheet."""

    def __init__(self, columns: ColumnMap) -> None:
        at = columns.found.get
        self._number, self._name, self._member = at("number"), at("name"), at("member")
        self._item, self._quantity, self._day = at("item"), at("quantity"), at("done_on")
        self._evidence, self._event, self._chosen = at("evidence"), at("event_id"), at("chosen")
        self._labels = {place: columns.labels[name] for name, place in columns.found.items()}

    def read(self, row: Row) -> Draft | Faulty:
        """The award a row asks for, or all its faults."""
        cells = [*row.cells, *row.surplus] if row.surplus else row.cells
        if row.kinds and (errors := list(self._broken(row))):
            return Faulty(row.number, cells, errors)

        def text(place: int | None) -> str:
            return "" if place is None else cells[place].strip()

        number, name = text(self._number), text(self._name)
        who = number or text(self._member) or name
        item, quantity, day = text(self._item), text(self._quantity), text(self._day)
        amount, done_on, chosen = as_quantity(quantity), as_day(day), text(self._chosen)
        points = as_points(chosen)
        evidence, event_id = text(self._evidence), text(self._event)
        sound = who and item and amount is not None and done_on is not None
        sound = sound and (points is not None or not chosen)
        if not sound or _UNUSABLE.search(f"{who}{name}{item}{evidence}{event_id}"):
            errors = list(faults(who, item, quantity, day, chosen, evidence + event_id))
            return Faulty(row.number, cells, errors)
        assert amount is not None, "sound rows have both"
        assert done_on is not None, "sound rows have both"
        other = name if who != name else ""
        return Draft(
            row.number, cells, who, other, item, amount, done_on, evidence, event_id or None, points
        )

    def _broken(self, row: Row) -> Iterator[FieldError]:
        """Cells whose formula gave nothing, in the columns that are read."""
        for place, kind in row.kinds.items():
            if place in self._labels and (Kind.ERROR in kind or Kind.NOT_CALCULATED in kind):
                yield FieldError(
                    self._labels[place],
                    "formula-without-value",
                    msg("单元格是没有计算结果的公式，或公式出错。"),
                    msg("请把公式换成计算结果（复制后“选择性粘贴”为数值）。"),
                )


def faults(
    who: str, item: str, quantity: str, day: str, chosen: str, free: str
) -> Iterator[FieldError]:
    """Everything wrong with the texts of a row."""
    if not who:
        yield fault("member", "missing", msg("没有填写成员。"), msg("请填写成员编号或公开名。"))
    if not item:
        yield fault("item", "missing", msg("没有填写项目。"), msg("请填写目录中的项目名称或代码。"))
    if as_quantity(quantity) is None:
        sentence = msg("没有填写数量。") if not quantity else msg("数量不是数字。")
        yield fault("quantity", "bad-number", sentence, msg("请填写数字，例如 2 或 1.5。"))
    if as_day(day) is None:
        sentence = msg("没有填写日期。") if not day else msg("日期读不出来。")
        yield fault("done_on", "bad-date", sentence, msg("请按 2026-03-25 的样子填写。"))
    if chosen and as_points(chosen) is None:
        yield fault("chosen", "bad-number", msg("分值不是整数。"), msg("请填写整数，或留空。"))
    if _UNUSABLE.search(f"{who}{item}{free}"):
        yield fault(
            "member", "bad-characters", msg("含有无法识别的字符。"), msg("请重新输入这一行。")
        )


def fault(column: str, code: str, message: Message, remedy: Message) -> FieldError:
    """A fault in one of the columns, by the name people know it by."""
    return FieldError(WANTED[column][0], code, message, remedy)


@lru_cache(PARSED_CACHE_ENTRIES)
def as_quantity(text: str) -> Decimal | None:
    """A quantity above zero as people write it, or None."""
    if len(text) > NUMBER_CHARS_MAX or not _NUMBER.fullmatch(text.replace(",", "")):
        return None
    try:
        found = Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None
    return found if found > 0 else None


@lru_cache(PARSED_CACHE_ENTRIES)
def as_day(text: str) -> date | None:
    """A day as people and spreadsheets write it, or None."""
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    year, month, day = (int(part) for part in found.groups() if part is not None)
    try:
        return date(year, month, day)
    except ValueError:
        return None


@lru_cache(PARSED_CACHE_ENTRIES)
def as_points(text: str) -> int | None:
    """Points that were picked, below zero where the item takes some away; or None."""
    plain = text.removesuffix("分").removesuffix(".0").replace("−", "-")
    return int(plain) if len(plain) <= NUMBER_CHARS_MAX and _POINTS.fullmatch(plain) else None
