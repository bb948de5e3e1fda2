"""What the addresses and forms of objections take and give."""

from marshmallow import Schema, fields, validate

from workflows.objection.grounds import Topic, codes
from workflows.objection.limits import (
    REFERENCE_CHARS_MAX,
    STATEMENT_CHARS_MAX,
    WANTED_CHARS_MAX,
)
from workflows.objection.service import CASE_TYPES
from workflows.repair.answers import CaseAnswer, CaseSummary
from workflows.repair.limits import REFERENCE_CHARS_MAX as AUTHORISATION_CHARS_MAX
from workflows.repair.schemas import CODE_CHARS_MAX, ViewArguments


class WindowVisitor(Schema):
    """At the window: who came, and what the clerk saw."""

    reference = fields.String(
        required=True,
        validate=validate.Length(min=1, max=AUTHORISATION_CHARS_MAX),
        metadata={"description": "授权委托书编号；本人或者法定代表人到场的，填“本人”"},
    )
    id_shown = fields.Boolean(required=True, metadata={"description": "已核对来人的身份证件原件"})
    by_agent = fields.Boolean(load_default=False, metadata={"description": "来人是受托人"})


class _Wish(Schema):
    """What is objected to, and why."""

    topic = fields.Enum(
        Topic, by_value=True, required=True,
        metadata={"description": "record 信用记录；check 核查结果；repair 修复结果"},
    )  # fmt: skip
    reference = fields.String(
        required=True, validate=validate.Length(min=1, max=REFERENCE_CHARS_MAX),
        metadata={"description": "记录编号、核查编号或者修复办件编号"},
    )  # fmt: skip
    ground = fields.String(
        required=True, validate=validate.OneOf(codes()), metadata={"description": "异议理由"}
    )
    statement = fields.String(
        required=True, validate=validate.Length(min=1, max=STATEMENT_CHARS_MAX),
        metadata={"description": "哪里不对、应当是什么；不要填写个人信息"},
    )  # fmt: skip
    wanted = fields.String(
        load_default="", validate=validate.Length(max=WANTED_CHARS_MAX),
        metadata={"description": "希望如何处理"},
    )  # fmt: skip


class CreditObjectionRequest(_Wish):
    """An objection that is handed in."""

    authorisation = fields.Nested(
        WindowVisitor, load_default=None, metadata={"description": "窗口代为提出时必填"}
    )


class ObjectionForm(_Wish):
    """The same as a form holds it."""

    authorisation = fields.String(
        load_default="", validate=validate.Length(max=AUTHORISATION_CHARS_MAX)
    )
    id_shown = fields.Boolean(load_default=False)
    by_agent = fields.Boolean(load_default=False)


class ObjectionArguments(ViewArguments):
    """What a list of objections is narrowed to."""

    case_type = fields.String(load_default=None, validate=validate.OneOf([*CASE_TYPES.values()]))
    state = fields.String(load_default=None, validate=validate.Length(max=CODE_CHARS_MAX))
    open = fields.Boolean(load_default=None)
    overdue = fields.Boolean(load_default=False)


class CreditMatter(Schema):
    """What is objected to."""

    topic = fields.Enum(Topic, by_value=True, required=True)
    reference = fields.String(required=True)
    ground = fields.String(required=True)
    ground_name = fields.String(required=True)
    statement = fields.String(required=True)
    wanted = fields.String(required=True)
    remedy = fields.String(
        required=True, allow_none=True, metadata={"description": "成立后的处理方式"}
    )
    remedy_name = fields.String(required=True, allow_none=True)


class CreditObjectionSummary(CaseSummary):
    """An objection as a list shows it."""

    matter = fields.Nested(CreditMatter, required=True)


class CreditObjectionAnswer(CaseAnswer):
    """An objection in full."""

    matter = fields.Nested(CreditMatter, required=True)


class CreditObjectionsAnswer(Schema):
    """A page of objections."""

    items = fields.List(fields.Nested(CreditObjectionSummary), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
