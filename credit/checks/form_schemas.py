"""What the pages of checks take: their forms and the filters of their lists."""

from enum import StrEnum

from marshmallow import Schema, fields, validate

from credit.checks.limits import (
    NAME_CHARS_MAX,
    NOTE_CHARS_MAX,
    NUMBER_CHARS_MAX,
    RECORDS_PER_ANSWER_MAX,
)
from credit.checks.schemas import BasisSchema, Line, SubjectSchema
from credit.rules.vocabulary import Outcome, Purpose
from credit.subjects.identifiers import IdType


class SubjectForm(SubjectSchema):
    """Whom the check is about; the type of the number may be left to be recognised."""

    name = Line(required=True, validate=validate.Length(min=1, max=NAME_CHARS_MAX))
    id_type = fields.Enum(IdType, by_value=True, load_default=None)


class CheckForm(Schema):
    """One check at the counter."""

    subject = fields.Nested(SubjectForm, required=True)
    basis = fields.Nested(BasisSchema, required=True)
    purpose = fields.Enum(Purpose, by_value=True, required=True)
    as_of = fields.Date(load_default=None)


class Period(StrEnum):
    """From when the list of checks shows."""

    TODAY = "today"


class Standing(StrEnum):
    """Where a check stands."""

    WAITING = "waiting"
    """Negative or held, and no reviewer has decided."""
    FIRST = "first"
    """Made for somebody who asked; what the service checks anew by itself is left out."""


class Maker(StrEnum):
    """Who made a check."""

    ME = "me"
    ME_SINGLY = "me_singly"
    """The caller, one by one and in no batch."""


class ListFilter(Schema):
    """The filters of the list of checks; every one is a closed list."""

    outcome = fields.Enum(Outcome, by_value=True, load_default=None)
    purpose = fields.Enum(Purpose, by_value=True, load_default=None)
    standing = fields.Enum(Standing, by_value=True, load_default=None)
    period = fields.Enum(Period, by_value=True, load_default=None)
    made_by = fields.Enum(Maker, by_value=True, load_default=None)
    from_ = fields.Date(load_default=None, data_key="from", metadata={"description": "起始日"})
    to = fields.Date(load_default=None, metadata={"description": "截止日，含当日"})
    cursor = fields.String(load_default=None, validate=validate.Length(max=NUMBER_CHARS_MAX))


class SearchForm(Schema):
    """The number of a check, or an identity number; sent in the body, never in an address."""

    number = fields.String(required=True, validate=validate.Length(max=NUMBER_CHARS_MAX))


class ReviewForm(Schema):
    """A reviewer's decision."""

    identity_confirmed = fields.Boolean(load_default=False)
    own_records = fields.List(
        fields.Integer(), load_default=list, validate=validate.Length(max=RECORDS_PER_ANSWER_MAX)
    )
    reason = fields.String(load_default="", validate=validate.Length(max=NOTE_CHARS_MAX // 2))
    note = fields.String(load_default="", validate=validate.Length(max=NOTE_CHARS_MAX // 2 - 1))
