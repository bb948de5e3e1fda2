"""What the addresses of personal rights take and give."""

from marshmallow import Schema, fields, validate

from service.api.paging import PageArguments
from service.notices.schemas import AddressForm
from service.rights.access_log import Whose
from service.rights.limits import DISPLAY_NAME_CHARS_MAX, WHY_CHARS_MAX


def _told(text: str) -> dict[str, str]:
    return {"description": text}


class OwnValueSchema(Schema):
    """One fact."""

    code = fields.String(required=True)
    label = fields.String(required=True)
    value = fields.Raw(required=True, allow_none=True, metadata=_told("文字、数字、是否或日期"))


class OwnItemSchema(Schema):
    """One thing that is held."""

    reference = fields.String(required=True, metadata=_told("编号，在本类中唯一"))
    title = fields.String(required=True)
    since = fields.String(required=True, allow_none=True, metadata=_told("从何时起保存"))
    kept_until = fields.String(required=True, allow_none=True, metadata=_told("保存到何时"))
    values = fields.List(fields.Nested(OwnValueSchema), required=True)
    explanation = fields.List(
        fields.String(), required=True, metadata=_told("用平常的话说明：为什么、到何时、怎样消除")
    )


class OwnPartSchema(Schema):
    """What one part of the service holds."""

    code = fields.String(required=True)
    title = fields.String(required=True)
    why = fields.String(required=True, metadata=_told("为什么保存"))
    basis = fields.String(required=True, metadata=_told("法律依据"))
    count = fields.Integer(required=True)
    complete = fields.Boolean(required=True, metadata=_told("是否已全部列出"))
    items = fields.List(fields.Nested(OwnItemSchema), required=True)


class OwnSubjectSchema(Schema):
    """Whom the account is."""

    kind = fields.String(required=True)
    name = fields.String(required=True)
    id_type = fields.String(required=True)
    id_number = fields.String(required=True, metadata=_told("个人为掩码，单位为代码"))
    verified_at = fields.String(required=True, allow_none=True)


class OwnAccountSchema(Schema):
    """The account."""

    name = fields.String(required=True)
    role = fields.String(required=True)


class OwnDataAnswer(Schema):
    """Everything held about the caller."""

    made_at = fields.String(required=True)
    account = fields.Nested(OwnAccountSchema, required=True)
    subject = fields.Nested(OwnSubjectSchema, required=True, allow_none=True)
    parts = fields.List(fields.Nested(OwnPartSchema), required=True)


class AccessLogArguments(PageArguments):
    """Whose looks are listed."""

    whose = fields.Enum(
        Whose,
        by_value=True,
        load_default=Whose.others,
        metadata=_told("others 他人的查看；denied 被拒绝的；all 全部，包括本人的"),
    )


class OwnBasisSchema(Schema):
    """On which ground."""

    kind = fields.String(required=True)
    name = fields.String(required=True)
    reference = fields.String(required=True)


class OwnLookSchema(Schema):
    """One look at what is held about the caller."""

    id = fields.String(required=True)
    at = fields.AwareDateTime(required=True)
    who = fields.String(required=True, metadata=_told("谁查看的"))
    own = fields.Boolean(required=True, metadata=_told("是否本人"))
    unit = fields.String(required=True)
    role = fields.String(required=True)
    role_name = fields.String(required=True)
    basis = fields.Nested(OwnBasisSchema, required=True)
    purpose = fields.String(required=True)
    purpose_name = fields.String(required=True)
    fields_ = fields.List(fields.String(), required=True, data_key="fields", attribute="fields")
    fields_named = fields.String(required=True)
    channel = fields.String(required=True)
    outcome = fields.String(required=True, metadata=_told("answered 已提供；denied 已拒绝"))
    outcome_name = fields.String(required=True)
    object_ref = fields.String(required=True, metadata=_told("由此产生的核查、查询或办件编号"))


class OwnMonthSchema(Schema):
    """Looks of others in a month."""

    month = fields.String(required=True, metadata=_told("如 2026-11"))
    count = fields.Integer(required=True)


class AccessLogAnswer(Schema):
    """Who looked, the newest first, and how many did month by month."""

    items = fields.List(fields.Nested(OwnLookSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
    months = fields.List(fields.Nested(OwnMonthSchema), required=True)


class OwnConsentSchema(Schema):
    """One consent that stands."""

    kind = fields.String(required=True)
    kind_name = fields.String(required=True)
    reference = fields.String(required=True)
    title = fields.String(required=True)
    text = fields.String(required=True)
    effect = fields.String(required=True, metadata=_told("撤回后会怎样"))
    since = fields.String(required=True, allow_none=True)
    until = fields.String(required=True, allow_none=True)
    withdrawable = fields.Boolean(required=True, metadata=_told("能否在这里撤回"))


class OwnConsentsAnswer(Schema):
    """All consents that stand."""

    items = fields.List(fields.Nested(OwnConsentSchema), required=True)


class ConsentWithdrawalRequest(Schema):
    """Which consent is taken back; no reason is needed."""

    kind = fields.String(required=True, validate=validate.Length(min=1, max=40))
    reference = fields.String(required=True, validate=validate.Length(min=1, max=80))
    why = fields.String(load_default="", validate=validate.Length(max=WHY_CHARS_MAX))


class ContactForm(AddressForm):
    """How to call and to reach the caller; an address left empty is deleted."""

    display_name = fields.String(
        load_default="", validate=validate.Length(max=DISPLAY_NAME_CHARS_MAX)
    )
