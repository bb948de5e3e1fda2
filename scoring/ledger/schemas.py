"""What the addresses of the ledger take and give."""

from marshmallow import Schema, fields, validate

from scoring.catalogue.limits import (
    CODE_CHARS_MAX,
    POINTS_MAX,
    QUANTITY_DECIMALS_MAX,
    QUANTITY_MAX,
)
from scoring.ledger.limits import (
    EVENT_ID_CHARS_MAX,
    EVIDENCE_CHARS_MAX,
    MEMBER_NUMBER_CHARS_MAX,
    REASON_CHARS_MAX,
)
from scoring.ledger.models import ClaimState, Kind


class EntryRequest(Schema):
    """An award to enter."""

    member = fields.String(
        required=True,
        validate=validate.Length(min=1, max=MEMBER_NUMBER_CHARS_MAX),
        metadata={"description": "成员编号"},
    )
    item = fields.String(
        required=True,
        validate=validate.Length(min=1, max=CODE_CHARS_MAX),
        metadata={"description": "积分目录的项目代码", "example": "volunteer"},
    )
    quantity = fields.Decimal(
        places=QUANTITY_DECIMALS_MAX,
        required=True,
        validate=validate.Range(min=0, min_inclusive=False, max=QUANTITY_MAX),
        metadata={
            "description": "数量，以项目的单位计",
            "example": 2,
            "exclusiveMinimum": 0,
        },
    )
    points = fields.Integer(
        load_default=None,
        validate=validate.Range(min=-POINTS_MAX, max=POINTS_MAX),
        metadata={"description": "项目的分值可选时，选几分"},
    )
    done_on = fields.Date(load_default=None, metadata={"description": "事情发生的日期，不填为今天"})
    evidence = fields.String(
        load_default="",
        validate=validate.Length(max=EVIDENCE_CHARS_MAX),
        metadata={"description": "依据；加密保存，成员退出后清除"},
    )
    event_id = fields.String(
        load_default=None,
        validate=validate.Length(min=1, max=EVENT_ID_CHARS_MAX),
        metadata={"description": "活动编号；同一成员同一活动只记一次"},
    )


class ReasonRequest(Schema):
    """Why something is refused or reversed."""

    reason = fields.String(
        required=True,
        validate=validate.Length(min=1, max=REASON_CHARS_MAX),
        metadata={"description": "理由；不要写个人信息"},
    )


class ClaimAnswer(Schema):
    """An award as it was entered, and where it stands."""

    id = fields.UUID(required=True)
    state = fields.String(required=True, validate=validate.OneOf(list(ClaimState)))
    state_name = fields.String(required=True)
    member = fields.String(required=True)
    dimension = fields.String(required=True)
    item = fields.String(required=True)
    item_name = fields.String(required=True)
    quantity = fields.String(required=True, metadata={"description": "十进制数"})
    unit = fields.String(required=True)
    points = fields.Integer(required=True)
    worth = fields.Integer(required=True, metadata={"description": "不计上限应得的分"})
    note = fields.String(allow_none=True, metadata={"description": "因上限少得时的说明"})
    two_person = fields.Boolean(required=True, metadata={"description": "须由第二人审核"})
    done_on = fields.Date(required=True)
    event_id = fields.String(required=True, allow_none=True)
    entered_by = fields.String(required=True)
    entered_at = fields.AwareDateTime(required=True)
    decided_by = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)


class LineAnswer(Schema):
    """One entry of the ledger, explained."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(list(Kind)))
    kind_name = fields.String(required=True)
    dimension = fields.String(required=True, metadata={"description": "兑换、到期等为空"})
    item = fields.String(required=True, allow_none=True)
    item_name = fields.String(required=True, allow_none=True)
    quantity = fields.String(required=True, allow_none=True)
    honour = fields.Integer(required=True, metadata={"description": "荣誉分的增减"})
    spendable = fields.Integer(required=True, metadata={"description": "可用积分的增减"})
    left = fields.Integer(
        required=True, allow_none=True, metadata={"description": "这笔积分还剩多少可用"}
    )
    expires_on = fields.Date(required=True, allow_none=True)
    done_on = fields.Date(required=True)
    posted_on = fields.Date(required=True)
    event_id = fields.String(required=True, allow_none=True)
    entered_by = fields.String(required=True)
    approved_by = fields.String(required=True, allow_none=True)
    evidence = fields.String(required=True, allow_none=True)
    of_entry = fields.UUID(required=True, allow_none=True)
    of_award = fields.UUID(
        required=True, allow_none=True, metadata={"description": "退回的积分原属哪笔得分"}
    )
    reversed_by = fields.UUID(required=True, allow_none=True)
    explanation = fields.List(fields.String(), required=True)


class SumsAnswer(Schema):
    """A member's two sums."""

    honour = fields.Integer(required=True)
    spendable = fields.Integer(required=True)


class StatementAnswer(Schema):
    """before + the sum of the entries = after."""

    member = fields.String(required=True)
    first = fields.Date(required=True, data_key="from")
    last = fields.Date(required=True, data_key="to")
    before = fields.Nested(SumsAnswer, required=True)
    after = fields.Nested(SumsAnswer, required=True)
    entries = fields.List(fields.Nested(LineAnswer), required=True)
    claims = fields.List(
        fields.Nested(ClaimAnswer), required=True, metadata={"description": "待审核和未通过的"}
    )


class StatementArguments(Schema):
    """Which days; this year so far by default."""

    first = fields.Date(load_default=None, data_key="from")
    last = fields.Date(load_default=None, data_key="to")
