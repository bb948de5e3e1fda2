"""What the way a cell was stored says about a row: numbers that lost digits, failed formulas."""

from collections.abc import Sequence

from credit.records.feeds import Feed
from credit.records.feeds.validate import header_key
from credit.records.importing.limits import EXACT_DIGITS_MAX
from service.messages import msg
from service.problems import FieldError
from service.tabular import Kind, Row

_IDENTIFIERS = frozenset({"identifier", "uscc"})
"""Parsers of columns that hold numbers of persons and organisations."""


class CellCheck:
    """Made once for a file; asks only for cells that were not stored as plain text."""

    def __init__(self, feed: Feed, header: Sequence[str]) -> None:
        parsers = {
            header_key(name): column.parser for column in feed.columns for name in column.headers
        }
        found = {at: parsers.get(header_key(name)) for at, name in enumerate(header)}
        self._header = header
        self._read = {at for at, parser in found.items() if parser is not None}
        self.identifiers = frozenset(at for at, parser in found.items() if parser in _IDENTIFIERS)
        """Positions of the columns that hold identity numbers."""
        organisation = {header_key(name) for column in feed.columns if column.parser == "uscc"
                        for name in column.headers}  # fmt: skip
        self.shown = self._read - {
            at for at in self.identifiers if header_key(header[at]) not in organisation
        }
        """Positions of the columns that may be shown: described ones without persons' numbers."""

    def errors(self, row: Row) -> list[FieldError]:
        """Why the row cannot be taken as it is stored; empty for nearly every row."""
        if not row.kinds:
            return []
        errors = []
        for at, kind in row.kinds.items():
            if at not in self._read:
                continue
            if Kind.ERROR in kind or Kind.NOT_CALCULATED in kind:
                errors.append(self._formula(at, row.number))
            elif Kind.NUMBER in kind and at in self.identifiers and _inexact(row.cells[at]):
                errors.append(self._number(at, row.number))
        return errors

    def _formula(self, at: int, row: int) -> FieldError:
        return FieldError(
            self._header[at],
            "formula-without-value",
            msg("单元格是没有计算结果的公式，或公式出错"),
            msg("请把公式换成计算结果（复制后“选择性粘贴”为数值）"),
            row,
        )

    def _number(self, at: int, row: int) -> FieldError:
        return FieldError(
            self._header[at],
            "stored-as-number",
            msg("号码按数值存放，第15位以后的数字已经丢失"),
            msg("请把该列设为“文本”格式，再按证件重新填写"),
            row,
        )


def _inexact(text: str) -> bool:
    return sum(character.isdigit() for character in text) > EXACT_DIGITS_MAX
