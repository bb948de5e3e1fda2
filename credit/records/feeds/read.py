"""Reading rows of a feed: pure, one plan per file, every row ends as a draft or a refusal."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from credit.records.authorities import canonical_authority
from credit.records.faults import Fault
from credit.records.feeds import penalties
from credit.records.feeds.derive import DERIVERS
from credit.records.feeds.description import Column, Feed, Presence
from credit.records.feeds.drafts import Draft, Refused, SubjectDraft, Value
from credit.records.feeds.fields import TRANSIENT, Target
from credit.records.feeds.parsers import PARSERS, Parser
from credit.records.feeds.row import WHOLE_ROW, Row
from credit.records.feeds.subject import read_subject
from credit.records.feeds.validate import header_key
from credit.records.limits import NATURAL_KEY_PART_MAX_CHARS
from credit.records.text import squeeze
from service.messages import msg
from service.problems import FieldError

_EMPTY = msg("没有填写")
_FILL_IN = msg("请填写该列")


@dataclass(frozen=True, slots=True)
class _Slot:
    """One field and where its cells stand in this file."""

    field: str
    positions: tuple[int, ...]
    parse: Parser
    column: Column
    required: bool
    expected: bool
    suspect: bool
    """Whether an amount may be so large that its unit is doubted."""


class FeedReader:
    """The plan for one file: which cell goes where. Make it once, call `read` for each row."""

    def __init__(self, feed: Feed, headers: Sequence[str], today: date) -> None:
        self.feed = feed
        self.today = today
        self._width = len(headers)
        places: dict[str, list[int]] = {}
        for position, header in enumerate(headers):
            places.setdefault(header_key(header), []).append(position)
        self._labels: dict[str, str] = {}
        self._slots: list[_Slot] = []
        absent = []
        for column in feed.columns:
            positions = [at for name in column.headers for at in places.pop(header_key(name), ())]
            self._labels[column.field] = headers[positions[0]] if positions else column.headers[0]
            if positions:
                self._slots.append(self._slot(column, tuple(positions)))
            elif column.presence is Presence.REQUIRED:
                absent.append(column)
        self.missing = tuple(_missing_column(column) for column in absent)
        """Required columns the file lacks; with any of these no row can be accepted."""
        known = {header_key(name) for name in feed.ignored} | {""}
        self.unknown_headers = tuple(headers[places[key][0]] for key in places if key not in known)
        """Headers nobody described; their cells are not read."""
        self._checks = [penalties.CHECKS[name] for name in feed.checks]
        self._derived = [(step, DERIVERS[step.by]) for step in feed.derived]

    def _slot(self, column: Column, positions: tuple[int, ...]) -> _Slot:
        make, _holds = PARSERS[column.parser]
        return _Slot(
            column.field,
            positions,
            make(column, self.today),
            column,
            column.presence is Presence.REQUIRED,
            column.presence is Presence.EXPECTED,
            column.suspect_from is not None,
        )

    def read(self, cells: Sequence[str], row_number: int, ordinal: int = 1) -> Draft | Refused:
        """One row. `ordinal` counts, from 1, the rows of the file that share a natural key.

        A row shorter than the header is filled with empty cells, a longer one is refused
        unless what is left over is empty.
        """
        row = Row(row_number, self.today, self._labels, dict(self.feed.fixed))
        if self.missing:
            row.errors += [replace(error, row=row_number) for error in self.missing]
        if len(cells) > self._width and any(cells[self._width :]):
            row.refuse(
                WHOLE_ROW, "too-many-cells", msg("单元格多于表头"), msg("请核对该行的分隔符与引号")
            )
        elif len(cells) < self._width:
            cells = [*cells, *[""] * (self._width - len(cells))]
        self._fill(row, cells)
        self._derive(row)
        withdrawn = self._settle(row)
        subject = read_subject(row, self.feed.subject)
        if row.errors or subject is None:
            return Refused(self.feed.name, row_number, tuple(row.errors))
        key = self._key(row, subject, ordinal)
        if key is None:
            return Refused(self.feed.name, row_number, tuple(row.errors))
        for name in TRANSIENT:
            row.values.pop(name, None)
        return Draft(
            self.feed.name,
            self.feed.target,
            row_number,
            subject,
            row.values,
            key,
            tuple(row.flags),
            withdrawn,
        )

    def _fill(self, row: Row, cells: Sequence[str]) -> None:
        nulls = self.feed.nulls
        values = row.values
        for slot in self._slots:
            positions = slot.positions
            cell = cells[positions[0]]
            if len(positions) > 1:
                cell = _several(row, slot, [cells[at] for at in positions], nulls)
            if cell and cell not in nulls:
                value = slot.parse(cell)
                if isinstance(value, Fault):
                    _note(row, slot, value)
                    continue
                if value or value != "":  # nearly all is told without the slow comparison
                    values[slot.field] = value
                    if slot.suspect:
                        _suspect(row, slot.column, value)
                    continue
            if slot.required:
                row.refuse(slot.field, "missing", _EMPTY, _FILL_IN)
            elif slot.expected:
                row.flag(slot.field, "missing", _EMPTY, _FILL_IN)

    def _derive(self, row: Row) -> None:
        for step, derive in self._derived:
            source = row.values.get(step.source)
            if step.field in row.values or source is None:
                continue
            found = derive(source)
            if found is None:
                continue
            row.values[step.field] = found
            if step.flagged:
                message = msg("由{source}推得", source=row.label(step.source))
                row.flag(step.field, "derived", message, msg("请核对"))

    def _settle(self, row: Row) -> bool:
        """Run what the target needs and the checks the feed asks for; True when withdrawn."""
        if self.feed.target is Target.ORGANISATION:
            return False
        authority = row.values.get("authority")
        if isinstance(authority, str):
            row.values["authority"] = canonical_authority(authority, self.today)
        elif not any(error.field == row.label("authority") for error in row.errors):
            row.refuse("authority", "missing", _EMPTY, _FILL_IN)
        penalties.settle_dates(row)
        if self.feed.target is Target.PENALTY:
            penalties.settle_kinds(row)
            penalties.settle_procedure(row)
            for check in self._checks:
                check(row)
        penalties.flag_objection(row)
        return penalties.is_withdrawn(row)

    def _key(self, row: Row, subject: SubjectDraft, ordinal: int) -> tuple[str, ...] | None:
        parts = []
        for alternatives in self.feed.natural_key:
            for name in alternatives:
                part = _part(name, row, subject, ordinal)
                if part:
                    parts.append(part[:NATURAL_KEY_PART_MAX_CHARS])
                    break
            else:
                message = msg("缺少识别同一记录所需的内容")
                row.refuse(alternatives[0], "key-missing", message, _FILL_IN)
                return None
        return tuple(parts)


def _part(name: str, row: Row, subject: SubjectDraft, ordinal: int) -> str | None:
    if name == "ordinal":
        return str(ordinal)
    if name == "subject_number":
        return subject.id_number
    value = row.values.get(name)
    if value is None:
        return None
    return squeeze(value) if isinstance(value, str) else str(value)


def _several(row: Row, slot: _Slot, cells: list[str], nulls: frozenset[str]) -> str:
    filled = [cell for cell in cells if cell.strip() and cell not in nulls]
    if not filled:
        return ""
    if slot.column.join:
        return ";".join(filled)
    if any(squeeze(cell) != squeeze(filled[0]) for cell in filled[1:]):
        row.flag(
            slot.field,
            "columns-disagree",
            msg("同一内容的几列不一致，取第一列"),
            msg("请核对这几列"),
        )
    return filled[0]


def _note(row: Row, slot: _Slot, fault: Fault) -> None:
    """A required cell that cannot be read refuses the row; any other is left out and flagged."""
    if slot.required or fault.code == "too-long":
        row.refuse(slot.field, fault.code, fault.message, fault.remedy)
    else:
        row.flag(slot.field, fault.code, fault.message, fault.remedy)


def _suspect(row: Row, column: Column, value: Value | Fault) -> None:
    limit = Decimal(column.suspect_from or 0) * column.unit.in_yuan
    if isinstance(value, Decimal) and value >= limit:
        row.flag(
            column.field,
            "amount-suspicious",
            msg("金额异常大：{yuan}元，疑为元与万元混淆", yuan=value),
            msg("请核对该列的单位"),
        )


def _missing_column(column: Column) -> FieldError:
    return FieldError(
        column.headers[0],
        "column-missing",
        msg("文件中没有这一列"),
        msg("请补上该列，可用的表头：{headers}", headers="、".join(column.headers)),
    )
