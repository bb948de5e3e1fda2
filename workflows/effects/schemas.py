"""What the API and the forms take and give about effects."""

from marshmallow import Schema, fields, validate

from service.api.paging import PageArguments
from workflows.effects.limits import RECEIPT_NUMBER_CHARS_MAX, REFERENCE_CHARS_MAX
from workflows.effects.models import EffectState
from workflows.effects.reading import Standing
from workflows.effects.targets import target_table

NUMBER_CHARS_MAX = 64


class EffectArguments(PageArguments):
    """Filters of the list."""

    state = fields.String(
        load_default=None,
        validate=validate.OneOf([one.value for one in Standing]),
        metadata={"description": "open 指所有未完成的"},
    )
    target = fields.String(load_default=None, validate=validate.OneOf(list(target_table().targets)))
    case = fields.String(
        load_default=None,
        validate=validate.Length(min=1, max=NUMBER_CHARS_MAX),
        metadata={"description": "办件编号"},
    )


class AttemptSchema(Schema):
    """One try at a target, or that a person gave the effect another set of them."""

    at = fields.DateTime(required=True)
    outcome = fields.String(required=True)
    outcome_text = fields.String(required=True)
    status = fields.Integer(allow_none=True)
    milliseconds = fields.Integer(required=True)
    request_digest = fields.String(required=True)
    response_digest = fields.String(allow_none=True)


class EffectSchema(Schema):
    """One effect at one target."""

    id = fields.UUID(required=True)
    case = fields.String(required=True)
    record_id = fields.Integer(required=True)
    effect = fields.String(required=True)
    effect_name = fields.String(required=True)
    target = fields.String(required=True)
    target_name = fields.String(required=True)
    state = fields.String(
        required=True, validate=validate.OneOf([one.value for one in EffectState])
    )
    state_name = fields.String(required=True)
    attempts = fields.Integer(required=True)
    requested_at = fields.DateTime(required=True)
    next_at = fields.DateTime(allow_none=True)
    confirmed_at = fields.DateTime(allow_none=True)
    confirmed_by = fields.String(allow_none=True)
    last_error = fields.String(allow_none=True)
    last_error_text = fields.String(allow_none=True)
    receipt = fields.Dict(allow_none=True)


class EffectDetail(EffectSchema):
    """One effect with what the target is told and every try."""

    message = fields.Dict(required=True)
    history = fields.List(fields.Nested(AttemptSchema), required=True)


class EffectList(Schema):
    """One page of effects."""

    items = fields.List(fields.Nested(EffectSchema), required=True)
    next_cursor = fields.String(allow_none=True)


class ProofRequest(Schema):
    """What a clerk has in hand; at least one of reference and document."""

    receipt_number = fields.String(
        required=True, validate=validate.Length(min=1, max=RECEIPT_NUMBER_CHARS_MAX)
    )
    reference = fields.String(
        load_default=None,
        validate=validate.Length(min=1, max=REFERENCE_CHARS_MAX),
        metadata={"description": "回执的出处，例如公函文号或公告网址"},
    )
    document_id = fields.UUID(load_default=None, metadata={"description": "本办件中作为回执的材料"})


class ProofPageForm(ProofRequest):
    """The same with a file that shows it, which becomes a document of the case."""

    file = fields.Raw(load_default=None)


class RetryAllForm(Schema):
    """Which target answers again."""

    target = fields.String(required=True, validate=validate.OneOf(list(target_table().targets)))
