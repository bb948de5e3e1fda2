"""Reads the subjects of a call: each is somebody, or a fault of its own. Pure."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from marshmallow import ValidationError

from credit.queries.calls import Asked, Faulty
from credit.queries.schemas import SubjectRow
from credit.queries.service import asked
from credit.subjects.identifiers import (
    Identifier,
    IdType,
    InvalidIdentifier,
    SubjectKind,
    parse,
    recognise,
)
from service.api.faults import flatten
from service.messages import msg
from service.problems import FieldError, InvalidInput

_ROW = SubjectRow()


def read_rows(raw: Iterable[Any], today: date) -> Iterator[Asked | Faulty]:
    """Every row in order; one that cannot be read is a fault and stops nothing."""
    for index, one in enumerate(raw):
        yield read_row(index, one, today)


def read_row(index: int, raw: Any, today: date) -> Asked | Faulty:
    """One row as a subject, or what is wrong with it."""
    try:
        row = _ROW.load(raw)
    except ValidationError as error:
        return Faulty(index, tuple(flatten(error.messages)))
    return read_subject(
        index, row["name"], row["id_type"], row["id_number"], row["authorisation"], today
    )


def read_subject(
    index: int,
    name: str | None,
    id_type: IdType | None,
    number: str,
    authorisation: str | None,
    today: date,
) -> Asked | Faulty:
    """A subject by what was given of it."""
    try:
        identifier = read_identifier(id_type, number, today)
    except InvalidIdentifier as error:
        return Faulty(index, error.errors)
    if not name and identifier.subject_kind is SubjectKind.NATURAL_PERSON:
        fault = FieldError("name", "missing", msg("查询自然人须填写姓名。"), msg("请按证件填写。"))
        return Faulty(index, (fault,))
    return asked(index, identifier, name or None, authorisation or None)


def read_identifier(id_type: IdType | None, number: str, today: date) -> Identifier:
    """The identifier a text states. Raises `InvalidIdentifier`."""
    if id_type is None:
        return recognise(number, today, field="id_number")
    return parse(id_type, number, today=today, field="id_number")


def the_one(row: Asked | Faulty, *, within: str = "") -> Asked:
    """The subject of a call about one. Raises `InvalidInput` where it names nobody.

    `within` is the member of the call that holds the subject.
    """
    if isinstance(row, Asked):
        return row
    errors = [
        FieldError(f"{within}.{one.field}".strip("."), one.code, one.message, one.remedy)
        for one in row.errors
    ]
    raise InvalidInput(msg("有 {count} 处填写有误，请逐项改正。", count=len(errors)), errors=errors)
