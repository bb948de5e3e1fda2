"""What the forms of the desk hold."""

from marshmallow import Schema, fields, validate

from workflows.desk.listing import HAPPENED_NAMES, STANDINGS
from workflows.engine.limits import BULK_CASES_MAX, REASON_CHARS_MAX

NUMBER_CHARS_MAX = 40


class ListForm(Schema):
    """What a list is narrowed to."""

    view = fields.String(load_default="", validate=validate.OneOf(["", "mine", "all"]))
    case_type = fields.String(load_default="", validate=validate.Length(max=NUMBER_CHARS_MAX))
    standing = fields.String(load_default="", validate=validate.OneOf(["", *dict(STANDINGS)]))
    number = fields.String(load_default="", validate=validate.Length(max=NUMBER_CHARS_MAX))
    happened = fields.String(load_default="", validate=validate.OneOf(["", *dict(HAPPENED_NAMES)]))
    from_ = fields.Date(load_default=None, data_key="from")
    to = fields.Date(load_default=None)
    cursor = fields.String(load_default=None, validate=validate.Length(max=64))


class ActionForm(Schema):
    """One action: a prepared reason and words of one's own; its table reads the other fields."""

    prepared = fields.String(load_default="", validate=validate.Length(max=REASON_CHARS_MAX))
    reason = fields.String(load_default="", validate=validate.Length(max=REASON_CHARS_MAX))
    version = fields.Integer(load_default=None, allow_none=True)


class CompareForm(Schema):
    """Which document is held against its record."""

    document = fields.UUID(load_default=None)


class BulkForm(Schema):
    """One action on the cases that are ticked."""

    action = fields.String(required=True, validate=validate.Length(min=1, max=NUMBER_CHARS_MAX))
    numbers = fields.List(
        fields.String(validate=validate.Length(max=NUMBER_CHARS_MAX)),
        required=True,
        validate=validate.Length(min=1, max=BULK_CASES_MAX),
    )
