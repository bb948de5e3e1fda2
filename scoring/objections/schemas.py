"""What the addresses and forms of objections take and give."""

from marshmallow import Schema, fields, validate

from scoring.objections.limits import GROUNDS_CHARS_MAX

_GROUNDS = validate.Length(min=1, max=GROUNDS_CHARS_MAX)


class ObjectionForm(Schema):
    """The page's form."""

    grounds = fields.String(required=True, validate=_GROUNDS)


class ObjectionRequest(Schema):
    """What is wrong with the entry."""

    grounds = fields.String(
        required=True,
        validate=_GROUNDS,
        metadata={"description": "哪里不对。只有您和本社区能看到，退出后清除"},
    )


class ObjectionAnswer(Schema):
    """An objection."""

    number = fields.String(required=True, metadata={"description": "异议编号"})
    entry = fields.UUID(required=True)
    title = fields.String(required=True)
    state = fields.String(
        required=True, metadata={"description": "open、upheld、rejected 或 withdrawn"}
    )
    state_name = fields.String(required=True)
    due_on = fields.Date(required=True, allow_none=True)
    provisional = fields.Boolean(
        required=True, metadata={"description": "到期日还可能随放假安排变动"}
    )
    made_at = fields.AwareDateTime(required=True)
    href = fields.String(required=True, metadata={"description": "办理进展的接口地址"})
    page = fields.String(required=True)
