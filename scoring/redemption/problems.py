"""What redemption refuses."""

from service.messages import msg
from service.problems import Conflict, InvalidInput, NotFound, Problem


class GoodsUnknown(NotFound):
    """The community offers no such thing."""

    code = "goods-unknown"
    title = msg("没有这样兑换品")


class GoodsExist(Conflict):
    """The community has something under this code already."""

    code = "goods-exist"
    title = msg("编码已被使用")


class TooManyGoods(Conflict):
    """The list is full."""

    code = "too-many-goods"
    title = msg("兑换品太多")


class GoodsChanged(Conflict):
    """What is offered changed since it was looked at."""

    code = "goods-changed"
    title = msg("兑换品已变动")


class NotOffered(Conflict):
    """It is not offered any more."""

    code = "not-offered"
    title = msg("已下架")


class OutOfStock(Conflict):
    """There are not as many left."""

    code = "out-of-stock"
    title = msg("库存不足")


class LimitReached(Conflict):
    """The member has had as many as one may in this period."""

    code = "limit-reached"
    title = msg("已达限领数量")


class OrderUnknown(NotFound):
    """There is no such order, or it is not the caller's to see."""

    code = "order-unknown"
    title = msg("没有这份兑换单")


class OrderEnded(Conflict):
    """It was collected, cancelled or has lapsed; told with when and where."""

    code = "order-ended"
    title = msg("兑换单已办结")


class OrderLate(Conflict):
    """Its last day is over; the job undoes it soon."""

    code = "order-late"
    title = msg("已过领取期限")


class CodeWrong(InvalidInput):
    """No order has this code."""

    code = "code-wrong"
    title = msg("领取码不对")


class OtherShop(Problem):
    """The order is to be collected elsewhere."""

    code = "other-shop"
    status = 403
    title = msg("不在本店领取")


class CodesThrottled(Problem):
    """Too many wrong codes; wait and try again."""

    code = "codes-throttled"
    status = 429
    title = msg("尝试过多")
