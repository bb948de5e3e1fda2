"""What redemption's addresses take and give."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from scoring.redemption import limits
from scoring.redemption.models import OrderState
from scoring.redemption.pictures import PICTURES
from service.messages import msg

KINDS = ("goods", "service")
LIMIT_PERIODS = ("month", "year")
_CODE = validate.Regexp(r"[A-Za-z0-9][A-Za-z0-9-]*\Z")


class OrderRequest(Schema):
    """What is ordered."""

    goods = fields.String(
        required=True,
        validate=validate.Length(min=1, max=limits.GOODS_CODE_CHARS_MAX),
        metadata={"description": "兑换品编码 / code of the goods"},
    )
    quantity = fields.Integer(
        load_default=1, validate=validate.Range(min=1, max=limits.QUANTITY_MAX)
    )
    version = fields.Integer(
        load_default=None,
        allow_none=True,
        metadata={"description": "看到的兑换品版本；此后有变动则拒绝"},
    )


class OrderAnswer(Schema):
    """An order."""

    number = fields.String(required=True)
    member = fields.String(required=True, metadata={"description": "成员编号"})
    goods = fields.String(required=True)
    goods_name = fields.String(required=True)
    quantity = fields.Integer(required=True)
    points = fields.Integer(required=True)
    shop = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf([str(s) for s in OrderState]))
    made_at = fields.AwareDateTime(required=True)
    collect_by = fields.Date(required=True)
    given_back = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "取消后退回的积分；所属得分已撤销或者已到期的部分不计"},
    )
    ended_at = fields.AwareDateTime(required=True, allow_none=True)


class CollectedAnswer(Schema):
    """What was handed out: all that a shop needs, and nothing else of who came."""

    number = fields.String(required=True)
    goods = fields.String(required=True)
    goods_name = fields.String(required=True)
    quantity = fields.Integer(required=True)
    public_name = fields.String(required=True, metadata={"description": "公开名称"})
    shop = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf([str(s) for s in OrderState]))
    ended_at = fields.AwareDateTime(required=True)


class PlacedAnswer(OrderAnswer):
    """An order just made, with the code it is collected by."""

    code = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "领取码，只给成员本人；成员没有登录账号时给代办人，由其转交"},
    )
    spendable = fields.Integer(required=True, metadata={"description": "兑换后可用积分"})


class OrdersAnswer(Schema):
    """A member's orders."""

    orders = fields.List(fields.Nested(OrderAnswer), required=True)


class GoodsAnswer(Schema):
    """Goods or a service on offer."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    description = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    cost = fields.Integer(required=True)
    stock = fields.Integer(required=True)
    member_limit = fields.Integer(required=True, allow_none=True)
    limit_period = fields.String(required=True, allow_none=True)
    shop = fields.String(required=True)
    version = fields.Integer(required=True)


class GoodsListAnswer(Schema):
    """What a community offers."""

    goods = fields.List(fields.Nested(GoodsAnswer), required=True)


class CollectRequest(Schema):
    """The code a member shows."""

    code = fields.String(
        required=True,
        validate=validate.Length(min=1, max=200),
        metadata={"description": "领取码 / collect code", "example": "7K3M-9PQR"},
    )


class CodeForm(Schema):
    """The shopkeeper's form; what a scanner types may be a whole address."""

    code = fields.String(required=True, validate=validate.Length(min=1, max=200))
    number = fields.String(load_default=None, validate=validate.Length(max=40))


class OrderForm(Schema):
    """The form of the window."""

    quantity = fields.Integer(
        required=True, validate=validate.Range(min=1, max=limits.QUANTITY_MAX)
    )
    version = fields.Integer(required=True)
    once = fields.UUID(required=True)


class StockForm(Schema):
    """Stock put in, or below zero taken out."""

    by = fields.Integer(
        required=True, validate=validate.Range(min=-limits.STOCK_MAX, max=limits.STOCK_MAX)
    )


class OfferingForm(Schema):
    """What a manager says of goods or a service."""

    name = fields.String(
        required=True, validate=validate.Length(min=1, max=limits.GOODS_NAME_CHARS_MAX)
    )
    description = fields.String(
        load_default="", validate=validate.Length(max=limits.DESCRIPTION_CHARS_MAX)
    )
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    picture = fields.String(load_default="gift", validate=validate.OneOf(list(PICTURES)))
    cost = fields.Integer(required=True, validate=validate.Range(min=1, max=limits.COST_MAX))
    member_limit = fields.Integer(
        load_default=None, validate=validate.Range(min=1, max=limits.MEMBER_LIMIT_MAX)
    )
    limit_period = fields.String(load_default=None, validate=validate.OneOf(LIMIT_PERIODS))
    shop = fields.String(required=True, validate=validate.Length(min=1, max=limits.SHOP_CHARS_MAX))

    @validates_schema
    def limit_is_whole(self, data: dict[str, Any], **_rest: object) -> None:
        """A limit needs its period; a period alone says nothing."""
        if (data.get("member_limit") is None) != (data.get("limit_period") is None):
            missing = "limit_period" if data.get("limit_period") is None else "member_limit"
            raise ValidationError({missing: [msg("限领数量和周期要一起填写，或都不填。")]})


class NewOfferingForm(OfferingForm):
    """The same for something new."""

    code = fields.String(
        required=True,
        validate=[validate.Length(min=1, max=limits.GOODS_CODE_CHARS_MAX), _CODE],
    )
    stock = fields.Integer(load_default=0, validate=validate.Range(min=0, max=limits.STOCK_MAX))


class AlteredOfferingForm(OfferingForm):
    """The same for something on the list, with the version that was looked at."""

    version = fields.Integer(required=True)


class StateArguments(Schema):
    """Which orders of a list."""

    state = fields.String(
        load_default=None, validate=validate.OneOf([str(state) for state in OrderState])
    )
