"""What the forms of oversight take."""

from marshmallow import Schema, fields, validate

from service.api.paging import PageArguments
from service.oversight.limits import (
    NAME_CHARS_MAX,
    REASON_CHARS_MAX,
    TEXT_CHARS_MAX,
    TITLE_CHARS_MAX,
)
from service.oversight.models import Verdict
from service.oversight.wording import LEVELS, OCCASIONS

_TEXT = validate.Length(min=1, max=TEXT_CHARS_MAX)


class AlarmArguments(PageArguments):
    """Which alarms a list shows, and where it goes on."""

    settled = fields.Boolean(load_default=False)


class SettleForm(Schema):
    """How an alarm is settled, and why."""

    verdict = fields.Enum(Verdict, by_value=True, required=True)
    reason = fields.String(required=True, validate=validate.Length(min=1, max=REASON_CHARS_MAX))


class FoundForm(Schema):
    """What an entry of a sample showed."""

    in_order = fields.Boolean(required=True)
    note = fields.String(load_default="", validate=validate.Length(max=REASON_CHARS_MAX))


class AssessmentForm(Schema):
    """An impact assessment; `file` is the signed report."""

    title = fields.String(required=True, validate=validate.Length(min=1, max=TITLE_CHARS_MAX))
    occasions = fields.List(
        fields.String(validate=validate.OneOf(list(OCCASIONS))),
        required=True,
        validate=validate.Length(min=1),
    )
    purpose = fields.String(required=True, validate=_TEXT)
    necessity = fields.String(required=True, validate=_TEXT)
    risks = fields.String(required=True, validate=_TEXT)
    safeguards = fields.String(required=True, validate=_TEXT)
    level = fields.String(required=True, validate=validate.OneOf(list(LEVELS)))
    assessed_on = fields.Date(required=True)
    assessed_by = fields.String(required=True, validate=validate.Length(min=1, max=NAME_CHARS_MAX))
    replaces = fields.String(load_default=None, validate=validate.Length(max=64))
    file = fields.Raw(load_default=None)
