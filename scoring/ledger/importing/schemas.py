"""What the API and the forms take and give about imports of awards."""

from flask_smorest.fields import Upload
from marshmallow import Schema, fields


class EntryImportFile(Schema):
    """The sheet itself."""

    file = Upload(required=True, metadata={"description": "CSV 或 XLSX，列见模板"})


class EntryImportPageForm(Schema):
    """The form of the page."""

    file = fields.Raw(required=True)


class EntryImportCounts(Schema):
    """rows = accepted + waiting + unchanged + refused, at any moment."""

    rows = fields.Integer(required=True)
    accepted = fields.Integer(required=True)
    waiting = fields.Integer(required=True)
    unchanged = fields.Integer(required=True)
    refused = fields.Integer(required=True)


class EntryImportLinks(Schema):
    """Where to go on."""

    self = fields.String(required=True)
    refused = fields.String(required=True)


class EntryImportAnswer(Schema):
    """One import and how far it has come."""

    id = fields.String(required=True)
    community = fields.String(required=True)
    filename = fields.String(required=True)
    state = fields.String(
        required=True, metadata={"description": "queued、running、done 或 failed"}
    )
    counts = fields.Nested(EntryImportCounts, required=True)
    done = fields.Integer(required=True)
    total = fields.Integer(required=True, allow_none=True)
    seconds_left = fields.Float(required=True, allow_none=True)
    problem = fields.String(required=True, allow_none=True)
    made_by = fields.String(required=True)
    made_at = fields.AwareDateTime(required=True)
    started_at = fields.AwareDateTime(required=True, allow_none=True)
    ended_at = fields.AwareDateTime(required=True, allow_none=True)
    links = fields.Nested(EntryImportLinks, required=True)
