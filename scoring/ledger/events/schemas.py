"""What the forms of events give."""

from marshmallow import Schema, fields, validate

from scoring.catalogue.limits import QUANTITY_DECIMALS_MAX, QUANTITY_MAX
from scoring.ledger.events.limits import TICKED_MAX, TITLE_CHARS_MAX, WHERE_CHARS_MAX


class EventForm(Schema):
    """An event as planned; day and times are those of the office's clock."""

    title = fields.String(required=True, validate=validate.Length(min=1, max=TITLE_CHARS_MAX))
    where = fields.String(required=True, validate=validate.Length(min=1, max=WHERE_CHARS_MAX))
    item_code = fields.String(required=True)
    quantity = fields.Decimal(
        required=True,
        places=QUANTITY_DECIMALS_MAX,
        validate=[validate.Range(min=0, min_inclusive=False), validate.Range(max=QUANTITY_MAX)],
    )
    day = fields.Date(required=True)
    starts = fields.Time(required=True)
    ends = fields.Time(required=True)


class TickForm(Schema):
    """Members who were there, by the organiser's list."""

    members = fields.List(
        fields.String(), required=True, validate=validate.Length(min=1, max=TICKED_MAX)
    )


class TypedCode(Schema):
    """A code typed from the printed page."""

    code = fields.String(required=True, validate=validate.Length(max=64))
