"""What the addresses and forms of requests take and give."""

from marshmallow import Schema, fields, validate

from workflows.repair.answers import CaseAnswer, CaseSummary
from workflows.repair.schemas import ViewArguments
from workflows.rights.kinds import Kind
from workflows.rights.limits import REFERENCE_CHARS_MAX, STATEMENT_CHARS_MAX

_REFERENCE = validate.Length(max=REFERENCE_CHARS_MAX)
_ID = validate.Range(min=1, max=2**63 - 1)


class RightsRequestBody(Schema):
    """What is asked for."""

    kind = fields.Enum(
        Kind, by_value=True, required=True,
        metadata={"description": "explanation 说明；human_decision 由人重新决定；correction 更正；"
                  "erasure 删除；restriction 停止处理；copy 复制、转移"},
    )  # fmt: skip
    statement = fields.String(
        required=True, validate=validate.Length(min=1, max=STATEMENT_CHARS_MAX),
        metadata={"description": "要求什么，用自己的话写"},
    )  # fmt: skip
    check = fields.String(
        load_default="", validate=_REFERENCE,
        metadata={"description": "要求由人重新决定时必填：核查编号"},
    )  # fmt: skip
    record = fields.Integer(
        load_default=None, validate=_ID, metadata={"description": "所涉记录的编号"}
    )
    kin = fields.String(
        load_default="", validate=_REFERENCE,
        metadata={"description": "为已故亲属提出时必填：亲属登记编号"},
    )  # fmt: skip


class RightsVisitorSchema(Schema):
    """At the window: who stands there, and that the clerk saw the document."""

    name = fields.String(required=True, validate=validate.Length(min=1, max=100))
    id_type = fields.String(required=True, validate=validate.Length(max=40))
    id_number = fields.String(required=True, validate=validate.Length(min=1, max=64))
    document_seen = fields.Boolean(
        required=True, metadata={"description": "已核对证件原件，人证一致"}
    )


class RightsRequestCall(RightsRequestBody):
    """The same as a program sends it."""

    visitor = fields.Nested(
        RightsVisitorSchema,
        load_default=None,
        metadata={"description": "窗口代为提出时必填；为已故亲属提出的，只填亲属登记编号"},
    )


class RightsForm(RightsRequestBody):
    """The same as a form holds it; the window adds whose document it saw."""

    name = fields.String(load_default="", validate=validate.Length(max=100))
    id_type = fields.String(load_default="", validate=validate.Length(max=40))
    id_number = fields.String(load_default="", validate=validate.Length(max=64))
    document_seen = fields.Boolean(load_default=False)


class RightsFilter(Schema):
    """What a form begins with."""

    kind = fields.Enum(Kind, by_value=True, load_default=None)
    check = fields.String(load_default="", validate=_REFERENCE)
    record = fields.Integer(load_default=None, validate=_ID)
    kin = fields.String(load_default="", validate=_REFERENCE)


class RightsArguments(ViewArguments):
    """What a list of requests is narrowed to."""

    open = fields.Boolean(load_default=None)
    overdue = fields.Boolean(load_default=False)


class RightsAskedSchema(Schema):
    """What is asked for."""

    kind = fields.Enum(Kind, by_value=True, required=True)
    kind_name = fields.String(required=True)
    asker = fields.String(required=True, metadata={"description": "请求人，掩码"})
    person = fields.String(required=True, metadata={"description": "所涉的人，掩码"})
    kin = fields.String(required=True, allow_none=True)
    check = fields.String(required=True, allow_none=True)
    record = fields.Integer(required=True, allow_none=True)
    statement = fields.String(required=True)


class RightsSummary(CaseSummary):
    """A request as a list shows it."""

    request = fields.Nested(RightsAskedSchema, required=True)


class RightsAnswer(CaseAnswer):
    """A request in full."""

    request = fields.Nested(RightsAskedSchema, required=True)


class RightsListAnswer(Schema):
    """A page of requests."""

    items = fields.List(fields.Nested(RightsSummary), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
