"""What the forms of applicants hold."""

from marshmallow import Schema, fields, validate

from credit.records.problems import ID_MAX
from workflows.engine.limits import RECORDS_PER_CASE_MAX
from workflows.repair.limits import REFERENCE_CHARS_MAX
from workflows.repair.schemas import CASE_TYPES


class ApplyForm(Schema):
    """The first step: which records, and who files."""

    record = fields.List(
        fields.Integer(validate=validate.Range(min=1, max=ID_MAX)),
        required=True,
        validate=validate.Length(min=1, max=RECORDS_PER_CASE_MAX),
    )
    case_type = fields.String(load_default="", validate=validate.OneOf(["", *CASE_TYPES]))
    authorisation = fields.String(
        load_default="", validate=validate.Length(max=REFERENCE_CHARS_MAX)
    )
    by_agent = fields.Boolean(load_default=False)
    by_administrator = fields.Boolean(load_default=False)
    performed_on = fields.Date(load_default=None, allow_none=True)
