"""Cursor paging: newest first, stable while rows are added."""

import base64
import binascii
from typing import Any

from marshmallow import Schema, fields, validate
from sqlalchemy import Select
from sqlalchemy.orm import InstrumentedAttribute

from service.database import db
from service.messages import msg
from service.problems import FieldError, InvalidInput

PAGE_ROWS_DEFAULT = 50
PAGE_ROWS_MAX = 200


class PageArguments(Schema):
    """Query arguments of every list."""

    cursor = fields.String(load_default=None, validate=validate.Length(max=64))
    limit = fields.Integer(
        load_default=PAGE_ROWS_DEFAULT, validate=validate.Range(min=1, max=PAGE_ROWS_MAX)
    )


def encode_cursor(row_id: int) -> str:
    """An opaque cursor that points behind a row."""
    return base64.urlsafe_b64encode(str(row_id).encode()).decode().rstrip("=")


def decode_cursor(cursor: str) -> int:
    """The row a cursor points behind. Raises `InvalidInput` on one we did not give."""
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
        row_id = int(text)
    except (ValueError, binascii.Error) as error:
        raise _bad_cursor() from error
    if not 0 <= row_id < 2**63:
        raise _bad_cursor()
    return row_id


def _bad_cursor() -> InvalidInput:
    return InvalidInput(
        msg("翻页标记无效，请从第一页重新查看。"),
        errors=[FieldError("cursor", "bad-cursor", msg("翻页标记无效。"))],
    )


def page_of(
    statement: Select[Any], key: InstrumentedAttribute[int], *, cursor: str | None, limit: int
) -> tuple[list[Any], str | None]:
    """One page of rows, newest first by `key`, and the cursor of the next page or None."""
    if cursor:
        statement = statement.where(key < decode_cursor(cursor))
    rows = list(db.session.scalars(statement.order_by(key.desc()).limit(limit + 1)))
    if len(rows) <= limit:
        return rows, None
    return rows[:limit], encode_cursor(getattr(rows[limit - 1], key.key))
