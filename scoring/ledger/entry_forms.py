"""What the forms of entries give, and how what was typed becomes an award to enter."""

from typing import Any

from marshmallow import Schema, fields, validate

from scoring.catalogue.limits import (
    CODE_CHARS_MAX,
    POINTS_MAX,
    QUANTITY_DECIMALS_MAX,
    QUANTITY_MAX,
)
from scoring.ledger.finding import TYPED_CHARS_MAX
from scoring.ledger.limits import (
    EVENT_ID_CHARS_MAX,
    EVIDENCE_CHARS_MAX,
    REASON_CHARS_MAX,
)
from scoring.ledger.models import Kind
from scoring.ledger.refusals import NewEntry

_MEMBER = validate.Length(max=TYPED_CHARS_MAX)


class EntryForm(Schema):
    """The quick form."""

    member = fields.String(required=True, validate=_MEMBER)
    item_code = fields.String(required=True, validate=validate.Length(max=CODE_CHARS_MAX))
    quantity = fields.Decimal(
        required=True,
        places=QUANTITY_DECIMALS_MAX,
        validate=[validate.Range(min=0, min_inclusive=False), validate.Range(max=QUANTITY_MAX)],
    )
    chosen_points = fields.Integer(
        load_default=None, validate=validate.Range(min=-POINTS_MAX, max=POINTS_MAX)
    )
    done_on = fields.Date(required=True)
    evidence = fields.String(load_default="", validate=validate.Length(max=EVIDENCE_CHARS_MAX))
    evidence_file = fields.Raw(load_default=None)
    event_id = fields.String(load_default=None, validate=validate.Length(max=EVENT_ID_CHARS_MAX))
    step = fields.String(load_default="preview", validate=validate.OneOf(["preview", "save"]))


class EntryFilter(Schema):
    """Which entries the list shows."""

    member = fields.String(load_default=None, validate=_MEMBER)
    item = fields.String(load_default=None, validate=validate.Length(max=CODE_CHARS_MAX))
    kind = fields.String(load_default=None, validate=validate.OneOf([one.value for one in Kind]))
    first = fields.Date(load_default=None)
    last = fields.Date(load_default=None)
    after = fields.UUID(load_default=None)


class ReasonForm(Schema):
    """Why an entry is reversed."""

    reason = fields.String(required=True, validate=validate.Length(min=1, max=REASON_CHARS_MAX))


def wanted(community_code: str, number: str, data: dict[str, Any]) -> NewEntry:
    """The award a form asks for, of the member of that number."""
    return NewEntry(
        community_code=community_code,
        member_number=number,
        item_code=data["item_code"],
        quantity=data["quantity"],
        done_on=data["done_on"],
        chosen_points=data["chosen_points"],
        evidence=data["evidence"],
        event_id=data["event_id"],
    )
