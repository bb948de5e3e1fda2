"""Reads the rows of a list of applicants: each one is accepted or refused with a remedy. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from credit.checks.batches.columns import ID_NUMBER, ID_TYPE, NAME, Columns, type_named
from credit.checks.decide import is_minor
from credit.checks.limits import NAME_CHARS_MAX
from credit.subjects.identifiers import (
    TYPE_NAMES,
    Identifier,
    IdType,
    InvalidIdentifier,
    parse,
    recognise,
)
from credit.subjects.names import as_shown, is_writable, name_key
from service.messages import Message, msg
from service.problems import FieldError
from service.tabular import Kind, Row, Table

_INEXACT = Kind.NUMBER | Kind.DATE


@dataclass(frozen=True, slots=True, repr=False)
class Accepted:
    """A row that can be checked. Its repr shows nothing: it holds personal data."""

    row: int
    name: str
    identifier: Identifier


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that cannot be checked, and why."""

    row: int
    error: FieldError


class _RowRefused(Exception):  # noqa: N818 - it never leaves this module
    def __init__(self, field: str, code: str, message: Message, remedy: Message) -> None:
        self.error = FieldError(field, code, message, remedy)


def read_rows(table: Table, columns: Columns, today: date) -> Iterator[Accepted | Refused]:
    """Every filled row of the table, in order, accepted or refused.

    A number that stands in the list twice is accepted where it stands first; the later
    rows are refused and name the first. `today` is the day ages are reckoned on.
    """
    first_rows: dict[str, int] = {}
    for row in table.rows():
        try:
            name, identifier = _read(row, columns, today)
            _refuse_minor(identifier, today)
            first = first_rows.setdefault(f"{identifier.id_type}{identifier.number}", row.number)
            if first != row.number:
                raise _duplicate(first)
        except _RowRefused as refusal:
            yield Refused(row.number, replace(refusal.error, row=row.number))
        except InvalidIdentifier as refusal:
            yield Refused(row.number, replace(refusal.errors[0], row=row.number))
        else:
            yield Accepted(row.number, name, identifier)


def _read(row: Row, columns: Columns, today: date) -> tuple[str, Identifier]:
    if row.kinds:
        _refuse_inexact(row, columns)
    name = _name(row.cells[columns.name])
    number = row.cells[columns.id_number]
    text = "" if columns.id_type is None else row.cells[columns.id_type].strip()
    if not text:
        return name, recognise(number, today, field=ID_NUMBER)
    return name, parse(_type(text), number, today=today, field=ID_NUMBER)


def _refuse_inexact(row: Row, columns: Columns) -> None:
    """A number kept as a quantity is not exact, and a computed one is nobody's statement."""
    if row.kind(columns.id_number) & _INEXACT:
        raise _RowRefused(
            ID_NUMBER,
            "number-cell",
            msg("证件号码存成了数值，末尾几位或开头的零可能已经丢失。"),
            msg("请把该列设为“文本”格式，对照证件重新填写，不要只改格式。"),
        )
    for field, column in ((NAME, columns.name), (ID_NUMBER, columns.id_number)):
        if row.is_formula(column):
            raise _RowRefused(
                field,
                "formula-cell",
                msg("单元格里是公式，不是填写的内容。"),
                msg("请复制该列，用“选择性粘贴—数值”贴回后核对。"),
            )


def _name(text: str) -> str:
    name = as_shown(text)
    if not name_key(name):
        raise _RowRefused(NAME, "missing", msg("没有填写姓名或名称。"), msg("请按证件填写。"))
    if len(name) > NAME_CHARS_MAX:
        raise _RowRefused(
            NAME,
            "too-long",
            msg("姓名或名称超过 {max} 个字符。", max=NAME_CHARS_MAX),
            msg("请只填写姓名或名称本身。"),
        )
    if not is_writable(name):
        raise _RowRefused(
            NAME,
            "wrong-character",
            msg("姓名或名称里有无法识别的字符。"),
            msg("请删去后手工重新录入，不要从其他系统粘贴。"),
        )
    return name


def _type(text: str) -> IdType:
    id_type = type_named(text)
    if id_type is None:
        raise _RowRefused(
            ID_TYPE,
            "unknown-type",
            msg("证件类型无法识别。"),
            msg(
                "请填写：{names}；或留空，由系统识别。",
                names="、".join(map(str, TYPE_NAMES.values())),
            ),
        )
    return id_type


def _refuse_minor(identifier: Identifier, today: date) -> None:
    if is_minor(identifier.birth_date, today):
        raise _RowRefused(
            ID_NUMBER,
            "minor-subject",
            msg("证件号码属于未成年人，不进行信用核查。"),
            msg("请改为核查其父母或其他监护人。"),
        )


def _duplicate(first: int) -> _RowRefused:
    return _RowRefused(
        ID_NUMBER,
        "duplicate",
        msg("与第 {first} 行的证件号码相同。", first=first),
        msg("请核对是否重复填写；重复的删去一行，填错的改正。"),
    )
