"""What the forms of the window take about identities."""

from marshmallow import Schema, fields, validate

from service.accounts.limits import NAME_CHARS_MAX as ACCOUNT_CHARS_MAX
from service.api.paging import PageArguments
from service.identities.kin import Relation
from service.identities.limits import (
    NAME_CHARS_MAX,
    NUMBER_CHARS_MAX,
    PROOF_CHARS_MAX,
    WHY_CHARS_MAX,
)

_NAME = validate.Length(min=1, max=NAME_CHARS_MAX)
_NUMBER = validate.Length(min=1, max=NUMBER_CHARS_MAX)
_PROOF = validate.Length(min=1, max=PROOF_CHARS_MAX)


class ListArguments(PageArguments):
    """Where a list goes on."""


class VerifyForm(Schema):
    """What a clerk saw; without an account a new one is opened."""

    name = fields.String(required=True, validate=_NAME)
    id_type = fields.String(required=True, validate=validate.Length(max=40))
    id_number = fields.String(required=True, validate=_NUMBER)
    account = fields.String(load_default="", validate=validate.Length(max=ACCOUNT_CHARS_MAX))
    greeting = fields.String(load_default="", validate=validate.Length(max=40))
    document_seen = fields.Boolean(load_default=False)


class EndForm(Schema):
    """Why something ends."""

    why = fields.String(required=True, validate=validate.Length(min=1, max=WHY_CHARS_MAX))


class KinForm(Schema):
    """Who asks for a deceased person, and what proves it."""

    name = fields.String(required=True, validate=_NAME)
    id_type = fields.String(required=True, validate=validate.Length(max=40))
    id_number = fields.String(required=True, validate=_NUMBER)
    relation = fields.Enum(Relation, by_value=True, required=True)
    deceased_name = fields.String(required=True, validate=_NAME)
    deceased_id_type = fields.String(required=True, validate=validate.Length(max=40))
    deceased_id_number = fields.String(required=True, validate=_NUMBER)
    death_proof = fields.String(required=True, validate=_PROOF)
    kinship_proof = fields.String(required=True, validate=_PROOF)
    document_seen = fields.Boolean(load_default=False)
