"""What the addresses of disputes take and give."""

from marshmallow import Schema, fields, validate

from workflows.repair.answers import ActionSchema, CaseLinks, ClockSchema, EventSchema
from workflows.repair.schemas import CODE_CHARS_MAX, ViewArguments


class DisputeArguments(ViewArguments):
    """What a list of objections is narrowed to."""

    state = fields.String(load_default=None, validate=validate.Length(max=CODE_CHARS_MAX))
    open = fields.Boolean(load_default=None)
    overdue = fields.Boolean(load_default=False)


class DisputeSummary(Schema):
    """An objection as a list shows it."""

    number = fields.String(required=True)
    title = fields.String(
        required=True, attribute="subject.name", metadata={"description": "对什么有异议"}
    )
    decided_by = fields.String(
        required=True, attribute="authority", metadata={"description": "由哪个社区答复"}
    )
    state = fields.String(required=True)
    state_name = fields.String(required=True)
    version = fields.Integer(required=True)
    open = fields.Boolean(required=True)
    owner = fields.String(required=True, metadata={"description": "轮到谁办理"})
    owner_name = fields.String(required=True)
    outcome = fields.String(required=True, allow_none=True)
    outcome_name = fields.String(required=True, allow_none=True)
    due_on = fields.Date(required=True, allow_none=True)
    alarm = fields.String(required=True, metadata={"description": "none、amber 或 red"})
    created_at = fields.AwareDateTime(required=True)
    decided_at = fields.AwareDateTime(required=True, allow_none=True)
    closed_at = fields.AwareDateTime(required=True, allow_none=True)
    links = fields.Nested(CaseLinks, required=True)


class DisputeAnswer(DisputeSummary):
    """An objection in full."""

    hint = fields.String(required=True, metadata={"description": "接下来会发生什么"})
    matter = fields.String(required=True, metadata={"description": "显示所涉事项的页面地址"})
    actions = fields.List(fields.Nested(ActionSchema), required=True)
    clocks = fields.List(fields.Nested(ClockSchema), required=True)
    events = fields.List(fields.Nested(EventSchema), required=True)


class DisputesAnswer(Schema):
    """A page of objections."""

    items = fields.List(fields.Nested(DisputeSummary), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
