"""What messages look like to programs, and the form of addresses."""

from marshmallow import Schema, fields, validate

from service.notices.limits import ADDRESS_CHARS_MAX


class NoticeAnswer(Schema):
    """One message."""

    id = fields.Integer()
    kind = fields.String()
    subject = fields.String()
    body = fields.String()
    link = fields.String()
    created_at = fields.AwareDateTime()
    read_at = fields.AwareDateTime(allow_none=True)


class NoticesAnswer(Schema):
    """A page of messages, newest first."""

    unread = fields.Integer()
    items = fields.List(fields.Nested(NoticeAnswer))
    next_cursor = fields.String(allow_none=True)


class ReadRequest(Schema):
    """Which message was read; none given means all."""

    id = fields.Integer(load_default=None, validate=validate.Range(min=1, max=2**63 - 1))


class ReadAnswer(Schema):
    """How many were unread before."""

    marked = fields.Integer()


class AddressForm(Schema):
    """Where to tell the person outside the application; an empty field removes the address."""

    email = fields.String(load_default="", validate=validate.Length(max=ADDRESS_CHARS_MAX))
    sms = fields.String(load_default="", validate=validate.Length(max=ADDRESS_CHARS_MAX))
